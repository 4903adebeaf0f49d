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

    /// <summary>The decision, or, where it would wait for too long, the hand-off in its place.</summary>
    /// <param name="looksWell">Whether the service looks well but for its alarm.</param>
    /// <param name="within">
    /// The time after which on-call is notified; null where a person asked and gets the answer.
    /// </param>
    public static Decision Instead(
        Decision decision,
        Incident incident,
        Evidence seen,
        bool looksWell,
        TimeSpan? within,
        DateTimeOffset now
    )
    {
        var waits = decision switch
        {
            Decision.Wait wait => wait.CheckAgainIn,
            Decision.Inconclusive unknown => unknown.CheckAgainIn,
            _ => (TimeSpan?)null,
        };
        var since = now - Since(incident);
        if (
            waits is not { } again
            || incident.IsHandedOff
            || within is not { } bound
            || since < bound
            || !IsTroubled(seen)
        )
        {
            return decision;
        }

        // A service that has been well ever since, and still is, needs nobody at night.
        var isAlarmOnly = looksWell && seen.Gaps.Count == 0 && !(incident.Trend.DippedAt > Since(incident));
        return new Decision.Escalate(
            isAlarmOnly ? Severity.P3 : incident.Severity,
            isAlarmOnly ? NextStep.Alarm : NextStep.Service,
            again,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(isAlarmOnly ? "the service is well, but its alarm stays" : "not over")} {since.TotalMinutes:0} min "
                    + $"after the opening or the last action: "
                    + $"{decision.Because}"
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
