using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Engine.Ports;

/// <summary>
/// Where records, leases and the control switch are kept. Reads are strongly consistent; writes carry the lease's
/// fencing number and the record's revision, and one with an old number changes nothing.
/// </summary>
public interface IJournal
{
    /// <summary>Reads a target's record and the control switch. Throws when the journal cannot be read.</summary>
    Task<JournalView> ReadAsync(TargetId target, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the target's lease; null when another invocation took it since <paramref name="view"/> was read.
    /// </summary>
    Task<Lease?> ClaimAsync(JournalView view, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>
    /// Counts one change of the estate; false, and not counted, when <paramref name="most"/> were made within the
    /// budget's hour. Throws when the journal cannot count.
    /// </summary>
    Task<bool> SpendAsync(int most, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the record, and <paramref name="ended"/> and <paramref name="report"/> beside it when there are such: all of
    /// them, or nothing; null when the lease was lost.
    /// </summary>
    Task<Lease?> SaveAsync(
        Lease lease,
        TargetRecord record,
        Incident? ended,
        WrittenReport? report,
        bool release,
        CancellationToken cancellationToken
    );

    /// <summary>Reads what the control switch holds, expired or not. Throws when the journal cannot be read.</summary>
    /// <returns>The switch, and the journal's time of reading.</returns>
    Task<(ControlSwitch Control, DateTimeOffset At)> ReadControlAsync(CancellationToken cancellationToken);

    /// <summary>Sets the control switch; the last one counts. Throws when the journal cannot be written.</summary>
    Task SetControlAsync(ControlSwitch control, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps that a line of a checklist is done; the newest counts. Throws when the journal cannot be written.
    /// </summary>
    Task TickLineAsync(TickedLine line, CancellationToken cancellationToken);

    /// <summary>
    /// The targets with an open incident and a tick that is awaited, the longest due first. It may show what was true
    /// some seconds ago: read the record before anything follows from it. Throws when the journal cannot be read.
    /// </summary>
    Task<OpenIncidents> ListOpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// An incident that ended, as it stands; null when there is none. Throws when the journal cannot be read.
    /// </summary>
    Task<Incident?> FindEndedAsync(IncidentId id, CancellationToken cancellationToken);

    /// <summary>
    /// The incident's number among those of that day. It is given once: whoever asks again gets the same, and nobody else
    /// gets it. Throws when the journal cannot count.
    /// </summary>
    Task<int> NumberAsync(IncidentId incident, DateOnly day, CancellationToken cancellationToken);

    /// <summary>Reads who leads a dependency's disturbance. Throws when the journal cannot be read.</summary>
    Task<Lead> ReadLeadAsync(string dependency, CancellationToken cancellationToken);

    /// <summary>
    /// Names the target and incident that lead from now on; false when another invocation did since
    /// <paramref name="seen"/> was read.
    /// </summary>
    Task<bool> ClaimLeadAsync(
        Lead seen,
        TargetId leader,
        IncidentId incident,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );
}

/// <summary>An incident's report as it was written, in the estate's language.</summary>
public sealed record WrittenReport(IncidentId Incident, string Text, DateTimeOffset At);

/// <summary>Which targets have an open incident.</summary>
/// <param name="At">The journal's time of reading.</param>
public sealed record OpenIncidents(ImmutableArray<OpenIncident> All, DateTimeOffset At);

/// <summary>A target with an open incident.</summary>
/// <param name="DueAt">When its awaited tick is due, in whole seconds.</param>
public sealed record OpenIncident(TargetId Target, DateTimeOffset DueAt);

/// <summary>A target that is ours for a while.</summary>
/// <param name="Fence">Grows with every grant.</param>
/// <param name="Revision">Grows with every write.</param>
/// <param name="GrantedAt">The journal's time of the grant.</param>
public sealed record Lease(TargetId Target, long Fence, long Revision, DateTimeOffset GrantedAt, DateTimeOffset Until);

/// <summary>The journal's incidents, open and ended, for people to read. The loop needs none of it.</summary>
public interface IIncidents
{
    /// <summary>
    /// All that are open, and those that were opened since <paramref name="since"/>; the newest first, at most
    /// <paramref name="most"/>. It may lag some seconds behind. Throws when the journal cannot be read.
    /// </summary>
    Task<ImmutableArray<Incident>> ListAsync(DateTimeOffset since, int most, CancellationToken cancellationToken);

    /// <summary>One incident as it stands; null when there is none. Throws when the journal cannot be read.</summary>
    Task<Incident?> FindAsync(IncidentId id, CancellationToken cancellationToken);

    /// <summary>
    /// Its report as it was written last; null when there is none. Throws when the journal cannot be read.
    /// </summary>
    Task<WrittenReport?> ReportAsync(IncidentId id, CancellationToken cancellationToken);

    /// <summary>The incident that was given that number; null when none was. Throws when it cannot be read.</summary>
    Task<IncidentId?> NumberedAsync(IncidentNumber number, CancellationToken cancellationToken);
}
