using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Escalations;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace LambdaOps.Engine;

/// <summary>
/// With what a round begins: the target is ours, the signal is taken in, the world has been looked at.
/// </summary>
/// <param name="Clock">Runs since the lease was granted: looking takes time, too.</param>
/// <param name="EstateActs">When LambdaOps acted anywhere in the estate.</param>
internal sealed record RoundStart(
    Lease Lease,
    LoopClock Clock,
    TargetRecord Record,
    ControlSwitch Control,
    Evidence Seen,
    ImmutableArray<DateTimeOffset> EstateActs
);

/// <summary>
/// One round on one target: settle an open intent, decide, guard, intend, act, record. A crash between any two lines
/// leaves a state from which the next round goes on.
/// </summary>
internal sealed partial class Round(
    Estate estate,
    Resource target,
    LoopPorts ports,
    NoticeWriter notices,
    SharedDisturbances shared,
    LoopOptions options,
    TimeProvider machine,
    ILogger logger
)
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(5);

    private readonly Observation _observation = new(ports.Observer, estate, target, options.ObserveWithin, machine);

    public Task<Evidence> LookAsync(TargetRecord record, LoopClock clock, CancellationToken cancellationToken)
    {
        // Whether all of several alarms are silenced takes a look at all of them.
        var looks = RemedyOf(record.Open!).Looks | (record.Open!.Alarms.Length > 1 ? Looks.Alarms : Looks.None);
        return _observation.LookAsync(Evidence.NotAsked, looks, record.Open, clock, cancellationToken);
    }

    public async Task<LoopReport> RunAsync(RoundStart start, CancellationToken cancellationToken)
    {
        var now = start.Clock.Now;
        var remedy = RemedyOf(start.Record.Open!);
        var incident = remedy.Remember(start.Record.Open!.Saw(start.Seen, now), start.Seen, target, now);
        incident = await SettleAsync(incident, start.Seen, now, cancellationToken);
        incident = Stopped.Resume(incident, start.Seen, now);
        incident = Escalation.Rise(incident, start.Seen, estate.Escalation, now);
        if (remedy.SettingFor(target) is not { } setting)
        {
            return await DisownAsync(start, incident, now, cancellationToken);
        }

        incident = Silencing.Remember(Overdue.Remember(incident, start.Seen, setting.QuietFor, now), start.Seen, now);

        // A remedy does not act on missing evidence; and it knows when to ask a person, who must not wait for an intent
        // that nobody can see.
        var decision =
            incident.Intent is { } open && start.Seen.Gaps.Count == 0
                ? new Decision.Inconclusive(
                    s_soon,
                    $"it is not known yet whether '{open.Change.Description}' took effect"
                )
                : remedy.Decide(incident, start.Seen, target, now);
        decision = incident.Silenced is not null
            ? Silencing.Instead(decision, incident, start.Seen, setting.CheckEvery, now)
            : Overdue.Instead(
                decision,
                incident,
                start.Seen,
                remedy.LooksWell(start.Seen, target),
                setting.TellWithin,
                now
            );
        incident = await WithdrawAsync(incident, decision, now, cancellationToken);
        var turn = new Turn(
            start with
            {
                Record = Remember(start.Record, incident) with { Open = incident },
            },
            incident,
            setting,
            target,
            estate,
            options.MayWrite
        );
        return decision switch
        {
            Decision.Act act => await ActAsync(turn, act, cancellationToken),
            Decision.Wait wait => await GoOnAsync(
                turn,
                Enter(incident, wait.Then)
                    .Note(now, EntryKind.Decided, wait.Because, repeats: incident.Phase == wait.Then),
                wait.CheckAgainIn,
                LoopOutcome.Waiting,
                wait.Because,
                cancellationToken
            ),
            Decision.Inconclusive unknown => await GoOnAsync(
                turn,
                incident.Note(now, EntryKind.Inconclusive, unknown.Because, repeats: true),
                unknown.CheckAgainIn,
                LoopOutcome.Inconclusive,
                unknown.Because,
                cancellationToken
            ),
            Decision.Escalate escalate => await HandOverAsync(turn, escalate, cancellationToken),
            Decision.HandTo next => await HandOnAsync(turn, next, cancellationToken),
            Decision.Answer answer => await AnswerAsync(
                turn,
                answer.Because,
                EntryKind.Resolved,
                LoopOutcome.Answered,
                cancellationToken
            ),
            Decision.Resolved resolved => await ResolveAsync(turn, resolved, cancellationToken),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>
    /// The estate was deployed without this remedy for the target while an incident was open: it ends here.
    /// </summary>
    private async Task<LoopReport> DisownAsync(
        RoundStart start,
        Incident incident,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var held = Holdings.Of(incident, start.Seen, now);
        var because =
            $"the estate no longer names {incident.Remedy} for {target.Id}"
            + (held.Count == 0 ? "" : $"; nobody restores what it holds: {string.Join("; ", held)}");
        var ended = (Enter(incident, Phase.HandedOver) with { Status = IncidentStatus.HandedOver, EndedAt = now }).Note(
            now,
            EntryKind.HandedOver,
            because
        );
        var notice = notices.HandedOver(ended, NextStep.RunbookByHand, because, target.Runbook);
        ended = await NotifyAsync(
            ended,
            notice with
            {
                Level = ended.Escalation?.Level ?? EscalationLevel.L1,
            },
            now,
            cancellationToken
        );
        ended = await shared.ReleaseAsync(ended, now, cancellationToken);
        var saved = await ports.Journal.SaveAsync(
            start.Lease,
            start.Record.End(ended),
            ended,
            release: true,
            cancellationToken
        );
        return Report(saved is null ? LoopOutcome.Fenced : LoopOutcome.HandedOver, ended, because);
    }

    private Remedy RemedyOf(Incident incident) =>
        options.Remedies.FirstOrDefault(remedy => remedy.Name == incident.Remedy)
        ?? throw new InvalidOperationException($"incident {incident.Id} names the unknown remedy '{incident.Remedy}'");

    /// <summary>
    /// An intent whose outcome nobody wrote: the evidence says whether the world shows it. What AWS itself keeps from
    /// happening twice is not waited for. People are told of what was found, as nobody has told them yet.
    /// </summary>
    private async Task<Incident> SettleAsync(
        Incident incident,
        Evidence seen,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (incident.Intent is not { } intent)
        {
            return await FindAsync(incident, seen, now, cancellationToken);
        }

        var what = intent.Change.Description;
        switch (intent.Change.IsDone(seen, intent.At))
        {
            case Fact<bool>.Known { Value: true }:
                var found = Ended(incident, intent, AttemptOutcome.Done, Attempt.FoundInEvidence)
                    .Note(now, EntryKind.Acted, $"{what}: the outcome was not written, the world shows it");
                return await NotifyAsync(found, Acted(found, intent, now), now, cancellationToken);
            case Fact<bool>.Known when intent.Change.IsRepeatable || now - intent.At >= options.IntentGrace:
                return Ended(incident, intent, AttemptOutcome.Unconfirmed, "the world does not show it")
                    .Note(now, EntryKind.ActionFailed, $"{what}: the world does not show it; deciding anew");
            default:
                return incident;
        }
    }

    /// <summary>
    /// The newest attempt was taken for lost because a look was old, and the world shows it after all: it was made.
    /// </summary>
    private async Task<Incident> FindAsync(
        Incident incident,
        Evidence seen,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (
            incident.RungAttempts.LastOrDefault() is not { Outcome: AttemptOutcome.Unconfirmed } lost
            || lost.Change.IsDone(seen, lost.At) is not Fact<bool>.Known { Value: true }
        )
        {
            return incident;
        }

        var made = lost with { Outcome = AttemptOutcome.Done, Detail = Attempt.FoundInEvidence };
        var found = (
            incident with
            {
                Attempts = incident.Attempts.SetItem(incident.Attempts.Length - 1, made),
                Offer = incident.Offer is { } offer && offer.Change == lost.Change ? null : incident.Offer,
            }
        ).Note(now, EntryKind.Acted, $"{lost.Change.Description}: taken for lost, the world shows it");
        return await NotifyAsync(
            found,
            Acted(found, new Intent(lost.Change, lost.At, "taken for lost, the world shows it"), now),
            now,
            cancellationToken
        );
    }

    /// <summary>The intent is no longer open: it is an attempt with an outcome.</summary>
    private static Incident Ended(Incident incident, Intent intent, AttemptOutcome outcome, string detail) =>
        incident with
        {
            Intent = null,
            Attempts = incident.Attempts.Add(
                new Attempt(intent.Change, intent.At, outcome, detail) { Before = intent.Before }
            ),

            // What did not happen has still been approved.
            Offer = outcome == AttemptOutcome.Unconfirmed ? intent.Approved ?? incident.Offer : incident.Offer,
        };

    private async Task<LoopReport> ActAsync(Turn turn, Decision.Act act, CancellationToken cancellationToken)
    {
        var now = turn.Clock.Now;
        act = AsOffered(turn.Incident, act);
        if (Guard.FirstDenial(options.Guards, turn.Ask(act.Change, turn.Start.Seen, now)) is { } denial)
        {
            return await DenyAsync(turn, turn.Incident, act, denial, cancellationToken);
        }

        // Intent before act. The follow-up goes out now, so that a crash from here on is looked at; and the live
        // state is read again immediately before the change.
        var intent = new Intent(act.Change, now, act.Because)
        {
            Before = Standing.Of(turn.Start.Seen),
            Approved = turn.Incident.Offer is { } offer && offer.IsApproved(now) ? offer : null,
        };
        var intended = Enter(turn.Incident, act.Then) with
        {
            Intent = intent,
            Offer = null,
            DeniedSince = null,
            Denials = [],
        };
        var checkIn = NextLook(intended, act.CheckAgainIn, now);
        intended = intended.Await(now + checkIn);
        intended = intended.Note(now, EntryKind.Intended, $"{act.Change.Description}, because {act.Because}");

        // The awaited beat moves on with the outcome: were the send to fail here, the tick that is being handled comes
        // again, and it must not look like a duplicate.
        var record = Spend(turn.Start.Record, act.Change, now) with
        {
            Open = intended with { Beat = turn.Incident.Beat },
        };
        var saving = ports.Journal.SaveAsync(turn.Start.Lease, record, ended: null, release: false, cancellationToken);
        var sending = FollowUpAsync(intended, checkIn, cancellationToken);
        var looking = _observation.LookAsync(
            turn.Start.Seen,
            act.Change.Touches,
            intended,
            turn.Clock,
            cancellationToken
        );
        var spending = SpendAsync(act.Change, now, cancellationToken);
        await Task.WhenAll(saving, sending, looking, spending);
        if (await saving is not { } lease)
        {
            return Report(LoopOutcome.Fenced, intended, "the lease was lost before acting");
        }

        var live = await looking;
        var armed = turn with { Start = turn.Start with { Lease = lease, Record = record }, Incident = intended };
        var late = await spending
            ? Guard.FirstDenial(
                options.Guards,
                // As it was before: the action's own place in the budget is no reason against it.
                armed.Ask(act.Change, live, turn.Clock.Now) with
                {
                    Record = turn.Start.Record,
                }
            )
            : BudgetGuard.SpentMeanwhile(estate.Budget);
        if (late is not null)
        {
            var denied = Enter(intended, turn.Incident.Phase) with
            {
                Intent = null,
                Offer = turn.Incident.Offer,
                DeniedSince = turn.Incident.DeniedSince,
                Denials = turn.Incident.Denials,
            };
            return await DenyAsync(armed, denied, act, late, cancellationToken);
        }

        var sent = turn.Clock.Latest;
        var outcome = await ports.Actuator.ActAsync(act.Change, target, cancellationToken);
        return await RecordOutcomeAsync(armed, intent, outcome, sent, cancellationToken);
    }

    private async Task<LoopReport> RecordOutcomeAsync(
        Turn turn,
        Intent intent,
        ActionOutcome outcome,
        DateTimeOffset sent,
        CancellationToken cancellationToken
    )
    {
        var now = turn.Clock.Now;
        var what = intent.Change.Description;
        var incident = outcome switch
        {
            ActionOutcome.Done done => Ended(turn.Incident, intent, AttemptOutcome.Done, done.Detail)
                .Note(now, EntryKind.Acted, $"{what}: {done.Detail}"),
            ActionOutcome.Refused refused => Ended(turn.Incident, intent, AttemptOutcome.Refused, refused.Detail)
                .Note(now, EntryKind.ActionFailed, $"{what}: AWS refused it: {refused.Detail}"),
            ActionOutcome.Unknown unknown => turn.Incident.Note(
                now,
                EntryKind.ActionFailed,
                $"{what}: no answer ({unknown.Detail}); the next look tells"
            ),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (
            outcome is ActionOutcome.Done
            && incident.Attempts.Count(attempt => attempt.Outcome == AttemptOutcome.Done) == 1
        )
        {
            ports.Metrics.FirstAction(incident.Target, incident.Remedy, now - incident.SignalledAt);
        }

        ports.Metrics.ActionTaken(incident.Target, incident.Remedy, intent.Change);
        var notice = outcome switch
        {
            ActionOutcome.Refused no => notices.Failed(incident, intent, no.Detail),
            ActionOutcome.Unknown when WasUnclear(incident, intent.Change) => null,
            ActionOutcome.Unknown unclear => notices.Unclear(incident, intent, unclear.Detail),
            _ => Acted(incident, intent, now),
        };
        if (notice is not null)
        {
            incident = await NotifyAsync(incident, notice, now, cancellationToken);
        }

        incident = await AttendAsync(incident, now, cancellationToken);

        // A request that nobody answered may still be on its way: the target stays ours for as long as that may take.
        // (What changes nothing that is looked at may come whenever it wants.)
        var isOnItsWay = outcome is ActionOutcome.Unknown && intent.Change.Touches != Looks.None;
        return await SaveAsync(
            turn,
            incident,
            LoopOutcome.Acted,
            $"{what}, because {intent.Because}",
            cancellationToken,
            heldUntil: isOnItsWay ? sent + LeaseGuard.Margin : null
        );
    }

    /// <summary>Whether people have been told already that this action gets no answer.</summary>
    private static bool WasUnclear(Incident incident, Change action) =>
        incident.RungAttempts.LastOrDefault() is { Outcome: AttemptOutcome.Unconfirmed } last
        && last.Change.GetType() == action.GetType();

    /// <summary>The same incident, lease and record; the next look is the other remedy's, at once.</summary>
    private async Task<LoopReport> HandOnAsync(Turn turn, Decision.HandTo next, CancellationToken cancellationToken)
    {
        var now = turn.Clock.Now;
        var incident = (turn.Incident with { Severity = Worse(turn.Incident.Severity, next.AtLeast) }).HandTo(
            next.Remedy,
            next.Because,
            now
        );
        incident = await NotifyAsync(
            incident,
            notices.HandedOn(incident, next.Remedy, next.Because),
            now,
            cancellationToken
        );
        return await GoOnAsync(turn, incident, TimeSpan.Zero, LoopOutcome.HandedOn, next.Because, cancellationToken);
    }

    private static Severity Worse(Severity one, Severity? other) => other is { } worse && worse < one ? worse : one;

    /// <summary>Ends an incident that was a person's question, without telling everybody.</summary>
    private Task<LoopReport> AnswerAsync(
        Turn turn,
        string because,
        EntryKind kind,
        LoopOutcome outcome,
        CancellationToken cancellationToken
    )
    {
        var now = turn.Clock.Now;
        var ended = (
            Enter(turn.Incident, Phase.Resolved) with
            {
                Status = IncidentStatus.Resolved,
                EndedAt = now,
            }
        ).Note(now, kind, because);
        return EndAsync(turn, ended, outcome, because, cancellationToken);
    }

    private async Task<LoopReport> HandOverAsync(
        Turn turn,
        Decision.Escalate escalate,
        CancellationToken cancellationToken
    )
    {
        if (escalate.NamesSlowEndpoints)
        {
            var slowest = await _observation.SlowEndpointsAsync(turn.Clock, cancellationToken);
            escalate = escalate.Saying($"{escalate.Because}; {slowest}");
        }

        if (
            turn.Start.Seen.Service is Fact<ServiceState>.Known { Value.Complaints: { Count: > 0 } complaints }
            && complaints.Where(one => !escalate.Because.Contains(one, StringComparison.Ordinal)).ToList()
                is { Count: > 0 } more
        )
        {
            escalate = escalate.Saying($"{escalate.Because}; ECS says: {string.Join(" | ", more)}");
        }

        var now = turn.Clock.Now;

        // On-call has this target from here; alarms of others do not wait for that.
        var because = escalate.Because + turn.Incident.WhatGoesBack();
        turn = turn with { Incident = await shared.ReleaseAsync(turn.Incident, now, cancellationToken) };
        var before = turn.Incident.Severity;
        var isLower =
            (escalate.IsAlarmOnly || escalate.WhileStopped)
            && escalate.Severity > before
            && !turn.Incident.IsHandedOver;
        var severity = isLower ? escalate.Severity : Worse(before, escalate.Severity);
        var incident = (
            Enter(turn.Incident, Phase.HandedOver) with
            {
                Status = IncidentStatus.HandedOver,
                Severity = severity,
                LoweredFrom = isLower ? before : null,
            }
        ).Note(now, EntryKind.HandedOver, $"{severity}: {because}; next: {escalate.Next}");

        // The notice that hands it over is the first level's page.
        incident = Escalation.Begin(incident, because, escalate.Next, now, escalate.WhileStopped);
        return await GoOnAsync(
            turn,
            incident,
            escalate.CheckAgainIn,
            LoopOutcome.HandedOver,
            because,
            cancellationToken
        );
    }

    private async Task<LoopReport> ResolveAsync(
        Turn turn,
        Decision.Resolved resolved,
        CancellationToken cancellationToken
    )
    {
        var now = turn.Clock.Now;
        var incident = Enter(turn.Incident, Phase.Resolved) with { Status = IncidentStatus.Resolved, EndedAt = now };
        incident = incident.Note(now, EntryKind.Resolved, resolved.Because);
        incident = await NotifyAsync(
            incident,
            notices.Resolved(incident, resolved.Because, now),
            now,
            cancellationToken
        );
        ports.Metrics.Recovered(incident.Target, incident.Remedy, now - incident.SignalledAt);
        if (
            turn.Start.Seen.Service is Fact<ServiceState>.Known
            {
                Value.Primary: { Rollout: RolloutState.Completed } primary,
            }
        )
        {
            turn = turn with
            {
                Start = turn.Start with
                {
                    Record = turn.Start.Record with
                    {
                        LastGoodTaskDefinition = primary.TaskDefinition,
                        LastGoodAt = now,
                    },
                },
            };
        }

        return await EndAsync(turn, incident, LoopOutcome.Resolved, resolved.Because, cancellationToken);
    }

    /// <summary>
    /// The incident stays open: the next look is sent before the record is written, so that none is lost.
    /// </summary>
    private async Task<LoopReport> GoOnAsync(
        Turn turn,
        Incident incident,
        TimeSpan checkAgainIn,
        LoopOutcome outcome,
        string because,
        CancellationToken cancellationToken
    )
    {
        var now = turn.Clock.Now;
        incident = await AttendAsync(incident, now, cancellationToken);
        if (now - incident.ActiveSince >= options.WatchFor && !HasOpenDeadline(incident, now))
        {
            var held = Holdings.Of(incident, turn.Start.Seen, now);
            if (held.Count == 0)
            {
                return await CloseAsync(turn, incident, outcome, because, cancellationToken);
            }

            incident = await RemindAsync(incident, held, now, cancellationToken);
            checkAgainIn = outcome is LoopOutcome.Waiting or LoopOutcome.Inconclusive
                ? Decision.LongestCheckAgainIn
                : checkAgainIn;
        }

        var checkIn = NextLook(incident, checkAgainIn, now);
        incident = incident.Await(now + checkIn);
        await FollowUpAsync(incident, checkIn, cancellationToken);
        return await SaveAsync(turn, incident, outcome, because, cancellationToken);
    }

    /// <summary>
    /// Its time is over, it holds nothing, and whoever heard of it hears that nothing looks any more.
    /// </summary>
    private async Task<LoopReport> CloseAsync(
        Turn turn,
        Incident incident,
        LoopOutcome outcome,
        string because,
        CancellationToken cancellationToken
    )
    {
        var now = turn.Clock.Now;
        var closed = (incident with { EndedAt = now }).Note(
            now,
            EntryKind.Resolved,
            "watched long enough: what is left of it is a person's"
        );
        closed = await NotifyAsync(closed, notices.Closed(closed, because, now), now, cancellationToken);
        return await EndAsync(turn, closed, outcome, because, cancellationToken);
    }

    /// <summary>Its time is over, and it holds something: people hear of that once in as long a time again.</summary>
    private async Task<Incident> RemindAsync(
        Incident incident,
        IReadOnlyList<string> held,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        now - incident.RemindedAt < options.WatchFor
            ? incident
            : await NotifyAsync(
                incident with
                {
                    RemindedAt = now,
                },
                notices.StillHeld(incident, held, now),
                now,
                cancellationToken
            );

    private async Task<LoopReport> SaveAsync(
        Turn turn,
        Incident incident,
        LoopOutcome outcome,
        string because,
        CancellationToken cancellationToken,
        DateTimeOffset? heldUntil = null
    )
    {
        var record = Remember(turn.Start.Record, incident) with { Open = incident };
        var lease = turn.Start.Lease;
        var saved = await ports.Journal.SaveAsync(
            heldUntil < lease.Until ? lease with { Until = heldUntil.Value } : lease,
            record,
            ended: null,
            release: heldUntil is null,
            cancellationToken
        );
        return Report(saved is null ? LoopOutcome.Fenced : outcome, incident, because);
    }

    private async Task<LoopReport> EndAsync(
        Turn turn,
        Incident incident,
        LoopOutcome outcome,
        string because,
        CancellationToken cancellationToken
    )
    {
        incident = await shared.ReleaseAsync(incident, turn.Clock.Now, cancellationToken);
        var record = Remember(turn.Start.Record, incident).End(incident);
        var saved = await ports.Journal.SaveAsync(
            turn.Start.Lease,
            record,
            ended: incident,
            release: true,
            cancellationToken
        );
        return Report(saved is null ? LoopOutcome.Fenced : outcome, incident, because);
    }

    /// <summary>
    /// The cooldown counts from the newest action that AWS took, whatever was refused or got lost after it.
    /// </summary>
    private static TargetRecord Remember(TargetRecord record, Incident incident) =>
        incident.RungAttempts.Where(attempt => attempt.Outcome == AttemptOutcome.Done).MaxBy(attempt => attempt.At)
            is { } done
            ? record with
            {
                LastActed = record.LastActed.SetItem(incident.Remedy.Value, done.At),
            }
            : record;

    private Task FollowUpAsync(Incident incident, TimeSpan delay, CancellationToken cancellationToken) =>
        ports.FollowUps.SendAsync(
            new Signal.TickCame(incident.Target, incident.Id, incident.Beat),
            incident.Remedy,
            delay,
            cancellationToken
        );

    private async Task<Incident> NotifyAsync(
        Incident incident,
        Notice notice,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var failed = await ports.Notifier.SendAsync(notices, notice, now, cancellationToken);
        return Noted(incident, notice, failed, now);
    }

    private static Incident Enter(Incident incident, Phase phase) => incident with { Phase = phase };

    private static LoopReport Report(LoopOutcome outcome, Incident incident, string because) =>
        new(outcome, incident.Target.Value, incident.Id.Value, incident.Phase.Name, because);

    [LoggerMessage(Level = LogLevel.Error, Message = "The notice {Kind} was not sent: {Failed}")]
    private partial void LogNotNotified(NoticeKind kind, string failed);

    /// <summary>What the steps of one round hand on.</summary>
    private sealed record Turn(
        RoundStart Start,
        Incident Incident,
        RemedySetting Setting,
        Resource Target,
        Estate Estate,
        bool MayWrite
    )
    {
        public LoopClock Clock => Start.Clock;

        public GuardQuestion Ask(Change action, Evidence seen, DateTimeOffset now) =>
            new(
                action,
                Incident,
                Start.Record,
                Modes.Least(Incident.Ceiling, Setting.Mode),
                Start.Control,
                Setting,
                seen,
                Start.Lease.Until - Clock.Latest,
                now
            )
            {
                Decided = Start.Seen,
                Target = Target,
                MayWrite = MayWrite,
                Budget = Estate.Budget,
                EstateActs = Start.EstateActs,
                Frozen = Estate.FrozenBy(Target.Id, now),
            };
    }
}
