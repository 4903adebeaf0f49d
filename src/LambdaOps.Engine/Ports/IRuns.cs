using LambdaOps.Core;
using LambdaOps.Core.Checks;

namespace LambdaOps.Engine.Ports;

/// <summary>
/// Where the runs of checks are kept, a record a part. Reads are strongly consistent; a write with an old revision
/// changes nothing.
/// </summary>
public interface IRuns
{
    /// <summary>Reads a part's record and the control switch. Throws when the journal cannot be read.</summary>
    Task<RunView> ReadPartAsync(ProcedureName check, string part, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the part for so long, with its record as it is from here; null when another invocation wrote it since
    /// <paramref name="view"/> was read.
    /// </summary>
    Task<RunLease?> ClaimAsync(
        RunView view,
        CheckRecord record,
        TimeSpan duration,
        CancellationToken cancellationToken
    );

    /// <summary>Writes the record; null when another invocation has the part.</summary>
    /// <param name="release">Whether the part is free from here.</param>
    Task<RunLease?> SaveAsync(RunLease lease, CheckRecord record, bool release, CancellationToken cancellationToken);

    /// <summary>Writes a record that nobody goes on with; false when another invocation wrote it meanwhile.</summary>
    Task<bool> NoteAsync(RunView view, CheckRecord record, CancellationToken cancellationToken);

    /// <summary>The control switch as it is in force now. Throws when the journal cannot be read.</summary>
    Task<Core.Incidents.ControlSwitch> ReadControlAsync(CancellationToken cancellationToken);
}

/// <summary>A part of a check that is ours for a while.</summary>
/// <param name="Revision">That of the record as it was last written.</param>
public sealed record RunLease(ProcedureName Check, string Part, long Revision, DateTimeOffset Until);
