using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.ECS.Model;

/// <summary>The error ClientException.</summary>
public class ClientException : AmazonECSException
{
    public ClientException() { }

    public ClientException(string message)
        : base(message) { }

    public ClientException(string message, Exception innerException)
        : base(message, innerException) { }

    public ClientException(Exception innerException)
        : base(innerException) { }

    public ClientException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }

    public ClientException(
        string message,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, errorType, errorCode, requestId, statusCode) { }

    internal ClientException(ErrorResponse error)
        : base(error) { }
}
