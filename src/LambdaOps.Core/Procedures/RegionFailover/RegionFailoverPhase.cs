using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Procedures.RegionFailover;

/// <summary>Where a failover to another region stands, for people.</summary>
public static class RegionFailoverPhase
{
    /// <summary>The primary region is looked at, and nothing is offered yet.</summary>
    public static Phase Confirming { get; } = new("confirming");

    /// <summary>The services of the region that is to serve are started.</summary>
    public static Phase Starting { get; } = new("startingRegion");

    /// <summary>The switch is turned, and the public name follows.</summary>
    public static Phase Turning { get; } = new("turningTraffic");

    /// <summary>The traffic is back; the standby region gets the tasks that it stands by with.</summary>
    public static Phase StandingBy { get; } = new("standingBy");
}
