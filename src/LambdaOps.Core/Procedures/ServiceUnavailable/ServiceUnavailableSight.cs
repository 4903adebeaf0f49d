using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.ServiceUnavailable;

/// <summary>The evidence of the 503 procedure when nothing of it is missing.</summary>
public sealed record ServiceUnavailableSight(
    HealthProbe Health,
    TargetCounts Targets,
    ServiceState Service,
    AlarmReading Alarm,
    HealthStreak Streak,
    RecentProbes Probes
)
{
    /// <summary>Percent; null where nobody asked, or CloudWatch has no datapoint.</summary>
    public double? Cpu { get; init; }

    /// <summary>The newest deployment as ECS keeps it; null where it keeps none, or is not seen.</summary>
    public NativeDeployment? Newest { get; init; }

    /// <summary>Of what would be rolled back to; null where that is not known.</summary>
    public RevisionStatus? WayBack { get; init; }

    public bool Healthy => Health.Healthy;

    /// <summary>
    /// The share of failing requests in percent where a check's breach is behind the incident and that share is still a
    /// danger: no alarm would say so. Else null.
    /// </summary>
    public double? StillFailing { get; init; }

    public bool AlarmFiring => Alarm.IsFiring || StillFailing is not null;

    /// <summary>The deployment that is rolling out, or has failed to; null when the service is steady.</summary>
    public ServiceDeployment? Deployment => Service.Rolling;

    public string? StartFailure => Service.Running < Service.Desired ? Service.StartFailure : null;

    /// <summary>Null when something is missing: then nothing may be decided from the rest.</summary>
    public static ServiceUnavailableSight? Of(Evidence seen, Incident incident, Threshold errors) =>
        seen
            is {
                Health: Fact<HealthProbe>.Known { Value: var health, ObservedAt: var at },
                Targets: Fact<TargetCounts>.Known { Value: var targets },
                Service: Fact<ServiceState>.Known { Value: var service },
                Alarm: Fact<AlarmReading>.Known { Value: var alarm },
                Load: not Fact<LoadReading>.Missing,
            }
            ? new ServiceUnavailableSight(
                health,
                targets,
                service,
                alarm,
                incident.Trend.Streak ?? HealthStreak.After(before: null, health.Healthy, at),
                incident.Trend.Streak is null ? incident.Trend.Probes.After(health.Healthy) : incident.Trend.Probes
            )
            {
                Newest = (seen.Deployments as Fact<NativeDeployments>.Known)?.Value.Newest,
                WayBack = seen.WayBack,
                Cpu = (seen.Load as Fact<LoadReading>.Known)?.Value.CpuPercent,
                StillFailing =
                    incident.Cause.Breach is not null
                    && seen.Load is Fact<LoadReading>.Known { Value.ErrorPercent: { } percent }
                    && percent >= errors.Danger
                        ? percent
                        : null,
            }
            : null;

    public TimeSpan HealthyFor(DateTimeOffset now) => Streak.Healthy ? now - Streak.Since : TimeSpan.Zero;

    public override string ToString() =>
        $"health {Health}; targets {Targets}; tasks {Service}; alarm {Alarm}"
        + (
            StillFailing is { } percent
                ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"; errors {percent:0.##} %")
                : ""
        );
}
