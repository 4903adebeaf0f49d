using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Procedures.MaintenancePage;

/// <summary>Where an operator's request about the page stands, for people.</summary>
public static class MaintenancePagePhase
{
    /// <summary>The page is backed up.</summary>
    public static Phase BackingUp { get; } = new("backingUp");

    /// <summary>The maintenance page takes its place.</summary>
    public static Phase PuttingUp { get; } = new("puttingUp");

    /// <summary>The page is restored from its backup.</summary>
    public static Phase Restoring { get; } = new("restoring");

    /// <summary>The CDN cache is invalidated.</summary>
    public static Phase Invalidating { get; } = new("invalidating");
}
