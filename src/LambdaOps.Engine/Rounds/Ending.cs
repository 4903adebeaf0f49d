using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Engine.Rounds;

/// <summary>The incident is over: resolved, answered, or no longer the estate's.</summary>
internal sealed class Ending(RoundState round, Recording recording)
{
    public async Task<LoopReport> ResolveAsync(Decision.Resolved resolved, CancellationToken cancellationToken)
    {
        var now = round.Now;
        round.Incident = round.Incident with
        {
            Phase = Phase.Resolved,
            Status = IncidentStatus.Resolved,
            EndedAt = now,
        };
        round.Note(now, EntryKind.Resolved, resolved.Because);
        if (resolved.IsLeft)
        {
            await round.NotifyAsync(
                round.Notices.Closed(round.Incident, resolved.Because, now),
                now,
                cancellationToken
            );
            return await recording.EndAsync(LoopOutcome.Resolved, resolved.Because, cancellationToken);
        }

        await round.NotifyAsync(round.Notices.Resolved(round.Incident, resolved.Because, now), now, cancellationToken);
        round.Ports.Metrics.Recovered(round.Incident.Target, round.Incident.Remedy, now - round.Incident.SignalledAt);
        if (round.Seen.Service is Fact<ServiceState>.Known { Value: { Primary: { } primary, Rolling: null } })
        {
            round.Record = round.Record with { LastGoodTaskDefinition = primary.TaskDefinition, LastGoodAt = now };
        }

        return await recording.EndAsync(LoopOutcome.Resolved, resolved.Because, cancellationToken);
    }

    /// <summary>Ends an incident that was a person's question, without notifying everybody.</summary>
    public Task<LoopReport> AnswerAsync(
        string because,
        EntryKind kind,
        LoopOutcome outcome,
        CancellationToken cancellationToken,
        EntryDetail? detail = null
    )
    {
        var now = round.Now;
        round.Incident = round.Incident with
        {
            Phase = Phase.Resolved,
            Status = IncidentStatus.Resolved,
            EndedAt = now,
        };
        round.Note(now, kind, because, detail);
        return recording.EndAsync(outcome, because, cancellationToken);
    }

    /// <summary>
    /// The estate was deployed without this remedy for the target while an incident was open: it ends here.
    /// </summary>
    public async Task<LoopReport> DisownAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var held = Holdings.Of(round.Incident, round.Seen, now);
        var because =
            $"the estate no longer names {round.Incident.Remedy} for {round.Target.Id}"
            + (held.Count == 0 ? "" : $"; not restored: {string.Join("; ", held)}");
        round.Incident = round.Incident with
        {
            Phase = Phase.HandedOff,
            Status = IncidentStatus.HandedOff,
            EndedAt = now,
        };
        round.Note(now, EntryKind.HandedOff, because);
        var notice = round.Notices.HandedOff(round.Incident, NextStep.RunbookByHand, because, round.Target.Runbook);
        await round.NotifyAsync(
            notice with
            {
                Level = round.Incident.Escalation?.Level ?? EscalationLevel.L1,
            },
            now,
            cancellationToken
        );
        return await recording.EndAsync(LoopOutcome.HandedOff, because, cancellationToken);
    }
}
