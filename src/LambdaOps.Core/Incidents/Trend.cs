using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Incidents;

/// <summary>
/// What the looks at a target came to so far. But for the impact and the time to recover, it begins anew when the
/// incident is opened again.
/// </summary>
public sealed record Trend
{
    /// <summary>What people lost; null in a record of an older version, and before the first look.</summary>
    public Impact? Impact { get; init; }

    /// <summary>Which images ran before the last restart; null where there was none, or nobody knows.</summary>
    public ImagesRun? Images { get; init; }

    /// <summary>Its recovery level and goals; null where none counts, and in a record of an older version.</summary>
    public RecoveryClock? Recovery { get; init; }

    /// <summary>How the last looks at the health URL went; null when the last one showed nothing.</summary>
    public HealthStreak? Streak { get; init; }

    /// <summary>The last answers of the health URL, also from before a look that showed nothing.</summary>
    public RecentProbes Probes { get; init; } = RecentProbes.None;

    /// <summary>Since when evidence has been missing; null when all was seen at the last look.</summary>
    public DateTimeOffset? BlindSince { get; init; }

    /// <summary>
    /// Since when the evidence has been worse than before the newest change; null when it was not at the last look.
    /// </summary>
    public DateTimeOffset? WorseSince { get; init; }

    /// <summary>
    /// Since when an alarm has fired, the health URL has failed or something could not be seen; pauses that are too
    /// short to call it over do not end it. Null while all is quiet.
    /// </summary>
    public DateTimeOffset? TroubledSince { get; init; }

    /// <summary>Since when all has been quiet; null when it was not at the last look.</summary>
    public DateTimeOffset? QuietSince { get; init; }

    /// <summary>When the health URL last failed after it had been good; null when it never did.</summary>
    public DateTimeOffset? DippedAt { get; init; }

    /// <summary>
    /// Why all its alarms were silenced at the last look (<see cref="Silencing"/>); null when one was not.
    /// </summary>
    public string? Silenced { get; init; }

    /// <summary>
    /// The severity before a hand-off that found nothing wrong but the alarm, or of an alarm that was silenced from the
    /// opening; null when there was none, or when the service has failed, or another alarm has joined, since.
    /// </summary>
    public Severity? LoweredFrom { get; init; }

    /// <summary>What every remedy wants remembered of a look.</summary>
    /// <param name="isWorse">Whether it is worse than before the newest change; null where nobody knows.</param>
    public Trend After(Evidence seen, bool? isWorse, DateTimeOffset now) =>
        this with
        {
            Impact = (Impact ?? new Impact()).After(seen, now),
            Streak = seen.Health is Fact<HealthProbe>.Known(var probe, var at)
                ? HealthStreak.After(Streak, probe.Healthy, at)
                : null,
            Probes = seen.Health is Fact<HealthProbe>.Known { Value.Healthy: var good } ? Probes.After(good) : Probes,
            BlindSince = seen.Gaps.Count == 0 ? null : BlindSince ?? now,
            DippedAt =
                Streak is { Healthy: true } && seen.Health is Fact<HealthProbe>.Known { Value.Healthy: false }
                    ? now
                    : DippedAt,
            WorseSince = isWorse switch
            {
                true => WorseSince ?? now,
                false => null,
                null => WorseSince,
            },
        };
}

/// <summary>Looks in a row with the same result.</summary>
public sealed record HealthStreak(bool Healthy, int Count, DateTimeOffset Since)
{
    public static HealthStreak After(HealthStreak? before, bool healthy, DateTimeOffset at) =>
        before is not null && before.Healthy == healthy
            ? before with
            {
                Count = before.Count + 1,
            }
            : new HealthStreak(healthy, 1, at);
}
