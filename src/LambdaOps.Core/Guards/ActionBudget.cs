using System.Collections.Immutable;

namespace LambdaOps.Core.Guards;

/// <summary>How many actions LambdaOps may make within any hour; putting back what was taken does not count.</summary>
/// <param name="PerTarget">On one target.</param>
/// <param name="PerEstate">On all targets together.</param>
public sealed record ActionBudget(int PerTarget, int PerEstate)
{
    /// <summary>The most that an estate may allow.</summary>
    public const int Most = 10_000;

    /// <summary>A total outage from the page to the last step takes nine.</summary>
    public static ActionBudget Default { get; } = new(PerTarget: 20, PerEstate: 60);

    public static TimeSpan Window { get; } = TimeSpan.FromHours(1);

    /// <summary>How many of these moments lie within the last hour.</summary>
    public static int Within(ImmutableArray<DateTimeOffset> acts, DateTimeOffset now) =>
        acts.Count(at => now - at < Window);

    /// <summary>The moments with one more; those that no longer count are forgotten.</summary>
    public static ImmutableArray<DateTimeOffset> Spend(ImmutableArray<DateTimeOffset> acts, DateTimeOffset now) =>
        [.. acts.Where(at => now - at < Window), now];
}
