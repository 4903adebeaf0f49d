using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Procedures.ServiceUnavailable;

/// <summary>Where the 503 procedure stands, for people.</summary>
public static class ServiceUnavailablePhase
{
    /// <summary>Health requests a second apart distinguish an outage from a blip.</summary>
    public static Phase Confirming { get; } = new("confirming");

    /// <summary>Someone's deployment is rolling out: it may be the fix.</summary>
    public static Phase WaitingForDeployment { get; } = new("waitingForDeployment");

    /// <summary>A new deployment was forced.</summary>
    public static Phase Restarting { get; } = new("restarting");

    /// <summary>A failing deployment was rolled back.</summary>
    public static Phase RollingBack { get; } = new("rollingBack");

    /// <summary>Healthy again, monitored before it counts as over.</summary>
    public static Phase Watching { get; } = new("watching");
}
