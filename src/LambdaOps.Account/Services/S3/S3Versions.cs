using System.Text.Json.Nodes;
using LambdaOps.Account.Wire.Protocols;

namespace LambdaOps.Account.Services.S3;

/// <summary>PutBucketVersioning, ListObjectVersions.</summary>
internal static class S3Versions
{
    private const int MostKeys = 1000;

    /// <summary>Once enabled, versioning can be suspended but never be switched off.</summary>
    public static JsonObject Set(S3Bucket bucket, JsonObject input)
    {
        bucket.Versioning = (string?)input["VersioningConfiguration"]?["Status"] is { } status
            ? status
            : throw new ServiceFault(
                "IllegalVersioningConfigurationException",
                "The Versioning element must be specified"
            );
        return [];
    }

    public static JsonObject List(S3Bucket bucket, JsonObject input)
    {
        var (prefix, delimiter) = ((string?)input["Prefix"] ?? "", (string?)input["Delimiter"] ?? "");
        var most = Math.Min((int?)input["MaxKeys"] ?? MostKeys, MostKeys);
        var (afterKey, afterId) = ((string?)input["KeyMarker"] ?? "", (string?)input["VersionIdMarker"]);
        var isEncoded = (string?)input["EncodingType"] == "url";
        if (afterId is not null && afterKey.Length == 0)
        {
            throw new ServiceFault("InvalidArgument", "A version-id marker cannot be specified without a key marker.");
        }

        var (page, last, isTruncated) = PageOf(bucket, input, most);
        var common = page.Where(one => one.Version is null).Select(one => one.Shown);
        string Shown(string key) => S3Lists.Encoded(key, isEncoded);
        JsonArray Entries(bool areMarkers) =>
            [
                .. page.Select(one => one.Version)
                    .OfType<S3Object>()
                    .Where(one => one.IsDeleteMarker == areMarkers)
                    .Select(one => Entry(bucket, one, Shown(one.Key))),
            ];
        return new JsonObject
        {
            ["Name"] = bucket.Name,
            ["Prefix"] = Shown(prefix),
            ["Delimiter"] = delimiter.Length > 0 ? Shown(delimiter) : null,
            ["KeyMarker"] = Shown(afterKey),
            ["VersionIdMarker"] = afterId,
            ["MaxKeys"] = most,
            ["EncodingType"] = isEncoded ? "url" : null,
            ["IsTruncated"] = isTruncated,
            ["NextKeyMarker"] = isTruncated && last is not null ? Shown(last.Shown) : null,
            ["NextVersionIdMarker"] = isTruncated ? last?.Version?.VersionId : null,
            ["Versions"] = Entries(areMarkers: false),
            ["DeleteMarkers"] = Entries(areMarkers: true),
            ["CommonPrefixes"] = new JsonArray([.. common.Select(one => new JsonObject { ["Prefix"] = Shown(one) })]),
        };
    }

    private static (List<Listed> Page, Listed? Last, bool IsTruncated) PageOf(
        S3Bucket bucket,
        JsonObject input,
        int most
    )
    {
        var (prefix, delimiter) = ((string?)input["Prefix"] ?? "", (string?)input["Delimiter"] ?? "");
        var after = (string?)input["KeyMarker"] ?? "";
        var page = new List<Listed>();
        foreach (var version in After(bucket, after, (string?)input["VersionIdMarker"]))
        {
            if (!version.Key.StartsWith(prefix, StringComparison.Ordinal))
            {
                continue;
            }

            var group = S3Lists.GroupOf(version.Key, prefix, delimiter);
            if (group is not null && (group == after || page.Exists(one => one.Shown == group)))
            {
                continue;
            }

            if (page.Count == most)
            {
                return (page, page.LastOrDefault(), true);
            }

            page.Add(group is null ? new Listed(version.Key, version) : new Listed(group, null));
        }

        return (page, null, false);
    }

    /// <summary>What comes after a version; without one, after all of a key.</summary>
    private static IEnumerable<S3Object> After(S3Bucket bucket, string key, string? id)
    {
        var isFound = false;
        foreach (var version in bucket.AllVersions)
        {
            var order = string.CompareOrdinal(version.Key, key);
            if (order > 0 || (order == 0 && isFound))
            {
                yield return version;
            }

            isFound |= order == 0 && version.VersionId == id;
        }
    }

    private static JsonObject Entry(S3Bucket bucket, S3Object version, string key)
    {
        var entry = new JsonObject
        {
            ["Key"] = key,
            ["VersionId"] = version.VersionId,
            ["IsLatest"] = ReferenceEquals(bucket.VersionsOf(version.Key)[^1], version),
            ["LastModified"] = Nodes.Moment(version.LastModified),
        };
        if (!version.IsDeleteMarker)
        {
            entry["ETag"] = version.ETag;
            entry["Size"] = version.Body!.Length;
            entry["StorageClass"] = S3Writes.StorageClassOf(version);
        }

        return entry;
    }

    /// <summary>A version, or (with none) what several keys have in common.</summary>
    private sealed record Listed(string Shown, S3Object? Version);
}
