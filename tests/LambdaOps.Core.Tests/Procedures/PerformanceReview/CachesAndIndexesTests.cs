using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using static LambdaOps.Core.Tests.Procedures.PerformanceReview.ReviewedWeek;

namespace LambdaOps.Core.Tests.Procedures.PerformanceReview;

/// <summary>What the review says of indexes, distributions and caches.</summary>
public class CachesAndIndexesTests
{
    private static readonly OperatedCache s_cache = new("sessions", ["sessions-001"]);

    private readonly ReviewedWeek _week = new();

    [Fact]
    public void Index_WithoutReads_IsNotCalledUnused()
    {
        Index(reads: Hours(0), writes: Hours(10));
        var findings = _week.Review();
        var finding = Assert.Single(findings, finding => finding.Key == "index by-day of orders");

        Assert.Equal(
            (
                FindingLevel.Warning,
                "index by-day of orders: no reads in 14 days; it has 12,000 items of 3.4 MB, and its writes took 1,680 units"
            ),
            (finding.Level, finding.Text)
        );
        Assert.DoesNotContain(findings, one => one.Text.Contains("unused", StringComparison.Ordinal));
    }

    [Fact]
    public void Index_WithReads_IsFine()
    {
        Index(reads: Hours(hour => hour == 3 ? 0.5 : null));

        var findings = _week.Review();

        Assert.Single(
            findings,
            finding => finding.Text.Contains("1 of 1 global secondary indexes had reads", StringComparison.Ordinal)
        );
        Assert.All(findings, finding => Assert.Equal(FindingLevel.Fine, finding.Level));
    }

    /// <summary>What is not known of the reads is no zero.</summary>
    [Fact]
    public void Index_WhoseReadsAreIncomplete_IsMissing()
    {
        Index(reads: MetricSeries.Empty with { Hole = "PartialData" });
        var finding = _week.ReviewOf("its reads are not known: PartialData");

        Assert.Equal(FindingLevel.Missing, finding.Level);
    }

    /// <summary>Fourteen days of no reads need fourteen days.</summary>
    [Theory]
    [InlineData(3, FindingLevel.Fine, "no reads in the 3 days since its table was created")]
    [InlineData(15, FindingLevel.Warning, "no reads in 14 days")]
    public void Index_OfAYoungTable_IsSaidAsSuch(int days, FindingLevel level, string says)
    {
        Index(reads: MetricSeries.Empty, createdAt: Monday.AddDays(-days));

        Assert.Equal(level, _week.ReviewOf(says).Level);
    }

    [Theory]
    [InlineData("ACTIVE", false)]
    [InlineData("CREATING", true)]
    public void Index_ThatIsNotActive_IsSaid(string status, bool isSaid)
    {
        Index(reads: Hours(1), status: status);

        Assert.Equal(
            isSaid,
            _week
                .Review()
                .Any(finding => finding is { Level: FindingLevel.Warning, Text: "index by-day of orders is CREATING" })
        );
    }

    [Fact]
    public void UnseenIndexes_AreMissingAndHideNoOtherTable()
    {
        Index(reads: Hours(1));
        _week.Indexes.Add(new TableIndexes("users", null, []) { WhyMissing = "there is no such table" });
        var findings = _week.Review();

        Assert.Single(findings, finding => finding is { Level: FindingLevel.Missing, Key: "indexes of users" });
        Assert.Single(findings, finding => finding.Text.Contains("1 of 1 global", StringComparison.Ordinal));

        _week.Uses = Fact.Missing<IndexUses>("AccessDenied");
        Assert.Equal(FindingLevel.Missing, _week.ReviewOf("AccessDenied").Level);
    }

    [Theory]
    [InlineData(80, FindingLevel.Fine)]
    [InlineData(79, FindingLevel.Warning)]
    public void Site_IsJudgedByItsHitRate(double percent, FindingLevel level)
    {
        Site(Hours(100), Hours(percent));
        var finding = _week.ReviewOf("CloudFront answered");

        Assert.Equal(level, finding.Level);
        Assert.StartsWith(
            $"site: CloudFront answered {percent} % of 16,800 requests from its cache",
            finding.Text,
            StringComparison.Ordinal
        );
    }

    /// <summary>A night with ten requests does not outweigh a day with thousands.</summary>
    [Fact]
    public void SiteHitRate_IsWeightedByRequests()
    {
        Site(Hours(hour => hour < 24 ? 900 : 100), Hours(hour => hour < 24 ? 95 : 50));

        Assert.Contains("77 % of", _week.ReviewOf("CloudFront answered").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void SiteHitRate_IsHeldAgainstTheWeekBefore()
    {
        Site(Hours(100), Hours(81));
        _ = _week.Review();
        _week.Due += TimeSpan.FromDays(7);
        Site(Hours(100), Hours(62.4));

        Assert.Contains(
            "62.4 % of 16,800 requests from its cache (81 % last week), expected 80 %",
            _week.ReviewOf("CloudFront answered").Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(1, 86_400, 31_536_000, "keeps objects 24 h by default, at least 1 s, at most 365 d")]
    [InlineData(0, 0, 0, "keeps objects 0 s by default, at least 0 s, at most 0 s")]
    [InlineData(119, 120, 7199, "keeps objects 2 min by default, at least 119 s, at most 120 min")]
    [InlineData(7200, 172_799, 172_800, "keeps objects 48 h by default, at least 2 h, at most 2 d")]
    public void Site_SaysHowLongItKeepsObjects(long least, long usual, long most, string says)
    {
        Site(Hours(100), Hours(90));
        _week.Sites = Known(
            new SiteHits([
                new SiteHit("site", "E1", Hours(100), Hours(90)) { Kept = new CacheTimes(least, usual, most) },
            ])
        );

        Assert.Equal(FindingLevel.Fine, _week.ReviewOf(says).Level);
    }

    /// <summary>It hides no hit rate, and is no zero.</summary>
    [Fact]
    public void Site_OfUnknownTimes_IsMissing()
    {
        Site(Hours(100), Hours(90));
        _week.Sites = Known(
            new SiteHits([new SiteHit("site", "E1", Hours(100), Hours(90)) { WhyNotKept = "AccessDenied" }])
        );

        Assert.Equal(FindingLevel.Missing, _week.ReviewOf("keeps objects is not known: AccessDenied").Level);
        Assert.Equal(FindingLevel.Fine, _week.ReviewOf("CloudFront answered 90 %").Level);
    }

    /// <summary>Without additional metrics there is no rate, which is not a rate of zero.</summary>
    [Theory]
    [InlineData(100.0, "additional metrics are not turned on for the distribution (16,800 requests)")]
    [InlineData(null, "CloudWatch has no request to it in the last 7 days")]
    public void Site_WithoutARate_IsMissing(double? requests, string says)
    {
        Site(Hours(requests), MetricSeries.Empty);

        Assert.Equal(FindingLevel.Missing, _week.ReviewOf(says).Level);
    }

    [Fact]
    public void UnseenSites_AreMissing()
    {
        Site(Hours(1), MetricSeries.Empty with { Hole = "InternalError" });
        Assert.Equal(FindingLevel.Missing, _week.ReviewOf("InternalError").Level);

        _week.Sites = Fact.Missing<SiteHits>("AccessDenied");
        Assert.Equal(FindingLevel.Missing, _week.ReviewOf("AccessDenied").Level);
    }

    [Theory]
    [InlineData(80, 20, FindingLevel.Fine, "80 % of 16,800 lookups found something; 336 keys were evicted")]
    [InlineData(75, 25, FindingLevel.Warning, "75 % of 16,800 lookups found something, expected 80 %; 336")]
    public void Cache_IsJudgedByWhatItFinds(double hits, double misses, FindingLevel level, string says)
    {
        Cache(new CacheHit(s_cache, Hours(hits), Hours(misses), Hours(2), Hours(40)));

        Assert.Equal(level, _week.ReviewOf(says).Level);
    }

    [Theory]
    [InlineData(80, FindingLevel.Fine)]
    [InlineData(81, FindingLevel.Warning)]
    public void Cache_IsJudgedByItsMemory(double percent, FindingLevel level)
    {
        Cache(new CacheHit(s_cache, Hours(9), Hours(1), Hours(0), Hours(hour => hour == 7 ? percent : 30)));

        Assert.Equal(level, _week.ReviewOf($"at most {percent} % of its memory was used").Level);
    }

    /// <summary>It has no memory of its own to fill, which is nothing that could not be seen.</summary>
    [Theory]
    [InlineData(80, 20, FindingLevel.Fine, "cache pages: 80 % of 16,800 lookups found something; 336")]
    [InlineData(75, 25, FindingLevel.Warning, "cache pages: 75 % of 16,800 lookups found something, expected 80 %")]
    public void ServerlessCache_IsJudgedWithoutMemory(double hits, double misses, FindingLevel level, string says)
    {
        var none = MetricSeries.Empty;
        var pages = new OperatedCache("pages", ["pages-prod"]) { IsServerless = true };
        Cache(new CacheHit(pages, Hours(hits), Hours(misses), Hours(2), none));

        Assert.Equal(level, _week.ReviewOf(says).Level);
        Assert.DoesNotContain(_week.Review(), one => one.Text.Contains("memory", StringComparison.Ordinal));

        Cache(new CacheHit(pages, none, none, none, none));
        Assert.Equal(
            FindingLevel.Missing,
            _week.ReviewOf("no datapoint of pages-prod: is that the name of a serverless cache").Level
        );
    }

    [Fact]
    public void UnseenCaches_AreMissing()
    {
        var none = MetricSeries.Empty;
        Cache(new CacheHit(s_cache, none, none, none, none));
        Assert.Equal(FindingLevel.Missing, _week.ReviewOf("no datapoint of sessions-001").Level);

        Cache(new CacheHit(s_cache, none with { Hole = "Forbidden" }, Hours(1), none, none));
        Assert.Equal(FindingLevel.Missing, _week.ReviewOf("Forbidden").Level);

        Cache(new CacheHit(s_cache, Hours(0), Hours(0), none, Hours(40)));
        Assert.Equal(FindingLevel.Missing, _week.ReviewOf("nothing was looked up").Level);

        Cache(new CacheHit(s_cache, Hours(9), Hours(1), none, none));
        Assert.Equal(FindingLevel.Missing, _week.ReviewOf("no datapoint of its memory").Level);

        _week.Caches = Fact.Missing<CacheHits>("AccessDenied");
        Assert.Equal(FindingLevel.Missing, _week.ReviewOf("AccessDenied").Level);
    }

    private void Index(
        MetricSeries reads,
        MetricSeries? writes = null,
        string status = "ACTIVE",
        DateTimeOffset? createdAt = null
    ) =>
        _week.Indexes[0] = new TableIndexes(
            Table,
            createdAt ?? Monday.AddDays(-300),
            [new IndexUse("by-day", status, 12_000, 3_400_000, reads, writes ?? MetricSeries.Empty)]
        );

    private void Site(MetricSeries requests, MetricSeries rate)
    {
        _week.Estate = _week.Estate with { Sites = [Some.Site] };
        _week.Sites = Known(
            new SiteHits([new SiteHit("site", "E1", requests, rate) { Kept = new CacheTimes(1, 86_400, 31_536_000) }])
        );
    }

    private void Cache(CacheHit hit)
    {
        _week.Estate = _week.Estate with { Caches = [s_cache] };
        _week.Caches = Known(new CacheHits([hit]));
    }
}
