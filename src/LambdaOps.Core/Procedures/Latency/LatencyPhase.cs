using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Procedures.Latency;

/// <summary>Where the latency procedure stands, for people.</summary>
public static class LatencyPhase
{
    /// <summary>The numbers are looked at.</summary>
    public static Phase Diagnosing { get; } = new("diagnosing");

    /// <summary>Someone's deployment is rolling out: the numbers are of two revisions.</summary>
    public static Phase WaitingForDeployment { get; } = new("waitingForDeployment");

    /// <summary>More tasks were asked for; they start, and then the numbers follow.</summary>
    public static Phase ScalingOut { get; } = new("scalingOut");

    /// <summary>Calm with borrowed capacity: it is scaled in later, by steps.</summary>
    public static Phase Holding { get; } = new("holding");

    /// <summary>Borrowed capacity is scaled in.</summary>
    public static Phase ScalingIn { get; } = new("scalingIn");

    /// <summary>Calm, monitored before it counts as over.</summary>
    public static Phase Watching { get; } = new("watching");
}
