using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.CloudFront.Model;

/// <summary>The error NoSuchDistribution.</summary>
public class NoSuchDistributionException : AmazonCloudFrontException
{
    public NoSuchDistributionException() { }

    public NoSuchDistributionException(string message)
        : base(message) { }

    public NoSuchDistributionException(string message, Exception innerException)
        : base(message, innerException) { }

    public NoSuchDistributionException(Exception innerException)
        : base(innerException) { }

    public NoSuchDistributionException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }

    public NoSuchDistributionException(
        string message,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, errorType, errorCode, requestId, statusCode) { }

    internal NoSuchDistributionException(ErrorResponse error)
        : base(error) { }
}
