using System.Globalization;
using System.Net.Http.Headers;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The headers that the Runtime API sends with an invocation.</summary>
internal sealed class RuntimeApiHeaders : IRuntimeApiHeaders
{
    private const string Prefix = "Lambda-Runtime-";

    internal RuntimeApiHeaders(HttpResponseHeaders headers)
    {
        AwsRequestId =
            One(headers, Prefix + "Aws-Request-Id")
            ?? throw new InvalidOperationException("The Runtime API sent an invocation without a request id.");
        TraceId = One(headers, Prefix + "Trace-Id");
        TenantId = One(headers, Prefix + "Aws-Tenant-Id");
        InvokedFunctionArn = One(headers, Prefix + "Invoked-Function-Arn");
        ClientContextJson = One(headers, Prefix + "Client-Context");
        CognitoIdentityJson = One(headers, Prefix + "Cognito-Identity");
        Deadline = long.TryParse(
            One(headers, Prefix + "Deadline-Ms"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var ms
        )
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
            : null;
    }

    public string AwsRequestId { get; }

    public string TraceId { get; }

    public string TenantId { get; }

    internal string InvokedFunctionArn { get; }

    internal string ClientContextJson { get; }

    internal string CognitoIdentityJson { get; }

    internal DateTimeOffset? Deadline { get; }

    private static string One(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) && values.Count > 0 ? values.ToString() : null;
}

/// <summary>What the log needs of an invocation's headers.</summary>
public interface IRuntimeApiHeaders
{
    string AwsRequestId { get; }

    string TraceId { get; }

    string TenantId { get; }
}
