using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.StorageCheck;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.StorageCheck;

/// <summary>Differences from what the estate wants, growth at its bounds, and what is not known.</summary>
public class StorageCheckTests
{
    private const double Gigabyte = 1e9;

    private static readonly StorageCheckProcedure s_check = new();

    private static readonly BucketRule s_wanted = new("archive")
    {
        Expiry = [new WantedExpiry("logs/", 30)],
        ReplicateTo = "copy",
        IsVersioned = true,
    };

    private static readonly BucketState s_asWanted = new(
        new BucketLifecycle(true, [Rule()]),
        [new CopyRule("copy", IsEnabled: true, IsPartial: false)]
    );

    [Fact]
    public void BucketsAndTables_ArePartsOfTheirOwn()
    {
        var estate = EstateWith(s_wanted) with { Sites = [Some.Site], Tables = [new OperatedTable("orders", null)] };

        var parts = s_check.PartsOf(estate);

        Assert.Equal(["buckets", "tables"], parts.Select(part => part.Name));
        Assert.Equal(
            ["archive", "static", "emergency"],
            ((StoredData)parts[0].About).Buckets.Select(bucket => bucket.Name)
        );
        Assert.Equal("orders", Assert.Single(((StoredData)parts[1].About).Tables));
        Assert.Equal(
            [
                [BucketLooks.Settings, BucketLooks.Sizes],
                [BucketLooks.Tables],
            ],
            parts.Select(part =>
                Assert.IsType<CheckDecision.Look>(s_check.Decide(At(estate, part, Evidence.NotAsked))).Looks.ToArray()
            )
        );
    }

    [Fact]
    public void AsTheEstateWantsIt_IsFine()
    {
        var finding = Assert.Single(Settings(s_wanted, s_asWanted));

        Assert.Equal(FindingLevel.Fine, finding.Level);
        Assert.EndsWith("is replicated to copy, as the estate wants it", finding.Text, StringComparison.Ordinal);
    }

    public static TheoryData<string, BucketState, string> Drifts =>
        new()
        {
            { "no rules", s_asWanted with { Lifecycle = new(true, []) }, "no enabled rule for all of them ends them" },
            { "disabled", Ruled(Rule() with { IsEnabled = false }), "no enabled rule" },
            { "only tagged", Ruled(Rule() with { IsPartial = true }), "no enabled rule" },
            { "deeper prefix", Ruled(Rule() with { Prefix = "logs/a/" }), "no enabled rule" },
            { "later", Ruled(Rule() with { AfterDays = 31 }), "its rules end them after 31 days" },
            { "sooner", Ruled(Rule(), Rule() with { Prefix = "", AfterDays = 29 }), "after 29 days" },
            { "not copied", s_asWanted with { Copies = [] }, "replicated to copy, and it is not replicated" },
            { "off", Copied(new CopyRule("copy", false, false)), "the rule for it is disabled" },
            { "some", Copied(new CopyRule("copy", true, true)), "only for some of the objects" },
            { "elsewhere", Copied(new CopyRule("other", true, false)), "it is replicated to other" },
            { "no versions", s_asWanted with { Lifecycle = new(false, [Rule()]) }, "keeps no versions" },
        };

    [Theory]
    [MemberData(nameof(Drifts))]
    public void Difference_IsAWarningThatSaysIt(string name, BucketState state, string says)
    {
        var finding = Assert.Single(Settings(s_wanted, state));

        Assert.True(finding.Level == FindingLevel.Warning, name);
        Assert.Contains(says, finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingRule_IsPrintedAsTheCliTakesIt()
    {
        var text = Assert.Single(Settings(s_wanted, s_asWanted with { Lifecycle = new(true, []) })).Text;
        using var rule = System.Text.Json.JsonDocument.Parse(text[text.IndexOf('{', StringComparison.Ordinal)..]);

        Assert.Equal(30, rule.RootElement.GetProperty("Expiration").GetProperty("Days").GetInt32());
        Assert.Equal("logs/", rule.RootElement.GetProperty("Filter").GetProperty("Prefix").GetString());
        Assert.Equal(
            30,
            rule.RootElement.GetProperty("NoncurrentVersionExpiration").GetProperty("NoncurrentDays").GetInt32()
        );
    }

    [Fact]
    public void WhatTheEstateDoesNotSay_MayBeAnyWay() =>
        Assert.Equal(
            FindingLevel.Fine,
            Assert.Single(Settings(new BucketRule("archive"), new BucketState(new(false, []), []))).Level
        );

    [Fact]
    public void BucketThatCannotBeSeen_IsMissing()
    {
        var finding = Assert.Single(Settings(s_wanted, BucketState.Missing("AccessDenied")));

        Assert.Equal(FindingLevel.Missing, finding.Level);
        Assert.EndsWith("could not be seen: AccessDenied", finding.Text, StringComparison.Ordinal);
    }

    /// <summary>Both bounds, 25 % and a gigabyte.</summary>
    [Theory]
    [InlineData(10, 12.5, FindingLevel.Warning)]
    [InlineData(10, 12.4, FindingLevel.Fine)]
    [InlineData(0.1, 1.1, FindingLevel.Warning)]
    [InlineData(0.1, 1.09, FindingLevel.Fine)]
    [InlineData(10, 5, FindingLevel.Fine)]
    [InlineData(0, 1, FindingLevel.Warning)]
    public void Growth_IsHeldAgainstBothNumbers(double before, double now, FindingLevel level)
    {
        var size = new BucketSize([Daily(2, (7, before * Gigabyte), (0, now * Gigabyte))], MetricSeries.Empty);

        Assert.Equal(level, SizeOf(size).Level);
    }

    [Fact]
    public void Growth_IsSaidOfAWeekAndOfFour()
    {
        var size = new BucketSize(
            [Daily(2, (28, 5 * Gigabyte), (7, 10 * Gigabyte), (0, 11 * Gigabyte)), Daily(2, (0, Gigabyte))],
            Daily(2, (0, 40_000))
        );

        Assert.Equal(
            "archive held 12 GB (+2 GB or 20 % in 7 days, +7 GB or 140 % in 28 days) in 40000 objects on 2026-01-13",
            SizeOf(size).Text
        );
    }

    /// <summary>A day that one class lacks would look like a loss.</summary>
    [Fact]
    public void NewestDay_IsOneThatAllClassesHave()
    {
        var size = new BucketSize(
            [Daily(1, (8, Gigabyte), (1, Gigabyte), (0, Gigabyte)), Daily(2, (7, Gigabyte), (0, Gigabyte))],
            MetricSeries.Empty
        );

        Assert.Contains("held 2 GB (no change in 7 days", SizeOf(size).Text, StringComparison.Ordinal);
        Assert.EndsWith("on 2026-01-13", SizeOf(size).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, FindingLevel.Fine)]
    [InlineData(5, FindingLevel.Missing)]
    public void OldSize_SaysNothingOfToday(int daysLate, FindingLevel level) =>
        Assert.Equal(level, SizeOf(new BucketSize([Daily(daysLate, (0, Gigabyte))], MetricSeries.Empty)).Level);

    [Fact]
    public void UnknownSize_IsMissingAndNoZero()
    {
        Assert.Equal(FindingLevel.Missing, SizeOf(new BucketSize([], MetricSeries.Empty)).Level);
        var hole = SizeOf(
            new BucketSize(
                [Daily(2, (0, Gigabyte)), MetricSeries.Empty with { Hole = "PartialData" }],
                MetricSeries.Empty
            )
        );
        Assert.Equal((FindingLevel.Missing, "archive: its size is not known: PartialData"), (hole.Level, hole.Text));
    }

    [Fact]
    public void Table_GrowsByWhatEarlierRunsKept()
    {
        var (first, kept) = Table(2 * Gigabyte, before: null, Some.Now);
        Assert.Equal(FindingLevel.Fine, first.Level);
        Assert.Contains("how much it was a week before is not known", first.Text, StringComparison.Ordinal);

        // Someone runs it by hand on Wednesday: that is no week, and nothing is kept of it.
        var (hand, afterHand) = Table(3 * Gigabyte, kept, Some.Now.AddDays(3));
        Assert.Equal(FindingLevel.Fine, hand.Level);
        Assert.Equal(Sizes(kept).AsEnumerable(), Sizes(afterHand));

        var (week, afterWeek) = Table(4 * Gigabyte, afterHand, Some.Now.AddDays(7));
        Assert.Equal(FindingLevel.Warning, week.Level);
        Assert.Contains("orders holds 4 GB (+2 GB or 100 % in 7 days", week.Text, StringComparison.Ordinal);
        Assert.Equal(2, Sizes(afterWeek).Length);
    }

    [Fact]
    public void SizesOfTables_AreKeptForFiveWeeks()
    {
        CheckMemory? kept = null;
        for (var week = 0; week < 20; week++)
        {
            kept = Table(Gigabyte, kept, Some.Now.AddDays(7 * week)).Keep;
        }

        Assert.Equal(6, Sizes(kept).Length);
        Assert.Contains(
            "no change in 7 days, no change in 28 days",
            Table(Gigabyte, kept, Some.Now.AddDays(140)).Finding.Text,
            StringComparison.Ordinal
        );
    }

    /// <summary>Weeks in which nothing ran are no week: what is older is not taken for last week's.</summary>
    [Fact]
    public void TableOfLongAgo_IsNotHeldForAWeekBefore()
    {
        var kept = Table(Gigabyte, before: null, Some.Now).Keep;

        var late = Table(9 * Gigabyte, kept, Some.Now.AddDays(21)).Finding;

        Assert.Equal(FindingLevel.Fine, late.Level);
        Assert.Contains("not known", late.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void TableThatCannotBeSeen_IsMissingAndItsSizesStay()
    {
        var kept = Table(Gigabyte, before: null, Some.Now).Keep;
        var (finding, then) = Table(0, kept, Some.Now.AddDays(7), why: "AccessDenied");

        Assert.Equal(FindingLevel.Missing, finding.Level);
        Assert.Equal(Sizes(kept).First(), Sizes(then).First());
        Assert.All(Sizes(then).Skip(1), one => Assert.Empty(one.Bytes));
    }

    private static System.Collections.Immutable.ImmutableArray<SizesThen> Sizes(CheckMemory? kept) =>
        Assert.IsType<CheckMemory.StorageCheck>(kept).Sizes;

    private static (Finding Finding, CheckMemory? Keep) Table(
        double bytes,
        CheckMemory? before,
        DateTimeOffset now,
        string? why = null
    )
    {
        var estate = Some.Estate with { Tables = [new OperatedTable("orders", null)] };
        var sizes = ImmutableSortedDictionary<string, TableSize>.Empty.Add(
            "orders",
            new TableSize((long)bytes, 7, why)
        );
        var situation = At(
            estate,
            Assert.Single(s_check.PartsOf(estate)),
            Evidence.NotAsked.Shows(BucketLooks.Tables, new TableSizes(sizes))
        ) with
        {
            Now = now,
            Last = new CheckReport(now, now, []) { Keep = before },
        };
        var report = Assert.IsType<CheckDecision.Report>(s_check.Decide(situation));
        return (Assert.Single(report.Findings), report.Memory);
    }

    private static ExpiryRule Rule() => new("one", true, "logs/", false, 30, null, null);

    private static BucketState Ruled(params ImmutableArray<ExpiryRule> rules) =>
        s_asWanted with
        {
            Lifecycle = new BucketLifecycle(true, rules),
        };

    private static BucketState Copied(CopyRule rule) => s_asWanted with { Copies = [rule] };

    /// <summary>A series whose newest day is some days late, by days before that.</summary>
    private static MetricSeries Daily(int late, params (int DaysBefore, double Value)[] values)
    {
        var newest = new DateTimeOffset(2026, 1, 15, 0, 0, 0, TimeSpan.Zero).AddDays(-late);
        return new MetricSeries([.. values.Select(one => new MinuteValue(newest.AddDays(-one.DaysBefore), one.Value))]);
    }

    private static Estate EstateWith(BucketRule bucket) => Some.Estate with { Buckets = [bucket] };

    private static IEnumerable<Finding> Settings(BucketRule bucket, BucketState state) =>
        Findings(bucket, state, new BucketSize([], MetricSeries.Empty))
            .Where(one => !one.Key.StartsWith("size", StringComparison.Ordinal));

    private static Finding SizeOf(BucketSize size) =>
        Findings(s_wanted, s_asWanted, size).Single(one => one.Key == "size archive");

    private static ImmutableArray<Finding> Findings(BucketRule bucket, BucketState state, BucketSize size)
    {
        var seen = Evidence
            .NotAsked.Shows(
                BucketLooks.Settings,
                new BucketStates(ImmutableSortedDictionary<string, BucketState>.Empty.Add("archive", state))
            )
            .Shows(
                BucketLooks.Sizes,
                new BucketSizes(ImmutableSortedDictionary<string, BucketSize>.Empty.Add("archive", size))
            );
        var estate = EstateWith(bucket);
        return Assert
            .IsType<CheckDecision.Report>(s_check.Decide(At(estate, s_check.PartsOf(estate)[0], seen)))
            .Findings;
    }

    private static CheckSituation At(Estate estate, CheckPart part, Evidence seen) =>
        new(estate, part, new CheckRun(Some.Now, Some.Now), seen, [], Last: null, Some.Now);
}
