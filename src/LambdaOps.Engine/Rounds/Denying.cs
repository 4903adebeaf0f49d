using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Engine.Rounds;

/// <summary>
/// What follows when a guard denies: people are notified, asked to approve, or it is handed off to on-call.
/// </summary>
internal sealed class Denying(
    RoundState round,
    Offering offering,
    HandingOff handingOff,
    Ending ending,
    Continuing continuing
)
{
    public async Task<LoopReport> DenyAsync(Decision.Act act, Denial denial, CancellationToken cancellationToken)
    {
        var now = round.Now;
        round.Ports.Metrics.ActionDenied(round.Incident.Target, round.Incident.Remedy, denial);
        var line = $"{act.Change.Description}, because {act.Because}; blocked by {denial.Guard.Name}: {denial.Because}";
        var detail = new EntryDetail.DeniedBy(act.Change.Kind.Name, denial.Guard.Name);
        switch (denial.Then)
        {
            case DenialThen.AskFirst:
                return await offering.OfferAsync(act, denial, cancellationToken);
            case DenialThen.AskPerson when !IsStuck(act.Change):
                round.Note(now, EntryKind.Denied, line, detail);
                return await LeaveAsync(act, denial, cancellationToken);
        }

        if (round.Incident.IsRequest && !IsHalfRestored(act.Change))
        {
            // A person asked and has the answer; there is nothing to watch.
            return await ending.AnswerAsync(line, EntryKind.Denied, LoopOutcome.Denied, cancellationToken, detail);
        }

        await TellAsync(act, denial, line, detail, cancellationToken);
        round.Clearance = round.Clearance with { DeniedSince = round.Clearance.DeniedSince ?? now };
        return
            !round.Incident.IsHandedOff
            && denial.Cause == DenialCause.Obstacle
            && now - round.Clearance.DeniedSince >= round.Options.DeniedAtMost
            ? await LeaveAsync(act, denial, cancellationToken)
            : await continuing.GoOnAsync(round.Setting.CheckEvery, LoopOutcome.Denied, line, cancellationToken);
    }

    /// <summary>A page that is restored and not shown, say: it is gone on with as soon as that is allowed.</summary>
    private bool IsHalfRestored(Change change) =>
        change.Direction == Direction.Restores
        && round.Incident.Attempts.Any(attempt => attempt.Outcome == AttemptOutcome.Done);

    /// <summary>
    /// What LambdaOps holds is not restored, of an incident that on-call has already: they have to be notified of that,
    /// once.
    /// </summary>
    private bool IsStuck(Change change) => round.Incident.IsHandedOff && change.Direction == Direction.Restores;

    /// <summary>
    /// A denial is one line and one notice, however often it is decided again, and whatever is seen in between. One
    /// that did not get out is sent again.
    /// </summary>
    private async Task TellAsync(
        Decision.Act act,
        Denial denial,
        string line,
        EntryDetail detail,
        CancellationToken cancellationToken
    )
    {
        var now = round.Now;
        var told = new NotifiedDenial(act.Change.Kind.Name, denial.Guard.Name);
        if (round.Clearance.Denials.Contains(told))
        {
            return;
        }

        var waiting = told with { IsUnsent = true };
        if (!round.Clearance.Denials.Contains(waiting))
        {
            round.Note(now, EntryKind.Denied, line, detail);
            round.Clearance = round.Clearance with { Denials = round.Clearance.Denials.Add(waiting) };
        }

        var notice = round.Notices.Denied(round.Incident, act, denial) with
        {
            Level =
                IsStuck(act.Change) ? round.Incident.Escalation?.Level ?? EscalationLevel.L1
                : denial.Cause == DenialCause.SwitchedOff && round.Incident.IsSignalled ? round.FirstLevel(now)
                : null,
        };
        if (await round.NotifyAsync(notice, now, cancellationToken))
        {
            round.Clearance = round.Clearance with { Denials = round.Clearance.Denials.Replace(waiting, told) };
        }
    }

    private Task<LoopReport> LeaveAsync(Decision.Act act, Denial denial, CancellationToken cancellationToken)
    {
        round.Clearance = round.Clearance with { Offer = null };
        return handingOff.ToPersonAsync(
            new Decision.Escalate(
                round.Incident.Severity,
                NextStep.Of(act.Change),
                round.Setting.CheckEvery,
                $"'{act.Change.Description}' is needed, because {act.Because}; "
                    + $"blocked by {denial.Guard.Name}: {denial.Because}"
            ),
            cancellationToken
        );
    }
}
