using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using static LambdaOps.Core.Procedures.PerformanceReview.ReviewContext;
using Memory = LambdaOps.Core.Checks.CheckMemory.PerformanceReview;

namespace LambdaOps.Core.Procedures.PerformanceReview;

/// <summary>What is said of caches (runbook: CloudFrontキャッシュ統計確認, キャッシュヒット率確認).</summary>
internal static class CacheJudgement
{
    public static Memory Of(ReviewContext context, Fact<SiteHits> seen, Memory memory)
    {
        if (seen is not Fact<SiteHits>.Known { Value.All: var sites })
        {
            return With(
                memory,
                FindingLevel.Missing,
                "cloudfront",
                $"the cache hits of CloudFront could not be seen: {seen.WhyUnknown}"
            );
        }

        foreach (var site in sites)
        {
            memory = OfTimes(site, Of(context, site, memory));
        }

        return memory;
    }

    /// <summary>What is kept for no time is no finding: a distribution may be there for its edges alone.</summary>
    private static Memory OfTimes(SiteHit site, Memory memory)
    {
        var key = $"kept {site.Distribution}";
        return site.Kept is var (least, usual, most)
            ? With(
                memory,
                FindingLevel.Fine,
                key,
                $"{site.Site}: CloudFront ({site.Distribution}) keeps objects {Time(usual)} by default, at least "
                    + $"{Time(least)}, at most {Time(most)}"
            )
            : With(
                memory,
                FindingLevel.Missing,
                key,
                $"{site.Site}: how long CloudFront ({site.Distribution}) keeps objects is not known: "
                    + (site.WhyNotKept ?? "nobody looked")
            );
    }

    private static string Time(long seconds) =>
        seconds < 120 ? Text($"{seconds} s")
        : seconds < 7200 ? Text($"{seconds / 60.0:0.#} min")
        : seconds < 172_800 ? Text($"{seconds / 3600.0:0.#} h")
        : Text($"{seconds / 86_400.0:0.#} d");

    private static Memory Of(ReviewContext context, SiteHit site, Memory memory)
    {
        var key = $"hits {site.Distribution}";
        var requests = Sum(site.Requests);
        var why =
            (site.Requests.Hole ?? site.HitPercent.Hole) is { } hole ? hole
            : site.HitPercent.IsEmpty && requests > 0
                ? Text($"additional metrics are not turned on for the distribution ({Number(requests)} requests)")
            : site.HitPercent.IsEmpty ? "CloudWatch has no request to it in the last 7 days"
            : null;
        if (why is not null || Weighted(site.HitPercent.Values, site.Requests) is not { } percent)
        {
            return With(
                memory,
                FindingLevel.Missing,
                key,
                $"{site.Site}: CloudFront's cache hits ({site.Distribution}) are not known: "
                    + (why ?? "no hour has both a hit rate and requests")
            );
        }

        var isCold = requests >= context.Policy.LeastRequests && percent < context.Policy.SiteHitPercent;
        return Keep(
            With(
                memory,
                isCold ? FindingLevel.Warning : FindingLevel.Fine,
                key,
                Text(
                    $"{site.Site}: CloudFront answered {Share(percent)} % of {Number(requests)} requests from its cache"
                )
                    + context.Trend(key, Percent)
                    + (isCold ? Text($", expected {context.Policy.SiteHitPercent} %") : "")
            ),
            key,
            percent
        );
    }

    public static Memory Of(ReviewContext context, Fact<CacheHits> seen, Memory memory)
    {
        if (seen is not Fact<CacheHits>.Known { Value.All: var caches })
        {
            return With(
                memory,
                FindingLevel.Missing,
                "elasticache",
                $"the cache hits of ElastiCache could not be seen: {seen.WhyUnknown}"
            );
        }

        foreach (var cache in caches)
        {
            memory = Of(context, cache, memory);
        }

        return memory;
    }

    private static Memory Of(ReviewContext context, CacheHit cache, Memory memory)
    {
        var (hits, misses) = (Sum(cache.Hits), Sum(cache.Misses));
        var (key, lookups) = ($"hits of cache {cache.Cache.Id}", hits + misses);
        var why =
            cache.Hole is { } hole ? hole
            : cache.Hits.IsEmpty && cache.Misses.IsEmpty
                ? $"CloudWatch has no datapoint of {string.Join(", ", cache.Cache.Clusters)}: is that "
                    + (
                        cache.Cache.IsServerless
                            ? "the name of a serverless cache of Valkey or Redis OSS"
                            : "the cluster's id"
                    )
            : null;
        if (why is not null)
        {
            return With(memory, FindingLevel.Missing, key, $"cache {cache.Cache.Id}: its hits are not known: {why}");
        }

        if (lookups == 0)
        {
            return OfMemory(
                context,
                cache,
                With(
                    memory,
                    FindingLevel.Missing,
                    key,
                    $"cache {cache.Cache.Id}: nothing was looked up in 7 days, so that it has no hit rate"
                )
            );
        }

        var percent = 100 * hits / lookups;
        var isCold = lookups >= context.Policy.LeastRequests && percent < context.Policy.CacheHitPercent;
        memory = With(
            memory,
            isCold ? FindingLevel.Warning : FindingLevel.Fine,
            key,
            Text($"cache {cache.Cache.Id}: {Share(percent)} % of {Number(lookups)} lookups found something")
                + context.Trend(key, Percent)
                + (isCold ? Text($", expected {context.Policy.CacheHitPercent} %") : "")
                + Text($"; {Number(Sum(cache.Evictions))} keys were evicted")
        );
        return OfMemory(context, cache, Keep(memory, key, percent));
    }

    /// <summary>A serverless cache grows with what is in it.</summary>
    private static Memory OfMemory(ReviewContext context, CacheHit cache, Memory memory)
    {
        if (cache.Cache.IsServerless)
        {
            return memory;
        }

        var key = $"memory of cache {cache.Cache.Id}";
        if (cache.MemoryPercent.IsEmpty)
        {
            return With(
                memory,
                FindingLevel.Missing,
                key,
                $"cache {cache.Cache.Id}: CloudWatch has no datapoint of its memory"
            );
        }

        var most = cache.MemoryPercent.Values.Max(hour => hour.Value);
        var isFull = most > context.Policy.CacheMemoryPercent;
        return Keep(
            With(
                memory,
                isFull ? FindingLevel.Warning : FindingLevel.Fine,
                key,
                Text($"cache {cache.Cache.Id}: at most {Share(most)} % of its memory was used")
                    + context.Trend(key, Percent)
                    + (isFull ? Text($", expected at most {context.Policy.CacheMemoryPercent} %") : "")
            ),
            key,
            most
        );
    }
}
