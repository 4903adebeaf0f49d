using System.Diagnostics;
using LambdaOps.Core;
using LambdaOps.Core.Escalations;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace LambdaOps.Engine.Rounds;

/// <summary>
/// One round on one target: settle an open intent, decide, guard, intend, act, record. A crash between any two lines
/// leaves a state from which the next round goes on.
/// </summary>
internal sealed class Round
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(5);

    private readonly RoundState _round;
    private readonly Settling _settling;
    private readonly Offering _offering;
    private readonly Acting _acting;
    private readonly HandingOff _handingOff;
    private readonly Ending _ending;
    private readonly Continuing _continuing;
    private readonly Recording _recording;

    public Round(RoundState round)
    {
        _round = round;
        _settling = new Settling(round);
        _recording = new Recording(round);
        var attending = new Attending(round);
        _continuing = new Continuing(round, attending, _recording);
        _ending = new Ending(round, _recording);
        _handingOff = new HandingOff(round, _continuing);
        _offering = new Offering(round, _continuing);
        var denying = new Denying(round, _offering, _handingOff, _ending, _continuing);
        var postponing = new Postponing(round, _handingOff, attending, _recording);
        _acting = new Acting(round, _settling, _offering, denying, postponing, attending, _continuing, _recording);
    }

    /// <summary>Looks at what the incident's remedy wants to see. It changes nothing, and needs no lease.</summary>
    public static Task<Evidence> LookAsync(
        RoundTools tools,
        Incident incident,
        LoopClock clock,
        CancellationToken cancellationToken
    )
    {
        // Whether all of several alarms are silenced takes a look at all of them, beside that at its own.
        var looks = RoundState.RemedyOf(incident, tools.Options).Looks;
        if (incident.Cause.Alarms.Length > 1 && !looks.Contains(AlarmLooks.Active))
        {
            looks = looks.Insert(looks.IndexOf(AlarmLooks.Own) + 1, AlarmLooks.Active);
        }

        // By what an open intent's change is seen is asked in any case.
        if (incident.Intent is { Change.Rereads: var shown })
        {
            looks =
            [
                .. looks.Select(look =>
                    look.OnlyIf is not null && shown.Contains(look) ? look with { OnlyIf = null } : look
                ),
            ];
        }

        // A remedy that restarts nothing may not ask.
        if (ImagesRun.Awaited(incident) is { } images && looks.Contains(images))
        {
            looks = looks.Remove(images).Add(images);
        }

        return tools.Observation.LookAsync(Evidence.NotAsked, looks, incident, clock, cancellationToken);
    }

    public async Task<LoopReport> RunAsync(CancellationToken cancellationToken)
    {
        var (now, seen, target) = (_round.Now, _round.Seen, _round.Target);
        var remedy = _round.Remedy;
        var before = _round.Incident;
        _round.Incident = remedy.Remember(before.Saw(seen, now), seen, target, now);
        _round.Incident = ImagesRun.Compare(_round.Incident, seen, now);
        _round.Incident = RecoveryClock.Remember(
            _round.Incident,
            remedy.RecoveryLevelOf(_round.Incident),
            remedy.DataLostBy(_round.Incident),
            _round.Estate.RecoveryGoals,
            now
        );
        if (remedy.AsksFor(before, _round.Incident, target) is { } work)
        {
            await _round.NotifyAsync(_round.Notices.Asked(_round.Incident, work), now, cancellationToken);
        }

        await _settling.SettleAsync(now, cancellationToken);
        _round.Incident = Stopped.Resume(_round.Incident, seen, now);
        _round.Incident = Escalation.Rise(_round.Incident, seen, _round.Estate.Escalation, now);
        if (remedy.SettingFor(target) is not { } setting)
        {
            return await _ending.DisownAsync(now, cancellationToken);
        }

        _round.Incident = Overdue.Remember(_round.Incident, seen, setting.QuietFor, now);
        _round.Incident = Silencing.Remember(_round.Incident, seen, now);
        var decision = Decide(remedy, setting, now);
        await _offering.WithdrawAsync(decision, now, cancellationToken);
        _recording.Remember();
        return await FollowAsync(decision, now, cancellationToken);
    }

    /// <summary>
    /// What the remedy decides, or what stands before that. A remedy does not act on missing evidence; and it knows when
    /// to hand off to on-call, who must not wait for an intent that nobody can see. Another remedy must: it does not look
    /// at what shows whether the change took effect.
    /// </summary>
    private Decision Decide(Remedy remedy, RemedySetting setting, DateTimeOffset now)
    {
        var (incident, seen, target) = (_round.Incident, _round.Seen, _round.Target);
        var decision =
            incident.Intent is { } open && seen.Gaps.Count == 0
                ? new Decision.Inconclusive(
                    s_soon,
                    new Until.OnCall(),
                    $"it is not known yet whether '{open.Change.Description}' took effect"
                )
                : remedy.Decide(incident, seen, target, now);
        if (decision.At(now) is Decision.SwitchTo && incident.Intent is { } unseen)
        {
            decision = new Decision.Inconclusive(
                setting.CheckEvery,
                new Until.OnCall(),
                $"it cannot be seen whether '{unseen.Change.Description}' took effect: {decision.Because}"
            );
        }

        decision = Postponing.Instead(decision, incident, setting, _round.Options, now);
        return incident.Trend.Silenced is not null
            ? Silencing.Instead(decision, incident, seen, setting.CheckEvery, now)
            : Overdue.Instead(decision, incident, seen, remedy.LooksWell(seen, target), setting.NotifyWithin, now);
    }

    private async Task<LoopReport> FollowAsync(
        Decision decision,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        switch (decision)
        {
            case Decision.Act act:
                return await _acting.ActAsync(act, cancellationToken);
            case Decision.Wait wait:
                var isSame = _round.Incident.Phase == wait.Then;
                _round.Incident = _round.Incident with { Phase = wait.Then };
                _round.Note(now, EntryKind.Decided, wait.Because, repeats: isSame);
                return await _continuing.GoOnAsync(
                    wait.CheckAgainIn,
                    LoopOutcome.Waiting,
                    wait.Because,
                    cancellationToken
                );
            case Decision.Inconclusive unknown:
                _round.Note(now, EntryKind.Inconclusive, unknown.Because, repeats: true);
                return await _continuing.GoOnAsync(
                    unknown.CheckAgainIn,
                    LoopOutcome.Inconclusive,
                    unknown.Because,
                    cancellationToken
                );
            case Decision.Escalate escalate:
                return await _handingOff.ToPersonAsync(escalate, cancellationToken);
            case Decision.SwitchTo next:
                return await _handingOff.ToRemedyAsync(next, cancellationToken);
            case Decision.Answer answer:
                return await _ending.AnswerAsync(
                    answer.Because,
                    EntryKind.Resolved,
                    LoopOutcome.Answered,
                    cancellationToken
                );
            case Decision.Resolved resolved:
                return await _ending.ResolveAsync(resolved, cancellationToken);
            default:
                throw new UnreachableException();
        }
    }
}

/// <summary>What a round works with, and does not change.</summary>
internal sealed record RoundTools(
    Estate Estate,
    Resource Target,
    LoopPorts Ports,
    NoticeWriter Notices,
    SharedDisturbances Shared,
    Numbering Numbering,
    LoopOptions Options,
    Observation Observation,
    ILogger Logger
);
