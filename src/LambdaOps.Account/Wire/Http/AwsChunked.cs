using System.Globalization;
using System.Text;
using LambdaOps.Account.Services;

namespace LambdaOps.Account.Wire.Http;

/// <summary>
/// Unpacks aws-chunked bodies (STREAMING-…-PAYLOAD…), in which SDKs send objects with a checksum behind them.
/// The trailers become headers. Chunks' own signatures are not verified.
/// </summary>
public static class AwsChunked
{
    public static WireRequest Unpack(WireRequest request)
    {
        var isChunked =
            request.Header("x-amz-content-sha256")?.StartsWith("STREAMING-", StringComparison.Ordinal) == true;
        if (!isChunked)
        {
            return request;
        }

        using var whole = new MemoryStream(request.Body.Length);
        var at = 0;
        while (true)
        {
            var line = ReadLine(request.Body, ref at);
            var size = SizeOf(line);
            if (size == 0)
            {
                break;
            }

            if (size > request.Body.Length - at)
            {
                throw Malformed();
            }

            whole.Write(request.Body, at, size);
            at += size;
            _ = ReadLine(request.Body, ref at);
        }

        ReadTrailers(request, at);
        Settle(request, whole.Length);
        return request with { Body = whole.ToArray() };
    }

    private static void ReadTrailers(WireRequest request, int at)
    {
        while (at < request.Body.Length)
        {
            var line = ReadLine(request.Body, ref at);
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var isChecksum = colon > 0 && line.StartsWith("x-amz-checksum-", StringComparison.OrdinalIgnoreCase);
            if (isChecksum)
            {
                request.Headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
            }
        }
    }

    /// <summary>The headers as they would be without the packing.</summary>
    private static void Settle(WireRequest request, long length)
    {
        var told = request.Header("x-amz-decoded-content-length");
        if (told is not null && told != length.ToString(CultureInfo.InvariantCulture))
        {
            throw new ServiceFault(
                "IncompleteBody",
                "You did not provide the number of bytes specified by " + "x-amz-decoded-content-length."
            );
        }

        request.Headers.ContentLength = length;
        var encodings = (request.Header("Content-Encoding") ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(e => e != "aws-chunked");
        request.Headers.Remove("Content-Encoding");
        if (string.Join(", ", encodings) is { Length: > 0 } rest)
        {
            request.Headers.ContentEncoding = rest;
        }
    }

    private static int SizeOf(string line)
    {
        var end = line.IndexOf(';', StringComparison.Ordinal);
        var text = end < 0 ? line : line[..end];
        return
            int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size) && size >= 0
            ? size
            : throw Malformed();
    }

    private static string ReadLine(byte[] body, ref int at)
    {
        var end = Array.IndexOf(body, (byte)'\n', at);
        if (end < 0)
        {
            throw Malformed();
        }

        var line = Encoding.ASCII.GetString(body, at, end - at).TrimEnd('\r');
        at = end + 1;
        return line;
    }

    private static ServiceFault Malformed() =>
        new("IncompleteBody", "The request body is not well-formed " + "aws-chunked.");
}
