using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Account.Wire.Protocols;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.S3;

/// <summary>ListBuckets, ListObjectsV2 and its older form.</summary>
internal static class S3Lists
{
    private const int MostKeys = 1000;
    private const string TokenMark = "after";
    private const int MostBuckets = 10_000;

    public static JsonObject Buckets(IEnumerable<S3Bucket> all, JsonObject input, WorldPlan plan)
    {
        var prefix = (string?)input["Prefix"] ?? "";
        var after = (string?)input["ContinuationToken"] is { } token ? KeyOf(token) : "";
        var wantsOthers = (string?)input["BucketRegion"] is { } region && region != plan.Region;
        var found = all.Where(b => !wantsOthers && b.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Where(b => string.CompareOrdinal(b.Name, after) > 0)
            .ToList();
        var page = found.Take((int?)input["MaxBuckets"] ?? MostBuckets).ToList();
        return new JsonObject
        {
            ["Buckets"] = new JsonArray([
                .. page.Select(b => new JsonObject
                {
                    ["Name"] = b.Name,
                    ["CreationDate"] = Nodes.Moment(b.CreatedAt),
                    ["BucketRegion"] = plan.Region,
                }),
            ]),
            ["Owner"] = new JsonObject { ["ID"] = plan.AccountId },
            ["ContinuationToken"] = page.Count < found.Count ? TokenOf(page[^1].Name) : null,
            ["Prefix"] = (string?)input["Prefix"],
        };
    }

    /// <summary>ListObjects: the same list, which goes on after a key instead of at a token.</summary>
    public static JsonObject ListOld(S3Bucket bucket, JsonObject input)
    {
        var asked = input.DeepClone().AsObject();
        asked["StartAfter"] = (string?)input["Marker"];
        var list = List(bucket, asked);
        var next = (string?)list["NextContinuationToken"] is { } token ? KeyOf(token) : null;
        foreach (var member in new[] { "KeyCount", "ContinuationToken", "NextContinuationToken" })
        {
            list.Remove(member);
        }

        list["Marker"] = (string?)input["Marker"] ?? "";
        list["NextMarker"] = list["Delimiter"] is null ? null : next;
        return list;
    }

    public static JsonObject List(S3Bucket bucket, JsonObject input)
    {
        var prefix = (string?)input["Prefix"] ?? "";
        var delimiter = (string?)input["Delimiter"] ?? "";
        var most = Math.Min((int?)input["MaxKeys"] ?? MostKeys, MostKeys);
        var token = (string?)input["ContinuationToken"];
        var after = token is null ? (string?)input["StartAfter"] ?? "" : KeyOf(token);
        var isEncoded = (string?)input["EncodingType"] == "url";
        var contents = new JsonArray();
        var common = new SortedSet<string>(StringComparer.Ordinal);
        string? last = null;
        var isTruncated = false;
        foreach (var found in bucket.Objects.Where(o => o.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var group = GroupOf(found.Key, prefix, delimiter);
            var isPassed =
                string.CompareOrdinal(found.Key, after) <= 0
                || (group is not null && (common.Contains(group) || group == after));
            if (isPassed)
            {
                continue;
            }

            if (contents.Count + common.Count == most)
            {
                isTruncated = true;
                break;
            }

            if (group is not null)
            {
                common.Add(group);
            }
            else
            {
                contents.Add(Shown(found, isEncoded));
            }

            last = group ?? found.Key;
        }

        return new JsonObject
        {
            ["Name"] = bucket.Name,
            ["Prefix"] = Encoded(prefix, isEncoded),
            ["Delimiter"] = delimiter.Length > 0 ? Encoded(delimiter, isEncoded) : null,
            ["MaxKeys"] = most,
            ["EncodingType"] = isEncoded ? "url" : null,
            ["KeyCount"] = contents.Count + common.Count,
            ["IsTruncated"] = isTruncated,
            ["ContinuationToken"] = token,
            ["NextContinuationToken"] = isTruncated && last is not null ? TokenOf(last) : null,
            ["Contents"] = contents,
            ["CommonPrefixes"] = new JsonArray([
                .. common.Select(c => new JsonObject { ["Prefix"] = Encoded(c, isEncoded) }),
            ]),
        };
    }

    private static JsonObject Shown(S3Object found, bool isEncoded) =>
        new()
        {
            ["Key"] = Encoded(found.Key, isEncoded),
            ["LastModified"] = Nodes.Moment(found.LastModified),
            ["ETag"] = found.ETag,
            ["Size"] = found.Body!.Length,
            ["StorageClass"] = S3Writes.StorageClassOf(found),
        };

    internal static string? GroupOf(string key, string prefix, string delimiter)
    {
        var at = delimiter.Length == 0 ? -1 : key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
        return at < 0 ? null : key[..(at + delimiter.Length)];
    }

    internal static string Encoded(string key, bool isEncoded) =>
        isEncoded ? Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal) : key;

    private static string TokenOf(string key) => PageToken.Of(TokenMark, key);

    private static string KeyOf(string token) =>
        PageToken.TextOf(TokenMark, token)
        ?? throw new ServiceFault("InvalidArgument", "The continuation token provided is incorrect");
}
