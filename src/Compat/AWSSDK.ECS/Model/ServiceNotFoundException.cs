using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.ECS.Model;

/// <summary>The error ServiceNotFoundException.</summary>
public class ServiceNotFoundException : AmazonECSException
{
    public ServiceNotFoundException() { }

    public ServiceNotFoundException(string message)
        : base(message) { }

    public ServiceNotFoundException(string message, Exception innerException)
        : base(message, innerException) { }

    public ServiceNotFoundException(Exception innerException)
        : base(innerException) { }

    public ServiceNotFoundException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }

    public ServiceNotFoundException(
        string message,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, errorType, errorCode, requestId, statusCode) { }

    internal ServiceNotFoundException(ErrorResponse error)
        : base(error) { }
}
