using System.Text.Json.Serialization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.DataRestore;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Incidents;

[JsonDerivedType(typeof(DataRestore), "dataRestore")]
public abstract partial record ProcedureMemory
{
    /// <summary>What a restore remembers.</summary>
    public sealed record DataRestore : ProcedureMemory
    {
        /// <summary>What a person asked for first; null where someone only wants to know.</summary>
        public RestoreRequest? Request { get; init; }

        /// <summary>Whether a person wants nothing further to be done.</summary>
        public bool IsAborted { get; init; }

        /// <summary>Whether the new table was there at a look.</summary>
        public bool WasThere { get; init; }

        /// <summary>What the comparison of both tables came to; null until it was made.</summary>
        public TableComparison? Compared { get; init; }

        public override bool IsRequest => true;
    }
}

/// <summary>A restore's memory, as its decisions and looks read it.</summary>
public static class DataRestoreMemory
{
    private static readonly ProcedureMemory.DataRestore s_none = new();

    extension(Incident incident)
    {
        /// <summary>What a restore remembers; empty for other incidents.</summary>
        public ProcedureMemory.DataRestore DataRestore => incident.Memory as ProcedureMemory.DataRestore ?? s_none;

        /// <summary>Whether DynamoDB was asked for the new table, whatever came of it.</summary>
        public bool HasAskedForRestore =>
            incident.RungAttempts.Any(attempt => attempt.Change is Change.RestoreTable)
            || incident.Intent?.Change is Change.RestoreTable;
    }

    /// <summary>A person's request. One at a time: into one that goes on, only the wish to stop it is more than a line.</summary>
    public static Incident WantRestore(this Incident incident, RestoreRequest? request) =>
        (request, incident.Memory) switch
        {
            (null, _) => incident,
            _ when !IsFor(incident) => incident,
            ({ Wish: RestoreWish.Abort }, ProcedureMemory.DataRestore memory) => incident with
            {
                Memory = memory with { IsAborted = true },
            },
            (_, null) => incident with { Memory = new ProcedureMemory.DataRestore { Request = request } },
            _ => incident,
        };

    internal static bool IsFor(Incident incident) => incident.Remedy == DataRestoreProcedure.ProcedureName;

    /// <summary>What looks have to know of it; null where it restores nothing.</summary>
    internal static RestoreAim? AimOf(Incident incident) =>
        incident.DataRestore.Request is { At: { } at }
            ? new RestoreAim(RestoreAim.NameFor(incident.Target.Value, at), at)
            {
                IsBegun = incident.HasAskedForRestore,
                Compared = incident.DataRestore.Compared,
            }
            : null;

    /// <summary>What a look showed of the new table.</summary>
    internal static Incident Saw(this Incident incident, DataRestoreSight sight) =>
        incident.Memory is ProcedureMemory.DataRestore memory && incident.HasAskedForRestore
            ? incident with
            {
                Memory = memory with
                {
                    WasThere = memory.WasThere || sight.Restored.Table is not null,
                    Compared = memory.Compared ?? sight.Compared,
                },
            }
            : incident;

    /// <summary>
    /// An alarm or a breach for another procedure of the table does not wait for a restore, which goes on in DynamoDB
    /// without anyone: the other procedure takes the incident on.
    /// </summary>
    internal static Incident GiveWay(this Incident open, Route route, string because, DateTimeOffset now, bool byPerson)
    {
        if (
            byPerson
            || route.Remedy == open.Remedy
            || route.Mode == Mode.Off
            || open.Intent is not null
            || open.Rung.Climbed.Contains(route.Remedy)
        )
        {
            return open;
        }

        var awake = open.IsHandedOff
            ? (open with { Status = IncidentStatus.Open, Escalation = null }).Note(
                now,
                EntryKind.Signal,
                $"open again: {because}",
                new EntryDetail.Reopening()
            )
            : open;
        return awake.SwitchTo(route.Remedy, $"{because}{Unfinished(open)}", now);
    }

    /// <summary>For people, what is left open when another procedure takes the incident on; empty for nothing.</summary>
    internal static string Unfinished(Incident incident) =>
        AimOf(incident) is not { } aim ? ""
        : aim.IsBegun
            ? $"; the restore goes on in DynamoDB, and {aim.Name} is neither completed nor compared: look at it yourself, or ask again for another minute"
        : "; nothing was restored: ask again once that is over";
}

/// <summary>What a person wants of a table's past.</summary>
/// <param name="At">For <see cref="RestoreWish.Begin"/>: the point in time, in whole seconds.</param>
public sealed record RestoreRequest(RestoreWish Wish, DateTimeOffset? At = null);

/// <summary>What a person wants.</summary>
[JsonConverter(typeof(EnumAsName<RestoreWish>))]
public enum RestoreWish
{
    /// <summary>To know to which times the table can be restored.</summary>
    Status,

    /// <summary>A new table with what the old one had at that time.</summary>
    Begin,

    /// <summary>No further step; what DynamoDB has begun goes on.</summary>
    Abort,
}
