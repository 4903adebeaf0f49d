using System.Globalization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Incidents;

/// <summary>
/// No silence: while something is wrong, on-call hears of an incident in time, whatever its remedy waits for and
/// whatever single good probes say in between.
/// </summary>
public static class Overdue
{
    /// <summary>Runbook, P1: answered at once, L3 after 15 minutes; so L1 hears of it well before.</summary>
    public static TimeSpan UrgentWithin { get; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// From when on the time counts: the opening or return, the last change, or the end of a time in which all was
    /// quiet for as long as the remedy watches before it calls a disturbance over. Single good probes do not move it.
    /// </summary>
    public static DateTimeOffset Since(Incident incident) =>
        new[]
        {
            incident.ActiveSince,
            incident.Trend.TroubledSince,
            incident.Attempts.LastOrDefault(attempt => attempt.Outcome == AttemptOutcome.Done)?.At,
            incident.Intent?.At,
        }
            .Max()!
            .Value;

    /// <summary>Remembers since when something has been wrong.</summary>
    /// <param name="quietFor">How long all must have been quiet before what follows counts as new.</param>
    public static Incident Remember(Incident incident, Evidence seen, TimeSpan quietFor, DateTimeOffset now) =>
        incident with
        {
            Trend = IsTroubled(seen)
                ? incident.Trend with
                {
                    TroubledSince = incident.Trend.TroubledSince ?? now,
                    QuietSince = null,
                }
                : incident.Trend with
                {
                    QuietSince = incident.Trend.QuietSince ?? now,
                    TroubledSince = now - incident.Trend.QuietSince >= quietFor ? null : incident.Trend.TroubledSince,
                },
        };

    /// <summary>The decision; in place of a wait that is over, what it ends in.</summary>
    /// <param name="looksWell">Whether the service looks well but for its alarm.</param>
    /// <param name="within">
    /// The remedy's longest wait: no wait goes on for longer while anything is wrong, whatever its own end is.
    /// </param>
    public static Decision Instead(
        Decision decision,
        Incident incident,
        Evidence seen,
        bool looksWell,
        TimeSpan within,
        DateTimeOffset now
    )
    {
        var due = decision.At(now);
        var since = now - Since(incident);
        return
            due.Until is not { } until
            || incident.IsHandedOff
            || since < Bound(until, incident, looksWell, within)
            || !IsTroubled(seen)
            ? due
            : HandOff(due, incident, seen, looksWell, since);
    }

    /// <summary>Where nothing is expected, a P1 incident of a service that does not look well is not kept quiet for long.</summary>
    private static TimeSpan Bound(Until until, Incident incident, bool looksWell, TimeSpan within) =>
        until is Until.OnCall && incident.Severity == Severity.P1 && !looksWell && UrgentWithin < within
            ? UrgentWithin
            : within;

    private static Decision.Escalate HandOff(
        Decision waits,
        Incident incident,
        Evidence seen,
        bool looksWell,
        TimeSpan since
    )
    {
        // A service that has been well ever since, and still is, needs nobody at night.
        var isAlarmOnly = looksWell && seen.Gaps.Count == 0 && !(incident.Trend.DippedAt > Since(incident));
        return new Decision.Escalate(
            isAlarmOnly ? Severity.P3 : incident.Severity,
            isAlarmOnly ? NextStep.Alarm : NextStep.Service,
            waits.AgainIn ?? Decision.LongestCheckAgainIn,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(isAlarmOnly ? "the service is well, but its alarm stays" : "not over")} {since.TotalMinutes:0} min "
                    + $"after the opening or the last action: "
                    + $"{waits.Because}"
            )
        )
        {
            IsAlarmOnly = isAlarmOnly,
        };
    }

    /// <summary>An alarm fires, the health URL fails, or one of them cannot be seen.</summary>
    private static bool IsTroubled(Evidence seen) =>
        seen.Gaps.Count > 0
        || seen.Health is Fact<HealthProbe>.Known { Value.Healthy: false }
        || seen.Alarm is Fact<AlarmReading>.Known { Value.IsFiring: true }
        || seen.Alarms is Fact<ActiveAlarms>.Known { Value.Any: true };
}
