using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Simulator.Wire.Protocols;

namespace LambdaOps.Simulator.Services.S3;

/// <summary>ListObjectsV2.</summary>
internal static class S3Lists
{
    private const int MostKeys = 1000;

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
            ["StorageClass"] = "STANDARD",
        };

    private static string? GroupOf(string key, string prefix, string delimiter)
    {
        var at = delimiter.Length == 0 ? -1 : key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
        return at < 0 ? null : key[..(at + delimiter.Length)];
    }

    private static string Encoded(string key, bool isEncoded) =>
        isEncoded ? Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal) : key;

    private static string TokenOf(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes(key));

    private static string KeyOf(string token) => Encoding.UTF8.GetString(Nodes.Base64(token, "continuation-token"));
}
