using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.Latency;

/// <summary>The evidence of the latency procedure when nothing of it is missing.</summary>
public sealed record LatencySight(
    HealthProbe Health,
    TargetCounts Targets,
    ServiceState Service,
    AlarmReading Alarm,
    ActiveAlarms Alarms,
    LoadReading Load,
    TableThrottles Tables,
    ScalingState Scaling,
    Thresholds Limits
)
{
    public bool AlarmFiring => Alarm.IsFiring || Alarms.Any;

    /// <summary>An answer time that the runbook calls a danger, or a warning that an alarm confirms.</summary>
    public bool IsSlow => Above(limit => limit.Danger) || (AlarmFiring && Above(limit => limit.Warning));

    /// <summary>Saturated tasks: more of them would help.</summary>
    public bool IsSaturated => Load.CpuPercent >= Limits.Cpu.Warning || Load.MemoryPercent >= Limits.Memory.Danger;

    /// <summary>No answer time above its warning, and the tasks are not saturated.</summary>
    public bool IsCalm =>
        (IsQuiet || Load.P95Ms is not null) && !Above(limit => limit.Warning) && Load.CpuPercent < Limits.Cpu.Warning;

    /// <summary>
    /// Hardly anyone asks, as at night: the load balancer counts no requests, or too few for an answer time to say
    /// anything, the tasks are idle, and the health URL is good. That is calm, and nothing missing.
    /// </summary>
    public bool IsQuiet => HasFewRequests && Load.CpuPercent < Limits.Cpu.Warning && Health.Healthy;

    private bool HasFewRequests { get; init; }

    /// <summary>Requests fail as well: slowness is not the whole of it.</summary>
    public bool Fails => !Health.Healthy && Load.ErrorPercent >= Limits.Errors.Danger;

    /// <summary>The deployment that is rolling out; null when the service is steady.</summary>
    public ServiceDeployment? Deployment => Service.IsDeploying ? Service.Rolling : null;

    public bool AllServe => Service.Running >= Service.Desired && Targets.Healthy >= Service.Desired;

    public string? StartFailure => Service.Running < Service.Desired ? Service.StartFailure : null;

    /// <inheritdoc cref="ScalingState.CountOf"/>
    public int Count => Scaling.CountOf(Service.Desired);

    /// <summary>Null when something is missing: then nothing may be decided from the rest.</summary>
    public static LatencySight? Of(Evidence seen, OperatedService service) =>
        Of(seen, service.Thresholds, (service.Latency?.Policy ?? LatencyPolicy.Default).LeastRequests);

    private static LatencySight? Of(Evidence seen, Thresholds limits, int least) =>
        seen
            is {
                Health: Fact<HealthProbe>.Known { Value: var health },
                Targets: Fact<TargetCounts>.Known { Value: var targets },
                Service: Fact<ServiceState>.Known { Value: var service },
                Alarm: Fact<AlarmReading>.Known { Value: var alarm },
                Alarms: Fact<ActiveAlarms>.Known { Value: var alarms },
                Load: Fact<LoadReading>.Known { Value: var load },
                Tables: Fact<TableThrottles>.Known { Value: var tables },
                Scaling: Fact<ScalingState>.Known { Value: var scaling },
            }
            ? new LatencySight(health, targets, service, alarm, alarms, Judged(load, least), tables, scaling, limits)
            {
                HasFewRequests = IsFew(load, least),
            }
            : null;

    private static bool IsFew(LoadReading load, int least) => (load.RequestsPerSecond ?? 0) * 60 < least;

    /// <summary>Of a few requests the slowest is no percentile.</summary>
    private static LoadReading Judged(LoadReading load, int least) =>
        load.RequestsPerSecond is not null && IsFew(load, least)
            ? load with
            {
                P50Ms = null,
                P95Ms = null,
                P99Ms = null,
            }
            : load;

    public override string ToString() =>
        $"{Load}; tasks {Service}; targets {Targets}; alarm {Alarm}; active alarms {Alarms}; {Tables}";

    private bool Above(Func<Threshold, double> limit) =>
        Load.P50Ms >= limit(Limits.P50Ms) || Load.P95Ms >= limit(Limits.P95Ms) || Load.P99Ms >= limit(Limits.P99Ms);
}
