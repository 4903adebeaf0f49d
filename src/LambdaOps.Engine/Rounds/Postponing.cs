using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;

namespace LambdaOps.Engine.Rounds;

/// <summary>
/// AWS wants a change later: people are notified once, it is sent again with growing pauses, and handed off to on-call
/// when that lasts. It spends no more of the budget, and other steps go on meanwhile.
/// </summary>
internal sealed class Postponing(RoundState round, HandingOff handingOff, Attending attending, Recording recording)
{
    /// <summary>The decision, or, where its pause is not over, the wait in its place: looked at meanwhile as ever.</summary>
    public static Decision Instead(Decision decision, Incident incident, TimeSpan checkEvery, DateTimeOffset now)
    {
        if (
            decision is not Decision.Act act
            || incident.Clearance.Postponed.Of(act.Change.Kind) is not { } later
            || now >= later.Until
        )
        {
            return decision;
        }

        var left = later.Until - now;
        return new Decision.Wait(
            act.Then,
            left < checkEvery ? left : checkEvery,
            FormattableString.Invariant(
                $"{act.Change.Description}, because {act.Because}; AWS wants it later, sent again at {later.Until:HH:mm:ss}"
            )
        );
    }

    /// <summary>The intent is no longer open: nothing was done, and nothing failed.</summary>
    public async Task<LoopReport> PostponeAsync(Intent intent, string detail, CancellationToken cancellationToken)
    {
        var now = round.Now;
        var (what, kind) = (intent.Change.Description, intent.Change.Kind);
        var later = Postponement.After(round.Clearance.Postponed.Of(kind), kind, round.Incident.Id, detail, now);
        round.Incident = round.Incident with
        {
            Intent = null,
            Clearance = round.Clearance with
            {
                Postponed = round.Clearance.Postponed.With(later),

                // What did not happen has still been approved.
                Offer = intent.Approved ?? round.Clearance.Offer,
            },
        };
        var line = FormattableString.Invariant(
            $"{what}: AWS wants it later ({detail}); sent again at {later.Until:HH:mm:ss}"
        );
        round.Note(now, EntryKind.ActionFailed, line, new EntryDetail.Result(intent.At));
        if (later.Tries == 1)
        {
            await round.NotifyAsync(round.Notices.Postponed(round.Incident, intent, detail), now, cancellationToken);
        }

        if (!round.Incident.IsHandedOff && now - later.Since >= round.Options.PostponedAtMost)
        {
            return await handingOff.ToPersonAsync(
                new Decision.Escalate(
                    round.Incident.Severity,
                    NextStep.Of(intent.Change),
                    round.Setting.CheckEvery,
                    FormattableString.Invariant(
                        $"'{what}' is needed, because {intent.Because}; AWS has wanted it later for "
                    ) + FormattableString.Invariant($"{(now - later.Since).TotalMinutes:0} min: {detail}")
                ),
                cancellationToken
            );
        }

        await attending.AttendAsync(now, cancellationToken);
        return await recording.SaveAsync(LoopOutcome.Waiting, line, cancellationToken);
    }
}
