using System.Collections.Immutable;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Resources;

/// <summary>Where the system is brought up when its own region is lost.</summary>
/// <param name="Region">Where copies of its data have to be, and its services stand by.</param>
public sealed record DisasterRecovery(string Region) : Resource(TheId, Runbook: null)
{
    /// <summary>There is one, and incidents of it have this id.</summary>
    public static TargetId TheId { get; } = new("disaster-recovery");

    /// <summary>The stack of CloudFormation that stands there; null where the estate does not name it.</summary>
    public string? Stack { get; init; }

    /// <summary>The estate's own region, which it stands in for.</summary>
    public string PrimaryRegion { get; init; } = "";

    /// <summary>The estate's own services that others stand by for, as ECS has them: "prod/api", in their order.</summary>
    public ImmutableArray<string> PrimaryServices { get; init; } = [];

    /// <summary>The services that stand by there, in the order in which they are started.</summary>
    public ImmutableArray<StandbyService> Services { get; init; } = [];

    /// <summary>How visitors get there; null where nothing is prepared for that.</summary>
    public RegionTraffic? Traffic { get; init; }

    /// <summary>The tables that have a replica there (global tables).</summary>
    public ImmutableArray<string> Tables { get; init; } = [];

    /// <summary>
    /// Whether the services in the estate's own region are set to no tasks, as far as that can be reached, before the
    /// traffic turns: two regions that write one table overwrite each other.
    /// </summary>
    public bool StopsWriters { get; init; }

    /// <summary>The ARN of a plan of ARC Region switch, which people run in place of the steps here; null without.</summary>
    public string? SwitchPlan { get; init; }

    /// <summary>The same, with what it stands in for.</summary>
    public DisasterRecovery StandingInFor(Estate estate) =>
        this with
        {
            PrimaryRegion = estate.Region,
            PrimaryServices =
            [
                .. Services
                    .Select(standby => estate.Services.FirstOrDefault(one => one.Id == standby.Of))
                    .Select(service => service is null ? "" : $"{service.Cluster}/{service.Service}"),
            ],
        };
}

/// <summary>An ECS service that stands by in the region for disaster recovery.</summary>
/// <param name="Of">The estate's service that it takes the place of.</param>
/// <param name="Normal">Tasks that it needs for the traffic of everybody.</param>
/// <param name="Standby">Tasks that it has while it only stands by; zero where it is stopped then.</param>
/// <param name="Health">Asked at the region's own name (dr.), whatever the public name leads to.</param>
public sealed record StandbyService(
    TargetId Of,
    string Cluster,
    string Service,
    int Normal,
    int Standby,
    HealthCheck Health
)
{
    /// <summary>What is asked of it before it gets traffic; null where its health is enough.</summary>
    public SmokeTest? SmokeTest { get; init; }
}

/// <summary>How the public name gets its visitors to one region or the other.</summary>
/// <param name="PublicUrl">Asked from outside to see where the name leads.</param>
/// <param name="Marker">A text that only the other region's answer to it has.</param>
/// <param name="HostedZoneId">Route 53's zone of the name ("Z…").</param>
/// <param name="Record">The failover records' name.</param>
/// <param name="HealthCheckId">The health check of the primary record.</param>
/// <param name="Switch">
/// The object of S3 that the health check watches, inverted: while it is there, the check fails, and the traffic turns. It
/// lies in the region for disaster recovery, and writing it needs nothing of Route 53, whose API is in one region of AWS.
/// </param>
public sealed record RegionTraffic(
    Uri PublicUrl,
    string Marker,
    string HostedZoneId,
    string Record,
    string HealthCheckId,
    ObjectPlace Switch
)
{
    /// <summary>
    /// How to ask the primary region whether it serves, whatever the public name leads to; null where it has no name of its
    /// own, and so cannot be failed back to.
    /// </summary>
    public HealthCheck? Primary { get; init; }
}
