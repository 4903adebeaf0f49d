using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.CostReview;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.CostReview;

/// <summary>Weeks and months at the bounds of the policy, whole days only, and what is not known.</summary>
public class CostReviewTests
{
    private static readonly CostReviewProcedure s_check = new();

    private static readonly Estate s_estate = Some.Estate with
    {
        Checks = Settings.None.With(new Setting<CostReviewPolicy>(Mode.Observe, CostReviewPolicy.Default)),
    };

    private readonly List<CostPeriod> _days = [.. Enumerable.Range(0, 14).Select(day => Day(day, ("ECS", 10m)))];

    private List<CostPeriod> _months =
    [
        Month("2025-11-01", "2025-12-01", ("ECS", 300m)),
        Month("2025-12-01", "2026-01-01", ("ECS", 310m)),
        Month("2026-01-01", "2026-01-15", ("ECS", 140m)),
    ];

    /// <summary>It costs money: an estate that does not name it is not looked at.</summary>
    [Fact]
    public void OnlyWhereTheEstateNamesIt_AnythingIsAsked()
    {
        Assert.Empty(s_check.PartsOf(Some.Estate));
        var part = Assert.Single(s_check.PartsOf(s_estate));
        var look = Assert.IsType<CheckDecision.Look>(s_check.Decide(At(part, Evidence.NotAsked)));
        Assert.Equal<Look>([CostLooks.Days, CostLooks.Months], look.Looks);
    }

    [Theory]
    [InlineData("2026-01-15T03:00Z", "2025-12-31", "2026-01-14", "2025-11-01")]
    [InlineData("2026-01-18T23:30Z", "2026-01-03", "2026-01-17", "2025-11-01")]
    [InlineData("2026-03-31T12:00Z", "2026-03-16", "2026-03-30", "2026-01-01")]
    [InlineData("2026-03-01T00:00Z", "2026-02-14", "2026-02-28", "2026-01-01")]
    public void Dates_AreWholeDaysAndMonths(string now, string from, string until, string months)
    {
        var at = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(new CostDates(DayOf(from), DayOf(until)), CostDates.TwoWeeks(at));
        Assert.Equal(new CostDates(DayOf(months), DateOnly.FromDateTime(at.UtcDateTime)), CostDates.ThreeMonths(at));
    }

    [Fact]
    public void SteadyCost_IsFine()
    {
        Assert.Equal(
            [
                (FindingLevel.Fine, "the 7 days to 2026-01-13 cost 70.00 USD, the 7 before 70.00 (+0.00, +0 %)"),
                (
                    FindingLevel.Fine,
                    "2025-12 cost 310.00 USD and 2025-11 300.00 (+10.00, +3.3 %); the largest movers: ECS +10.00"
                ),
                (FindingLevel.Fine, "2026-01 has cost 140.00 USD until 2026-01-14, the last days of it not yet whole"),
            ],
            Findings().Select(one => (one.Level, one.Text))
        );
    }

    /// <summary>20 % and 10 USD of 70.</summary>
    [Theory]
    [InlineData(14, FindingLevel.Warning)]
    [InlineData(13.99, FindingLevel.Fine)]
    [InlineData(-50, FindingLevel.Fine)]
    public void Rise_IsAWarningFromThePercentOn(double more, FindingLevel level)
    {
        _days[13] = Day(13, ("ECS", 10m + (decimal)more));

        Assert.All(
            Findings().Where(one => one.Key.StartsWith("week", StringComparison.Ordinal)),
            one => Assert.Equal(level, one.Level)
        );
    }

    /// <summary>A new service has no percent.</summary>
    [Theory]
    [InlineData(10, FindingLevel.Warning)]
    [InlineData(9.99, FindingLevel.Fine)]
    public void Rise_IsAWarningFromTheAmountOn(double amount, FindingLevel level)
    {
        _days[13] = Day(13, ("ECS", 10m), ("EC2 - Other", (decimal)amount));

        Assert.Equal(level, Findings().Single(one => one.Key == "week EC2 - Other").Level);
    }

    [Fact]
    public void Movers_AreTheFiveLargestWhereverTheyGo()
    {
        _days[13] = Day(13, [.. Enumerable.Range(1, 7).Select(at => ($"S{at}", (decimal)at))]);

        Assert.Equal(
            ["week ECS", "week S7", "week S6", "week S5", "week S4"],
            Findings().Where(one => one.Key.StartsWith("week ", StringComparison.Ordinal)).Select(one => one.Key)
        );
    }

    [Fact]
    public void Credit_IsNoCost()
    {
        _days[13] = Day(13, ("ECS", 10m), ("Credits", -80m));

        Assert.Contains(
            "cost -10.00 USD, the 7 before 70.00 (-80.00, -114.3 %)",
            Findings()[0].Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Month_ThatIsNotClosedSaysSo()
    {
        var now = new DateTimeOffset(2026, 1, 5, 3, 0, 0, TimeSpan.Zero);

        Assert.Contains(
            "which AWS may still change",
            Findings(now).Single(one => one.Key == "month").Text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "may still change",
            Findings(now.AddDays(1)).Single(one => one.Key == "month").Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void FirstOfTheMonth_HasNoMonthToDate()
    {
        _months = [.. _months.Take(2)];

        var found = Findings(new DateTimeOffset(2026, 1, 1, 3, 0, 0, TimeSpan.Zero));

        Assert.DoesNotContain(found, one => one.Key == "month to date");
        Assert.Equal(FindingLevel.Fine, found.Single(one => one.Key == "month").Level);
    }

    [Fact]
    public void DaysThatAreMissing_AreNoZero()
    {
        _days.RemoveAt(3);

        var week = Assert.Single(Findings(), one => one.Key == "week");
        Assert.Equal(
            (
                FindingLevel.Missing,
                "the cost of the last days could not be seen: Cost Explorer has 13 of the 14 days to 2026-01-13"
            ),
            (week.Level, week.Text)
        );
    }

    [Fact]
    public void MonthThatIsMissing_IsNoZero()
    {
        _months.RemoveAt(0);

        Assert.Equal(FindingLevel.Missing, Findings().Single(one => one.Key == "month").Level);
    }

    [Fact]
    public void WhatCostExplorerRefuses_IsMissingWithItsReason()
    {
        var seen = Evidence.NotAsked.Hides(CostLooks.Days, "AccessDenied").Hides(CostLooks.Months, "DataUnavailable");
        var report = Assert.IsType<CheckDecision.Report>(s_check.Decide(At(s_check.PartsOf(s_estate)[0], seen)));

        Assert.Equal<Finding>(
            [
                new Finding(FindingLevel.Missing, "week", "the cost of the last days could not be seen: AccessDenied"),
                new Finding(FindingLevel.Missing, "month", "the cost of the months could not be seen: DataUnavailable"),
            ],
            report.Findings
        );
    }

    /// <summary>From 20 % and 10 USD on, of 300 in November: 60 more.</summary>
    [Theory]
    [InlineData(359.99, false)]
    [InlineData(360, true)]
    [InlineData(10, false)]
    public void MonthThatRose_IsAskedForItsReasons(double december, bool isAsked)
    {
        _months[1] = Month("2025-12-01", "2026-01-01", ("ECS", (decimal)december));

        var decision = s_check.Decide(Seen());

        Assert.Equal(isAsked, decision is CheckDecision.Look);
        if (decision is CheckDecision.Look look)
        {
            Assert.Equal<Look>([CostLooks.Reasons], look.Looks);
            Assert.Equal(new CostMovers(DayOf("2025-11-01"), ["ECS"]), look.About);
        }
    }

    [Fact]
    public void Reasons_AreAskedOfTheThreeLargestRises()
    {
        _months[1] = Month("2025-12-01", "2026-01-01", [.. Enumerable.Range(1, 5).Select(at => ($"S{at}", 10m * at))]);

        var look = Assert.IsType<CheckDecision.Look>(s_check.Decide(Seen()));

        Assert.Equal<string>(["S5", "S4", "S3"], ((CostMovers)look.About).Services);
    }

    [Fact]
    public void Reasons_StandAtTheRise()
    {
        _months[1] = Month("2025-12-01", "2026-01-01", ("ECS", 400m), ("Tax", 30m));

        var found = Explained(
            Fact.Known(
                new CostReasons([
                    new CostReason("ECS", "usage change of A", 90m),
                    new CostReason("ECS", "savings plan usage", -5m),
                    new CostReason("Tax", "tax", 30m),
                    new CostReason("ECS", "usage change of B", 4m),
                    new CostReason("ECS", "usage change of C", 3m),
                    new CostReason("ECS", "usage change of D", 2m),
                    new CostReason("ECS", "usage change of E", 0.001m),
                ]),
                Some.Now
            )
        );

        Assert.Equal(
            [
                "ECS cost 400.00 USD in 2025-12, in 2025-11 300.00 (+100.00, +33.3 %): usage change of A +90.00, "
                    + "savings plan usage -5.00, usage change of B +4.00, and 2 smaller ones",
                "Tax cost 30.00 USD in 2025-12, in 2025-11 0.00 (+30.00): tax +30.00",
            ],
            found.Findings.Where(IsOfAService).Select(one => one.Text)
        );
        Assert.All(found.Findings.Where(IsOfAService), one => Assert.Equal(FindingLevel.Warning, one.Level));
        Assert.Contains(found.Findings, one => one.Key == "week");
        Assert.Contains(found.Findings, one => one.Key == "month");
    }

    [Fact]
    public void ReasonsThatAreNotKnown_LeaveTheRise()
    {
        _months[1] = Month("2025-12-01", "2026-01-01", ("ECS", 400m));

        var denied = Explained(Fact.Missing<CostReasons>("AccessDeniedException"));
        var empty = Explained(Fact.Known(new CostReasons([]), Some.Now));

        Assert.EndsWith(
            "; why is not known: AccessDeniedException",
            denied.Findings.Single(IsOfAService).Text,
            StringComparison.Ordinal
        );
        Assert.Null(denied.Memory);
        Assert.EndsWith(
            "; why is not known: Cost Explorer names no reason",
            empty.Findings.Single(IsOfAService).Text,
            StringComparison.Ordinal
        );
    }

    /// <summary>Each request is charged: what AWS no longer changes is asked for once.</summary>
    [Theory]
    [InlineData("2026-01-15T03:00Z", "2026-01-16T03:00Z", "ECS", false)]
    [InlineData("2026-01-05T03:00Z", "2026-01-16T03:00Z", "ECS", true)]
    [InlineData("2026-01-15T03:00Z", "2026-01-16T03:00Z", "EC2", true)]
    public void ReasonsOfAClosedMonth_AreKept(string first, string next, string service, bool isAskedAgain)
    {
        _months[1] = Month("2025-12-01", "2026-01-01", ("ECS", 400m));
        var reasons = new CostReasons([new CostReason("ECS", "usage change of A", 100m)]);
        var report = Explained(Fact.Known(reasons, Some.Now), TimeOf(first));
        _months[0] = Month("2025-11-01", "2025-12-01", (service, 300m));
        _months[1] = Month("2025-12-01", "2026-01-01", (service, 400m));
        var run = new CheckRun(Some.Now, Some.Now);

        var decision = s_check.Decide(
            Seen(TimeOf(next)) with
            {
                Last = new CheckReport(run.StartedAt, run.StartedAt, report.Findings) { Keep = report.Memory },
            }
        );

        Assert.Equal(isAskedAgain, decision is CheckDecision.Look);
        if (decision is CheckDecision.Report kept)
        {
            Assert.Contains(
                "usage change of A +100.00",
                kept.Findings.Single(IsOfAService).Text,
                StringComparison.Ordinal
            );
            Assert.NotNull(kept.Memory);
        }
    }

    /// <summary>The invocation ended between the looks: the costs are not asked for again.</summary>
    [Fact]
    public void RunThatGoesOnLater_AsksForTheReasonsAlone()
    {
        _months[1] = Month("2025-12-01", "2026-01-01", ("ECS", 400m));
        var look = Assert.IsType<CheckDecision.Look>(s_check.Decide(Seen()));
        var later = At(s_check.PartsOf(s_estate)[0], Evidence.NotAsked) with
        {
            Run = new CheckRun(Some.Now, Some.Now) { Memory = look.Memory },
        };

        Assert.Equal<Look>([CostLooks.Reasons], Assert.IsType<CheckDecision.Look>(s_check.Decide(later)).Looks);
    }

    private static bool IsOfAService(Finding finding) =>
        finding.Key.StartsWith("month ", StringComparison.Ordinal) && finding.Key != "month to date";

    private static DateTimeOffset TimeOf(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The report of a run that asked for reasons and was told this.</summary>
    private CheckDecision.Report Explained(Fact<CostReasons> told, DateTimeOffset? now = null)
    {
        var look = Assert.IsType<CheckDecision.Look>(s_check.Decide(Seen(now)));
        var seen = told is Fact<CostReasons>.Known known
            ? Evidence.NotAsked.Shows(CostLooks.Reasons, known.Value)
            : Evidence.NotAsked.Hides(CostLooks.Reasons, ((Fact<CostReasons>.Missing)told).Reason);
        var then = At(s_check.PartsOf(s_estate)[0], seen) with
        {
            Run = new CheckRun(Some.Now, Some.Now) { Memory = look.Memory },
            Now = now ?? Some.Now,
        };
        return Assert.IsType<CheckDecision.Report>(s_check.Decide(then));
    }

    private ImmutableArray<Finding> Findings(DateTimeOffset? now = null) =>
        Assert.IsType<CheckDecision.Report>(s_check.Decide(Seen(now))).Findings;

    private CheckSituation Seen(DateTimeOffset? now = null) =>
        At(
            s_check.PartsOf(s_estate)[0],
            Evidence
                .NotAsked.Shows(CostLooks.Days, new Costs([.. _days], "USD"))
                .Shows(CostLooks.Months, new Costs([.. _months], "USD"))
        ) with
        {
            Now = now ?? Some.Now,
        };

    private static CheckSituation At(CheckPart part, Evidence seen) =>
        new(s_estate, part, new CheckRun(Some.Now, Some.Now), seen, [], Last: null, Some.Now);

    /// <summary>The n-th of the fourteen days that are asked for on 2026-01-15.</summary>
    private static CostPeriod Day(int number, params (string Service, decimal Amount)[] costs)
    {
        var day = new DateOnly(2025, 12, 31).AddDays(number);
        return new CostPeriod(day, day.AddDays(1), Sorted(costs));
    }

    private static CostPeriod Month(string from, string until, params (string Service, decimal Amount)[] costs) =>
        new(DayOf(from), DayOf(until), Sorted(costs));

    private static DateOnly DayOf(string text) =>
        DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static ImmutableSortedDictionary<string, decimal> Sorted((string Service, decimal Amount)[] costs) =>
        costs.ToImmutableSortedDictionary(one => one.Service, one => one.Amount, StringComparer.Ordinal);
}
