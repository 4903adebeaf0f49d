using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Engine;

// What follows when a guard denies: a person is told, asked to approve, or has to take it. And the budget's count.
internal sealed partial class Round
{
    private async Task<LoopReport> DenyAsync(
        Turn turn, Incident incident, RemedyAction action, Denial denial, CancellationToken cancellationToken)
    {
        var now = turn.Clock.Now;
        ports.Metrics.ActionDenied(incident.Target, incident.Remedy, denial.Guard);
        var line = $"{action.Description}: {denial.Guard}: {denial.Because}";
        switch (denial.Then)
        {
            case DenialThen.AskFirst:
                return await OfferAsync(turn, incident, action, denial, cancellationToken);
            case DenialThen.AskPerson when !IsStuck(incident, action):
                return await LeaveAsync(
                    turn, incident.Note(now, EntryKind.Denied, line), action, denial, cancellationToken);
        }

        if (incident.Wish is not null)
        {
            // A person asked and has the answer; there is nothing to watch.
            return await AnswerAsync(
                turn with { Incident = incident }, line, EntryKind.Denied, LoopOutcome.Denied, cancellationToken);
        }

        if (!WasDenied(incident, action, denial))
        {
            incident = incident.Note(now, EntryKind.Denied, line);
            var notice = notices.Denied(incident, action, denial.Because, denial.Guard);
            incident = await NotifyAsync(
                incident,
                IsStuck(incident, action) ? notice with { Level = incident.Escalation?.Level ?? EscalationLevel.L1 } : notice,
                now, cancellationToken);
        }

        incident = incident with { DeniedSince = incident.DeniedSince ?? now };
        return !incident.IsHandedOver && IsObstacle(denial) && now - incident.DeniedSince >= options.DeniedAtMost
            ? await LeaveAsync(turn, incident, action, denial, cancellationToken)
            : await GoOnAsync(turn, incident, turn.Setting.CheckEvery, LoopOutcome.Denied, line, cancellationToken);
    }

    /// <summary>
    /// What LambdaOps holds does not come back, of an incident that a person has already: they have to hear of that,
    /// once.
    /// </summary>
    private static bool IsStuck(Incident incident, RemedyAction action) => incident.IsHandedOver && action.GivesBack;

    private Task<LoopReport> LeaveAsync(
        Turn turn, Incident incident, RemedyAction action, Denial denial, CancellationToken cancellationToken) =>
        HandOverAsync(
            turn with { Incident = incident with { Offer = null } },
            new Decision.Escalate(
                incident.Severity, action.Description, turn.Setting.CheckEvery, $"{denial.Guard}: {denial.Because}"),
            cancellationToken);

    /// <summary>
    /// A person who set the mode or the switch knows that nothing will be changed, and has been told what would have
    /// been; everything else that stays in the way is a surprise, and somebody has to take the incident.
    /// </summary>
    private static bool IsObstacle(Denial denial) => denial.Guard is not (nameof(ModeGuard) or nameof(KillSwitchGuard));

    private static bool WasDenied(Incident incident, RemedyAction action, Denial denial) =>
        incident.Lines is [.., { Kind: EntryKind.Denied or EntryKind.Notified or EntryKind.NotNotified }]
        && incident.Lines.LastOrDefault(entry => entry.Kind is EntryKind.Denied) is { } before
        && before.Text.StartsWith($"{action.Description}: {denial.Guard}", StringComparison.Ordinal);

    /// <summary>Offers the action, once; then it is watched on until somebody answers or the offer ends.</summary>
    private async Task<LoopReport> OfferAsync(
        Turn turn, Incident incident, RemedyAction action, Denial denial, CancellationToken cancellationToken)
    {
        var now = turn.Clock.Now;
        if (incident.Offer is not { } offer || offer.Action != action)
        {
            offer = new Offer(
                Offer.IdOf(incident.Id, incident.Offers + 1), action, denial.Because, now,
                now + turn.Setting.Approval.Within);
            incident = incident with { Offer = offer, Offers = incident.Offers + 1 };
            incident = incident.Note(
                now, EntryKind.Offered,
                $"{offer.Id}: {action.Description}, if a person approves by {offer.Until:HH:mm:ss}: {denial.Because}");
            incident = await NotifyAsync(incident, notices.Offered(incident, offer), now, cancellationToken);
        }

        var left = offer.Until > now ? offer.Until - now : TimeSpan.Zero;
        return await GoOnAsync(
            turn, incident, left < turn.Setting.CheckEvery ? left : turn.Setting.CheckEvery, LoopOutcome.Denied,
            $"{offer.Id} waits for approval: {action.Description}", cancellationToken);
    }

    /// <summary>Takes an offer back that is not what is decided any more. Ignorance is no reason to.</summary>
    private async Task<Incident> WithdrawAsync(
        Incident incident, Decision decision, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var wanted = (decision as Decision.Act)?.Action;
        if (wanted is null)
        {
            incident = incident with { DeniedSince = null };
        }

        if (incident.Offer is not { } offer || decision is Decision.Inconclusive
            || wanted?.IsCoveredBy(offer.Action) == true)
        {
            return incident;
        }

        var withdrawn = (incident with { Offer = null }).Note(
            now, EntryKind.Withdrawn, $"{offer.Id}: {offer.Action.Description}: {decision.Because}");
        return await NotifyAsync(
            withdrawn, notices.Withdrawn(withdrawn, offer, decision.Because), now, cancellationToken);
    }

    /// <summary>What was offered is what is made, where it still covers what is decided.</summary>
    private static Decision.Act AsOffered(Incident incident, Decision.Act act) =>
        incident.Offer is { } offer && act.Action.IsCoveredBy(offer.Action)
            ? act with { Action = offer.Action }
            : act;

    /// <summary>The target's own count of its actions; it is written with the intent.</summary>
    private static TargetRecord Spend(TargetRecord record, RemedyAction action, DateTimeOffset now) =>
        action.GivesBack ? record : record with { Acts = ActionBudget.Spend(record.Acts, now) };

    /// <summary>The estate's count; false when others have used it up meanwhile.</summary>
    private Task<bool> SpendAsync(RemedyAction action, DateTimeOffset now, CancellationToken cancellationToken) =>
        action.GivesBack
            ? Task.FromResult(true)
            : ports.Journal.SpendAsync(estate.Budget.PerEstate, now, cancellationToken);
}
