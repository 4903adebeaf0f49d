using System.Text.Json.Nodes;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.S3;

/// <summary>One version of an object. <paramref name="Body"/> is null for a delete marker.</summary>
/// <param name="Headers">What was said about it: ContentType, CacheControl, … by their member names.</param>
/// <param name="Checksums">ChecksumCRC32 and the like, Base64.</param>
public sealed record S3Object(
    string Key,
    byte[]? Body,
    string ETag,
    string VersionId,
    DateTimeOffset LastModified,
    IReadOnlyDictionary<string, string> Headers,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyDictionary<string, string> Checksums
)
{
    public bool IsDeleteMarker => Body is null;
}

/// <summary>A bucket. Without versioning each key has one version, called "null".</summary>
public sealed class S3Bucket
{
    private readonly SortedDictionary<string, List<S3Object>> _versions = new(StringComparer.Ordinal);

    internal S3Bucket(string name, bool isVersioned)
    {
        Name = name;
        IsVersioned = isVersioned;
    }

    public string Name { get; }

    public bool IsVersioned { get; }

    public DateTimeOffset CreatedAt { get; internal init; }

    /// <summary>What is told of it; nothing moves or goes by it here.</summary>
    public LifecyclePlan? Lifecycle { get; set; }

    /// <summary>
    /// A key whose next conditional write meets a concurrent one: 409 ConditionalRequestConflict, once.
    /// </summary>
    public string? ConflictsOnce { get; set; }

    /// <summary>The objects that a list shows, in order of their keys.</summary>
    public IEnumerable<S3Object> Objects => _versions.Values.Select(v => v[^1]).Where(o => !o.IsDeleteMarker);

    /// <summary>The latest version, or null; a delete marker counts as none.</summary>
    public S3Object? Find(string key) =>
        _versions.TryGetValue(key, out var versions) && !versions[^1].IsDeleteMarker ? versions[^1] : null;

    /// <summary>All versions of a key, oldest first.</summary>
    public IReadOnlyList<S3Object> VersionsOf(string key) => _versions.GetValueOrDefault(key) ?? [];

    internal void Store(S3Object version)
    {
        if (!_versions.TryGetValue(version.Key, out var versions))
        {
            _versions.Add(version.Key, versions = []);
        }

        if (!IsVersioned)
        {
            versions.Clear();
        }

        versions.Add(version);
    }

    internal S3Object? RemoveVersion(string key, string versionId)
    {
        if (VersionsOf(key).FirstOrDefault(v => v.VersionId == versionId) is not { } version)
        {
            return null;
        }

        _versions[key].Remove(version);
        if (_versions[key].Count == 0)
        {
            _versions.Remove(key);
        }

        return version;
    }
}

/// <summary>GetBucketLifecycleConfiguration.</summary>
internal static class S3Lifecycle
{
    public static JsonObject Describe(S3Bucket bucket)
    {
        var lifecycle =
            bucket.Lifecycle
            ?? throw new ServiceFault(
                "NoSuchLifecycleConfiguration",
                "The lifecycle configuration does not exist",
                404
            );
        var rule = new JsonObject
        {
            ["ID"] = "age",
            ["Status"] = "Enabled",
            ["Filter"] = new JsonObject { ["Prefix"] = "" },
            ["Transitions"] = new JsonArray(
                Transition(lifecycle.InfrequentAccessAfter, "STANDARD_IA"),
                Transition(lifecycle.GlacierAfter, "GLACIER")
            ),
            ["Expiration"] = new JsonObject { ["Days"] = lifecycle.ExpiresAfter },
        };
        return new JsonObject { ["Rules"] = new JsonArray(rule) };
    }

    private static JsonObject Transition(int days, string storageClass) =>
        new() { ["Days"] = days, ["StorageClass"] = storageClass };
}
