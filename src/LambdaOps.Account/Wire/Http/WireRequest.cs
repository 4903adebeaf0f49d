using System.Buffers.Text;
using System.Text;
using LambdaOps.Account.Services;
using Microsoft.AspNetCore.Http;

namespace LambdaOps.Account.Wire.Http;

/// <summary>One HTTP request, read whole.</summary>
/// <param name="RawPath">The path as it stands in the request line, still encoded: signatures are made of it.</param>
/// <param name="RawQuery">The query string without its question mark, still encoded.</param>
/// <param name="Headers">What was sent; the transfer's own trailers are added when a body is unpacked.</param>
public sealed record WireRequest(string Method, string RawPath, string RawQuery, IHeaderDictionary Headers, byte[] Body)
{
    private IReadOnlyList<KeyValuePair<string, string>>? _query;

    /// <summary>http or https.</summary>
    public string Scheme { get; init; } = "http";

    /// <summary>The body was larger than the simulator takes, and was left unread.</summary>
    public bool IsTooLarge { get; init; }

    /// <summary>Where it was sent to, as the caller knows the place: scheme, host and port.</summary>
    public string Endpoint => $"{Scheme}://{Header("Host")}";

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

    /// <summary>A Content-Length among the headers says how long a body would be; one that is there says it itself.</summary>
    internal bool IsLengthOfBody(string header) =>
        Body is not null && header.Equals("Content-Length", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Forms, query strings and the parts of paths: percent-encoded UTF-8.</summary>
public static class Forms
{
    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    /// <exception cref="ServiceFault">It is not percent-encoded UTF-8.</exception>
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

    /// <exception cref="ServiceFault">It is not percent-encoded UTF-8.</exception>
    public static string Decode(string text, bool plusIsSpace = false)
    {
        var spaced = plusIsSpace ? text.Replace('+', ' ') : text;
        if (!spaced.Contains('%', StringComparison.Ordinal))
        {
            return spaced;
        }

        var encoded = Encoding.UTF8.GetBytes(spaced).AsSpan();
        var bytes = new List<byte>(encoded.Length);
        for (var at = 0; at < encoded.Length; at++)
        {
            if (encoded[at] != '%')
            {
                bytes.Add(encoded[at]);
                continue;
            }

            var isByte = Utf8Parser.TryParse(
                encoded.Slice(at + 1, Math.Min(2, encoded.Length - at - 1)),
                out byte one,
                out var read,
                'x'
            );
            bytes.Add(isByte && read == 2 ? one : throw Malformed(text));
            at += 2;
        }

        return Text([.. bytes]) ?? throw Malformed(text);
    }

    /// <summary>Null when the bytes are not UTF-8.</summary>
    public static string? Text(byte[] bytes)
    {
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static ServiceFault Malformed(string text)
    {
        var shown = text.Length > 100 ? text[..100] + "…" : text;
        return new("InvalidURI", $"Couldn't parse the specified URI: '{shown}' is not percent-encoded UTF-8.");
    }
}
