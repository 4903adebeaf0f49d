using System.Collections.Immutable;

namespace LambdaOps.Core.Resources;

/// <summary>What the performance review asks; every number is of the scope's time.</summary>
public static class PerformanceLooks
{
    /// <summary>How long the endpoints of one log group's requests take (runbook: 遅いAPIエンドポイント特定).</summary>
    public static Look<EndpointTimes> Endpoints { get; } =
        new("answer times of endpoints", "logs:StartQuery", "logs:GetQueryResults") { IsAbout = IsReview };

    /// <summary>How long DynamoDB takes, by table and operation (runbook: analyze-db-queries.js).</summary>
    public static Look<TableTimes> Tables { get; } =
        new("answer times of tables", "cloudwatch:GetMetricData") { IsAbout = IsReview };

    /// <summary>The tables' global secondary indexes and what was read of them (runbook: GSIの使用状況確認).</summary>
    public static Look<IndexUses> Indexes { get; } =
        new("reads of indexes", "cloudwatch:GetMetricData", "dynamodb:DescribeTable") { IsAbout = IsReview };

    /// <summary>
    /// How much CloudFront answers from its cache (runbook: CloudFrontキャッシュ統計確認), and how long it keeps what is in it
    /// (キャッシュ有効期限確認).
    /// </summary>
    public static Look<SiteHits> Sites { get; } =
        new(
            "cache hits of distributions",
            "cloudwatch:GetMetricData",
            "cloudfront:GetDistributionConfig",
            "cloudfront:GetCachePolicy"
        )
        {
            IsAbout = IsReview,
        };

    /// <summary>How much ElastiCache finds (runbook: キャッシュヒット率確認, redis-cli).</summary>
    public static Look<CacheHits> Caches { get; } =
        new("cache hits of ElastiCache", "cloudwatch:GetMetricData") { IsAbout = IsReview };

    private static bool IsReview(Resource about) => about is PerformanceScope;
}

/// <summary>The endpoints of one log group, those with the most slow requests first.</summary>
public sealed record EndpointTimes(ImmutableArray<EndpointTime> All)
{
    /// <summary>More are not asked for.</summary>
    public const int Most = 200;

    /// <summary>The query that is not over yet, by which its answer is asked for later; null where this is it.</summary>
    public string? Running { get; init; }

    public override string ToString() =>
        Running is null ? FormattableString.Invariant($"{All.Length} endpoints") : "the log query is not over";
}

/// <summary>The requests of one endpoint.</summary>
/// <param name="Path">As it is logged, shortened.</param>
/// <param name="Slow">How many took longer than what counts as slow.</param>
public sealed record EndpointTime(string Path, long Requests, long Slow, double AverageMs, double P95Ms, double MostMs);

/// <summary>What CloudWatch has of the tables' operations: those that were not called are empty.</summary>
public sealed record TableTimes(ImmutableArray<OperationTimes> All)
{
    public override string ToString() => FormattableString.Invariant($"{All.Length} operations of tables");
}

/// <summary>One operation of one table by the hour: successful requests, how long DynamoDB took for them.</summary>
/// <param name="Operation">As DynamoDB names it: GetItem.</param>
/// <param name="P99Ms">Empty where CloudWatch has no percentile.</param>
/// <param name="Returned">How many items a query or scan returned; empty for others.</param>
public sealed record OperationTimes(
    string Table,
    string Operation,
    MetricSeries Requests,
    MetricSeries AverageMs,
    MetricSeries P99Ms,
    MetricSeries Returned
)
{
    /// <summary>Why a part of it is not known; null where all is.</summary>
    public string? Hole => Requests.Hole ?? AverageMs.Hole ?? P99Ms.Hole ?? Returned.Hole;
}

/// <summary>The indexes of tables.</summary>
public sealed record IndexUses(ImmutableArray<TableIndexes> All)
{
    public override string ToString() =>
        FormattableString.Invariant($"{All.Sum(table => table.Indexes.Length)} indexes of {All.Length} tables");
}

/// <param name="CreatedAt">When the table was created; null where DynamoDB does not say.</param>
/// <param name="Indexes">Its global secondary ones: local ones have no metrics of their own.</param>
public sealed record TableIndexes(string Table, DateTimeOffset? CreatedAt, ImmutableArray<IndexUse> Indexes)
{
    /// <summary>Why they were not seen; null where they were.</summary>
    public string? WhyMissing { get; init; }
}

/// <param name="Status">ACTIVE, or what DynamoDB is doing to it.</param>
/// <param name="Items">About: DynamoDB counts every six hours.</param>
/// <param name="ReadUnits">By the hour: the capacity units that reads took.</param>
/// <param name="WriteUnits">The same of writes: what the index costs to keep up.</param>
public sealed record IndexUse(
    string Name,
    string Status,
    long Items,
    long Bytes,
    MetricSeries ReadUnits,
    MetricSeries WriteUnits
);

/// <summary>What distributions answered from their caches, by the hour.</summary>
public sealed record SiteHits(ImmutableArray<SiteHit> All)
{
    public override string ToString() => FormattableString.Invariant($"{All.Length} distributions");
}

/// <param name="Site">The site's id, several of one distribution with commas between.</param>
/// <param name="HitPercent">Of an hour's requests; empty where additional metrics are not turned on.</param>
public sealed record SiteHit(string Site, string Distribution, MetricSeries Requests, MetricSeries HitPercent)
{
    /// <summary>How long its default behavior keeps objects; null where that could not be seen.</summary>
    public CacheTimes? Kept { get; init; }

    /// <summary>Why it could not be seen; null where it was.</summary>
    public string? WhyNotKept { get; init; }
}

/// <summary>How long a cache keeps an object, in seconds.</summary>
/// <param name="Usual">Where its origin does not say how long.</param>
public sealed record CacheTimes(long Least, long Usual, long Most);

public sealed record CacheHits(ImmutableArray<CacheHit> All)
{
    public override string ToString() => FormattableString.Invariant($"{All.Length} caches");
}

/// <summary>What a cache's clusters did by the hour, together; of the memory the fullest one's share, in percent.</summary>
public sealed record CacheHit(
    OperatedCache Cache,
    MetricSeries Hits,
    MetricSeries Misses,
    MetricSeries Evictions,
    MetricSeries MemoryPercent
)
{
    public string? Hole => Hits.Hole ?? Misses.Hole ?? Evictions.Hole ?? MemoryPercent.Hole;
}
