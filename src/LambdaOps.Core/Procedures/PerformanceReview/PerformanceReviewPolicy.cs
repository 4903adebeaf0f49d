namespace LambdaOps.Core.Procedures.PerformanceReview;

/// <summary>What the performance review calls slow, idle and cold.</summary>
/// <param name="SlowMs">A request that takes longer is slow.</param>
/// <param name="SlowPercent">Of an endpoint's requests.</param>
/// <param name="SlowTableMs">What DynamoDB may take, on average and at P99.</param>
/// <param name="ScanPercent">Of a table's requests.</param>
/// <param name="IndexDays">For which an index's reads are counted.</param>
/// <param name="LeastRequests">In the week: fewer say nothing of an endpoint, an operation or a cache.</param>
/// <param name="SiteHitPercent">That CloudFront should answer from its cache.</param>
/// <param name="CacheHitPercent">That ElastiCache should find.</param>
/// <param name="CacheMemoryPercent">Of a cache's memory in its fullest hour.</param>
public sealed record PerformanceReviewPolicy(
    int SlowMs,
    int SlowPercent,
    int SlowTableMs,
    int ScanPercent,
    int IndexDays,
    int LeastRequests,
    int SiteHitPercent,
    int CacheHitPercent,
    int CacheMemoryPercent
) : IPolicy<PerformanceReviewPolicy>
{
    public static PerformanceReviewPolicy Default { get; } = Read(PolicyReader.Defaults);

    public static PerformanceReviewPolicy Read(PolicyReader reader) =>
        new(
            SlowMs: reader.Whole(
                "slowMs",
                from: 10,
                to: 60_000,
                byDefault: 1000,
                "Milliseconds: a request of an endpoint that takes longer is slow."
            ),
            SlowPercent: reader.Whole(
                "slowPercent",
                from: 1,
                to: 100,
                byDefault: 5,
                "Percent of an endpoint's requests that have to be slow for a warning."
            ),
            SlowTableMs: reader.Whole(
                "slowTableMs",
                from: 1,
                to: 10_000,
                byDefault: 100,
                "Milliseconds that DynamoDB may take for an operation of a table, on average and at P99."
            ),
            ScanPercent: reader.Whole(
                "scanPercent",
                from: 1,
                to: 100,
                byDefault: 10,
                "Percent of a table's requests that may be scans."
            ),
            IndexDays: reader.Whole(
                "indexDays",
                from: 1,
                to: 400,
                byDefault: 14,
                "Days without any read after which an index is reported. What reads it once a month takes more than 31."
            ),
            LeastRequests: reader.Whole(
                "leastRequests",
                from: 1,
                to: 1_000_000,
                byDefault: 20,
                "Requests in the week from which on an endpoint, an operation or a cache is judged."
            ),
            SiteHitPercent: reader.Whole(
                "siteHitPercent",
                from: 1,
                to: 100,
                byDefault: 80,
                "Percent of a site's requests that CloudFront should answer from its cache."
            ),
            CacheHitPercent: reader.Whole(
                "cacheHitPercent",
                from: 1,
                to: 100,
                byDefault: 80,
                "Percent of lookups that should find something in ElastiCache."
            ),
            CacheMemoryPercent: reader.Whole(
                "cacheMemoryPercent",
                from: 1,
                to: 100,
                byDefault: 80,
                "Percent of a cache's memory that may be used in its fullest hour."
            )
        );
}
