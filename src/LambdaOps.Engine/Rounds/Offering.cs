using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Engine.Rounds;

/// <summary>A change that a person has to approve first.</summary>
internal sealed class Offering(RoundState round, Continuing continuing)
{
    /// <summary>Offers the change, once; then monitoring continues until someone answers or the offer ends.</summary>
    public async Task<LoopReport> OfferAsync(Decision.Act act, Denial denial, CancellationToken cancellationToken)
    {
        var now = round.Now;
        if (round.Incident.Offer is not { } offer || offer.Change != act.Change)
        {
            offer = Make(act, denial, now);
        }

        if (offer.IsUnsent)
        {
            // Someone has to answer: a P1 does not wait until someone reads mail, but where people silenced it.
            var notice = round.Notices.Offered(round.Incident, offer) with
            {
                Level = round.Incident is { Severity: Severity.P1, Trend.Silenced: null }
                    ? round.FirstLevel(now)
                    : null,
            };
            var isSent = await round.NotifyAsync(notice, now, cancellationToken);
            round.Clearance = round.Clearance with { Offer = offer with { IsUnsent = !isSent } };
        }

        var left = offer.Until > now ? offer.Until - now : TimeSpan.Zero;
        return await continuing.GoOnAsync(
            left < round.Setting.CheckEvery ? left : round.Setting.CheckEvery,
            LoopOutcome.Denied,
            $"{offer.Id} waits for approval: {act.Change.Description}, because {act.Because}; {denial.Because}",
            cancellationToken
        );
    }

    /// <summary>What was offered is what is made, where it still covers what is decided.</summary>
    public Decision.Act AsOffered(Decision.Act act) =>
        round.Incident.Offer is { } offer && act.Change.IsCoveredBy(offer.Change)
            ? act with
            {
                Change = offer.Change,
            }
            : act;

    /// <summary>
    /// Withdraws an offer when it is over, or another step is needed. Ignorance is no reason to, and neither is a wait:
    /// a service that answers every other look would be offered the same again and again. What is not wanted when its
    /// offer ends needs nobody's answer any more.
    /// </summary>
    public async Task WithdrawAsync(Decision decision, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var wanted = (decision as Decision.Act)?.Change;
        if (wanted is null && decision is not Decision.Inconclusive)
        {
            round.Clearance = round.Clearance with { DeniedSince = null };
        }

        if (
            round.Incident.Offer is not { } offer
            || decision is Decision.Inconclusive
            || wanted?.IsCoveredBy(offer.Change) == true
            || (decision is Decision.Wait && now < offer.Until)
        )
        {
            return;
        }

        var isUnanswered = decision is Decision.Wait && offer is { Answer: null, IsUnsent: false };
        round.Clearance = round.Clearance with
        {
            Offer = null,
            Unanswered = round.Clearance.Unanswered + (isUnanswered ? 1 : 0),
        };
        round.Note(now, EntryKind.Withdrawn, $"{offer.Id}: {offer.Change.Description}: {decision.Because}");
        await round.NotifyAsync(
            round.Notices.Withdrawn(round.Incident, offer, decision.Because),
            now,
            cancellationToken
        );
    }

    private Offer Make(Decision.Act act, Denial denial, DateTimeOffset now)
    {
        var number = round.Clearance.Offers + 1;
        var offer = new Offer(
            Offer.IdOf(round.Incident.Id, number),
            act.Change,
            act.Because,
            now,
            now + round.Setting.Approval.Within
        )
        {
            Needs = denial.Because,
            IsUnsent = true,
        };
        round.Clearance = round.Clearance with { Offer = offer, Offers = number };
        round.Note(
            now,
            EntryKind.Offered,
            $"{offer.Id}: {act.Change.Description}, because {act.Because}; approval needed "
                + $"by {offer.Until:HH:mm:ss} UTC: {denial.Because}"
        );
        return offer;
    }
}
