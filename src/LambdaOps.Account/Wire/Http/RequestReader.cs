using System.IO.Compression;
using LambdaOps.Account.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LambdaOps.Account.Wire.Http;

/// <summary>Reads a request whole, as its bytes came.</summary>
internal static class RequestReader
{
    /// <summary>What a body may have, packed or unpacked: more than any call needs.</summary>
    public const int MostBytes = 64 * 1024 * 1024;

    public static async Task<WireRequest> ReadAsync(HttpContext http)
    {
        var target = TargetOf(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = mark < 0 ? (target, "") : (target[..mark], target[(mark + 1)..]);
        var body = await BodyAsync(http.Request);
        return new WireRequest(http.Request.Method, path, query, http.Request.Headers, body ?? [])
        {
            Scheme = http.Request.Scheme,
            IsTooLarge = body is null,
        };
    }

    /// <summary>Undoes the gzip that SDKs put around large metric data; S3 keeps what it was sent.</summary>
    /// <exception cref="ServiceFault">It is no gzip, or too large unpacked.</exception>
    public static WireRequest Inflate(WireRequest request)
    {
        if (!string.Equals(request.Header("Content-Encoding"), "gzip", StringComparison.OrdinalIgnoreCase))
        {
            return request;
        }

        try
        {
            return request with { Body = Inflate(request.Body) };
        }
        catch (InvalidDataException broken)
        {
            throw new ServiceFault("SerializationException", $"The body is not gzip: {broken.Message}");
        }
    }

    public static ServiceFault TooLarge(string service) =>
        service switch
        {
            "s3" => new("EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size."),
            _ => new("RequestEntityTooLargeException", $"Request must be smaller than {MostBytes} bytes.", 413),
        };

    private static byte[] Inflate(byte[] packed)
    {
        using var inflated = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        var piece = new byte[64 * 1024];
        while (gzip.Read(piece) is > 0 and var length)
        {
            if (inflated.Length + length > MostBytes)
            {
                throw TooLarge("");
            }

            inflated.Write(piece, 0, length);
        }

        // The stream ends quietly where the file is cut off: a whole one ends in the length of what it holds.
        return packed.Length == 0 || BitConverter.ToUInt32(packed.AsSpan()[^4..]) != inflated.Length
            ? throw new InvalidDataException("it is cut off.")
            : inflated.ToArray();
    }

    /// <summary>A proxy's form of a request names the host in its first line, too.</summary>
    private static string TargetOf(string raw) =>
        raw.StartsWith('/') || !Uri.TryCreate(raw, UriKind.Absolute, out var whole) ? raw
        : raw.IndexOf('/', raw.IndexOf(whole.Authority, StringComparison.OrdinalIgnoreCase)) is >= 0 and var slash
            ? raw[slash..]
        : "/";

    /// <summary>Null when it is too large.</summary>
    private static async Task<byte[]?> BodyAsync(HttpRequest request)
    {
        if (request.ContentLength is 0)
        {
            return [];
        }

        if (request.ContentLength > MostBytes)
        {
            return null;
        }

        using var whole = new MemoryStream((int)(request.ContentLength ?? 0));
        try
        {
            await request.Body.CopyToAsync(whole);
        }
        catch (BadHttpRequestException tooMuch) when (tooMuch.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }

        return whole.ToArray();
    }
}
