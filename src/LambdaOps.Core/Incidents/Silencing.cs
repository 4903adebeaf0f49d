using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Incidents;

/// <summary>
/// What people silenced stays silent: an incident all of whose alarms are silenced is recorded and monitored, changes
/// nothing and pages nobody, until an alarm joins that is not.
/// </summary>
public static class Silencing
{
    /// <summary>
    /// Why all alarms of the incident are silenced; null when one is not, or when a person opened it.
    /// </summary>
    public static string? Of(Incident incident, Evidence seen, DateTimeOffset now)
    {
        if (incident.Alarm is null)
        {
            return null;
        }

        string? silenced = null;
        foreach (var alarm in incident.Cause.Alarms.IsEmpty ? [incident.Alarm] : incident.Cause.Alarms)
        {
            switch (Of(alarm, incident, seen, now))
            {
                case (false, _):
                    return null;
                case (true, var because):
                    silenced ??= $"{alarm.Name}: {because}";
                    break;
            }
        }

        return silenced;
    }

    /// <summary>
    /// The incident with what was seen of that. One that was silenced from its opening is nothing to be woken for; its
    /// alarm's severity is back with the first alarm that is not.
    /// </summary>
    public static Incident Remember(Incident incident, Evidence seen, DateTimeOffset now)
    {
        var silenced = Of(incident, seen, now);
        var next = incident with { Trend = incident.Trend with { Silenced = silenced } };
        return (silenced, incident) switch
        {
            ({ }, { Beat: 0, IsHandedOff: false, Trend.LoweredFrom: null, Intent: null, Attempts: [] }) => next with
            {
                Severity = Estates.Severity.P4,
                Trend = next.Trend with { LoweredFrom = incident.Severity },
            },
            (null, { Trend: { Silenced: { } before, LoweredFrom: var lowered }, IsHandedOff: false }) => (
                next with
                {
                    Severity = lowered < incident.Severity ? lowered.Value : incident.Severity,
                    Trend = next.Trend with { LoweredFrom = null },
                }
            ).Note(now, EntryKind.Signal, $"no longer silenced ({before})"),
            _ => next,
        };
    }

    /// <summary>
    /// Who is to take a silenced incident is not asked: monitoring continues. What it still holds is another matter.
    /// </summary>
    public static Decision Instead(
        Decision decision,
        Incident incident,
        Evidence seen,
        TimeSpan checkEvery,
        DateTimeOffset now
    ) =>
        decision.At(now) is (Decision.Escalate or Decision.SwitchTo) and var loud
        && Holdings.Of(incident, seen, now).Count == 0
            ? new Decision.Wait(
                incident.Phase,
                checkEvery,
                new Until.OnCall(),
                $"silenced ({incident.Trend.Silenced}), so on-call is not paged: {loud.Because}"
            )
            : decision.At(now);

    /// <summary>Null where the alarm does not count: it does not fire any more.</summary>
    private static (bool IsSilenced, string Because)? Of(
        AlarmRef alarm,
        Incident incident,
        Evidence seen,
        DateTimeOffset now
    )
    {
        var told = alarm.Silenced?.Holds(now) == true ? alarm.Silenced : null;
        if (alarm.Arn == incident.Alarm!.Arn && seen.Alarm is Fact<AlarmReading>.Known(var reading, _))
        {
            // A reading shows disabled actions, and suppression while it fires; a mute rule it does not show.
            return (reading.Silenced, told) switch
            {
                ({ } live, _) => (true, live),
                (null, { } silence) when silence.Until is not null || reading.State != AlarmState.Alarm => (
                    true,
                    silence.Because
                ),
                _ => (false, ""),
            };
        }

        return seen.Alarms switch
        {
            Fact<ActiveAlarms>.Known { Value: var active } when active.Silenced.Contains(alarm.Name) => (
                true,
                "its actions are silenced"
            ),
            Fact<ActiveAlarms>.Known { Value: var active } when !active.Names.Contains(alarm.Name) => null,
            Fact<ActiveAlarms>.Known => (told is { Until: not null }, told?.Because ?? ""),
            _ => told is not null ? (true, told.Because)
            : incident.Trend.Silenced is { } before ? (true, before)
            : (false, ""),
        };
    }
}
