using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.Wire.Protocols;

namespace LambdaOps.Account.Services.S3;

/// <summary>GetObject and HeadObject.</summary>
internal static class S3Reads
{
    private static readonly Dictionary<string, string> s_httpNames = new(StringComparer.Ordinal)
    {
        ["CacheControl"] = "Cache-Control",
        ["ContentDisposition"] = "Content-Disposition",
        ["ContentEncoding"] = "Content-Encoding",
        ["ContentLanguage"] = "Content-Language",
        ["Expires"] = "Expires",
    };

    public static JsonObject Get(S3Bucket bucket, JsonObject input)
    {
        var found = Find(bucket, (string)input["Key"]!, (string?)input["VersionId"]);
        Preconditions.OfRead(input, found);
        var output = Described(bucket, found, input);
        var body = found.Body!;
        if ((string?)input["Range"] is { } range && RangeOf(range, body.Length) is var (from, to))
        {
            output["ContentRange"] = $"bytes {from}-{to}/{body.Length}";
            body = body[from..(to + 1)];
            // Check sums are of the whole.
            foreach (var sum in found.Checksums.Keys)
            {
                output.Remove(sum);
            }
        }

        output["ContentLength"] = body.Length;
        output["Body"] = Nodes.Bytes(body);
        return output;
    }

    public static JsonObject Head(S3Bucket bucket, JsonObject input)
    {
        var found = Find(bucket, (string)input["Key"]!, (string?)input["VersionId"]);
        Preconditions.OfRead(input, found);
        var output = Described(bucket, found, input);
        output["ContentLength"] = found.Body!.Length;
        return output;
    }

    /// <summary>What a client outside is told with the object, besides its type and its ETag.</summary>
    public static Dictionary<string, string> HttpHeaders(S3Object found) =>
        found
            .Headers.Where(header => s_httpNames.ContainsKey(header.Key))
            .Select(header => (Name: s_httpNames[header.Key], header.Value))
            .Concat(found.Metadata.Select(entry => (Name: "x-amz-meta-" + entry.Key, entry.Value)))
            .ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase);

    public static S3Object Find(S3Bucket bucket, string key, string? version)
    {
        if (version is null)
        {
            return bucket.Find(key) ?? throw S3Faults.NoSuchKey(key);
        }

        var found =
            bucket.VersionsOf(key).FirstOrDefault(v => v.VersionId == version)
            ?? throw S3Faults.NoSuchVersion(key, version);
        return found.IsDeleteMarker
            ? throw new ServiceFault(
                "MethodNotAllowed",
                "The specified method is not allowed against this resource.",
                405
            )
            : found;
    }

    private static JsonObject Described(S3Bucket bucket, S3Object found, JsonObject input)
    {
        var output = new JsonObject
        {
            ["ETag"] = found.ETag,
            ["LastModified"] = Nodes.Moment(found.LastModified),
            ["AcceptRanges"] = "bytes",
            ["VersionId"] = bucket.IsVersioned ? found.VersionId : null,
        };
        output["ServerSideEncryption"] = bucket.KmsKey is null ? "AES256" : "aws:kms";
        output["SSEKMSKeyId"] = bucket.KmsKey;
        foreach (var (name, value) in found.Headers)
        {
            output[name] = value;
        }

        if (found.Metadata.Count > 0)
        {
            output["Metadata"] = new JsonObject(
                found.Metadata.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)JsonValue.Create(m.Value)))
            );
        }

        if ((string?)input["ChecksumMode"] == "ENABLED")
        {
            foreach (var (name, sum) in found.Checksums)
            {
                output[name] = sum;
            }
        }

        return output;
    }

    /// <summary>First and last byte; null when the header is none that S3 heeds.</summary>
    private static (int From, int To)? RangeOf(string header, int length)
    {
        const string Unit = "bytes=";
        var ends = header.StartsWith(Unit, StringComparison.Ordinal) ? header[Unit.Length..].Split('-') : [];
        if (ends.Length != 2)
        {
            return null;
        }

        var hasFrom = int.TryParse(ends[0], CultureInfo.InvariantCulture, out var from);
        var hasTo = int.TryParse(ends[1], CultureInfo.InvariantCulture, out var to);
        (from, to) = (hasFrom, hasTo) switch
        {
            (true, true) => (from, Math.Min(to, length - 1)),
            (true, false) => (from, length - 1),
            (false, true) => (Math.Max(0, length - to), length - 1),
            _ => (0, -1),
        };
        return from <= to
            ? (from, to)
            : throw new ServiceFault("InvalidRange", "The requested range is not satisfiable", 416);
    }
}
