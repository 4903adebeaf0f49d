using LambdaOps.Account.Wire.Http;

namespace LambdaOps.Account.Wire;

/// <summary>/_sites/{host}/{path}: the web sites of the world, as a visitor or a health probe sees them.</summary>
internal static class SiteHandler
{
    public const string Prefix = "/_sites/";

    /// <summary>Null when the connection is to be cut.</summary>
    public static WireAnswer? Answer(AccountEndpoint endpoint, WireRequest request)
    {
        var rest = request.RawPath[Prefix.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (host, path) = slash < 0 ? (rest, "/") : (rest[..slash], rest[slash..]);
        var answer = endpoint.Ask(host, request.RawQuery.Length > 0 ? $"{path}?{request.RawQuery}" : path);
        return answer switch
        {
            null => new(404, "text/plain", "The simulated world has no such site.\n"u8.ToArray()),
            { TimesOut: true } => null,
            _ => new(
                answer.Status,
                answer.ContentType,
                request.Method == "HEAD" ? null : answer.Body,
                [.. answer.Headers]
            ),
        };
    }
}
