using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LambdaOps.Account.Wire.Protocols;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Services.S3;

/// <summary>Multipart uploads: parts that become an object when somebody says that they are all there.</summary>
internal sealed partial class S3Uploads(SimulatedWorld world, S3Service s3)
{
    private const int LeastBytes = 5 * 1024 * 1024;
    private const int MostParts = 10_000;
    private const int PageSize = 1000;

    private readonly SeededIds _ids = new(world.Seed, "s3 uploads");
    private readonly List<Upload> _uploads = [];

    public JsonObject Create(S3Bucket bucket, JsonObject input)
    {
        var upload = new Upload(
            _ids.Token(32),
            bucket,
            (string)input["Key"]!,
            S3Writes.HeadersOf(input),
            S3Writes.MetadataOf(input),
            s3.Now
        );
        _uploads.Add(upload);
        return new JsonObject
        {
            ["Bucket"] = bucket.Name,
            ["Key"] = upload.Key,
            ["UploadId"] = upload.Id,
            ["ChecksumAlgorithm"] = (string?)input["ChecksumAlgorithm"],
            ["ChecksumType"] = (string?)input["ChecksumType"],
        };
    }

    public JsonObject Put(S3Bucket bucket, JsonObject input)
    {
        var upload = Find(bucket, input);
        var body = input["Body"] is { } node ? Nodes.BytesOf(node) : [];
        var sums = Checksums.Verified(input, body);
        var part = Keep(upload, input, body);
        var output = new JsonObject { ["ETag"] = part.ETag };
        foreach (var (name, sum) in sums.Where(sum => input[sum.Key] is not null))
        {
            output[name] = sum;
        }

        return output;
    }

    public JsonObject Copy(S3Bucket bucket, JsonObject input)
    {
        var upload = Find(bucket, input);
        var (fromBucket, fromKey, version) = S3Writes.SourceOf((string)input["CopySource"]!);
        var source = S3Reads.Find(s3.Bucket(fromBucket), fromKey, version);
        Preconditions.OfCopy(input, source);
        var body = source.Body!;
        if ((string?)input["CopySourceRange"] is { } range)
        {
            // Unlike a read's range, it has two ends, and both lie within the source.
            var ends = RangeForm().Match(range);
            var isWithin =
                int.TryParse(ends.Groups[1].Value, CultureInfo.InvariantCulture, out var from)
                    & int.TryParse(ends.Groups[2].Value, CultureInfo.InvariantCulture, out var to)
                && from <= to
                && to < body.Length;
            body = isWithin ? body[from..(to + 1)] : throw BadRange();
        }

        var part = Keep(upload, input, body);
        return new JsonObject
        {
            ["CopyPartResult"] = new JsonObject { ["ETag"] = part.ETag, ["LastModified"] = Nodes.Moment(part.At) },
            ["CopySourceVersionId"] = source.VersionId == "null" ? null : source.VersionId,
        };
    }

    public JsonObject ListParts(S3Bucket bucket, JsonObject input)
    {
        var upload = Find(bucket, input);
        var after = (int?)input["PartNumberMarker"] ?? 0;
        var most = Math.Clamp((int?)input["MaxParts"] ?? PageSize, 1, PageSize);
        var found = upload.Parts.Values.Where(part => part.Number > after).ToList();
        var page = found.Take(most).ToList();
        return new JsonObject
        {
            ["Bucket"] = bucket.Name,
            ["Key"] = upload.Key,
            ["UploadId"] = upload.Id,
            ["PartNumberMarker"] = after,
            ["NextPartNumberMarker"] = page.Count < found.Count ? page[^1].Number : null,
            ["MaxParts"] = most,
            ["IsTruncated"] = page.Count < found.Count,
            ["StorageClass"] = "STANDARD",
            ["Parts"] = new JsonArray([
                .. page.Select(part => new JsonObject
                {
                    ["PartNumber"] = part.Number,
                    ["LastModified"] = Nodes.Moment(part.At),
                    ["ETag"] = part.ETag,
                    ["Size"] = part.Body.Length,
                }),
            ]),
        };
    }

    /// <summary>In order of their keys, and of one key in order of their beginning.</summary>
    public JsonObject List(S3Bucket bucket, JsonObject input)
    {
        var prefix = (string?)input["Prefix"] ?? "";
        var (afterKey, afterId) = ((string?)input["KeyMarker"], (string?)input["UploadIdMarker"]);
        var most = Math.Clamp((int?)input["MaxUploads"] ?? PageSize, 1, PageSize);
        var all = _uploads
            .Where(u => u.Bucket == bucket && u.Key.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(u => u.Key, StringComparer.Ordinal)
            .ToList();
        var last = all.FindIndex(u => u.Key == afterKey && u.Id == afterId);
        var found = all.Where((u, at) => last >= 0 ? at > last : string.CompareOrdinal(u.Key, afterKey ?? "") > 0);
        var page = found.Take(most + 1).ToList();
        var isTruncated = page.Count > most;
        page = [.. page.Take(most)];
        return new JsonObject
        {
            ["Bucket"] = bucket.Name,
            ["KeyMarker"] = afterKey,
            ["UploadIdMarker"] = afterId,
            ["NextKeyMarker"] = isTruncated ? page[^1].Key : null,
            ["NextUploadIdMarker"] = isTruncated ? page[^1].Id : null,
            ["Prefix"] = prefix,
            ["MaxUploads"] = most,
            ["IsTruncated"] = isTruncated,
            ["Uploads"] = new JsonArray([
                .. page.Select(u => new JsonObject
                {
                    ["UploadId"] = u.Id,
                    ["Key"] = u.Key,
                    ["Initiated"] = Nodes.Moment(u.At),
                    ["StorageClass"] = "STANDARD",
                }),
            ]),
        };
    }

    public JsonObject Abort(S3Bucket bucket, JsonObject input)
    {
        _uploads.Remove(Find(bucket, input));
        return [];
    }

    /// <summary>Drops the uploads that are due by their key and their beginning.</summary>
    public void Expire(S3Bucket bucket, Func<string, DateTimeOffset, bool> isDue) =>
        _uploads.RemoveAll(u => u.Bucket == bucket && isDue(u.Key, u.At));

    public JsonObject Complete(S3Bucket bucket, JsonObject input)
    {
        var upload = Find(bucket, input);
        var parts = Named(upload, input["MultipartUpload"]?["Parts"] as JsonArray ?? []);
        Preconditions.OfWrite(input, bucket, upload.Key);
        var body = parts.SelectMany(part => part.Body).ToArray();
        var stored = s3.Store(
            bucket,
            new S3Object(
                upload.Key,
                body,
                ETagOf(parts),
                "",
                s3.Now,
                upload.Headers,
                upload.Metadata,
                Checksums.Verified([], body)
            )
        );
        _uploads.Remove(upload);
        return new JsonObject
        {
            ["Location"] =
                $"https://{bucket.Name}.s3.{world.Plan.Region}.amazonaws.com/{Uri.EscapeDataString(upload.Key)}",
            ["Bucket"] = bucket.Name,
            ["Key"] = upload.Key,
            ["ETag"] = stored.ETag,
            ["VersionId"] = bucket.IsVersioned ? stored.VersionId : null,
        };
    }

    private static List<Part> Named(Upload upload, JsonArray named)
    {
        if (named.Count == 0)
        {
            throw S3Faults.Malformed();
        }

        var parts = new List<Part>();
        foreach (var wanted in named)
        {
            var number = (int?)wanted!["PartNumber"] ?? 0;
            if (parts.Count > 0 && number <= parts[^1].Number)
            {
                throw new ServiceFault(
                    "InvalidPartOrder",
                    "The list of parts was not in ascending order. Parts must be ordered by part number."
                );
            }

            var isKnown =
                upload.Parts.TryGetValue(number, out var part)
                && part.ETag.Trim('"') == ((string?)wanted["ETag"] ?? "").Trim('"');
            parts.Add(isKnown ? part! : throw MissingPart(upload, number, (string?)wanted["ETag"]));
        }

        // Of any size may be only the last one.
        return parts.SkipLast(1).FirstOrDefault(part => part.Body.Length < LeastBytes) is { } small
            ? throw TooSmall(small)
            : parts;
    }

    private Part Keep(Upload upload, JsonObject input, byte[] body)
    {
        var number = (int)input["PartNumber"]!;
        if (number is < 1 or > MostParts)
        {
            throw new ServiceFault(
                "InvalidArgument",
                $"Part number must be an integer between 1 and {MostParts}, inclusive"
            );
        }

        var part = new Part(number, body, Checksums.ETagOf(body), s3.Now);
        upload.Parts[number] = part;
        return part;
    }

    private Upload Find(S3Bucket bucket, JsonObject input)
    {
        var (id, key) = ((string?)input["UploadId"], (string?)input["Key"]);
        return _uploads.Find(u => u.Id == id && u.Bucket == bucket && u.Key == key)
            ?? throw new ServiceFault(
                "NoSuchUpload",
                "The specified upload does not exist. The upload ID may be invalid, or the upload may have been "
                    + "aborted or completed.",
                404
            )
            {
                Details = new JsonObject { ["UploadId"] = id },
            };
    }

    /// <summary>The MD5 of the parts' MD5s, and how many they are.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "S3's own tag, not a protection")]
    private static string ETagOf(List<Part> parts)
    {
        var sums = parts.SelectMany(part => Convert.FromHexString(part.ETag.Trim('"'))).ToArray();
        return $"\"{Convert.ToHexStringLower(MD5.HashData(sums))}-{parts.Count}\"";
    }

    private static ServiceFault MissingPart(Upload upload, int number, string? etag) =>
        new(
            "InvalidPart",
            "One or more of the specified parts could not be found. The part may not have been uploaded, or the "
                + "specified entity tag may not match the part's entity tag."
        )
        {
            Details = new JsonObject
            {
                ["UploadId"] = upload.Id,
                ["PartNumber"] = $"{number}",
                ["ETag"] = etag,
            },
        };

    private static ServiceFault TooSmall(Part part) =>
        new("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
        {
            Details = new JsonObject
            {
                ["ETag"] = part.ETag.Trim('"'),
                ["MinSizeAllowed"] = $"{LeastBytes}",
                ["ProposedSize"] = $"{part.Body.Length}",
                ["PartNumber"] = $"{part.Number}",
            },
        };

    [GeneratedRegex("^bytes=([0-9]+)-([0-9]+)$")]
    private static partial Regex RangeForm();

    private static ServiceFault BadRange() => new("InvalidArgument", "Range specified is not valid for source object");

    private sealed record Part(int Number, byte[] Body, string ETag, DateTimeOffset At);

    private sealed record Upload(
        string Id,
        S3Bucket Bucket,
        string Key,
        IReadOnlyDictionary<string, string> Headers,
        IReadOnlyDictionary<string, string> Metadata,
        DateTimeOffset At
    )
    {
        public SortedDictionary<int, Part> Parts { get; } = [];
    }
}
