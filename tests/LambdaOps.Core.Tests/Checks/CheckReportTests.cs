using LambdaOps.Core.Checks;

namespace LambdaOps.Core.Tests.Checks;

/// <summary>What of a report is news, and when people are reminded.</summary>
public class CheckReportTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 15, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void News_AreWhatIsNewOrWorseOrOver()
    {
        var last = Report([Warns("cpu"), Warns("p95"), Fine("health"), Missing("users")]);
        var news = ReportNews.Of(Report([Warns("cpu"), Danger("p95"), Danger("health")], last), last);

        Assert.Equal(["p95", "health"], news.New.Select(one => one.Key));
        Assert.Equal(["cpu"], news.Still.Select(one => one.Key));
        Assert.Equal("users is what it is", Assert.Single(news.Over));
    }

    /// <summary>What could not be seen is a problem, never fine.</summary>
    [Fact]
    public void Missing_IsAProblem() =>
        Assert.True(ReportNews.Of(Report([Missing("users")]), null).IsWorthANotice(null, s_now));

    [Fact]
    public void Fine_IsNoNews() => Assert.False(ReportNews.Of(Report([Fine("cpu")]), null).IsWorthANotice(null, s_now));

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    public void WhatStays_IsRemindedOfAfterADay(int hours, bool reminds)
    {
        var last = Report([Warns("cpu")]);

        Assert.Equal(
            reminds,
            ReportNews.Of(Report([Warns("cpu")], last), last).IsWorthANotice(s_now, s_now.AddHours(hours))
        );
    }

    /// <summary>A notice that did not go out is made up for by the next run.</summary>
    [Fact]
    public void WhatNobodyHeard_IsToldAgain()
    {
        var last = Report([Warns("cpu")]);

        Assert.True(ReportNews.Of(Report([Warns("cpu")], last), last).IsWorthANotice(null, s_now));
    }

    [Fact]
    public void Since_StaysWithTheProblem()
    {
        var first = Report([Warns("cpu")]);
        var second = Report([Warns("cpu"), Warns("p95")], first, s_now.AddHours(1));

        Assert.Equal((s_now, s_now.AddHours(1)), (second.Since["cpu"], second.Since["p95"]));
    }

    [Fact]
    public void MissedRuns_AreAFinding() =>
        Assert.Contains(
            CheckReport.Of(new CheckRun(s_now, s_now) { Missed = 3 }, [], null, null, s_now).Problems,
            one => one.Text.StartsWith("3 scheduled runs", StringComparison.Ordinal)
        );

    private static CheckReport Report(Finding[] findings, CheckReport? last = null, DateTimeOffset? at = null) =>
        CheckReport.Of(new CheckRun(at ?? s_now, at ?? s_now), [.. findings], null, last, at ?? s_now);

    private static Finding Fine(string key) => Of(FindingLevel.Fine, key);

    private static Finding Missing(string key) => Of(FindingLevel.Missing, key);

    private static Finding Warns(string key) => Of(FindingLevel.Warning, key);

    private static Finding Danger(string key) => Of(FindingLevel.Danger, key);

    private static Finding Of(FindingLevel level, string key) => new(level, key, $"{key} is what it is");
}
