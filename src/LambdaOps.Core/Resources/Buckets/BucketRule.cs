using System.Collections.Immutable;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Resources;

/// <summary>A bucket of the estate, and how the estate wants it; what it does not say may be any way.</summary>
public sealed record BucketRule(string Name)
{
    /// <summary>After how long its objects are to expire.</summary>
    public ImmutableArray<WantedExpiry> Expiry { get; init; } = [];

    /// <summary>The bucket that its objects are to be copied to; null where the estate wants no copies.</summary>
    public string? ReplicateTo { get; init; }

    /// <summary>Whether it is to keep versions; null where the estate says nothing of it.</summary>
    public bool? IsVersioned { get; init; }

    /// <summary>All buckets that the estate names anywhere, each once.</summary>
    public static ImmutableArray<BucketRule> AllOf(Estate estate)
    {
        IEnumerable<string?> others =
        [
            .. estate.Sites.SelectMany(site => new[] { site.Bucket, site.Maintenance.Bucket, site.Backup.Bucket }),
            estate.Reports?.Bucket,
            .. estate.TemporaryFiles.Select(folder => folder.Bucket),
        ];
        return
        [
            .. estate.Buckets,
            .. others
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .Where(name => !estate.Buckets.Any(bucket => bucket.Name == name))
                .Select(name => new BucketRule(name)),
        ];
    }

    public bool Equals(BucketRule? other) =>
        other is not null
        && (Name, ReplicateTo, IsVersioned) == (other.Name, other.ReplicateTo, other.IsVersioned)
        && Expiry.SequenceEqual(other.Expiry);

    public override int GetHashCode() => HashCode.Combine(Name, ReplicateTo, IsVersioned, Expiry.Length);
}

/// <param name="Prefix">Of the keys; empty for all objects of the bucket.</param>
public sealed record WantedExpiry(string Prefix, int Days)
{
    /// <summary>The longest that an estate may name.</summary>
    public const int MostDays = 3650;

    public override string ToString() => Prefix.Length == 0 ? "all objects" : Prefix;
}

/// <summary>Some of the estate's buckets, or of its tables, as one look can ask about them.</summary>
/// <param name="Tables">DynamoDB's, by name.</param>
public sealed record StoredData(ImmutableArray<BucketRule> Buckets, ImmutableArray<string> Tables)
    : Resource(new TargetId("storage"), null)
{
    /// <summary>So many can be asked for within an invocation's time: a bucket takes three calls.</summary>
    public const int MostPerPart = 20;

    public bool Equals(StoredData? other) =>
        base.Equals(other) && Buckets.SequenceEqual(other.Buckets) && Tables.SequenceEqual(other.Tables);

    public override int GetHashCode() => HashCode.Combine(Id, Buckets.Length, Tables.Length);
}
