using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.ApplicationAutoScaling;

/// <summary>An error that Application Auto Scaling answered with.</summary>
public class AmazonApplicationAutoScalingException : AmazonServiceException
{
    public AmazonApplicationAutoScalingException() { }

    public AmazonApplicationAutoScalingException(string message)
        : base(message) { }

    public AmazonApplicationAutoScalingException(string message, Exception innerException)
        : base(message, innerException) { }

    public AmazonApplicationAutoScalingException(Exception innerException)
        : base(innerException) { }

    public AmazonApplicationAutoScalingException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }

    public AmazonApplicationAutoScalingException(
        string message,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, errorType, errorCode, requestId, statusCode) { }

    internal AmazonApplicationAutoScalingException(ErrorResponse error)
        : base(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode) { }
}
