using System.Text.Json.Nodes;
using LambdaOps.Account.Wire.Protocols;

namespace LambdaOps.Account.Services.S3;

/// <summary>If-Match and its relatives.</summary>
internal static class Preconditions
{
    /// <summary>Of reads: 412 for a wrong If-Match, 304 for an unchanged object.</summary>
    public static void OfRead(JsonObject input, S3Object found)
    {
        if (input["IfMatch"] is { } match)
        {
            Require(Matches((string)match!, found.ETag), "If-Match");
        }
        else if (input["IfUnmodifiedSince"] is { } unmodified)
        {
            Require(Seconds(found.LastModified) <= Nodes.MomentOf(unmodified), "If-Unmodified-Since");
        }

        var isUnchanged = input["IfNoneMatch"] is { } none
            ? Matches((string)none!, found.ETag)
            : input["IfModifiedSince"] is { } modified && Seconds(found.LastModified) <= Nodes.MomentOf(modified);
        if (isUnchanged)
        {
            throw new ServiceFault("NotModified", "Not Modified", 304);
        }
    }

    /// <summary>
    /// Of writes: If-None-Match: * for "only when new", If-Match for "only when it is still that one".
    /// </summary>
    public static void OfWrite(JsonObject input, S3Bucket bucket, string key)
    {
        var match = (string?)input["IfMatch"];
        var none = (string?)input["IfNoneMatch"];
        if (match is null && none is null)
        {
            return;
        }

        if (bucket.ConflictsOnce == key)
        {
            bucket.ConflictsOnce = null;
            throw new ServiceFault(
                "ConditionalRequestConflict",
                "The conditional request cannot succeed due to a conflicting operation against this resource.",
                409
            );
        }

        var existing = bucket.Find(key);
        if (none is not null)
        {
            _ = none == "*" ? true : throw S3Faults.NotImplemented();
            Require(existing is null, "If-None-Match");
        }

        if (match is not null)
        {
            var matched = existing ?? throw S3Faults.NoSuchKey(key);
            Require(Matches(match, matched.ETag), "If-Match");
        }
    }

    /// <summary>Of the source of a copy.</summary>
    public static void OfCopy(JsonObject input, S3Object source)
    {
        if (input["CopySourceIfMatch"] is { } match)
        {
            Require(Matches((string)match!, source.ETag), "x-amz-copy-source-If-Match");
        }

        if (input["CopySourceIfNoneMatch"] is { } none)
        {
            Require(!Matches((string)none!, source.ETag), "x-amz-copy-source-If-None-Match");
        }
    }

    private static bool Matches(string header, string etag) =>
        header.Split(',', StringSplitOptions.TrimEntries).Any(h => h == "*" || h.Trim('"') == etag.Trim('"'));

    private static DateTimeOffset Seconds(DateTimeOffset at) =>
        DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());

    private static void Require(bool holds, string header)
    {
        if (!holds)
        {
            throw new ServiceFault(
                "PreconditionFailed",
                "At least one of the pre-conditions you specified did not " + "hold",
                412
            )
            {
                Details = new JsonObject { ["Condition"] = header },
            };
        }
    }
}

internal static class S3Faults
{
    public static ServiceFault NotImplemented() =>
        new("NotImplemented", "A header you provided implies functionality that is not implemented", 501);

    public static ServiceFault Malformed() =>
        new(
            "MalformedXML",
            "The XML you provided was not well-formed or did not validate against our published schema"
        );

    public static ServiceFault NoSuchKey(string key) =>
        new("NoSuchKey", "The specified key does not exist.", 404) { Details = new JsonObject { ["Key"] = key } };

    public static ServiceFault NoSuchBucket(string name) =>
        new("NoSuchBucket", "The specified bucket does not exist", 404)
        {
            Details = new JsonObject { ["BucketName"] = name },
        };

    public static ServiceFault NoSuchVersion(string key, string version) =>
        new("NoSuchVersion", "The specified version does not exist.", 404)
        {
            Details = new JsonObject { ["Key"] = key, ["VersionId"] = version },
        };
}
