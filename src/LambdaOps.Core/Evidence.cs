using LambdaOps.Core.Resources;

namespace LambdaOps.Core;

/// <summary>All that is looked at before anything is decided about a service.</summary>
/// <param name="Health">One request to the health URL (runbook: ヘルスチェック確認).</param>
/// <param name="Targets">The load balancer's view (runbook: ALBターゲット確認).</param>
/// <param name="Service">Counts and deployments of the ECS service.</param>
/// <param name="Alarm">The alarm that opened the incident, as it stands now.</param>
public sealed record Evidence(
    Fact<HealthProbe> Health,
    Fact<TargetCounts> Targets,
    Fact<ServiceState> Service,
    Fact<AlarmReading> Alarm
)
{
    /// <summary>Nothing has been asked.</summary>
    public static Evidence NotAsked { get; } =
        new(
            Fact.NotAsked<HealthProbe>(),
            Fact.NotAsked<TargetCounts>(),
            Fact.NotAsked<ServiceState>(),
            Fact.NotAsked<AlarmReading>()
        );

    /// <summary>Which alarms of the target are in ALARM.</summary>
    public Fact<ActiveAlarms> Alarms { get; init; } = Fact.NotAsked<ActiveAlarms>();

    /// <summary>How busy and how slow the service is.</summary>
    public Fact<LoadReading> Load { get; init; } = Fact.NotAsked<LoadReading>();

    /// <summary>Whether tables that the service depends on are throttled.</summary>
    public Fact<TableThrottles> Tables { get; init; } = Fact.NotAsked<TableThrottles>();

    /// <summary>Who owns the service's count.</summary>
    public Fact<ScalingState> Scaling { get; init; } = Fact.NotAsked<ScalingState>();

    /// <summary>What stands at the site's page.</summary>
    public Fact<PageState> Page { get; init; } = Fact.NotAsked<PageState>();

    /// <summary>The reasons of what could not be seen, each with its place; empty when all is known.</summary>
    public IReadOnlyList<string> Gaps =>
        [
            .. Gap("health URL", Health),
            .. Gap("target health", Targets),
            .. Gap("service", Service),
            .. Gap("alarm", Alarm),
            .. Gap("active alarms", Alarms),
            .. Gap("load", Load),
            .. Gap("tables", Tables),
            .. Gap("scaling", Scaling),
            .. Gap("page", Page),
        ];

    /// <summary>
    /// Looks that contradict each other are no knowledge: tasks run, and the target group has none of them. Then
    /// another group has the traffic (blue/green moves it), or the estate names the wrong one.
    /// </summary>
    public Evidence WithoutContradiction() =>
        (Targets, Service)
            is (
                Fact<TargetCounts>.Known { Value: { Registered: 0 } targets },
                Fact<ServiceState>.Known { Value: { Running: > 0 } service }
            )
            ? this with
            {
                Targets = Fact.Missing<TargetCounts>(
                    FormattableString.Invariant($"{service.Running} tasks run, and the target group has none of them")
                        + $" ({targets}): does another one have the traffic?"
                ),
            }
            : this;

    private static IEnumerable<string> Gap<T>(string place, Fact<T> fact) =>
        fact is Fact<T>.Missing missing ? [$"{place}: {missing.Reason}"] : [];
}
