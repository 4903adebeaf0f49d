using System.Collections.Immutable;
using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of two regions: the estate's own, and the one for disaster recovery.</summary>
public static class RegionLooks
{
    /// <summary>
    /// The estate's own region. That it does not answer is an answer: nothing that goes on may wait for it.
    /// </summary>
    public static Look<PrimaryRegion> Primary { get; } =
        new("primary region", "ecs:DescribeServices") { IsAbout = IsRecovery };

    /// <summary>What stands by: its tasks, its health and its smoke test, at the region's own name.</summary>
    public static Look<StandbyRegion> Standby { get; } =
        new("standby region", "ecs:DescribeServices") { IsAbout = IsRecovery };

    /// <summary>Where the switch stands, and where the public name leads.</summary>
    public static Look<RegionTrafficState> Traffic { get; } =
        new("region traffic", "s3:GetObject", "s3:ListBucket") { IsAbout = IsRecovery };

    /// <summary>The replicas of tables, and how far they are behind.</summary>
    public static Look<ReplicaStates> Replicas { get; } =
        new("replicas", "cloudwatch:GetMetricData", "dynamodb:DescribeTable") { IsAbout = IsRecovery };

    private static bool IsRecovery(Resource target) => target is DisasterRecovery;

    extension(Evidence seen)
    {
        public Fact<PrimaryRegion> PrimaryRegion => seen.Of(Primary);

        public Fact<StandbyRegion> StandbyRegion => seen.Of(Standby);

        public Fact<RegionTrafficState> RegionTraffic => seen.Of(Traffic);

        public Fact<ReplicaStates> Replicated => seen.Of(Replicas);
    }
}

/// <summary>An ECS service in a region.</summary>
/// <param name="Name">Cluster and service: "prod/api".</param>
public sealed record RegionService(string Name, int Desired, int Running)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name} {Running} of {Desired} tasks");
}

/// <summary>What is seen of the estate's own region.</summary>
/// <param name="Health">What its health URL gives; no answer is one.</param>
/// <param name="Services">The services that others stand by for; null where ECS does not answer.</param>
/// <param name="WhyUnreachable">Why ECS does not answer; empty where it does.</param>
public sealed record PrimaryRegion(HealthProbe Health, ImmutableArray<RegionService>? Services, string WhyUnreachable)
{
    /// <summary>Whether it serves, as its health URL has it.</summary>
    public bool IsWell => Health.Healthy;

    /// <summary>The second kind of evidence: ECS does not answer, or runs nothing.</summary>
    public bool IsSilent => Services is not { } known || known.All(service => service.Running == 0);

    public override string ToString() =>
        $"primary region: {(Health.Healthy ? "healthy" : $"not healthy ({Health.Status?.ToString(CultureInfo.InvariantCulture) ?? "no answer"} {Health.Detail})")}, "
        + (Services is { } known ? string.Join(", ", known) : $"ECS unreachable ({WhyUnreachable})");
}

/// <summary>A service that stands by.</summary>
/// <param name="SmokeFails">What its smoke test lacks; null where it passes, or there is none.</param>
public sealed record StandbyState(TargetId Of, RegionService Service, int Normal, bool IsHealthy, string? SmokeFails)
{
    /// <summary>Whether it can take the traffic of everybody.</summary>
    public bool IsReady =>
        Normal > 0 && Service.Desired >= Normal && Service.Running >= Normal && IsHealthy && SmokeFails is null;

    public override string ToString() =>
        $"{Service}, {(IsHealthy ? "healthy" : "not healthy")}{(SmokeFails is null ? "" : $", smoke test: {SmokeFails}")}";
}

/// <summary>What stands by in the region for disaster recovery.</summary>
public sealed record StandbyRegion(ImmutableArray<StandbyState> Services)
{
    /// <summary>Nothing there is not "all are ready".</summary>
    public bool IsReady => !Services.IsEmpty && Services.All(service => service.IsReady);

    public override string ToString() => $"standby region: {string.Join("; ", Services)}";
}

/// <summary>Which region answers.</summary>
public enum AnsweringRegion
{
    /// <summary>No good answer came.</summary>
    None,

    Primary,

    Standby,
}

/// <summary>Where the traffic is led, and where it arrives.</summary>
/// <param name="IsTurned">Whether the switch leads to the region for disaster recovery.</param>
/// <param name="PublicName">Who answers at the public name.</param>
public sealed record RegionTrafficState(bool IsTurned, AnsweringRegion PublicName)
{
    public override string ToString() =>
        $"switch: {(IsTurned ? "standby" : "primary")} region, public name: {PublicName switch
        {
            AnsweringRegion.Primary => "answers from the primary region",
            AnsweringRegion.Standby => "answers from the standby region",
            _ => "no good answer",
        }}";
}

/// <summary>The replicas in the region for disaster recovery.</summary>
/// <param name="NotActive">Tables without an active replica there.</param>
/// <param name="Lag">How far the other region is behind at most; null where CloudWatch says nothing of it.</param>
public sealed record ReplicaStates(ImmutableArray<string> NotActive, TimeSpan? Lag)
{
    /// <summary>
    /// How far the region for disaster recovery is behind at most, as the primary one measures it; null where that does not
    /// answer, or measures nothing.
    /// </summary>
    public TimeSpan? Behind { get; init; }

    public override string ToString() =>
        (NotActive.IsEmpty ? "replicas active" : $"no active replica of {string.Join(", ", NotActive)}")
        + (
            Lag is { } lag
                ? string.Create(CultureInfo.InvariantCulture, $", replication lag {lag.TotalSeconds:0.#} s")
                : ", replication lag not known"
        );
}
