using System.Text;
using Microsoft.AspNetCore.Http;

namespace LambdaOps.Simulator.Wire.Http;

/// <summary>One HTTP request, read whole.</summary>
/// <param name="RawPath">The path as it stands in the request line, still encoded: signatures are made of it.</param>
/// <param name="RawQuery">The query string without its question mark, still encoded.</param>
/// <param name="Headers">What was sent; the transfer's own trailers are added when a body is unpacked.</param>
public sealed record WireRequest(string Method, string RawPath, string RawQuery, IHeaderDictionary Headers, byte[] Body)
{
    private IReadOnlyList<KeyValuePair<string, string>>? _query;

    /// <summary>The query's parts in order, decoded.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query => _query ??= Forms.Parse(RawQuery, plusIsSpace: false);

    public string? Header(string name) => Headers.TryGetValue(name, out var found) ? found.ToString() : null;

    public string? QueryValue(string name)
    {
        foreach (var (key, value) in Query)
        {
            if (key == name)
            {
                return value;
            }
        }

        return null;
    }

    public string BodyText() => Encoding.UTF8.GetString(Body);
}

/// <summary>One HTTP answer. <paramref name="Body"/> is null for none at all, as 204, 304 and HEAD have it.</summary>
public sealed record WireAnswer(
    int Status,
    string? ContentType,
    byte[]? Body,
    IReadOnlyList<KeyValuePair<string, string>> Headers
)
{
    public WireAnswer(int status, string? contentType, byte[]? body)
        : this(status, contentType, body, []) { }
}

/// <summary>Forms and query strings.</summary>
public static class Forms
{
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(string text, bool plusIsSpace)
    {
        var found = new List<KeyValuePair<string, string>>();
        foreach (var part in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var (key, value) = equals < 0 ? (part, "") : (part[..equals], part[(equals + 1)..]);
            found.Add(new(Decode(key, plusIsSpace), Decode(value, plusIsSpace)));
        }

        return found;
    }

    private static string Decode(string text, bool plusIsSpace) =>
        Uri.UnescapeDataString(plusIsSpace ? text.Replace('+', ' ') : text);
}
