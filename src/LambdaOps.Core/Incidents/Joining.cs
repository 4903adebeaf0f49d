using LambdaOps.Core.Estates;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Incidents;

/// <summary>An alarm of another target that an incident has taken in.</summary>
/// <param name="Target">Whose alarm it is.</param>
/// <param name="Remedy">What the estate has against it there.</param>
/// <param name="Dependency">What both targets need.</param>
/// <param name="Alarm">As it was last heard.</param>
public sealed record JoinedAlarm(TargetId Target, ProcedureName Remedy, string Dependency, Signal.AlarmChanged Alarm)
{
    /// <summary>Whether it is handled for its own target since: the incident no longer speaks for it.</summary>
    public bool IsReleased { get; init; }
}

/// <summary>Where an alarm of a target went: another target's incident.</summary>
public sealed record JoinedTo(TargetId Leader, IncidentId Incident);

/// <summary>
/// Alarms of several targets that need the same thing are one disturbance: the first target's incident takes the
/// others' alarms in. Its remedy goes on for its own target only; what is still in ALARM when it is handed off, or
/// ends, returns to its target.
/// </summary>
public static class Joining
{
    /// <summary>Alarms that an incident takes in at most; further ones are handled for their own targets.</summary>
    public const int MostJoined = 30;

    /// <summary>Whether that change of the alarm, or a newer one, is in the incident.</summary>
    public static bool HasHeard(this Incident incident, Signal.AlarmChanged alarm) =>
        incident.Cause.Joined.Any(one =>
            one.Alarm.Arn == alarm.Arn && one.Alarm.ChangedAt >= alarm.ChangedAt && !one.IsReleased
        );

    /// <summary>Since when nobody has joined: its opening, its return, or the last alarm that joined.</summary>
    public static DateTimeOffset LastJoined(this Incident incident) =>
        incident.Cause.JoinedAt is { } at && at > incident.ActiveSince ? at : incident.ActiveSince;

    /// <summary>
    /// Takes an alarm of another target in. The incident is then at least as bad as the alarm, at least P2, and P1 when
    /// it is about all targets of the dependency.
    /// </summary>
    public static Incident TakeIn(
        this Incident incident,
        JoinedAlarm alarm,
        Severity severity,
        Dependency dependency,
        DateTimeOffset now
    )
    {
        var joined = incident.Cause.Joined.RemoveAll(one => one.Alarm.Arn == alarm.Alarm.Arn).Add(alarm);
        var isAll = dependency.Targets.All(target =>
            target == incident.Target || joined.Any(one => one.Target == target && one.Dependency == dependency.Id)
        );
        var worst = isAll ? Severity.P1 : Worse(severity, Severity.P2);
        return (
            incident with
            {
                Cause = incident.Cause with { Joined = joined, JoinedAt = now },
                Severity = Worse(incident.Severity, worst),
            }
        ).Note(now, EntryKind.Signal, $"{alarm.Target} needs {dependency.Id} too: {alarm.Alarm.Line}");
    }

    /// <summary>A newer state of an alarm that is in the incident; of others nothing is noted.</summary>
    public static Incident Hear(this Incident incident, Signal.AlarmChanged alarm, DateTimeOffset now) =>
        incident.Cause.Joined.FirstOrDefault(one => one.Alarm.Arn == alarm.Arn && !one.IsReleased) is { } known
        && known.Alarm.ChangedAt < alarm.ChangedAt
            ? incident
                .Replace(known, known with { Alarm = alarm })
                .Note(now, EntryKind.Signal, $"{known.Target}: {alarm.Line}")
            : incident;

    /// <summary>The alarms that return to their own targets: those in ALARM, each once.</summary>
    public static IReadOnlyList<JoinedAlarm> StillFiring(this Incident incident) =>
        [.. incident.Cause.Joined.Where(one => one.Alarm.State == AlarmState.Alarm && !one.IsReleased)];

    /// <summary>For the notice of the hand-off: which alarms return; empty when none does.</summary>
    public static string WhatIsRestored(this Incident incident) =>
        incident.StillFiring() is { Count: > 0 } firing
            ? $"; alarms handed back to their own targets: "
                + string.Join(", ", firing.Select(one => $"{one.Alarm.Name} ({one.Target})"))
            : "";

    /// <summary>They are handled for their own targets from here.</summary>
    public static Incident Release(this Incident incident, IReadOnlyList<JoinedAlarm> released, DateTimeOffset now) =>
        released.Aggregate(
            incident,
            (open, one) =>
                open.Replace(one, one with { IsReleased = true })
                    .Note(
                        now,
                        EntryKind.Switched,
                        $"alarm {one.Alarm.Name} still fires: {one.Target} handles it from here"
                    )
        );

    /// <summary>The other targets that the incident is about, by dependency: for people.</summary>
    public static IEnumerable<(string Dependency, IReadOnlyList<TargetId> Targets)> JoinedTargets(
        this Incident incident
    ) =>
        incident
            .Cause.Joined.GroupBy(one => one.Dependency)
            .Select(group => (group.Key, (IReadOnlyList<TargetId>)[.. group.Select(one => one.Target).Distinct()]));

    private static Incident Replace(this Incident incident, JoinedAlarm known, JoinedAlarm now) =>
        incident with
        {
            Cause = incident.Cause with { Joined = incident.Cause.Joined.Replace(known, now) },
        };

    private static Severity Worse(Severity one, Severity other) => one < other ? one : other;
}
