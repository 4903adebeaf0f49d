using LambdaOps.Core;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Engine.Rounds;

/// <summary>What became of a change, as an answer or the evidence says.</summary>
internal sealed class Settling(RoundState round)
{
    private const string Found = "confirmed by the evidence";

    /// <summary>
    /// An intent whose outcome nobody wrote: the evidence says whether it took effect. What AWS itself keeps from
    /// happening twice is not waited for. People are notified of what was found, as nobody has done so yet.
    /// </summary>
    public async Task SettleAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (round.Incident.Intent is not { } intent)
        {
            await FindAsync(now, cancellationToken);
            return;
        }

        var (what, result) = (intent.Change.Description, new EntryDetail.Result(intent.At));
        switch (intent.Change.IsDone(round.Seen, intent.At))
        {
            case Fact<bool>.Known { Value: true }:
                End(intent, AttemptOutcome.Done, Found, isFromEvidence: true);
                round.Incident = ImagesRun.Note(round.Incident, intent, Evidence.NotAsked, now);
                round.Note(
                    now,
                    EntryKind.Acted,
                    $"{what}: the outcome was not recorded; the evidence shows that it took effect",
                    result
                );
                await round.NotifyAsync(round.Acted(intent, now), now, cancellationToken);
                break;
            case Fact<bool>.Known when intent.Change.IsRepeatable || now - intent.At >= round.Options.IntentGrace:
                End(intent, AttemptOutcome.Unconfirmed, "the evidence does not show it");
                round.Note(
                    now,
                    EntryKind.ActionFailed,
                    $"{what}: the evidence does not show it; deciding again",
                    result
                );
                break;
        }
    }

    /// <summary>The intent is no longer open: it is an attempt with an outcome.</summary>
    public void End(Intent intent, AttemptOutcome outcome, string detail, bool isFromEvidence = false) =>
        round.Incident = round.Incident with
        {
            Intent = null,
            Attempts = round.Incident.Attempts.Add(
                new Attempt(intent.Change, intent.At, outcome, Timeline.Cut(detail, Timeline.LongestDetail))
                {
                    Before = intent.Before,
                    IsFromEvidence = isFromEvidence,
                }
            ),

            // What did not happen has still been approved.
            Clearance = round.Clearance with
            {
                Postponed =
                    outcome == AttemptOutcome.Unconfirmed
                        ? round.Clearance.Postponed
                        : round.Clearance.Postponed.Without(intent.Change.Kind),
                Offer =
                    outcome == AttemptOutcome.Unconfirmed
                        ? intent.Approved ?? round.Clearance.Offer
                        : round.Clearance.Offer,
            },
        };

    /// <summary>
    /// The newest attempt counted as unconfirmed because a look was old, and the evidence shows it after all: it was
    /// made.
    /// </summary>
    private async Task FindAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var incident = round.Incident;
        if (
            incident.RungAttempts.LastOrDefault() is not { Outcome: AttemptOutcome.Unconfirmed } lost
            || lost.Change.IsDone(round.Seen, lost.At) is not Fact<bool>.Known { Value: true }
        )
        {
            return;
        }

        var made = lost with { Outcome = AttemptOutcome.Done, Detail = Found, IsFromEvidence = true };
        round.Incident = incident with
        {
            Attempts = incident.Attempts.SetItem(incident.Attempts.Length - 1, made),
            Clearance = incident.Clearance with
            {
                Offer = incident.Offer is { } offer && offer.Change == lost.Change ? null : incident.Offer,
            },
        };
        round.Note(
            now,
            EntryKind.Acted,
            $"{lost.Change.Description}: was unconfirmed; the evidence shows that it took effect",
            new EntryDetail.Result(lost.At)
        );
        await round.NotifyAsync(
            round.Acted(
                new Intent(lost.Change, lost.At, "was unconfirmed; the evidence shows that it took effect"),
                now
            ),
            now,
            cancellationToken
        );
    }
}
