using System.Text.Json.Nodes;
using LambdaOps.Account.Wire.Protocols;

namespace LambdaOps.Account.Services.S3;

/// <summary>PutObject, CopyObject, DeleteObject, DeleteObjects.</summary>
internal static class S3Writes
{
    private static readonly string[] s_kept =
    [
        "ContentType",
        "CacheControl",
        "ContentDisposition",
        "ContentEncoding",
        "ContentLanguage",
        "Expires",
        "WebsiteRedirectLocation",
    ];

    public static JsonObject Put(S3Service s3, S3Bucket bucket, JsonObject input)
    {
        var key = (string)input["Key"]!;
        var body = input["Body"] is { } node ? Nodes.BytesOf(node) : [];
        var sums = Checksums.Verified(input, body);
        Preconditions.OfWrite(input, bucket, key);
        var stored = s3.Store(
            bucket,
            new S3Object(key, body, Checksums.ETagOf(body), "", s3.Now, HeadersOf(input), MetadataOf(input), sums)
        );
        var output = new JsonObject
        {
            ["ETag"] = stored.ETag,
            ["VersionId"] = bucket.IsVersioned ? stored.VersionId : null,
        };
        foreach (var (name, sum) in sums)
        {
            output[name] = sum;
        }

        return output;
    }

    public static JsonObject Copy(S3Service s3, S3Bucket bucket, JsonObject input)
    {
        var key = (string)input["Key"]!;
        var (fromBucket, fromKey, version) = SourceOf((string)input["CopySource"]!);
        var source = S3Reads.Find(s3.Bucket(fromBucket), fromKey, version);
        Preconditions.OfCopy(input, source);
        Preconditions.OfWrite(input, bucket, key);
        var replaces = (string?)input["MetadataDirective"] == "REPLACE";
        if (fromBucket == bucket.Name && fromKey == key && !replaces)
        {
            throw new ServiceFault(
                "InvalidRequest",
                "This copy request is illegal because it is trying to copy an "
                    + "object "
                    + "to itself without changing the object's metadata, storage class, website redirect location or "
                    + "encryption attributes."
            );
        }

        var stored = s3.Store(
            bucket,
            source with
            {
                Key = key,
                Headers = replaces ? HeadersOf(input) : source.Headers,
                Metadata = replaces ? MetadataOf(input) : source.Metadata,
            }
        );
        return new JsonObject
        {
            ["CopyObjectResult"] = new JsonObject
            {
                ["ETag"] = stored.ETag,
                ["LastModified"] = Nodes.Moment(stored.LastModified),
            },
            ["VersionId"] = bucket.IsVersioned ? stored.VersionId : null,
            ["CopySourceVersionId"] = source.VersionId == "null" ? null : source.VersionId,
        };
    }

    public static JsonObject Delete(S3Service s3, S3Bucket bucket, JsonObject input)
    {
        var key = (string)input["Key"]!;
        if (input["IfMatch"] is not null)
        {
            Preconditions.OfWrite(input, bucket, key);
        }

        return DeleteOne(s3, bucket, key, (string?)input["VersionId"]);
    }

    public static JsonObject DeleteMany(S3Service s3, S3Bucket bucket, JsonObject input)
    {
        var deleted = new JsonArray();
        foreach (var wanted in input["Delete"]!["Objects"]!.AsArray())
        {
            var key = (string)wanted!["Key"]!;
            var done = DeleteOne(s3, bucket, key, (string?)wanted["VersionId"]);
            deleted.Add(
                new JsonObject
                {
                    ["Key"] = key,
                    ["VersionId"] = (string?)wanted["VersionId"],
                    ["DeleteMarker"] = done["DeleteMarker"]?.DeepClone(),
                    ["DeleteMarkerVersionId"] = done["DeleteMarker"] is null ? null : done["VersionId"]?.DeepClone(),
                }
            );
        }

        return (bool?)input["Delete"]!["Quiet"] == true ? [] : new JsonObject { ["Deleted"] = deleted };
    }

    private static JsonObject DeleteOne(S3Service s3, S3Bucket bucket, string key, string? version)
    {
        if (version is not null || !bucket.IsVersioned)
        {
            var removed = bucket.RemoveVersion(key, version ?? "null");
            return removed is { IsDeleteMarker: true }
                ? new JsonObject { ["DeleteMarker"] = true, ["VersionId"] = version }
                : new JsonObject { ["VersionId"] = version };
        }

        var none = new Dictionary<string, string>();
        var marker = s3.Store(bucket, new S3Object(key, null, "", "", s3.Now, none, none, none));
        return new JsonObject { ["DeleteMarker"] = true, ["VersionId"] = marker.VersionId };
    }

    internal static Dictionary<string, string> HeadersOf(JsonObject input)
    {
        var headers = s_kept
            .Where(n => input[n] is not null)
            .ToDictionary(n => n, n => (string)input[n]!, StringComparer.Ordinal);
        headers.TryAdd("ContentType", "binary/octet-stream");
        return headers;
    }

    internal static Dictionary<string, string> MetadataOf(JsonObject input) =>
        (input["Metadata"] as JsonObject ?? []).ToDictionary(m => m.Key, m => (string)m.Value!, StringComparer.Ordinal);

    /// <summary>[/]bucket/key[?versionId=…], the key URL-encoded.</summary>
    internal static (string Bucket, string Key, string? Version) SourceOf(string source)
    {
        const string Mark = "?versionId=";
        var mark = source.IndexOf(Mark, StringComparison.Ordinal);
        var version = mark < 0 ? null : source[(mark + Mark.Length)..];
        var path = Uri.UnescapeDataString(mark < 0 ? source : source[..mark]).TrimStart('/');
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            ? (path[..slash], path[(slash + 1)..], version)
            : throw new ServiceFault(
                "InvalidArgument",
                "Copy Source must mention the source bucket and key: " + "sourcebucket/sourcekey"
            );
    }
}
