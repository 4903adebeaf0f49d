using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.CloudFront.Model;

/// <summary>The error MissingBody.</summary>
public class MissingBodyException : AmazonCloudFrontException
{
    public MissingBodyException() { }

    public MissingBodyException(string message)
        : base(message) { }

    public MissingBodyException(string message, Exception innerException)
        : base(message, innerException) { }

    public MissingBodyException(Exception innerException)
        : base(innerException) { }

    public MissingBodyException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }

    public MissingBodyException(
        string message,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, errorType, errorCode, requestId, statusCode) { }

    internal MissingBodyException(ErrorResponse error)
        : base(error) { }
}
