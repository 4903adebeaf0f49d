using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.ApplicationAutoScaling.Model;

/// <summary>The error ConcurrentUpdateException.</summary>
public class ConcurrentUpdateException : AmazonApplicationAutoScalingException
{
    public ConcurrentUpdateException() { }

    public ConcurrentUpdateException(string message)
        : base(message) { }

    public ConcurrentUpdateException(string message, Exception innerException)
        : base(message, innerException) { }

    public ConcurrentUpdateException(Exception innerException)
        : base(innerException) { }

    public ConcurrentUpdateException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }

    public ConcurrentUpdateException(
        string message,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, errorType, errorCode, requestId, statusCode) { }

    internal ConcurrentUpdateException(ErrorResponse error)
        : base(error) { }
}
