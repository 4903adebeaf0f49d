using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.RegionFailover;

/// <summary>The evidence of a failover when nothing of it is missing. A region that does not answer is not missing.</summary>
public sealed record RegionSight(
    PrimaryRegion Primary,
    StandbyRegion Standby,
    RegionTrafficState Traffic,
    ReplicaStates Replicas
)
{
    /// <summary>Null when something is missing: then nothing may be decided from the rest.</summary>
    public static RegionSight? Of(Evidence seen) =>
        (seen.PrimaryRegion, seen.StandbyRegion, seen.RegionTraffic, seen.Replicated)
            is (
                Fact<PrimaryRegion>.Known { Value: var primary },
                Fact<StandbyRegion>.Known { Value: var standby },
                Fact<RegionTrafficState>.Known { Value: var traffic },
                Fact<ReplicaStates>.Known { Value: var replicas }
            )
            ? new RegionSight(primary, standby, traffic, replicas)
            : null;

    /// <summary>Whether visitors are served, by the region that the switch leads to.</summary>
    public bool IsSettled =>
        Traffic.PublicName == (Traffic.IsTurned ? AnsweringRegion.Standby : AnsweringRegion.Primary);

    public override string ToString() => $"{Primary}; {Standby}; {Traffic}; {Replicas}";
}
