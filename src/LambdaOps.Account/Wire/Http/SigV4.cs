using System.Security.Cryptography;
using System.Text;
using LambdaOps.Account.Services;

namespace LambdaOps.Account.Wire.Http;

/// <summary>AWS's signature version 4, of the Authorization header or of a presigned URL.</summary>
/// <param name="Service">The signing name in the credential scope: "ecs", "monitoring", …</param>
public sealed record SigV4(
    string AccessKey,
    string Day,
    string Region,
    string Service,
    IReadOnlyList<string> SignedHeaders,
    string Signature
)
{
    internal const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>It came in the query: a presigned URL.</summary>
    public bool IsPresigned { get; init; }

    /// <summary>Null when the request is not signed in this way.</summary>
    public static SigV4? Of(WireRequest request)
    {
        var header = request.Header("Authorization");
        if (header is null || !header.StartsWith(Algorithm, StringComparison.Ordinal))
        {
            return Presigned.Of(request);
        }

        var parts = header[Algorithm.Length..]
            .Split(',', StringSplitOptions.TrimEntries)
            .Select(p => p.Split('=', 2))
            .Where(p => p.Length == 2)
            .DistinctBy(p => p[0])
            .ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        var scope = parts.GetValueOrDefault("Credential")?.Split('/');
        return
            scope is [var key, var day, var region, var service, "aws4_request"]
            && parts.TryGetValue("SignedHeaders", out var signed)
            && parts.TryGetValue("Signature", out var signature)
            ? new SigV4(key, day, region, service, signed.Split(';'), signature)
            : throw new ServiceFault("IncompleteSignature", "The Authorization header is not well-formed.", 403);
    }

    /// <summary>Signs the request again with the caller's secret and compares.</summary>
    /// <exception cref="ServiceFault">It is signed with another secret, or was changed on its way.</exception>
    public void Verify(WireRequest request, string secret)
    {
        if (Day.Length == 0)
        {
            throw new ServiceFault(
                "InvalidRequest",
                "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."
            );
        }

        var payload = IsPresigned ? request.Header("x-amz-content-sha256") ?? "UNSIGNED-PAYLOAD" : PayloadHash(request);
        var moment = (IsPresigned ? request.QueryValue("X-Amz-Date") : request.Header("X-Amz-Date")) ?? "";
        var text = string.Join(
            '\n',
            Algorithm,
            moment,
            $"{Day}/{Region}/{Service}/aws4_request",
            Hex(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(request, payload))))
        );
        var key = Hmac(Hmac(Hmac(Hmac(Encoding.UTF8.GetBytes("AWS4" + secret), Day), Region), Service), "aws4_request");
        var isRight = CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Hex(Hmac(key, text))),
            Encoding.ASCII.GetBytes(Signature)
        );
        if (!isRight)
        {
            throw new ServiceFault(
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the "
                    + "signature you provided. Check your AWS Secret Access Key and signing method.",
                403
            );
        }
    }

    private static string PayloadHash(WireRequest request)
    {
        var told = request.Header("x-amz-content-sha256");
        var isHash = told is { Length: 64 };
        if (told is not null && !isHash)
        {
            return told;
        }

        var real = Hex(SHA256.HashData(request.Body));
        return told is null || told == real
            ? real
            : throw new ServiceFault(
                "XAmzContentSHA256Mismatch",
                "The provided 'x-amz-content-sha256' header does not match what was computed."
            );
    }

    private string Canonical(WireRequest request, string payload)
    {
        var headers = SignedHeaders.Select(n => $"{n}:{Squeezed(request.Header(n) ?? "")}\n");
        // S3 signs the path as sent; all others encode it once more.
        var path = Service == "s3" ? request.RawPath : string.Join('/', request.RawPath.Split('/').Select(Encoded));
        var query = request
            .Query.Where(q => !IsPresigned || q.Key != "X-Amz-Signature")
            .Select(q => (Name: Encoded(q.Key), Value: Encoded(q.Value)))
            .OrderBy(q => q.Name, StringComparer.Ordinal)
            .ThenBy(q => q.Value, StringComparer.Ordinal)
            .Select(q => $"{q.Name}={q.Value}");
        return string.Join(
            '\n',
            request.Method,
            path,
            string.Join('&', query),
            string.Concat(headers),
            string.Join(';', SignedHeaders),
            payload
        );
    }

    private static string Squeezed(string header) =>
        string.Join(' ', header.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Encoded(string text) => Uri.EscapeDataString(text);

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
