using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Procedures.TotalOutage;

/// <summary>Where the total outage stands, for people.</summary>
public static class TotalOutagePhase
{
    /// <summary>The maintenance page goes up: the page is backed up and swapped, the CDN cache invalidated.</summary>
    public static Phase ShowingMaintenance { get; } = new("showingMaintenance");

    /// <summary>Someone's deployment is rolling out: it may be the fix.</summary>
    public static Phase WaitingForDeployment { get; } = new("waitingForDeployment");

    /// <summary>Restarted with the fewest tasks; health is looked at every ten seconds.</summary>
    public static Phase Restarting { get; } = new("restarting");

    /// <summary>A failing deployment was rolled back.</summary>
    public static Phase RollingBack { get; } = new("rollingBack");

    /// <summary>Healthy with few tasks; back to the normal count in steps.</summary>
    public static Phase ScalingOut { get; } = new("scalingOut");

    /// <summary>The page is restored from its backup.</summary>
    public static Phase RestoringPage { get; } = new("restoringPage");

    /// <summary>Healthy again, monitored before it counts as over.</summary>
    public static Phase Watching { get; } = new("watching");
}
