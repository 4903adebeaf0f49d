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
    public bool IsCalm => !Above(limit => limit.Warning) && Load.CpuPercent < Limits.Cpu.Warning;

    /// <summary>Requests fail as well: slowness is not the whole of it.</summary>
    public bool Fails => !Health.Healthy && Load.ErrorPercent >= Limits.Errors.Danger;

    /// <summary>The deployment that is rolling out; null when the service is steady.</summary>
    public ServiceDeployment? Deployment =>
        Service.Primary is { Rollout: RolloutState.InProgress } rolling ? rolling : null;

    public bool AllServe => Service.Running >= Service.Desired && Targets.Healthy >= Service.Desired;

    public string? StartFailure => Service.Running < Service.Desired ? Service.StartFailure : null;

    /// <summary>What is moved: the desired count, or the minimum of a service that scales by itself.</summary>
    public int Count => Scaling is ScalingState.Automatic automatic ? automatic.Minimum : Service.Desired;

    /// <summary>Null when something is missing: then nothing may be decided from the rest.</summary>
    public static LatencySight? Of(Evidence seen, Thresholds limits) =>
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
            ? new LatencySight(health, targets, service, alarm, alarms, load, tables, scaling, limits)
            : null;

    public override string ToString() =>
        $"{Load}; tasks {Service}; targets {Targets}; alarm {Alarm}; active alarms {Alarms}; {Tables}";

    private bool Above(Func<Threshold, double> limit) =>
        Load.P50Ms >= limit(Limits.P50Ms) || Load.P95Ms >= limit(Limits.P95Ms) || Load.P99Ms >= limit(Limits.P99Ms);
}
