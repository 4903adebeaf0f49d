namespace LambdaOps.Core.Evidence;

/// <summary>All that is looked at before anything is decided about a service.</summary>
/// <param name="Health">One request to the health URL (runbook: ヘルスチェック確認).</param>
/// <param name="Targets">The load balancer's view (runbook: ALBターゲット確認).</param>
/// <param name="Service">Counts and deployments of the ECS service.</param>
/// <param name="Alarm">The alarm that opened the incident, as it stands now.</param>
public sealed record ServiceEvidence(
    Fact<HealthProbe> Health,
    Fact<TargetCounts> Targets,
    Fact<ServiceState> Service,
    Fact<AlarmReading> Alarm)
{
    /// <summary>The reasons of what could not be seen, each with its place; empty when all is known.</summary>
    public IReadOnlyList<string> Gaps =>
    [
        .. Gap("health URL", Health),
        .. Gap("target health", Targets),
        .. Gap("service", Service),
        .. Gap("alarm", Alarm),
    ];

    private static IEnumerable<string> Gap<T>(string place, Fact<T> fact) =>
        fact is Fact<T>.Missing missing ? [$"{place}: {missing.Reason}"] : [];
}
