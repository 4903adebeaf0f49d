using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.CloudFront.Model;

/// <summary>The error NoSuchInvalidation.</summary>
public class NoSuchInvalidationException : AmazonCloudFrontException
{
    public NoSuchInvalidationException() { }

    public NoSuchInvalidationException(string message)
        : base(message) { }

    public NoSuchInvalidationException(string message, Exception innerException)
        : base(message, innerException) { }

    public NoSuchInvalidationException(Exception innerException)
        : base(innerException) { }

    public NoSuchInvalidationException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }

    public NoSuchInvalidationException(
        string message,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, errorType, errorCode, requestId, statusCode) { }

    internal NoSuchInvalidationException(ErrorResponse error)
        : base(error) { }
}
