using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.TotalOutage;

/// <summary>The evidence of a total outage when nothing of it is missing.</summary>
/// <param name="Pages">Null where the service has no site, or where they cannot be seen.</param>
public sealed record TotalOutageSight(
    HealthProbe Health,
    TargetCounts Targets,
    ServiceState Service,
    AlarmReading Alarm,
    ActiveAlarms Alarms,
    ScalingState Scaling,
    SitePages? Pages,
    HealthStreak Streak,
    RecentProbes Probes
)
{
    /// <summary>The newest deployment as ECS keeps it; null where it keeps none, or is not seen.</summary>
    public NativeDeployment? Newest { get; init; }

    /// <summary>Of what would be rolled back to; null where that is not known.</summary>
    public RevisionStatus? WayBack { get; init; }

    /// <summary>Why it is not seen what stands at the pages; null where it is, or where there are none.</summary>
    public string? WhyNoPages { get; init; }

    public bool Healthy => Health.Healthy;

    /// <summary>A request failed, as one may: others were good, and targets serve.</summary>
    public bool IsDip => !Healthy && !Targets.NoneServes && !Probes.AreDown(RecentProbes.Usual / 2);

    /// <summary>Everything is down: the URL fails, and the load balancer has no target to send anyone to.</summary>
    public bool IsTotal => !Healthy && Targets.NoneServes;

    public bool AlarmFiring => Alarm.IsFiring || Alarms.Any;

    /// <summary>The deployment that is rolling out, or has failed to; null when the service is steady.</summary>
    public ServiceDeployment? Deployment => Service.Rolling;

    /// <summary>Whether all tasks that are wanted serve.</summary>
    public bool AllServe => Service.Running >= Service.Desired && Targets.Healthy >= Service.Desired;

    public string? StartFailure => Service.Running < Service.Desired ? Service.StartFailure : null;

    public bool IsAutomatic => Scaling is ScalingState.Automatic;

    /// <summary>
    /// Null when something is missing: then nothing may be decided from the rest. What stands at the pages is needed for
    /// swapping them alone.
    /// </summary>
    public static TotalOutageSight? Of(Evidence seen, Incident incident) =>
        seen
            is {
                Health: Fact<HealthProbe>.Known { Value: var health, ObservedAt: var at },
                Targets: Fact<TargetCounts>.Known { Value: var targets },
                Service: Fact<ServiceState>.Known { Value: var service },
                Alarm: Fact<AlarmReading>.Known { Value: var alarm },
                Alarms: Fact<ActiveAlarms>.Known { Value: var alarms },
                Scaling: Fact<ScalingState>.Known { Value: var scaling },
            }
            ? new TotalOutageSight(
                health,
                targets,
                service,
                alarm,
                alarms,
                scaling,
                (seen.Pages as Fact<SitePages>.Known)?.Value,
                incident.Trend.Streak ?? HealthStreak.After(before: null, health.Healthy, at),
                incident.Trend.Streak is null ? incident.Trend.Probes.After(health.Healthy) : incident.Trend.Probes
            )
            {
                Newest = (seen.Deployments as Fact<NativeDeployments>.Known)?.Value.Newest,
                WayBack = seen.WayBack,
                WhyNoPages = seen.Pages.WhyMissing,
            }
            : null;

    public TimeSpan HealthyFor(DateTimeOffset now) => Streak.Healthy ? now - Streak.Since : TimeSpan.Zero;

    public override string ToString() =>
        $"health {Health}; targets {Targets}; tasks {Service}; alarm {Alarm}; active alarms {Alarms}"
        + (Pages is null ? "" : $"; {Pages}");
}
