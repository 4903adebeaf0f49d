using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.CloudFront.Model;

/// <summary>The error InconsistentQuantities.</summary>
public class InconsistentQuantitiesException : AmazonCloudFrontException
{
    public InconsistentQuantitiesException() { }

    public InconsistentQuantitiesException(string message)
        : base(message) { }

    public InconsistentQuantitiesException(string message, Exception innerException)
        : base(message, innerException) { }

    public InconsistentQuantitiesException(Exception innerException)
        : base(innerException) { }

    public InconsistentQuantitiesException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }

    public InconsistentQuantitiesException(
        string message,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, errorType, errorCode, requestId, statusCode) { }

    internal InconsistentQuantitiesException(ErrorResponse error)
        : base(error) { }
}
