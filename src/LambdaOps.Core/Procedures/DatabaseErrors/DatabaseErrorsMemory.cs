using System.Text.Json.Serialization;
using LambdaOps.Core.Procedures.DatabaseErrors;

namespace LambdaOps.Core.Incidents;

[JsonDerivedType(typeof(DatabaseErrors), "databaseErrors")]
public abstract partial record ProcedureMemory
{
    /// <summary>What the database procedure remembers.</summary>
    /// <param name="QuietSince">Since when nothing has been throttled or failed; null when something was at the last look.</param>
    /// <param name="BusySince">Since when the table has not been ACTIVE; null when it was at the last look.</param>
    /// <param name="ActiveAt">When it became ACTIVE again; null when it was never seen being changed.</param>
    /// <param name="TroubledAt">When something was last throttled or failed; null when it never was.</param>
    public sealed record DatabaseErrors(
        DateTimeOffset? QuietSince,
        DateTimeOffset? BusySince,
        DateTimeOffset? ActiveAt,
        DateTimeOffset? TroubledAt
    ) : ProcedureMemory
    {
        public static DatabaseErrors Nothing { get; } = new(null, null, null, null);

        /// <summary>The same after a look; what could not be seen is not quiet.</summary>
        public DatabaseErrors After(DatabaseErrorsSight? sight, DateTimeOffset now) =>
            sight is null
                ? this with
                {
                    QuietSince = null,
                }
                : new(
                    sight.IsQuiet ? QuietSince ?? now : null,
                    sight.State.IsActive ? null : BusySince ?? now,
                    sight.State.IsActive && BusySince is not null ? now : ActiveAt,
                    sight.IsQuiet ? TroubledAt : now
                );
    }
}

/// <summary>The database procedure's memory, as its decisions read it.</summary>
public static class DatabaseErrorsMemory
{
    extension(Incident incident)
    {
        public ProcedureMemory.DatabaseErrors OfDatabase =>
            incident.Memory as ProcedureMemory.DatabaseErrors ?? ProcedureMemory.DatabaseErrors.Nothing;
    }
}
