using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Protocols;

namespace LambdaOps.Account.Wire.Http;

/// <summary>Presigned URLs: a signature version 4 in the query instead of the Authorization header.</summary>
internal static class Presigned
{
    private const string Prefix = "X-Amz-";
    private const string MomentForm = "yyyyMMdd'T'HHmmss'Z'";
    private const int MostSeconds = 7 * 24 * 3600;

    private static readonly string[] s_needed =
    [
        "X-Amz-Algorithm",
        "X-Amz-Credential",
        "X-Amz-Signature",
        "X-Amz-Date",
        "X-Amz-SignedHeaders",
        "X-Amz-Expires",
    ];

    private static readonly string[] s_old = ["AWSAccessKeyId", "Signature", "Expires"];

    /// <summary>Whether a part of the query belongs to the signature, or is a header that was moved there.</summary>
    public static bool Owns(string name) =>
        name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || s_old.Contains(name);

    /// <summary>Whether the query has a signature, well-formed or not.</summary>
    public static bool IsIn(WireRequest request) =>
        IsOld(request) || s_needed.Any(name => request.QueryValue(name) is not null);

    /// <summary>Null when the query has no signature.</summary>
    /// <exception cref="ServiceFault">It has one that is not well-formed.</exception>
    public static SigV4? Of(WireRequest request)
    {
        if (IsOld(request))
        {
            // Version 2, which version 1 of the AWS CLI still signs URLs with.
            return new SigV4(request.QueryValue("AWSAccessKeyId")!, "", "", "s3", [], request.QueryValue("Signature")!)
            {
                IsPresigned = true,
            };
        }

        if (!IsIn(request))
        {
            return null;
        }

        var values = s_needed.Select(request.QueryValue).ToArray();
        if (values.Contains(null) || values[0] != SigV4.Algorithm)
        {
            throw Malformed(
                $"Query-string authentication version 4 requires the {string.Join(", ", s_needed[..^1])}, and {s_needed[^1]} parameters."
            );
        }

        RequireLifetime(values[5]!);
        if (MomentOf(values[3]!) is null)
        {
            throw Malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
        }

        return
            values[1]!.Split('/') is [var key, var day, var region, var service, "aws4_request"]
            && values[3]!.StartsWith(day, StringComparison.Ordinal)
            ? new SigV4(key, day, region, service, values[4]!.Split(';'), values[2]!) { IsPresigned = true }
            : throw Malformed(
                "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "
                    + "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"."
            );
    }

    /// <summary>
    /// Expired by the account's clock? A date ahead of it is taken: the account may live in another year than the
    /// machine that signed.
    /// </summary>
    /// <exception cref="ServiceFault">It is.</exception>
    public static void RequireValid(WireRequest request, DateTimeOffset now)
    {
        var seconds = request.QueryValue("X-Amz-Expires");
        var expires = seconds is null
            ? EpochOf(request.QueryValue("Expires") ?? "")
            : MomentOf(request.QueryValue("X-Amz-Date")!)!.Value
                + TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture));
        if (now > expires)
        {
            throw new ServiceFault("AccessDenied", "Request has expired", 403)
            {
                Details = new JsonObject
                {
                    ["X-Amz-Expires"] = seconds,
                    ["Expires"] = Timestamps.ToIso(expires),
                    ["ServerTime"] = Timestamps.ToIso(now),
                },
            };
        }
    }

    /// <summary>Puts headers that the signer moved into the query back to where operations look for them.</summary>
    public static void RestoreHeaders(WireRequest request)
    {
        foreach (var (name, value) in request.Query)
        {
            if (
                name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
                && !s_needed.Contains(name, StringComparer.OrdinalIgnoreCase)
            )
            {
                request.Headers.TryAdd(name, value);
            }
        }
    }

    private static void RequireLifetime(string seconds)
    {
        if (!int.TryParse(seconds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var lifetime))
        {
            throw Malformed("X-Amz-Expires should be a number");
        }

        if (lifetime is < 0 or > MostSeconds)
        {
            throw Malformed(
                lifetime < 0
                    ? "X-Amz-Expires must be non-negative"
                    : $"X-Amz-Expires must be less than a week (in seconds) that is {MostSeconds}"
            );
        }
    }

    private static bool IsOld(WireRequest request) => s_old.All(name => request.QueryValue(name) is not null);

    private static DateTimeOffset EpochOf(string seconds) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < int.MaxValue
            ? DateTimeOffset.FromUnixTimeSeconds(at)
            : throw new ServiceFault("AccessDenied", $"Invalid date (should be seconds since epoch): {seconds}", 403);

    private static DateTimeOffset? MomentOf(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            MomentForm,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var at
        )
            ? at
            : null;

    private static ServiceFault Malformed(string message) => new("AuthorizationQueryParametersError", message);
}
