using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.ElasticLoadBalancingV2;

/// <summary>An error that Elastic Load Balancing v2 answered with.</summary>
public class AmazonElasticLoadBalancingV2Exception : AmazonServiceException
{
    public AmazonElasticLoadBalancingV2Exception() { }

    public AmazonElasticLoadBalancingV2Exception(string message)
        : base(message) { }

    public AmazonElasticLoadBalancingV2Exception(string message, Exception innerException)
        : base(message, innerException) { }

    public AmazonElasticLoadBalancingV2Exception(Exception innerException)
        : base(innerException) { }

    public AmazonElasticLoadBalancingV2Exception(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }

    public AmazonElasticLoadBalancingV2Exception(
        string message,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, errorType, errorCode, requestId, statusCode) { }

    internal AmazonElasticLoadBalancingV2Exception(ErrorResponse error)
        : base(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode) { }
}
