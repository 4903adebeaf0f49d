using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using Memory = LambdaOps.Core.Checks.CheckMemory.CostReview;

namespace LambdaOps.Core.Procedures.CostReview;

/// <summary>What is said of the cost: a week against the one before, a month against the one before, by service.</summary>
internal sealed class CostJudgement(CostReviewPolicy policy, DateTimeOffset now)
{
    private const int MostMovers = 5;
    private const int MostReasons = 3;

    /// <summary>What is less in both times is not worth a line.</summary>
    private const decimal Least = 0.01m;

    public Memory Of(Fact<Costs> days, Fact<Costs> months) =>
        RisenIn(months) with
        {
            Found = [.. OfWeek(days), .. OfMonths(months)],
        };

    /// <summary>One service that rose from month to month, with the largest reasons.</summary>
    public static Finding Of(Memory found, CostRise rise, Fact<CostReasons> seen)
    {
        var last = found.Before.AddMonths(1);
        return new Finding(
            FindingLevel.Warning,
            $"month {rise.Service}",
            Text(
                $"{rise.Service} cost {Money(rise.After)} {found.Currency} in {last:yyyy-MM}, in {found.Before:yyyy-MM} "
            ) + $"{Money(rise.Before)} ({Change(rise.Before, rise.After)}){Why(rise, seen)}"
        );
    }

    private static string Why(CostRise rise, Fact<CostReasons> seen)
    {
        if (seen is not Fact<CostReasons>.Known { Value.All: var all })
        {
            return $"; why is not known: {seen.WhyUnknown}";
        }

        var reasons = all.Where(one => one.Service == rise.Service && Math.Abs(one.Difference) >= Least).ToList();
        return reasons.Count == 0
            ? "; why is not known: Cost Explorer names no reason"
            : $": {string.Join(", ", reasons.Take(MostReasons).Select(one => $"{one.What} {Signed(one.Difference)}"))}"
                + (reasons.Count > MostReasons ? Text($", and {reasons.Count - MostReasons} smaller ones") : "");
    }

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

        if (TwoMonthsOf(months) is not var (before, last))
        {
            yield return Missing("month", "the cost of the months", "Cost Explorer lacks one of the last two");
            yield break;
        }

        var movers = MoversOf(before, last).Select(one => $"{one.Name} {Signed(one.After - one.Before)}").ToList();
        yield return new Finding(
            LevelOf(before.Total, last.Total),
            "month",
            Text($"{last.From:yyyy-MM} cost {Money(last.Total)} {currency}")
                + (IsOpen ? ", which AWS may still change," : "")
                + Text($" and {before.From:yyyy-MM} {Money(before.Total)} ({Change(before.Total, last.Total)})")
                + (movers.Count > 0 ? $"; the largest movers: {string.Join(", ", movers)}" : "")
        );
        if (months.FirstOrDefault(month => month.From == CostDates.Month(now)) is { } current)
        {
            yield return new Finding(
                FindingLevel.Fine,
                "month to date",
                Text($"{current.From:yyyy-MM} has cost {Money(current.Total)} {currency} until {Last(current.Until)}, ")
                    + "the last days of it not yet whole"
            );
        }
    }

    private bool IsOpen => CostDates.Today(now).Day < CostDates.ClosedFrom;

    /// <summary>The last whole month and the one before; null where one of them is missing.</summary>
    private (CostPeriod Before, CostPeriod Last)? TwoMonthsOf(ImmutableArray<CostPeriod> months)
    {
        var first = CostDates.Month(now);
        return Month(first.AddMonths(-2)) is { } before && Month(first.AddMonths(-1)) is { } last
            ? (before, last)
            : null;

        CostPeriod? Month(DateOnly from) => months.FirstOrDefault(month => month.From == from);
    }

    /// <summary>What reasons are worth a request for.</summary>
    private Memory RisenIn(Fact<Costs> seen) =>
        seen is Fact<Costs>.Known { Value: { Periods: var months, Currency: var currency } }
        && TwoMonthsOf(months) is var (before, last)
            ? new Memory
            {
                Before = before.From,
                Currency = currency,
                IsFinal = !IsOpen,
                Risen =
                [
                    .. MoversOf(before, last)
                        .Where(one => LevelOf(one.Before, one.After) == FindingLevel.Warning)
                        .Take(CostMovers.Most)
                        .Select(one => new CostRise(one.Name, one.Before, one.After)),
                ],
            }
            : new Memory();

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
