using System.Collections.Immutable;

namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of a folder of temporary files.</summary>
public static class StorageLooks
{
    /// <summary>What the bucket does by itself with the files under the prefix.</summary>
    public static Look<BucketLifecycle> Lifecycle { get; } =
        new("lifecycle rules", "s3:GetBucketVersioning", "s3:GetLifecycleConfiguration")
        {
            IsAbout = static target => target is FilePage,
        };

    /// <summary>The files that follow a key, in order of their keys.</summary>
    public static Look<StoredFiles> Files { get; } =
        new("temporary files", "s3:ListBucket") { IsAbout = static target => target is FilePage };
}

/// <summary>A place in a folder: where a list of it goes on.</summary>
/// <param name="After">The key after which it does; null at its beginning.</param>
public sealed record FilePage(TemporaryFolder Folder, string? After) : Resource(Folder.Id, null);

/// <summary>The rules of a bucket, and whether it keeps versions.</summary>
/// <param name="KeepsVersions">What is deleted then stays as a version, under a delete marker.</param>
public sealed record BucketLifecycle(bool KeepsVersions, ImmutableArray<ExpiryRule> Rules)
{
    public override string ToString() =>
        FormattableString.Invariant($"{Rules.Length} lifecycle rules{(KeepsVersions ? ", keeps versions" : "")}");
}

/// <summary>What one lifecycle rule says of the end of objects.</summary>
/// <param name="IsPartial">It is only for objects of some tag or size.</param>
/// <param name="AfterDays">Null where it ends no current version by its age.</param>
/// <param name="NoncurrentAfterDays">Null where it ends no former version.</param>
/// <param name="AbortsAfterDays">Null where it ends no upload that nobody completes.</param>
public sealed record ExpiryRule(
    string Id,
    bool IsEnabled,
    string Prefix,
    bool IsPartial,
    int? AfterDays,
    int? NoncurrentAfterDays,
    int? AbortsAfterDays
)
{
    /// <summary>Whether it is in force for all objects under a prefix.</summary>
    public bool Covers(string prefix) => IsEnabled && !IsPartial && prefix.StartsWith(Prefix, StringComparison.Ordinal);
}

/// <summary>A page of files.</summary>
/// <param name="IsLast">Whether none follows.</param>
public sealed record StoredFiles(ImmutableArray<StoredFile> Files, bool IsLast)
{
    public override string ToString() => FormattableString.Invariant($"{Files.Length} files");
}

/// <param name="ETag">Its identity: when it is written anew, it has another.</param>
/// <param name="Bytes">Its size.</param>
public sealed record StoredFile(string Key, string ETag, DateTimeOffset WrittenAt, long Bytes);
