using System.Globalization;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The Runtime API refused a request.</summary>
public class RuntimeApiClientException : Exception
{
    public RuntimeApiClientException(
        string message,
        int statusCode,
        string response,
        Dictionary<string, IEnumerable<string>> headers,
        Exception innerException
    )
        : base(message, innerException)
    {
        StatusCode = statusCode;
        Response = response;
        Headers = headers;
    }

    public int StatusCode { get; }

    /// <summary>The body of the answer.</summary>
    public string Response { get; }

    public Dictionary<string, IEnumerable<string>> Headers { get; }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP {StatusCode}: {Response}{Environment.NewLine}{base.ToString()}"
        );
}
