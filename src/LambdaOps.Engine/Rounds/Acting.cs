using System.Collections.Immutable;
using System.Diagnostics;
using LambdaOps.Core;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine.Rounds;

/// <summary>A change: guards, intent, a fresh look, guards again, the call, its outcome.</summary>
internal sealed class Acting(
    RoundState round,
    Settling settling,
    Offering offering,
    Denying denying,
    Postponing postponing,
    Attending attending,
    Continuing continuing,
    Recording recording
)
{
    /// <summary>How old the last look may be when the change is sent.</summary>
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(5);

    public async Task<LoopReport> ActAsync(Decision.Act decided, CancellationToken cancellationToken)
    {
        var now = round.Now;
        var act = offering.AsOffered(WithUnseen(decided));
        round.PageNeededBy = await PageNeededByAsync(act.Change, cancellationToken);
        round.PageIncident = await PageIncidentAsync(act.Change, cancellationToken);
        if (Guard.FirstDenial(round.Options.Guards, round.Ask(act.Change, round.Seen, now)) is { } denial)
        {
            return await denying.DenyAsync(act, denial, cancellationToken);
        }

        var (before, known) = (round.Incident, round.Record);
        var intent = new Intent(act.Change, now, act.Because)
        {
            Before = Standing.Of(round.Seen),
            Approved = before.Offer is { } offer && offer.IsApproved(now) ? offer : null,
        };
        var (lease, live, isLeft) = await IntendAsync(intent, act, now, cancellationToken);
        if (lease is null)
        {
            return round.Report(LoopOutcome.Fenced, "the lease was lost before acting");
        }

        round.Lease = lease;
        var late = isLeft ? LateDenial(act, live, known, before) : BudgetGuard.SpentMeanwhile(round.Estate.Budget);
        if (late is null && !act.Change.Rereads.IsEmpty && round.Now - now > s_fresh)
        {
            // The intent was long in being written, and the world went on meanwhile.
            late = LateDenial(act, await LookAgainAsync(act.Change.Rereads, cancellationToken), known, before);
        }

        if (late is not null)
        {
            round.Incident = round.Incident with { Phase = before.Phase, Intent = null, Clearance = before.Clearance };
            return await denying.DenyAsync(act, late, cancellationToken);
        }

        var sent = round.Clock.Latest;
        var outcome = await round.Ports.Actuator.ActAsync(act.Change, round.Target, cancellationToken);
        if (outcome is ActionOutcome.Later later)
        {
            return await postponing.PostponeAsync(act, intent, later.Detail, cancellationToken);
        }

        round.Incident =
            outcome is ActionOutcome.Refused ? round.Incident : ImagesRun.Note(round.Incident, intent, live, round.Now);
        return await RecordOutcomeAsync(intent, outcome, sent, cancellationToken);
    }

    /// <summary>As it was before: the change's own place in the budget is no reason against it.</summary>
    private Denial? LateDenial(Decision.Act act, Evidence live, TargetRecord known, Incident before) =>
        Guard.FirstDenial(
            round.Options.Guards,
            round.Ask(act.Change, live, round.Now) with
            {
                Record = known,
                Incident = round.Incident with
                {
                    Clearance = round.Clearance with { Postponed = before.Clearance.Postponed },
                },
            }
        );

    /// <summary>
    /// Who else needs the maintenance page that is about to be taken down: the records of the services that share the
    /// site say it.
    /// </summary>
    private async Task<TargetId?> PageNeededByAsync(Change change, CancellationToken cancellationToken)
    {
        if (change is not Change.RestorePage)
        {
            return null;
        }

        foreach (var other in SharedPage.Others(round.Estate, round.Target))
        {
            var view = await round.Ports.Journal.ReadAsync(other.Id, cancellationToken);
            if (SharedPage.IsNeededBy(view.Record.Open))
            {
                return other.Id;
            }
        }

        return null;
    }

    /// <summary>Who put the page up that holds the change back: asked for only where one does.</summary>
    private async Task<Incident?> PageIncidentAsync(Change change, CancellationToken cancellationToken) =>
        change.Direction == Direction.Takes && OperatorPageGuard.HeldBy(round.Target, round.Seen) is { } up
            ? await round.Ports.Journal.FindEndedAsync(up, cancellationToken)
            : null;

    /// <summary>What it is decided without is part of its reason.</summary>
    private Decision.Act WithUnseen(Decision.Act decided) =>
        decided.Change.Direction == Direction.Takes && round.Seen.Unseen is { Count: > 0 } unseen
            ? new Decision.Act(
                decided.Change,
                decided.Then,
                decided.CheckAgainIn,
                $"{decided.Because}; not seen: {string.Join("; ", unseen)}"
            )
            : decided;

    /// <summary>
    /// Intent before act. The follow-up goes out now, so that a crash from here on is looked at; and the live state is
    /// read again immediately before the change.
    /// </summary>
    /// <returns>The lease, null when it was lost; what is seen now; whether the estate's budget had a place left.</returns>
    private async Task<(Lease? Lease, Evidence Live, bool IsLeft)> IntendAsync(
        Intent intent,
        Decision.Act act,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var (beat, spends) = (round.Incident.Beat, ActionBudget.IsSpentBy(act.Change, round.Incident));
        round.Incident = round.Incident with
        {
            Phase = act.Then,
            Intent = intent,
            Clearance = round.Clearance.Cleared() with { Postponed = round.Clearance.Postponed.Sent(act.Change.Kind) },
        };
        var checkIn = continuing.Await(act.CheckAgainIn, now);
        round.Note(
            now,
            EntryKind.Intended,
            $"{act.Change.Description}, because {act.Because}",
            new EntryDetail.Intention(act.Because)
        );

        // The awaited beat moves on with the outcome: were the send to fail here, the tick that is being handled comes
        // again, and it must not look like a duplicate.
        round.Record = (spends ? Spend(round.Record, act.Change, now) : round.Record) with
        {
            Open = round.Incident with { Watch = round.Incident.Watch with { Beat = beat } },
        };
        var saving = round.Ports.Journal.SaveAsync(
            round.Lease,
            round.Record,
            ended: null,
            report: null,
            release: false,
            cancellationToken
        );
        var sending = continuing.FollowUpAsync(checkIn, cancellationToken);
        var looking = LookAgainAsync(
            act.Change.Rereads.AddRange(act.Change.Noted.Select(static look => look with { OnlyIf = null })),
            cancellationToken
        );
        var spending = spends
            ? round.Ports.Journal.SpendAsync(round.Estate.Budget.PerEstate, now, cancellationToken)
            : Task.FromResult(true);
        await Task.WhenAll(saving, sending, looking, spending);
        return (await saving, await looking, await spending);
    }

    private Task<Evidence> LookAgainAsync(ImmutableArray<Look> looks, CancellationToken cancellationToken) =>
        round.Tools.Observation.LookAsync(round.Seen, looks, round.Incident, round.Clock, cancellationToken);

    private async Task<LoopReport> RecordOutcomeAsync(
        Intent intent,
        ActionOutcome outcome,
        DateTimeOffset sent,
        CancellationToken cancellationToken
    )
    {
        var now = round.Now;
        var (what, result) = (intent.Change.Description, new EntryDetail.Result(intent.At));
        switch (outcome)
        {
            case ActionOutcome.Done done:
                settling.End(intent, AttemptOutcome.Done, done.Detail);
                round.Note(now, EntryKind.Acted, $"{what}: {done.Detail}", result);
                break;
            case ActionOutcome.Refused refused:
                settling.End(intent, AttemptOutcome.Refused, refused.Detail);
                round.Note(now, EntryKind.ActionFailed, $"{what}: AWS refused it: {refused.Detail}", result);
                break;
            case ActionOutcome.Unknown unknown:
                round.Note(
                    now,
                    EntryKind.ActionFailed,
                    $"{what}: unconfirmed ({unknown.Detail}); the next look shows whether it took effect",
                    result
                );
                break;
            default:
                throw new UnreachableException();
        }

        Measure(intent, outcome, now);
        if (NoticeOf(intent, outcome, now) is { } notice)
        {
            await round.NotifyAsync(notice, now, cancellationToken);
        }

        await attending.AttendAsync(now, cancellationToken);

        // A request that nobody answered may still be on its way: the target stays ours for as long as that may take.
        // (What changes nothing that is looked at may come whenever it wants.)
        var isOnItsWay = outcome is ActionOutcome.Unknown && !intent.Change.Rereads.IsEmpty;
        return await recording.SaveAsync(
            LoopOutcome.Acted,
            $"{what}, because {intent.Because}",
            cancellationToken,
            heldUntil: isOnItsWay ? sent + LeaseGuard.Margin : null
        );
    }

    private void Measure(Intent intent, ActionOutcome outcome, DateTimeOffset now)
    {
        var (incident, metrics) = (round.Incident, round.Ports.Metrics);
        if (
            outcome is ActionOutcome.Done
            && incident.Attempts.Count(attempt => attempt.Outcome == AttemptOutcome.Done) == 1
        )
        {
            metrics.FirstAction(incident.Target, incident.Remedy, now - incident.SignalledAt);
        }

        metrics.ActionTaken(incident.Target, incident.Remedy, intent.Change);
    }

    /// <summary>What people are notified of; null where they know already that it gets no answer.</summary>
    private Notice? NoticeOf(Intent intent, ActionOutcome outcome, DateTimeOffset now) =>
        outcome switch
        {
            ActionOutcome.Refused no => round.Notices.Failed(round.Incident, intent, no.Detail),
            ActionOutcome.Unknown when WasUnclear(intent.Change) => null,
            ActionOutcome.Unknown unclear => round.Notices.Unclear(round.Incident, intent, unclear.Detail),
            ActionOutcome.Done when IsOneMorePage(intent.Change) => null,
            _ => round.Acted(intent, now),
        };

    /// <summary>
    /// Whether it is one more page of a site, after one of which people have been notified: the record has each of them.
    /// </summary>
    private bool IsOneMorePage(Change change) =>
        change is Change.OfPage { Key: not null }
        && round.Incident.RungAttempts.Count(made =>
            made.Outcome == AttemptOutcome.Done && made.Change.Kind == change.Kind
        ) > 1;

    /// <summary>Whether people have been notified already that this change gets no answer.</summary>
    private bool WasUnclear(Change change) =>
        round.Incident.RungAttempts.LastOrDefault() is { Outcome: AttemptOutcome.Unconfirmed } last
        && last.Change.Kind == change.Kind;

    /// <summary>The target's own counts of its actions; they are written with the intent.</summary>
    private static TargetRecord Spend(TargetRecord record, Change change, DateTimeOffset now) =>
        record with
        {
            Acts = ActionBudget.Spend(record.Acts, now),
            BillingSwitches = BillingSwitchGuard.Count(record.BillingSwitches, change, now),
        };
}
