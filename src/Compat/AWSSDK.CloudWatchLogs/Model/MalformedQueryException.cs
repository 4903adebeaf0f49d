using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>The error MalformedQueryException.</summary>
public class MalformedQueryException : AmazonCloudWatchLogsException
{
    public MalformedQueryException() { }

    public MalformedQueryException(string message)
        : base(message) { }

    public MalformedQueryException(string message, Exception innerException)
        : base(message, innerException) { }

    public MalformedQueryException(Exception innerException)
        : base(innerException) { }

    public MalformedQueryException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }

    public MalformedQueryException(
        string message,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, errorType, errorCode, requestId, statusCode) { }

    internal MalformedQueryException(ErrorResponse error)
        : base(error) { }

    public QueryCompileError QueryCompileError { get; set; }
}
