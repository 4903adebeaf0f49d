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

    /// <summary>Its canned ACL; a copy does not take it along.</summary>
    public string Acl { get; init; } = S3Acls.Private;
}

/// <summary>
/// A bucket. Without versioning each key has one version, called "null"; where versioning is suspended, a new version
/// takes the place of that one beside the others.
/// </summary>
public sealed class S3Bucket
{
    public const string NullVersion = "null";

    private readonly SortedDictionary<string, List<S3Object>> _versions = new(StringComparer.Ordinal);

    internal S3Bucket(string name, bool isVersioned)
    {
        Name = name;
        Versioning = isVersioned ? "Enabled" : null;
    }

    public string Name { get; }

    /// <summary>Enabled, Suspended, or null while nobody ever enabled it.</summary>
    public string? Versioning { get; set; }

    public bool IsVersioned => Versioning is not null;

    /// <summary>The KMS key that encrypts what is stored; null where S3's own keys do.</summary>
    public string? KmsKey { get; set; }

    /// <summary>Whether its objects have ACLs of their own; where the bucket's owner owns all, they have none.</summary>
    public bool HasAcls { get; set; }

    public DateTimeOffset CreatedAt { get; internal init; }

    /// <summary>Null where no rules were ever put.</summary>
    internal IReadOnlyList<LifecycleRule>? Lifecycle { get; set; }

    /// <summary>The bucket that all its objects are replicated to; null for none.</summary>
    public string? ReplicatedTo { get; set; }

    /// <summary>Of the keys that are replicated; empty for all.</summary>
    public string ReplicatedPrefix { get; set; } = "";

    public bool ReplicationIsOn { get; set; } = true;

    /// <summary>S3 promises no day on which it carries its rules out; while this is so, it does not.</summary>
    public bool LifecycleIsLate { get; set; }

    /// <summary>
    /// A key whose next conditional write meets a concurrent one: 409 ConditionalRequestConflict, once.
    /// </summary>
    public string? ConflictsOnce { get; set; }

    /// <summary>The objects that a list shows, in order of their keys.</summary>
    public IEnumerable<S3Object> Objects => _versions.Values.Select(v => v[^1]).Where(o => !o.IsDeleteMarker);

    /// <summary>All versions and delete markers in order of keys, of one key the latest first.</summary>
    internal IEnumerable<S3Object> AllVersions => _versions.Values.SelectMany(Enumerable.Reverse);

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

        versions.RemoveAll(known => known.VersionId == NullVersion && version.VersionId == NullVersion);
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
