using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Procedures.DatabaseErrors;

/// <summary>Where the database procedure stands, for people.</summary>
public static class DatabaseErrorsPhase
{
    /// <summary>The numbers are looked at.</summary>
    public static Phase Diagnosing { get; } = new("diagnosing");

    /// <summary>The table is being changed, by whomever.</summary>
    public static Phase WaitingForTable { get; } = new("waitingForTable");

    /// <summary>More capacity was asked for; it comes, and then the metrics follow.</summary>
    public static Phase RaisingCapacity { get; } = new("raisingCapacity");

    /// <summary>Nothing is throttled, with added capacity: it is restored at night.</summary>
    public static Phase Holding { get; } = new("holding");

    /// <summary>Added capacity is restored to what it was.</summary>
    public static Phase RestoringCapacity { get; } = new("restoringCapacity");

    /// <summary>Nothing is throttled, monitored before it counts as over.</summary>
    public static Phase Watching { get; } = new("watching");
}
