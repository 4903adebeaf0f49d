using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.Rollout;

/// <summary>The evidence of a rollout when nothing of it is missing.</summary>
/// <param name="Load">Empty where the service has no load balancer.</param>
public sealed record RolloutSight(
    NativeDeployment? Deployment,
    RevisionLoad Load,
    ServiceState Service,
    HealthProbe Health,
    ActiveAlarms Alarms
)
{
    /// <summary>Failed health requests in a row below which it may be a blip.</summary>
    private const int ProbesMeanDown = 3;

    private static readonly RevisionLoad s_none = new(new TargetCounts(0, 0, 0, 0), []);

    /// <summary>Whether an alarm fires, or the health URL fails for longer than a blip.</summary>
    public bool IsUnwell { get; init; }

    /// <summary>Null when something is missing: then nothing may be decided from the rest.</summary>
    public static RolloutSight? Of(Evidence seen, Incident incident) =>
        seen
            is {
                Deployments: Fact<NativeDeployments>.Known { Value: var deployments },
                NewRevision: not Fact<RevisionLoad>.Missing,
                Service: Fact<ServiceState>.Known { Value: var service },
                Health: Fact<HealthProbe>.Known { Value: var health },
                Alarms: Fact<ActiveAlarms>.Known { Value: var alarms },
            }
            ? new RolloutSight(
                deployments.Newest,
                (seen.NewRevision as Fact<RevisionLoad>.Known)?.Value ?? s_none,
                service,
                health,
                alarms
            )
            {
                IsUnwell = alarms.Any || incident.Trend.Streak is { Healthy: false, Count: >= ProbesMeanDown },
            }
            : null;

    public override string ToString() =>
        $"{Deployment?.ToString() ?? "no deployment"}; new revision {Load}; health {Health}; alarms {Alarms}";
}
