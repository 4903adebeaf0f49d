using LambdaOps.Core.Incidents;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine.Rounds;

/// <summary>The last write of a round: the record with its incident, and the lease.</summary>
internal sealed class Recording(RoundState round)
{
    /// <summary>The incident stays open.</summary>
    /// <param name="heldUntil">Until when the target stays ours; null lets it go now.</param>
    public async Task<LoopReport> SaveAsync(
        LoopOutcome outcome,
        string because,
        CancellationToken cancellationToken,
        DateTimeOffset? heldUntil = null
    )
    {
        Remember();
        var lease = round.Lease;
        var saved = await round.Ports.Journal.SaveAsync(
            heldUntil < lease.Until ? lease with { Until = heldUntil.Value } : lease,
            round.Record,
            ended: null,
            report: round.Incident.IsHandedOff && !round.WasHandedOff ? Report() : null,
            release: heldUntil is null,
            cancellationToken
        );
        return round.Report(saved is null ? LoopOutcome.Fenced : outcome, because);
    }

    /// <summary>
    /// The incident is over; alarms of other targets that still fire are handled for those from here.
    /// </summary>
    public async Task<LoopReport> EndAsync(LoopOutcome outcome, string because, CancellationToken cancellationToken)
    {
        round.Incident = await round.Tools.Shared.ReleaseAsync(round.Incident, round.Now, cancellationToken);
        round.Incident = await round.Tools.Numbering.NumberAsync(round.Incident, cancellationToken);
        Remember();
        var saved = await round.Ports.Journal.SaveAsync(
            round.Lease,
            round.Record.End(round.Incident),
            ended: round.Incident,
            report: Report(),
            release: true,
            cancellationToken
        );
        return round.Report(saved is null ? LoopOutcome.Fenced : outcome, because);
    }

    /// <summary>For whoever takes the incident, and for whoever looks back at it.</summary>
    private WrittenReport Report() =>
        new(round.Incident.Id, round.Notices.Incidents.Write(round.Incident, round.Now), round.Now);

    /// <summary>
    /// The record has the incident as it is now. The cooldown counts from the newest change that AWS took, whatever was
    /// refused or got lost after it.
    /// </summary>
    public void Remember()
    {
        var done = round
            .Incident.RungAttempts.Where(attempt => attempt.Outcome == AttemptOutcome.Done)
            .MaxBy(attempt => attempt.At);
        round.Record = round.Record with
        {
            Open = round.Incident,
            // An older incident that was opened again acted before a newer one did.
            LastActed =
                done is null || round.Record.LastActed.GetValueOrDefault(round.Incident.Remedy.Value) >= done.At
                    ? round.Record.LastActed
                    : round.Record.LastActed.SetItem(round.Incident.Remedy.Value, done.At),
        };
    }
}
