using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.CloudWatch.Model;

/// <summary>The error InternalServiceError.</summary>
public class InternalServiceException : AmazonCloudWatchException
{
    public InternalServiceException() { }

    public InternalServiceException(string message)
        : base(message) { }

    public InternalServiceException(string message, Exception innerException)
        : base(message, innerException) { }

    public InternalServiceException(Exception innerException)
        : base(innerException) { }

    public InternalServiceException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }

    public InternalServiceException(
        string message,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, errorType, errorCode, requestId, statusCode) { }

    internal InternalServiceException(ErrorResponse error)
        : base(error) { }
}
