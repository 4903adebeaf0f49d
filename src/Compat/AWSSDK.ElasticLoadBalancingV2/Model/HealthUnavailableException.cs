using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.ElasticLoadBalancingV2.Model;

/// <summary>The error HealthUnavailable.</summary>
public class HealthUnavailableException : AmazonElasticLoadBalancingV2Exception
{
    public HealthUnavailableException() { }

    public HealthUnavailableException(string message)
        : base(message) { }

    public HealthUnavailableException(string message, Exception innerException)
        : base(message, innerException) { }

    public HealthUnavailableException(Exception innerException)
        : base(innerException) { }

    public HealthUnavailableException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }

    public HealthUnavailableException(
        string message,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, errorType, errorCode, requestId, statusCode) { }

    internal HealthUnavailableException(ErrorResponse error)
        : base(error) { }
}
