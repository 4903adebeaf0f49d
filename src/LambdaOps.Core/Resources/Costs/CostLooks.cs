using System.Collections.Immutable;

namespace LambdaOps.Core.Resources;

/// <summary>What Cost Explorer can be asked: each question is a request that AWS charges ($0.01).</summary>
public static class CostLooks
{
    /// <summary>By service, of each of the last 14 days that are over for a day at least.</summary>
    public static Look<Costs> Days { get; } =
        new("cost by day", "ce:GetCostAndUsage") { IsAbout = static target => target is CostSpan };

    /// <summary>By service, of this month as far as it is gone and of the two before (runbook: aws ce get-cost-and-usage).</summary>
    public static Look<Costs> Months { get; } =
        new("cost by month", "ce:GetCostAndUsage") { IsAbout = static target => target is CostSpan };

    /// <summary>What changed the cost of some services from one whole month to the next: usage, discounts, commitments.</summary>
    public static Look<CostReasons> Reasons { get; } =
        new("reasons of costs", "ce:GetCostComparisonDrivers") { IsAbout = static target => target is CostMovers };
}

/// <summary>The account's cost.</summary>
public sealed record CostSpan() : Resource(new TargetId("cost"), null);

/// <summary>Services whose cost changed from one month to the next.</summary>
/// <param name="Before">The first day of the earlier month; the other one follows it.</param>
/// <param name="Services">By Cost Explorer's names.</param>
public sealed record CostMovers(DateOnly Before, ImmutableArray<string> Services) : Resource(new TargetId("cost"), null)
{
    /// <summary>More are not asked about: the largest say most.</summary>
    public const int Most = 3;

    public bool Equals(CostMovers? other) =>
        base.Equals(other) && Before == other.Before && Services.SequenceEqual(other.Services);

    public override int GetHashCode() => HashCode.Combine(Id, Before, Services.Length);
}

/// <summary>The days of a question. Cost Explorer's days are UTC's, and its ends are not included.</summary>
public readonly record struct CostDates(DateOnly From, DateOnly Until)
{
    /// <summary>A week.</summary>
    public const int Days = 7;

    /// <summary>Until about then AWS still changes the month before.</summary>
    public const int ClosedFrom = 6;

    /// <summary>
    /// Twice seven whole days. Cost Explorer is a day late at least, so the newest is the one before yesterday.
    /// </summary>
    public static CostDates TwoWeeks(DateTimeOffset now) =>
        Today(now).AddDays(-1) is var until ? new CostDates(until.AddDays(-2 * Days), until) : default;

    /// <summary>
    /// The two months before this one, and this one. Counted from the first, as on the 31st of March "a month ago" would be in
    /// March.
    /// </summary>
    public static CostDates ThreeMonths(DateTimeOffset now) => new(Month(now).AddMonths(-2), Today(now));

    /// <summary>The first day of this month.</summary>
    public static DateOnly Month(DateTimeOffset now) => new(Today(now).Year, Today(now).Month, 1);

    public static DateOnly Today(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime);
}

/// <summary>Why services cost another amount (GetCostComparisonDrivers), the largest differences first.</summary>
public sealed record CostReasons(ImmutableArray<CostReason> All)
{
    public override string ToString() => FormattableString.Invariant($"{All.Length} reasons");
}

/// <param name="What">The kind of change and what it is of, for people: "usage change of APN1-BoxUsage:m5.large".</param>
/// <param name="Difference">By which it changed the cost, in the bill's currency; below zero is less.</param>
public sealed record CostReason(string Service, string What, decimal Difference);

/// <summary>What was paid in each time, without discounts being spread (UnblendedCost).</summary>
/// <param name="Currency">As AWS writes it: USD; empty where nothing was paid.</param>
public sealed record Costs(ImmutableArray<CostPeriod> Periods, string Currency)
{
    public override string ToString() => FormattableString.Invariant($"{Periods.Length} times");
}

/// <param name="Until">Not included.</param>
/// <param name="ByService">Credits are below zero. A service without cost is not there.</param>
public sealed record CostPeriod(DateOnly From, DateOnly Until, ImmutableSortedDictionary<string, decimal> ByService)
{
    public decimal Total => ByService.Values.Sum();

    /// <summary>Several as one.</summary>
    public static CostPeriod Sum(IReadOnlyList<CostPeriod> some) =>
        new(
            some[0].From,
            some[^1].Until,
            some.SelectMany(one => one.ByService)
                .GroupBy(one => one.Key, one => one.Value, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(same => same.Key, same => same.Sum(), StringComparer.Ordinal)
        );
}
