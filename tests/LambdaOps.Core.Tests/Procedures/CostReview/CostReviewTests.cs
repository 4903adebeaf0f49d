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

    private ImmutableArray<Finding> Findings(DateTimeOffset? now = null)
    {
        var seen = Evidence
            .NotAsked.Shows(CostLooks.Days, new Costs([.. _days], "USD"))
            .Shows(CostLooks.Months, new Costs([.. _months], "USD"));
        var situation = At(s_check.PartsOf(s_estate)[0], seen) with { Now = now ?? Some.Now };
        return Assert.IsType<CheckDecision.Report>(s_check.Decide(situation)).Findings;
    }

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
