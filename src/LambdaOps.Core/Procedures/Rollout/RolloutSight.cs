using System.Collections.Immutable;
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

    /// <summary>What says that the service is not well: alarms, and a health URL that fails for longer than a blip.</summary>
    public ImmutableArray<Trouble> Troubles { get; init; } = [];

    public bool IsUnwell => !Troubles.IsEmpty;

    /// <summary>Whether people get no answer, whatever alarms say that may be late.</summary>
    public bool IsDown { get; init; }

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
                IsDown = incident.Trend.Streak is { Healthy: false, Count: >= ProbesMeanDown },
                Troubles = TroublesOf(alarms, incident),
            }
            : null;

    /// <summary>A health URL that failed at the first look may have failed for long before.</summary>
    private static ImmutableArray<Trouble> TroublesOf(ActiveAlarms alarms, Incident incident) =>
        [
            .. alarms.Names.Select(name => new Trouble($"alarm {name}", alarms.Find(name)?.BegunBy)),
            .. incident.Trend is { Streak: { Healthy: false, Count: >= ProbesMeanDown }, DippedAt: var dipped }
                ? [new Trouble("the health URL", dipped ?? DateTimeOffset.MinValue)]
                : (Trouble[])[],
        ];

    public override string ToString() =>
        $"{Deployment?.ToString() ?? "no deployment"}; new revision {Load}; health {Health}; alarms {Alarms}";
}

/// <summary>Something that says that the service is not well.</summary>
/// <param name="BegunBy">It had begun by then; null where nobody knows.</param>
public sealed record Trouble(string What, DateTimeOffset? BegunBy)
{
    /// <summary>Whether it may have begun after that moment: as far as anybody knows.</summary>
    public bool MayFollow(DateTimeOffset moment) => BegunBy is not { } begun || begun > moment;

    public override string ToString() => What;
}
