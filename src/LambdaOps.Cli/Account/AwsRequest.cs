using System.Collections.Immutable;
using System.Net.Http.Headers;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.SQS;
using LambdaOps.Core.Estates;

namespace LambdaOps.Cli.Account;

/// <summary>A request to an AWS service, before it is signed.</summary>
/// <param name="SigningName">The service's name in signatures, such as "elasticloadbalancing".</param>
/// <param name="Path">Not encoded; begins with a slash.</param>
internal sealed record AwsRequest(string SigningName, Uri Address, string Region, HttpMethod Method, string Path)
{
    private const string AnyPath = "{Path+}";

    public ImmutableArray<KeyValuePair<string, string>> Query { get; init; } = [];

    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    public byte[] Content { get; init; } = [];

    public string? ContentType { get; init; }

    /// <summary>Signed by AWSSDK.Core's signer, ready to be sent.</summary>
    public HttpRequestMessage Sign(ImmutableCredentials credentials)
    {
        var draft = new DefaultRequest(new NoMembers(), SigningName)
        {
            HttpMethod = Method.Method,
            Endpoint = Address,
            ResourcePath = Path,
            Content = Content,
            UseQueryString = true,
            OverrideSigningServiceName = SigningName,
            AuthenticationRegion = Region,
        };
        if (SigningName == "s3" && Path.Length > 1)
        {
            // Keys are signed as they are sent; other services' paths are encoded once more for that.
            draft.ResourcePath = $"/{AnyPath}";
            draft.AddPathResource(AnyPath, Path[1..]);
        }

        foreach (var (name, value) in Query)
        {
            draft.Parameters[name] = value;
        }

        draft.Headers["Host"] = Address.Authority;
        foreach (var (name, value) in Headers)
        {
            draft.Headers[name] = value;
        }

        if (credentials.UseToken)
        {
            draft.Headers["X-Amz-Security-Token"] = credentials.Token;
        }

        var config = new AmazonSQSConfig { ServiceURL = Address.ToString(), AuthenticationRegion = Region };
        var signature = new AWS4Signer()
            .SignRequest(draft, config, metrics: null, credentials.AccessKey, credentials.SecretKey)
            .ForAuthorizationHeader;
        var request = new HttpRequestMessage(Method, Url());
        if (Method != HttpMethod.Get && Method != HttpMethod.Head)
        {
            request.Content = new ByteArrayContent(Content);
            request.Content.Headers.ContentType = ContentType is null ? null : MediaTypeHeaderValue.Parse(ContentType);
        }

        foreach (var (name, value) in draft.Headers.Where(header => header.Key is not "Host"))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.TryAddWithoutValidation("Authorization", signature);
        return request;
    }

    private Uri Url()
    {
        var path = string.Join('/', Path.Split('/').Select(Uri.EscapeDataString));
        var query = string.Join(
            '&',
            Query.Select(part => $"{Uri.EscapeDataString(part.Key)}={Uri.EscapeDataString(part.Value)}")
        );
        return new Uri(Address, query.Length == 0 ? path : $"{path}?{query}");
    }

    private sealed class NoMembers : AmazonWebServiceRequest;
}

/// <summary>The hosts of AWS's services; two of them have one host for a whole partition.</summary>
internal static class AwsEndpoints
{
    /// <param name="prefix">The endpoint prefix of the service's model.</param>
    /// <returns>The host, and the region that is signed for.</returns>
    public static (string Host, string Region) Of(string prefix, string region) =>
        (prefix, AwsRegions.PartitionOf(region)) switch
        {
            ("cloudfront", "aws") => ("cloudfront.amazonaws.com", "us-east-1"),
            ("cloudfront", "aws-cn") => ("cloudfront.cn-northwest-1.amazonaws.com.cn", "cn-northwest-1"),
            ("iam", "aws") => ("iam.amazonaws.com", "us-east-1"),
            ("iam", "aws-cn") => ("iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
            ("iam", "aws-us-gov") => ("iam.us-gov.amazonaws.com", "us-gov-west-1"),
            _ => ($"{prefix}.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}", region),
        };
}

/// <summary>AWS answered a call with an error.</summary>
/// <param name="code">AWS's error code, such as AccessDeniedException; the HTTP status where there is none.</param>
public sealed class AwsRefusal(ReadCall call, int status, string code, string message)
    : Exception($"{call}: {(message.Length == 0 ? code : $"{code}: {message}")}")
{
    public ReadCall Call => call;

    public int Status => status;

    public string Code => code;

    /// <summary>The credentials themselves are wrong or over: no call will go through.</summary>
    public bool IsUnknownCaller =>
        code
            is "InvalidClientTokenId"
                or "UnrecognizedClientException"
                or "SignatureDoesNotMatch"
                or "ExpiredToken"
                or "ExpiredTokenException"
                or "AuthFailure"
                or "MissingAuthenticationToken"
                or "IncompleteSignature";

    public bool IsNotFound => status == 404 || code.EndsWith("NotFound", StringComparison.Ordinal);
}
