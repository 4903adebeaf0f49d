using LambdaOps.Core.Procedures.ConfigChange;
using LambdaOps.Core.Procedures.DataRestore;
using LambdaOps.Core.Procedures.RegionFailover;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Incidents;

/// <summary>How an incident takes up what a person wants done.</summary>
internal static class Requests
{
    extension(ProcedureName remedy)
    {
        /// <summary>Whether a deployment is what it is about.</summary>
        internal bool Deploys =>
            remedy == RolloutProcedure.ProcedureName || remedy == ConfigChangeProcedure.ProcedureName;
    }

    /// <summary>The incident remembers what is wanted, where it is one for that.</summary>
    internal static Incident Want(this Incident incident, Signal.OperatorRequested asked, DateTimeOffset now) =>
        incident
            .Want(asked.Page, now)
            .WantRollout(asked.Rollout, now)
            .WantConfig(asked.Config)
            .WantRestore(asked.Restore)
            .WantRegion(asked.Region);

    /// <summary>
    /// Whether it has taken up what was wanted. To know how it stands is no wish, and one that comes twice was taken up
    /// the first time.
    /// </summary>
    internal static bool HasTaken(this Incident incident, Signal.OperatorRequested asked) =>
        (asked.Page is null || incident.RequestedPage is not null)
        && (asked.Region is null or RegionWish.Status || incident.Memory is ProcedureMemory.RegionFailover)
        && (asked.Config is null || incident.ConfigChange.Request == asked.Config)
        && (
            asked.Restore is not { Wish: not RestoreWish.Status } wish
            || incident.DataRestore.Request == wish
            || (wish.Wish == RestoreWish.Abort && incident.DataRestore.IsAborted)
        )
        && asked.Rollout switch
        {
            null or { Wish: RolloutWish.Status } => true,
            { Result: not null } => incident.Remedy.Deploys,
            { } wanted => incident.Rollout.Request == wanted,
        };
}
