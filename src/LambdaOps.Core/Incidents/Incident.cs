using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Evidence;

namespace LambdaOps.Core.Incidents;

/// <summary>
/// The record of one disturbance of one target. Every change makes a new value; the journal keeps the newest.
/// </summary>
/// <param name="Ceiling">
/// The most that this incident may do: an operator's request can ask for less than the estate allows.
/// </param>
/// <param name="Alarm">The alarm that opened it; null when a person did.</param>
/// <param name="Streak">How the last looks at the health URL went.</param>
/// <param name="BlindSince">Since when evidence has been missing; null when all was seen at the last look.</param>
/// <param name="Intent">An action written down whose outcome is not; null when there is none.</param>
/// <param name="Beat">Number of the follow-up that is awaited.</param>
/// <param name="LastGoodTaskDefinition">
/// The task definition that the service was last seen healthy with; null when unknown.
/// </param>
public sealed record Incident(
    IncidentId Id,
    TargetId Target,
    RemedyName Remedy,
    Severity Severity,
    Mode Ceiling,
    AlarmRef? Alarm,
    DateTimeOffset OpenedAt,
    IncidentStatus Status,
    Phase Phase,
    HealthStreak? Streak,
    DateTimeOffset? BlindSince,
    ImmutableArray<Attempt> Attempts,
    Intent? Intent,
    long Beat,
    string? LastGoodTaskDefinition,
    DateTimeOffset? EndedAt,
    ImmutableArray<TimelineEntry> Lines)
{
    /// <summary>The newest action that was tried, or null.</summary>
    public Attempt? LastAttempt => Attempts is [.., var last] ? last : null;

    /// <summary>When the disturbance was first signalled: the alarm's change, or the person's request.</summary>
    public DateTimeOffset SignalledAt => Alarm?.ChangedAt ?? OpenedAt;

    public bool IsHandedOver => Status == IncidentStatus.HandedOver;

    /// <summary>A new incident, with the signal that opened it as its first line.</summary>
    public static Incident Open(
        TargetId target, RemedyName remedy, Severity severity, Mode ceiling, AlarmRef? alarm, string openedBy,
        string? lastGood, DateTimeOffset now) => new(
            IncidentId.For(target, now), target, remedy, severity, ceiling, alarm, now,
            IncidentStatus.Open, Phase.Opened, Streak: null, BlindSince: null, Attempts: [], Intent: null, Beat: 0,
            lastGood, EndedAt: null, Lines: ImmutableArray<TimelineEntry>.Empty.Note(now, EntryKind.Signal, openedBy));

    public Incident Note(DateTimeOffset at, EntryKind kind, string text, bool repeats = false) =>
        this with { Lines = Lines.Note(at, kind, text, repeats) };

    /// <summary>
    /// What every remedy wants remembered of a look: the health streak and since when it has been blind.
    /// </summary>
    public Incident Saw(ServiceEvidence seen, DateTimeOffset now) => this with
    {
        Streak = seen.Health is Fact<HealthProbe>.Known(var probe, var at)
            ? HealthStreak.After(Streak, probe.Healthy, at)
            : null,
        BlindSince = seen.Gaps.Count == 0 ? null : BlindSince ?? now,
    };
}

public enum IncidentStatus
{
    Open,
    HandedOver,
    Resolved,
}

/// <summary>The alarm behind an incident, and when it changed.</summary>
public sealed record AlarmRef(string Name, string Arn, DateTimeOffset ChangedAt);

/// <summary>Looks in a row with the same result.</summary>
public sealed record HealthStreak(bool Healthy, int Count, DateTimeOffset Since)
{
    public static HealthStreak After(HealthStreak? before, bool healthy, DateTimeOffset at) =>
        before is not null && before.Healthy == healthy
            ? before with { Count = before.Count + 1 }
            : new HealthStreak(healthy, 1, at);
}

/// <summary>An action that was tried, and how the call went.</summary>
public sealed record Attempt(RemedyAction Action, DateTimeOffset At, AttemptOutcome Outcome, string Detail);

public enum AttemptOutcome
{
    /// <summary>AWS took it.</summary>
    Done,

    /// <summary>AWS refused it; nothing changed.</summary>
    Refused,
}

/// <summary>An action about to be made, written before it is.</summary>
public sealed record Intent(RemedyAction Action, DateTimeOffset At, string Because);
