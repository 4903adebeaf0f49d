using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures;

/// <summary>
/// A service whose desired count is 0 was stopped by someone, perhaps every night: that is looked at before anything
/// else, whatever else cannot be seen. On-call is notified without haste, and the incident goes on when it is started.
/// A DAEMON service has as many tasks as there are instances: nobody stops it by its count.
/// </summary>
public static class Stopped
{
    /// <summary>Null when the service is not stopped, answers all the same, or was changed by LambdaOps.</summary>
    public static Decision? Of(Incident incident, Evidence seen, TimeSpan checkEvery) =>
        !incident.IsHandedOff
        && !incident.Attempts.Any(attempt => attempt.Outcome != AttemptOutcome.Refused)
        && seen
            is {
                Service: Fact<ServiceState>.Known { Value: { Desired: 0, IsDaemon: false } service },
                Health: not Fact<HealthProbe>.Known { Value.Healthy: true },
            }
            ? Handed(
                service,
                checkEvery,
                seen.Gaps is { Count: > 0 } gaps ? $"; evidence missing: {string.Join("; ", gaps)}" : ""
            )
            : null;

    /// <summary>On-call has it as long as it is stopped.</summary>
    public static Decision.Escalate Handed(ServiceState service, TimeSpan checkEvery, string also = "") =>
        new(
            Severity.P4,
            NextStep.Start,
            Rollouts.Seldom(checkEvery),
            $"the desired count is 0, someone stopped the service: tasks {service}{also}"
        )
        {
            WhileStopped = true,
        };

    /// <summary>The service was started again: whatever is wrong from here on is looked at anew.</summary>
    public static Incident Resume(Incident incident, Evidence seen, DateTimeOffset now) =>
        incident is { IsHandedOff: true, Escalation.WhileStopped: true }
        && seen.Service is Fact<ServiceState>.Known { Value.Desired: > 0 and var desired }
            ? (
                incident with
                {
                    Status = IncidentStatus.Open,
                    Phase = Phase.Opened,
                    Escalation = null,
                    Returns = incident.Returns with { LastAt = now },
                    Severity = incident.Trend.LoweredFrom ?? incident.Severity,
                    Trend = incident.Trend with { LoweredFrom = null },
                }
            ).Note(
                now,
                EntryKind.CameBack,
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"the service was started with {desired} tasks: open again"
                ),
                new EntryDetail.Reopening()
            )
            : incident;
}
