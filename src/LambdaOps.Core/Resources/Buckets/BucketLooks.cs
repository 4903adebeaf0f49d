using System.Collections.Immutable;

namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of what is stored.</summary>
public static class BucketLooks
{
    /// <summary>How far back sizes are asked for: four weeks, and the days by which S3 is late.</summary>
    public static TimeSpan Reach { get; } = TimeSpan.FromDays(35);

    /// <summary>How each bucket is set: versions, lifecycle, replication (runbook: S3ライフサイクル確認).</summary>
    public static Look<BucketStates> Settings { get; } =
        new(
            "bucket settings",
            "s3:GetBucketVersioning",
            "s3:GetLifecycleConfiguration",
            "s3:GetReplicationConfiguration"
        )
        {
            IsAbout = static target => target is StoredData,
        };

    /// <summary>What S3 writes into CloudWatch of each bucket, once a day and some two days late.</summary>
    public static Look<BucketSizes> Sizes { get; } =
        new("bucket sizes", "cloudwatch:GetMetricData") { IsAbout = static target => target is StoredData };

    /// <summary>What DynamoDB says of each table; it counts some four times a day.</summary>
    public static Look<TableSizes> Tables { get; } =
        new("table sizes", "dynamodb:DescribeTable") { IsAbout = static target => target is StoredData };
}

/// <summary>By the bucket's name.</summary>
public sealed record BucketStates(ImmutableSortedDictionary<string, BucketState> All)
{
    public override string ToString() => FormattableString.Invariant($"{All.Count} buckets");
}

/// <summary>How a bucket is set.</summary>
public sealed record BucketState(BucketLifecycle Lifecycle, ImmutableArray<CopyRule> Copies)
{
    /// <summary>Why nothing of it is known; null where it was seen.</summary>
    public string? WhyMissing { get; init; }

    public static BucketState Missing(string why) => new(new BucketLifecycle(false, []), []) { WhyMissing = why };
}

/// <summary>A rule of a bucket's replication.</summary>
/// <param name="To">The bucket's name.</param>
/// <param name="IsPartial">It is only for objects of some prefix or tag.</param>
public sealed record CopyRule(string To, bool IsEnabled, bool IsPartial);

/// <summary>By the bucket's name.</summary>
public sealed record BucketSizes(ImmutableSortedDictionary<string, BucketSize> All)
{
    public override string ToString() => FormattableString.Invariant($"{All.Count} buckets");
}

/// <summary>A bucket's sizes, a value a day.</summary>
/// <param name="Bytes">One series for each class of storage that there is.</param>
/// <param name="Objects">How many there are, with versions and markers.</param>
public sealed record BucketSize(ImmutableArray<MetricSeries> Bytes, MetricSeries Objects);

/// <summary>By the table's name.</summary>
public sealed record TableSizes(ImmutableSortedDictionary<string, TableSize> All)
{
    public override string ToString() => FormattableString.Invariant($"{All.Count} tables");
}

/// <param name="WhyMissing">Null where it was seen.</param>
public sealed record TableSize(long Bytes, long Items, string? WhyMissing = null);
