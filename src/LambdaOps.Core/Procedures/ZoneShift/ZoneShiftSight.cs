using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.ZoneShift;

/// <summary>The evidence of the zone procedure when nothing of it is missing.</summary>
/// <param name="Own">The shift that this incident has made, as long as AWS shows it.</param>
public sealed record ZoneShiftSight(
    HealthProbe Health,
    ServiceState Service,
    AlarmReading Alarm,
    ActiveAlarms Alarms,
    LoadReading Load,
    ScalingState Scaling,
    ZoneReadings Zones,
    ZoneTraffic Traffic,
    ZoneShifting? Own
)
{
    internal ZoneVerdict Verdict { get; private init; } = new ZoneVerdict.Unclear("not compared");

    public bool AlarmFiring => Alarm.IsFiring || Alarms.Any;

    /// <summary>The deployment that is rolling out; null when the service is steady.</summary>
    public ServiceDeployment? Deployment => Service.IsDeploying ? Service.Rolling : null;

    /// <inheritdoc cref="ScalingState.CountOf"/>
    public int Count => Scaling.CountOf(Service.Desired);

    /// <summary>
    /// No alarm, a good health URL, and no zone bad; with a shift, the zone that it is about is well by its targets, as
    /// it has no requests. No target there is not well.
    /// </summary>
    public bool IsCalm =>
        !AlarmFiring
        && Health.Healthy
        && (
            Own is { AwayFrom: var away }
                ? Zones.Find(away) is { Healthy: > 0, Unhealthy: 0, IsAvailable: true }
                    && !Traffic.AwsAvoids.Contains(away)
                : Verdict is ZoneVerdict.NoneBad
        );

    /// <summary>By which AWS shows whose a shift is.</summary>
    public static string CommentOf(Incident incident)
    {
        const int Most = 128;
        var comment = $"LambdaOps {incident.Id}";
        return comment.Length <= Most ? comment : comment[..Most];
    }

    /// <summary>Null when something is missing: then nothing may be decided from the rest.</summary>
    public static ZoneShiftSight? Of(Evidence seen, Incident incident, ZoneShiftPolicy policy) =>
        seen
            is {
                Health: Fact<HealthProbe>.Known { Value: var health },
                Service: Fact<ServiceState>.Known { Value: var service },
                Alarm: Fact<AlarmReading>.Known { Value: var alarm },
                Alarms: Fact<ActiveAlarms>.Known { Value: var alarms },
                Load: Fact<LoadReading>.Known { Value: var load },
                Scaling: Fact<ScalingState>.Known { Value: var scaling },
                Zones: Fact<ZoneReadings>.Known { Value: var zones },
                ZoneTraffic: Fact<ZoneTraffic>.Known { Value: var traffic },
            }
            ? new ZoneShiftSight(
                health,
                service,
                alarm,
                alarms,
                load,
                scaling,
                zones,
                traffic,
                traffic.Applied.FirstOrDefault(shift =>
                    shift.Origin == ShiftOrigin.Manual && shift.Comment == CommentOf(incident)
                )
            )
            {
                Verdict = ZoneVerdict.Of(zones, traffic, incident.Trend.Probes, policy.Thresholds),
            }
            : null;

    public override string ToString() =>
        $"{Zones}; {Traffic}; tasks {Service}; health URL {Health}; alarm {Alarm}; active alarms {Alarms}";
}
