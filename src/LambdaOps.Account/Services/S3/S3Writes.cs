using System.Text.Json.Nodes;
using LambdaOps.Account.Wire.Protocols;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Services.S3;

/// <summary>PutObject, CopyObject, DeleteObject, DeleteObjects.</summary>
internal static class S3Writes
{
    private const int MostDeleted = 1000;

    private static readonly string[] s_kept =
    [
        "ContentType",
        "CacheControl",
        "ContentDisposition",
        "ContentEncoding",
        "ContentLanguage",
        "Expires",
        .. s_ofEachObject,
    ];

    /// <summary>A copy has its own, or none: S3 takes neither along.</summary>
    private static string[] s_ofEachObject => ["WebsiteRedirectLocation", StorageClass];

    private const string StorageClass = "StorageClass";

    private const string Standard = "STANDARD";

    public static JsonObject Put(S3Service s3, S3Bucket bucket, JsonObject input)
    {
        var key = (string)input["Key"]!;
        var body = input["Body"] is { } node ? Nodes.BytesOf(node) : [];
        var sums = Checksums.Verified(input, body);
        Preconditions.OfWrite(input, bucket, key);
        var stored = s3.Store(
            bucket,
            new S3Object(key, body, Checksums.ETagOf(body), "", s3.Now, HeadersOf(input), MetadataOf(input), sums)
            {
                Acl = S3Acls.Of(input, bucket),
            }
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
                Acl = S3Acls.Of(input, bucket),
                ETag = Checksums.ETagOf(source.Body!),
                Headers = replaces ? HeadersOf(input) : CopiedHeaders(source, input),
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
        if (input["IfMatchLastModifiedTime"] is not null || input["IfMatchSize"] is not null)
        {
            throw S3Faults.NotImplemented();
        }

        if (input["IfMatch"] is not null)
        {
            Preconditions.OfWrite(input, bucket, key);
        }

        return DeleteOne(s3, bucket, key, (string?)input["VersionId"]);
    }

    /// <summary>Each key for itself: what one refuses stands under Errors beside what others did.</summary>
    public static JsonObject DeleteMany(S3Service s3, S3Bucket bucket, JsonObject input)
    {
        var wanted = input["Delete"]!["Objects"]!.AsArray();
        if (wanted.Count is 0 or > MostDeleted)
        {
            throw S3Faults.Malformed();
        }

        var (deleted, errors) = (new JsonArray(), new JsonArray());
        foreach (var one in wanted)
        {
            try
            {
                deleted.Add(DeleteOf(s3, bucket, (JsonObject)one!));
            }
            catch (ServiceFault fault)
            {
                var error = new JsonObject
                {
                    ["Key"] = (string)one!["Key"]!,
                    ["Code"] = fault.Code,
                    ["Message"] = fault.Message,
                };
                error.PutUnlessNull("VersionId", (string?)one["VersionId"]);
                errors.Add(error);
            }
        }

        var isQuiet = (bool?)input["Delete"]!["Quiet"] == true;
        return new JsonObject { ["Deleted"] = isQuiet ? null : deleted, ["Errors"] = errors };
    }

    private static JsonObject DeleteOf(S3Service s3, S3Bucket bucket, JsonObject one)
    {
        var (key, version) = ((string)one["Key"]!, (string?)one["VersionId"]);
        if (one["LastModifiedTime"] is not null || one["Size"] is not null)
        {
            throw S3Faults.NotImplemented();
        }

        if ((string?)one["ETag"] is { } etag)
        {
            Preconditions.OfWrite(new JsonObject { ["IfMatch"] = etag }, bucket, key);
        }

        var done = DeleteOne(s3, bucket, key, version);
        var deleted = new JsonObject { ["Key"] = key };
        deleted.PutUnlessNull("VersionId", version);
        if (done["DeleteMarker"] is not null)
        {
            deleted["DeleteMarker"] = true;
            deleted.PutUnlessNull("DeleteMarkerVersionId", (string?)done["VersionId"]);
        }

        return deleted;
    }

    private static JsonObject DeleteOne(S3Service s3, S3Bucket bucket, string key, string? version)
    {
        if (version is not null || !bucket.IsVersioned)
        {
            var removed = bucket.RemoveVersion(key, version ?? S3Bucket.NullVersion);
            return removed is { IsDeleteMarker: true }
                ? new JsonObject { ["DeleteMarker"] = true, ["VersionId"] = version }
                : new JsonObject { ["VersionId"] = version };
        }

        return new JsonObject { ["DeleteMarker"] = true, ["VersionId"] = Mark(s3, bucket, key).VersionId };
    }

    /// <summary>Puts a delete marker on top of a key's versions.</summary>
    internal static S3Object Mark(S3Service s3, S3Bucket bucket, string key)
    {
        var none = new Dictionary<string, string>();
        return s3.Store(bucket, new S3Object(key, null, "", "", s3.Now, none, none, none));
    }

    internal static Dictionary<string, string> HeadersOf(JsonObject input)
    {
        var headers = s_kept
            .Where(n => input[n] is not null && (string?)input[n] != Standard)
            .ToDictionary(n => n, n => (string)input[n]!, StringComparer.Ordinal);
        headers.TryAdd("ContentType", "binary/octet-stream");
        return headers;
    }

    /// <summary>As a list shows it; HeadObject says nothing of the standard one.</summary>
    internal static string StorageClassOf(S3Object found) => found.Headers.GetValueOrDefault(StorageClass, Standard);

    private static Dictionary<string, string> CopiedHeaders(S3Object source, JsonObject input) =>
        source
            .Headers.Where(header => !s_ofEachObject.Contains(header.Key))
            .Concat(HeadersOf(input).Where(header => s_ofEachObject.Contains(header.Key)))
            .ToDictionary(StringComparer.Ordinal);

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
