using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.CloudFront;

/// <summary>An error that Amazon CloudFront answered with.</summary>
public class AmazonCloudFrontException : AmazonServiceException
{
    public AmazonCloudFrontException() { }

    public AmazonCloudFrontException(string message)
        : base(message) { }

    public AmazonCloudFrontException(string message, Exception innerException)
        : base(message, innerException) { }

    public AmazonCloudFrontException(Exception innerException)
        : base(innerException) { }

    public AmazonCloudFrontException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }

    public AmazonCloudFrontException(
        string message,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, errorType, errorCode, requestId, statusCode) { }

    internal AmazonCloudFrontException(ErrorResponse error)
        : base(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode) { }
}
