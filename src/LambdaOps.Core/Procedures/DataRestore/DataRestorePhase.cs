using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Procedures.DataRestore;

/// <summary>Where a restore stands, for people.</summary>
public static class DataRestorePhase
{
    /// <summary>DynamoDB makes the new table.</summary>
    public static Phase Restoring { get; } = new("restoring");

    /// <summary>The new table gets what a restore does not bring back.</summary>
    public static Phase Completing { get; } = new("completing");
}
