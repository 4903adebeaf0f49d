using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.CostReview;

/// <summary>What is said of the cost: a week against the one before, a month against the one before, by service.</summary>
internal sealed class CostJudgement(CostReviewPolicy policy, DateTimeOffset now)
{
    private const int MostMovers = 5;

    /// <summary>What is less in both times is not worth a line.</summary>
    private const decimal Least = 0.01m;

    public ImmutableArray<Finding> Of(Fact<Costs> days, Fact<Costs> months) => [.. OfWeek(days), .. OfMonths(months)];

    private IEnumerable<Finding> OfWeek(Fact<Costs> seen)
    {
        if (seen is not Fact<Costs>.Known { Value: { Periods: var days, Currency: var currency } })
        {
            return [Missing("week", "the cost of the last days", seen.WhyUnknown)];
        }

        var wanted = CostDates.TwoWeeks(now);
        var found = days.Where(day => day.From >= wanted.From && day.Until <= wanted.Until).ToList();
        if (found.Count != 2 * CostDates.Days)
        {
            return
            [
                Missing(
                    "week",
                    "the cost of the last days",
                    Text($"Cost Explorer has {found.Count} of the {2 * CostDates.Days} days to {Last(wanted.Until)}")
                ),
            ];
        }

        var (before, week) = (CostPeriod.Sum(found[..CostDates.Days]), CostPeriod.Sum(found[CostDates.Days..]));
        return
        [
            new Finding(
                LevelOf(before.Total, week.Total),
                "week",
                Text($"the 7 days to {Last(week.Until)} cost {Money(week.Total)} {currency}, the 7 before ")
                    + $"{Money(before.Total)} ({Change(before.Total, week.Total)})"
            ),
            .. MoversOf(before, week)
                .Select(service => new Finding(
                    LevelOf(service.Before, service.After),
                    $"week {service.Name}",
                    $"{service.Name} cost {Money(service.After)} {currency} in the 7 days to {Last(week.Until)}, the 7 before "
                        + $"{Money(service.Before)} ({Change(service.Before, service.After)})"
                )),
        ];
    }

    private IEnumerable<Finding> OfMonths(Fact<Costs> seen)
    {
        if (seen is not Fact<Costs>.Known { Value: { Periods: var months, Currency: var currency } })
        {
            yield return Missing("month", "the cost of the months", seen.WhyUnknown);
            yield break;
        }

        var first = CostDates.Month(now);
        var last = Month(first.AddMonths(-1));
        var before = Month(first.AddMonths(-2));
        if (last is null || before is null)
        {
            yield return Missing("month", "the cost of the months", "Cost Explorer lacks one of the last two");
            yield break;
        }

        var movers = MoversOf(before, last).Select(one => $"{one.Name} {Signed(one.After - one.Before)}").ToList();
        var isOpen = CostDates.Today(now).Day < CostDates.ClosedFrom;
        yield return new Finding(
            LevelOf(before.Total, last.Total),
            "month",
            Text($"{last.From:yyyy-MM} cost {Money(last.Total)} {currency}")
                + (isOpen ? ", which AWS may still change," : "")
                + Text($" and {before.From:yyyy-MM} {Money(before.Total)} ({Change(before.Total, last.Total)})")
                + (movers.Count > 0 ? $"; the largest movers: {string.Join(", ", movers)}" : "")
        );
        if (Month(first) is { } current)
        {
            yield return new Finding(
                FindingLevel.Fine,
                "month to date",
                Text($"{current.From:yyyy-MM} has cost {Money(current.Total)} {currency} until {Last(current.Until)}, ")
                    + "the last days of it not yet whole"
            );
        }

        CostPeriod? Month(DateOnly from) => months.FirstOrDefault(month => month.From == from);
    }

    private static IEnumerable<(string Name, decimal Before, decimal After)> MoversOf(
        CostPeriod before,
        CostPeriod after
    ) =>
        before
            .ByService.Keys.Union(after.ByService.Keys)
            .Select(name =>
                (
                    Name: name,
                    Before: before.ByService.GetValueOrDefault(name),
                    After: after.ByService.GetValueOrDefault(name)
                )
            )
            .Where(one => Math.Abs(one.After - one.Before) >= Least)
            .OrderByDescending(one => Math.Abs(one.After - one.Before))
            .ThenBy(one => one.Name, StringComparer.Ordinal)
            .Take(MostMovers);

    private FindingLevel LevelOf(decimal before, decimal after) =>
        after - before >= policy.RiseAmount && (before <= 0 || 100 * (after - before) >= policy.RisePercent * before)
            ? FindingLevel.Warning
            : FindingLevel.Fine;

    private static string Change(decimal before, decimal after) =>
        before > 0
            ? Text($"{Signed(after - before)}, {(after < before ? "" : "+")}{100 * (after - before) / before:0.#} %")
            : Signed(after - before);

    private static string Signed(decimal amount) => $"{(amount < 0 ? "" : "+")}{Money(amount)}";

    private static string Money(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>The day before an end that is not included.</summary>
    private static string Last(DateOnly until) =>
        until.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Finding Missing(string key, string what, string why) =>
        new(FindingLevel.Missing, key, $"{what} could not be seen: {why}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
