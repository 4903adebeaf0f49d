using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.SimpleNotificationService.Model;

/// <summary>The error KMSThrottling.</summary>
public class KMSThrottlingException : AmazonSimpleNotificationServiceException
{
    public KMSThrottlingException() { }

    public KMSThrottlingException(string message)
        : base(message) { }

    public KMSThrottlingException(string message, Exception innerException)
        : base(message, innerException) { }

    public KMSThrottlingException(Exception innerException)
        : base(innerException) { }

    public KMSThrottlingException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }

    public KMSThrottlingException(
        string message,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, errorType, errorCode, requestId, statusCode) { }

    internal KMSThrottlingException(ErrorResponse error)
        : base(error) { }
}
