using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.ECS.Model;

/// <summary>The error PlatformUnknownException.</summary>
public class PlatformUnknownException : AmazonECSException
{
    public PlatformUnknownException() { }

    public PlatformUnknownException(string message)
        : base(message) { }

    public PlatformUnknownException(string message, Exception innerException)
        : base(message, innerException) { }

    public PlatformUnknownException(Exception innerException)
        : base(innerException) { }

    public PlatformUnknownException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }

    public PlatformUnknownException(
        string message,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, errorType, errorCode, requestId, statusCode) { }

    internal PlatformUnknownException(ErrorResponse error)
        : base(error) { }
}
