using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;

namespace LambdaOps.Engine.Rounds;

/// <summary>
/// AWS wants a change later: people are notified once, it is sent again with growing pauses, and handed off to on-call
/// when that lasts. It spends no more of the budget, and other steps go on meanwhile.
/// </summary>
internal sealed class Postponing(RoundState round, HandingOff handingOff, Attending attending, Recording recording)
{
    /// <summary>
    /// The decision; in place of a change that AWS wants later, the wait for that: looked at meanwhile as ever, and
    /// on-call's where it lasts.
    /// </summary>
    public static Decision Instead(
        Decision decision,
        Incident incident,
        RemedySetting setting,
        LoopOptions options,
        DateTimeOffset now
    )
    {
        if (
            decision.At(now) is not Decision.Act act
            || incident.Clearance.Postponed.Of(act.Change.Kind) is not { } later
        )
        {
            return decision;
        }

        var what = $"{act.Change.Description}, because {act.Because}; AWS wants it later";
        var end = later.Since + options.PostponedAtMost;
        var otherwise = new Decision.Escalate(
            incident.Severity,
            NextStep.Of(act.Change),
            setting.CheckEvery,
            FormattableString.Invariant($"{what}, since {later.Since:HH:mm:ss}: {later.Because}")
        );
        // On-call has it already, or is not called while people want silence: it is sent again all the same.
        var goesOn = incident.IsHandedOff || incident.Trend.Silenced is not null;
        if (now >= later.Until)
        {
            return goesOn || now < end ? decision : otherwise;
        }

        var left = later.Until - now;
        return new Decision.Wait(
            act.Then,
            left < setting.CheckEvery ? left : setting.CheckEvery,
            goesOn ? new Until.OnCall() : new Until.Moment(end, otherwise),
            FormattableString.Invariant($"{what}, sent again at {later.Until:HH:mm:ss}")
        );
    }

    /// <summary>The intent is no longer open: nothing was done, and nothing failed.</summary>
    public async Task<LoopReport> PostponeAsync(
        Decision.Act act,
        Intent intent,
        string detail,
        CancellationToken cancellationToken
    )
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

        // Nothing was done: on-call waits no longer for that than for any other wait.
        if (round.Incident.Trend.Silenced is null && Overdue(act, now) is Decision.Escalate due)
        {
            return await handingOff.ToPersonAsync(due, cancellationToken);
        }

        await attending.AttendAsync(now, cancellationToken);
        return await recording.SaveAsync(LoopOutcome.Waiting, line, cancellationToken);
    }

    private Decision Overdue(Decision.Act act, DateTimeOffset now) =>
        Core.Incidents.Overdue.Instead(
            Instead(act, round.Incident, round.Setting, round.Options, now),
            round.Incident,
            round.Seen,
            round.Remedy.LooksWell(round.Seen, round.Target),
            round.Setting.NotifyWithin,
            now
        );
}
