using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.ElasticLoadBalancingV2.Model;

/// <summary>The error TargetGroupNotFound.</summary>
public class TargetGroupNotFoundException : AmazonElasticLoadBalancingV2Exception
{
    public TargetGroupNotFoundException() { }

    public TargetGroupNotFoundException(string message)
        : base(message) { }

    public TargetGroupNotFoundException(string message, Exception innerException)
        : base(message, innerException) { }

    public TargetGroupNotFoundException(Exception innerException)
        : base(innerException) { }

    public TargetGroupNotFoundException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }

    public TargetGroupNotFoundException(
        string message,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, errorType, errorCode, requestId, statusCode) { }

    internal TargetGroupNotFoundException(ErrorResponse error)
        : base(error) { }
}
