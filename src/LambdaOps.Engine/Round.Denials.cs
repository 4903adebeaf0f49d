using LambdaOps.Core.Escalations;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;

namespace LambdaOps.Engine;

// What follows when a guard denies: a person is told, asked to approve, or has to take it. And the budget's count.
internal sealed partial class Round
{
    private async Task<LoopReport> DenyAsync(
        Turn turn,
        Incident incident,
        Decision.Act act,
        Denial denial,
        CancellationToken cancellationToken
    )
    {
        var now = turn.Clock.Now;
        ports.Metrics.ActionDenied(incident.Target, incident.Remedy, denial);
        var line = $"{act.Change.Description}, because {act.Because}; blocked by {denial.Guard.Name}: {denial.Because}";
        switch (denial.Then)
        {
            case DenialThen.AskFirst:
                return await OfferAsync(turn, incident, act, denial, cancellationToken);
            case DenialThen.AskPerson when !IsStuck(incident, act.Change):
                return await LeaveAsync(
                    turn,
                    incident.Note(now, EntryKind.Denied, line),
                    act,
                    denial,
                    cancellationToken
                );
        }

        if (incident.Wish is not null)
        {
            // A person asked and has the answer; there is nothing to watch.
            return await AnswerAsync(
                turn with
                {
                    Incident = incident,
                },
                line,
                EntryKind.Denied,
                LoopOutcome.Denied,
                cancellationToken
            );
        }

        incident = await TellOfAsync(turn, incident, act, denial, line, cancellationToken);
        incident = incident with { DeniedSince = incident.DeniedSince ?? now };
        return
            !incident.IsHandedOver
            && denial.Cause == DenialCause.Obstacle
            && now - incident.DeniedSince >= options.DeniedAtMost
            ? await LeaveAsync(turn, incident, act, denial, cancellationToken)
            : await GoOnAsync(turn, incident, turn.Setting.CheckEvery, LoopOutcome.Denied, line, cancellationToken);
    }

    /// <summary>
    /// What LambdaOps holds does not come back, of an incident that a person has already: they have to hear of that,
    /// once.
    /// </summary>
    private static bool IsStuck(Incident incident, Change action) => incident.IsHandedOver && action.GivesBack;

    /// <summary>
    /// A denial is one line and one notice, however often it is decided again, and whatever is seen in between. One
    /// that did not get out is sent again.
    /// </summary>
    private async Task<Incident> TellOfAsync(
        Turn turn,
        Incident incident,
        Decision.Act act,
        Denial denial,
        string line,
        CancellationToken cancellationToken
    )
    {
        var now = turn.Clock.Now;
        var told = new ToldDenial(act.Change.Kind, denial.Guard.Name);
        if (incident.Denials.Contains(told))
        {
            return incident;
        }

        var waiting = told with { IsUnsent = true };
        incident = incident.Denials.Contains(waiting)
            ? incident
            : incident.Note(now, EntryKind.Denied, line) with
            {
                Denials = incident.Denials.Add(waiting),
            };
        var notice = notices.Denied(incident, act, denial) with
        {
            Level =
                IsStuck(incident, act.Change) ? incident.Escalation?.Level ?? EscalationLevel.L1
                : denial.Cause == DenialCause.SwitchedOff && incident.Alarm is not null ? FirstLevel(incident, now)
                : null,
        };
        var failed = await ports.Notifier.SendAsync(notices, notice, now, cancellationToken);
        incident = Noted(incident, notice, failed, now);
        return failed is null ? incident with { Denials = incident.Denials.Replace(waiting, told) } : incident;
    }

    private EscalationLevel FirstLevel(Incident incident, DateTimeOffset now) =>
        Escalation.FirstLevel(incident.Severity, estate.Escalation, now);

    /// <summary>
    /// A maintenance page that goes up is a page: visitors see it. Restoring, and all else of an incident, is not.
    /// </summary>
    private Notice Acted(Incident incident, Intent intent, DateTimeOffset now) =>
        notices.Acted(incident, intent) with
        {
            Level =
                intent.Change is Change.PublishMaintenancePage && incident.Wish is null
                    ? FirstLevel(incident, now)
                    : null,
        };

    private Task<LoopReport> LeaveAsync(
        Turn turn,
        Incident incident,
        Decision.Act act,
        Denial denial,
        CancellationToken cancellationToken
    ) =>
        HandOverAsync(
            turn with
            {
                Incident = incident with { Offer = null },
            },
            new Decision.Escalate(
                incident.Severity,
                NextStep.Of(act.Change),
                turn.Setting.CheckEvery,
                $"'{act.Change.Description}' is needed, because {act.Because}; "
                    + $"blocked by {denial.Guard.Name}: {denial.Because}"
            ),
            cancellationToken
        );

    /// <summary>Offers the action, once; then monitoring continues until somebody answers or the offer ends.</summary>
    private async Task<LoopReport> OfferAsync(
        Turn turn,
        Incident incident,
        Decision.Act act,
        Denial denial,
        CancellationToken cancellationToken
    )
    {
        var now = turn.Clock.Now;
        if (incident.Offer is not { } offer || offer.Change != act.Change)
        {
            offer = new Offer(
                Offer.IdOf(incident.Id, incident.Offers + 1),
                act.Change,
                act.Because,
                now,
                now + turn.Setting.Approval.Within
            )
            {
                Needs = denial.Because,
                IsUnsent = true,
            };
            incident = incident with { Offer = offer, Offers = incident.Offers + 1 };
            incident = incident.Note(
                now,
                EntryKind.Offered,
                $"{offer.Id}: {act.Change.Description}, because {act.Because}; approval needed "
                    + $"by {offer.Until:HH:mm:ss} UTC: {denial.Because}"
            );
        }

        if (offer.IsUnsent)
        {
            // Somebody has to answer: a P1 does not wait until somebody reads mail.
            var notice = notices.Offered(incident, offer) with
            {
                Level = incident.Severity == Severity.P1 ? FirstLevel(incident, now) : null,
            };
            var failed = await ports.Notifier.SendAsync(notices, notice, now, cancellationToken);
            incident = Noted(incident, notice, failed, now) with
            {
                Offer = offer with { IsUnsent = failed is not null },
            };
        }

        var left = offer.Until > now ? offer.Until - now : TimeSpan.Zero;
        return await GoOnAsync(
            turn,
            incident,
            left < turn.Setting.CheckEvery ? left : turn.Setting.CheckEvery,
            LoopOutcome.Denied,
            $"{offer.Id} waits for approval: {act.Change.Description}, because {act.Because}; {denial.Because}",
            cancellationToken
        );
    }

    /// <summary>
    /// Withdraws an offer when it is over, or another step is needed. Ignorance is no reason to, and neither is a wait:
    /// a service that answers every other look would be offered the same again and again. What is not wanted when its
    /// offer ends needs nobody's answer any more.
    /// </summary>
    private async Task<Incident> WithdrawAsync(
        Incident incident,
        Decision decision,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var wanted = (decision as Decision.Act)?.Change;
        if (wanted is null)
        {
            incident = incident with { DeniedSince = null };
        }

        if (
            incident.Offer is not { } offer
            || decision is Decision.Inconclusive
            || wanted?.IsCoveredBy(offer.Change) == true
            || (decision is Decision.Wait && now < offer.Until)
        )
        {
            return incident;
        }

        var withdrawn = (incident with { Offer = null }).Note(
            now,
            EntryKind.Withdrawn,
            $"{offer.Id}: {offer.Change.Description}: {decision.Because}"
        );
        return await NotifyAsync(
            withdrawn,
            notices.Withdrawn(withdrawn, offer, decision.Because),
            now,
            cancellationToken
        );
    }

    /// <summary>What was offered is what is made, where it still covers what is decided.</summary>
    private static Decision.Act AsOffered(Incident incident, Decision.Act act) =>
        incident.Offer is { } offer && act.Change.IsCoveredBy(offer.Change) ? act with { Change = offer.Change } : act;

    /// <summary>The target's own count of its actions; it is written with the intent.</summary>
    private static TargetRecord Spend(TargetRecord record, Change action, DateTimeOffset now) =>
        action.GivesBack ? record : record with { Acts = ActionBudget.Spend(record.Acts, now) };

    /// <summary>The estate's count; false when others have used it up meanwhile.</summary>
    private Task<bool> SpendAsync(Change action, DateTimeOffset now, CancellationToken cancellationToken) =>
        action.GivesBack
            ? Task.FromResult(true)
            : ports.Journal.SpendAsync(estate.Budget.PerEstate, now, cancellationToken);
}
