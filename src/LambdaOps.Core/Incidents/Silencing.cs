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
        var next = incident with
        {
            Trend = incident.Trend with { Silenced = silenced },
            Cause = WithLooks(incident.Cause, seen),
        };
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
    /// What the looks show of each alarm. When its silence ends while it fires, CloudWatch makes up for the actions by the
    /// same change: only so it is told from a duplicate.
    /// </summary>
    private static IncidentCause WithLooks(IncidentCause cause, Evidence seen)
    {
        var alarms = cause.Alarms;
        for (var at = 0; at < alarms.Length; at++)
        {
            if (LooksSilenced(alarms[at], cause, seen) is { } looks && looks != alarms[at].LooksSilenced)
            {
                alarms = alarms.SetItem(at, alarms[at] with { LooksSilenced = looks, HasLookedSilenced = true });
            }
        }

        return alarms == cause.Alarms ? cause : cause with { Alarms = alarms };
    }

    /// <summary>Null where no look shows it: it is another one's, or does not fire.</summary>
    private static bool? LooksSilenced(AlarmRef alarm, IncidentCause cause, Evidence seen) =>
        alarm.Arn == cause.Alarm?.Arn && seen.Alarm is Fact<AlarmReading>.Known { Value: var own }
            ? own.Silenced is not null
        : seen.Alarms is Fact<ActiveAlarms>.Known { Value: var active }
            ? active.Silenced.Contains(alarm.Name) ? true
                : active.Names.Contains(alarm.Name) ? false
                : null
        : null;

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
            // A reading shows disabled actions and mute rules, and suppression while it fires; a change that says itself
            // until when it is muted is believed.
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
