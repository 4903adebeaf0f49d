namespace LambdaOps.Core.Resources;

/// <summary>A folder of files that nobody needs for long: all objects of a bucket under a prefix.</summary>
/// <param name="Prefix">Ends in a slash, so that it names a folder and no neighbour of it.</param>
/// <param name="AfterDays">How long after they were written they may go.</param>
/// <param name="Delete">Whether LambdaOps may delete them itself.</param>
public sealed record TemporaryFolder(string Bucket, string Prefix, int AfterDays, bool Delete)
    : Resource(new TargetId($"{Bucket}/{Prefix}"), null)
{
    /// <summary>The longest that an estate may name.</summary>
    public const int MostDays = 3650;

    public static int AfterByDefault => 7;

    /// <summary>Whether nobody needs a file any more that was written then.</summary>
    public bool AreOver(DateTimeOffset writtenAt, DateTimeOffset now) =>
        now - writtenAt >= TimeSpan.FromDays(AfterDays);

    /// <summary>Whether a key is one of them; the prefix itself is the folder's own mark.</summary>
    public bool Contains(string key) => IsUnder(Prefix, key);

    public static bool IsUnder(string prefix, string key) =>
        prefix.Length > 0 && key.Length > prefix.Length && key.StartsWith(prefix, StringComparison.Ordinal);
}
