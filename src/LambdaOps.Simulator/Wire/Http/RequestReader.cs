using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LambdaOps.Simulator.Wire.Http;

/// <summary>Reads a request whole, as its bytes came.</summary>
internal static class RequestReader
{
    public static async Task<WireRequest> ReadAsync(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = mark < 0 ? (target, "") : (target[..mark], target[(mark + 1)..]);
        var body = await BodyAsync(http.Request);
        return new WireRequest(http.Request.Method, path, query, http.Request.Headers, body);
    }

    /// <summary>Undoes the gzip that SDKs put around large metric data; S3 keeps what it was sent.</summary>
    public static WireRequest Inflate(WireRequest request)
    {
        if (request.Header("Content-Encoding") != "gzip")
        {
            return request;
        }

        using var inflated = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(request.Body), CompressionMode.Decompress))
        {
            gzip.CopyTo(inflated);
        }

        return request with
        {
            Body = inflated.ToArray(),
        };
    }

    private static async Task<byte[]> BodyAsync(HttpRequest request)
    {
        if (request.ContentLength is 0)
        {
            return [];
        }

        using var whole = new MemoryStream((int)(request.ContentLength ?? 0));
        await request.Body.CopyToAsync(whole);
        return whole.ToArray();
    }
}
