using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine.Tests;

public class RemedyLoopTests
{
    private readonly Bench _bench = new();

    [Fact]
    public async Task FirstLook_ActsAtOnce()
    {
        var report = await _bench.HandleAsync(Bench.Alarm());

        Assert.Equal((LoopOutcome.Acted, "api", "restarting"), (report.Outcome, report.Target, report.Phase));
        Assert.Equal([new Change.ForceNewDeployment(Bench.Target)], _bench.World.Effects);
        Assert.Equal(["opened", "first action after 0 s", "acted"], _bench.Metrics.Counted);
        Assert.Equal(NoticeKind.Acted, Assert.Single(_bench.Notifier.Sent).Kind);
        Assert.Equal(Bench.Start.AddSeconds(10), Assert.Single(_bench.FollowUps.Pending).Due);
    }

    [Fact]
    public async Task Act_IsAfterTheIntentAndBeforeTheOutcome()
    {
        await _bench.HandleAsync(Bench.Alarm());

        var act = _bench.Calls.Log.IndexOf("actuator.act");
        Assert.Equal(
            ["journal.save", "followUps.send", "observer.service", "observer.running images", "journal.spend"],
            _bench.Calls.Log[(act - 5)..act].ToArray()
        );
        Assert.Equal(1, _bench.Calls.Log[..act].Count(call => call == "journal.save"));
        Assert.Equal("journal.save", _bench.Calls.Log[^1]);
        Assert.Equal(2, _bench.Journal.Saved.Count);
        var (intended, done) = (_bench.Journal.Saved[0].Open!, _bench.Journal.Saved[1].Open!);
        Assert.Equal(new Change.ForceNewDeployment(Bench.Target), intended.Intent!.Change);
        Assert.Empty(intended.Attempts);
        Assert.Equal((null, AttemptOutcome.Done), (done.Intent, Assert.Single(done.Attempts).Outcome));
    }

    /// <summary>The lease is kept from the look to the outcome, and given back then.</summary>
    [Fact]
    public async Task Act_KeepsOthersOut()
    {
        LoopReport? other = null;
        _bench.Actuator.Answer = change =>
        {
            other = _bench.HandleAsync(Bench.Alarm()).GetAwaiter().GetResult();
            return _bench.World.Take(change);
        };

        Assert.Equal(LoopOutcome.Acted, (await _bench.HandleAsync(Bench.Alarm())).Outcome);
        Assert.Equal(LoopOutcome.Deferred, other!.Outcome);
        Assert.Equal(LoopOutcome.Ignored, (await _bench.HandleAsync(Bench.Alarm())).Outcome);
    }

    [Fact]
    public async Task Outage_IsRestartedWatchedAndResolved()
    {
        await _bench.HandleAsync(Bench.Alarm());
        var outcomes = await _bench.RunOutAsync();

        Assert.Equal(LoopOutcome.Resolved, outcomes[^1]);
        Assert.All(outcomes.SkipLast(1), outcome => Assert.Equal(LoopOutcome.Waiting, outcome));
        Assert.Single(_bench.World.Effects);
        var ended = Assert.Single(_bench.Journal.Ended);
        Assert.Equal((IncidentStatus.Resolved, Phase.Resolved), (ended.Status, ended.Phase));
        Assert.Equal(
            [
                EntryKind.Signal,
                EntryKind.Intended,
                EntryKind.Seen,
                EntryKind.Acted,
                EntryKind.Notified,
                EntryKind.Seen,
                EntryKind.Decided,
                EntryKind.Decided,
                EntryKind.Resolved,
                EntryKind.Notified,
            ],
            ended.Lines.Select(line => line.Kind)
        );
        Assert.Equal([NoticeKind.Acted, NoticeKind.Resolved], _bench.Notifier.Sent.Select(notice => notice.Kind));
        Assert.Equal("recovered after 90 s", _bench.Metrics.Counted[^1]);
        Assert.Equal("task:7", _bench.Journal.Record.LastGoodTaskDefinition);
        Assert.Equal(Bench.Start, _bench.Journal.Record.LastActed["serviceUnavailable"]);
    }

    [Fact]
    public async Task Restart_ThatDoesNotHelp_IsHandedOffOnceWatchedAndEnds()
    {
        _bench.World.RecoversAfter = null;
        await _bench.HandleAsync(Bench.Alarm());
        var outcomes = await _bench.RunOutAsync();

        Assert.Single(outcomes, LoopOutcome.HandedOff);
        Assert.Single(_bench.World.Effects);
        var ended = Assert.Single(_bench.Journal.Ended);
        Assert.Equal((IncidentStatus.HandedOff, Severity.P1), (ended.Status, ended.Severity));
        Assert.InRange(
            ended.EndedAt!.Value - ended.OpenedAt,
            TimeSpan.FromMinutes(24 * 60),
            TimeSpan.FromMinutes((24 * 60) + 1)
        );
        var notice = Assert.Single(_bench.Notifier.Sent, notice => notice.Kind == NoticeKind.HandedOff);
        Assert.Contains("Runbook: https://example.com/runbook", notice.NextSteps);
        Assert.Null(_bench.Journal.Record.LastGoodTaskDefinition);
    }

    [Fact]
    public async Task HandedOffIncident_ResolvesWhenAPersonRepairedIt()
    {
        _bench.World.RecoversAfter = null;
        await _bench.HandleAsync(Bench.Alarm());
        while (!_bench.Open.IsHandedOff)
        {
            await _bench.StepAsync();
        }

        _bench.World.IsUp = true;
        Assert.Equal(LoopOutcome.Resolved, (await _bench.RunOutAsync())[^1]);
        Assert.Single(_bench.World.Effects);
    }

    [Fact]
    public async Task Duplicates_MakeOneAction()
    {
        for (var copy = 0; copy < 10; copy++)
        {
            await _bench.HandleAsync(Bench.Alarm());
        }

        while (_bench.FollowUps.Pending.Count > 0)
        {
            var (due, signal) = _bench.FollowUps.Pending.MinBy(message => message.Due);
            await _bench.StepAsync();
            await _bench.HandleAsync(signal);
            Assert.InRange(_bench.FollowUps.Pending.Count, 0, 11);
        }

        Assert.Single(_bench.World.Effects);
        Assert.Equal(IncidentStatus.Resolved, Assert.Single(_bench.Journal.Ended).Status);
    }

    [Fact]
    public async Task HeldLease_DefersTheSignal()
    {
        _bench.Journal.Steal();
        var report = await _bench.HandleAsync(Bench.Alarm());

        Assert.Equal(LoopOutcome.Deferred, report.Outcome);
        Assert.Equal((Bench.Start.AddSeconds(61), Bench.Alarm()), Assert.Single(_bench.FollowUps.Pending));
        Assert.Empty(_bench.World.Effects);
        Assert.Equal(LoopOutcome.Resolved, (await _bench.RunOutAsync())[^1]);
        Assert.Single(_bench.World.Effects);
    }

    [Fact]
    public async Task LostRace_DefersTheSignal()
    {
        _bench.Observer.BeforeServiceLook = () =>
        {
            _bench.Observer.BeforeServiceLook = null;
            _bench.Journal.Steal();
        };
        Assert.Equal(LoopOutcome.Deferred, (await _bench.HandleAsync(Bench.Alarm())).Outcome);

        Assert.Equal(LoopOutcome.Resolved, (await _bench.RunOutAsync())[^1]);
        Assert.Single(_bench.World.Effects);
    }

    /// <summary>
    /// The tick goes out before the record: a tick that is quicker than the write must not be the last one.
    /// </summary>
    [Fact]
    public async Task Tick_ThatOvertakesTheRecordOfItsIncident_ComesAgain()
    {
        var bench = new Bench(policy: ServiceUnavailablePolicy.Default with { ActAtOnceWhenEvidenceAgrees = false });
        LoopReport? early = null;
        bench.Journal.BeforeSave = () =>
        {
            bench.Journal.BeforeSave = null;
            early = bench.StepAsync().GetAwaiter().GetResult();
        };

        Assert.Equal("confirming", (await bench.HandleAsync(Bench.Alarm())).Phase);
        Assert.Equal(LoopOutcome.Deferred, early!.Outcome);
        Assert.Single(bench.FollowUps.Pending);
        Assert.Equal(LoopOutcome.Resolved, (await bench.RunOutAsync())[^1]);
    }

    [Fact]
    public async Task LostLease_IsFencedAndDoesNotAct()
    {
        _bench.Journal.BeforeSave = _bench.Journal.Steal;
        var report = await _bench.HandleAsync(Bench.Alarm());

        Assert.Equal(LoopOutcome.Fenced, report.Outcome);
        Assert.Empty(_bench.World.Effects);
        Assert.Empty(_bench.Notifier.Sent);
    }

    [Fact]
    public async Task UnknownAlarm_IsNotifiedAndNotRecorded()
    {
        var report = await _bench.HandleAsync(Bench.Alarm() with { Name = "api-4xx" });

        Assert.Equal((LoopOutcome.Unknown, "api-4xx"), (report.Outcome, report.Target));
        Assert.Equal(["notifier.UnknownSignal"], _bench.Calls.Log);
    }

    [Fact]
    public async Task Ok_WithoutAnIncident_IsRememberedWithoutLooking()
    {
        var report = await _bench.HandleAsync(Bench.Alarm(state: AlarmState.Ok));

        Assert.Equal(LoopOutcome.Ignored, report.Outcome);
        Assert.Equal(["journal.read", "journal.claim", "journal.save"], _bench.Calls.Log);
        Assert.Equal(LoopOutcome.Ignored, (await _bench.HandleAsync(Bench.Alarm(-1))).Outcome);
        Assert.Equal("journal.read", _bench.Calls.Log[^1]);
    }

    /// <summary>
    /// And the phase stays what it was: nothing was restarted. The follow-up of the intent is a duplicate by then.
    /// </summary>
    [Fact]
    public async Task LiveState_IsReadAgainAndADeploymentThatStartedMeanwhileDenies()
    {
        _bench.Observer.BeforeServiceLook = () =>
        {
            if (_bench.Calls.Log.Contains("journal.claim"))
            {
                _bench.Observer.BeforeServiceLook = null;
                _bench.World.Deploy("theirs");
            }
        };
        var report = await _bench.HandleAsync(Bench.Alarm());

        Assert.Equal((LoopOutcome.Denied, "opened"), (report.Outcome, report.Phase));
        Assert.Matches(
            "^force a new deployment of api, because no healthy target: .*; "
                + "blocked by DeploymentInProgressGuard: deployment theirs",
            report.Because
        );
        Assert.Empty(_bench.World.Effects);
        Assert.Null(_bench.Open.Intent);

        Assert.Equal(LoopOutcome.Ignored, (await _bench.StepAsync())!.Outcome);
        Assert.Equal(LoopOutcome.Waiting, (await _bench.StepAsync())!.Outcome);
        Assert.Equal("waitingForDeployment", _bench.Open.Phase.Name);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task UnknownOutcome_IsSettledByTheEvidence(bool tookEffect, int calls)
    {
        _bench.Actuator.Answer = change =>
        {
            _ = tookEffect ? _bench.World.Take(change) : null;
            _bench.Actuator.Answer = null;
            return new ActionOutcome.Unknown("timed out");
        };
        await _bench.HandleAsync(Bench.Alarm());
        Assert.NotNull(_bench.Open.Intent);

        Assert.Equal(LoopOutcome.Resolved, (await _bench.RunOutAsync())[^1]);
        Assert.Single(_bench.World.Effects);
        Assert.Equal(calls, _bench.Calls.Log.Count(call => call == "actuator.act"));
        Assert.True(_bench.Journal.Record.LastActed.ContainsKey("serviceUnavailable"));
    }

    /// <summary>An older incident wrote its own last act over a newer one's, and the cooldown began too early.</summary>
    [Fact]
    public async Task LastAct_IsTheNewestOfAllIncidents()
    {
        await _bench.HandleAsync(Bench.Alarm());
        var newer = Bench.Start.AddMinutes(1);
        var view = await _bench.Journal.ReadAsync(Bench.Target, default);
        var lease = await _bench.Journal.ClaimAsync(view, TimeSpan.FromSeconds(1), default);
        var record = view.Record with { LastActed = view.Record.LastActed.SetItem("serviceUnavailable", newer) };
        await _bench.Journal.SaveAsync(lease!, record, ended: null, report: null, release: true, default);
        await _bench.StepAsync();

        Assert.Equal(newer, _bench.Journal.Record.LastActed["serviceUnavailable"]);
    }

    [Fact]
    public async Task UnknownOutcome_IsNotAnnouncedAsDone()
    {
        _bench.Actuator.Answer = _ => new ActionOutcome.Unknown("timed out");
        await _bench.HandleAsync(Bench.Alarm());

        Assert.Equal([NoticeKind.ActionUnclear], _bench.Notifier.Sent.Select(notice => notice.Kind));
    }

    /// <summary>It threw on every tick, and the incident stayed open for ever.</summary>
    [Fact]
    public async Task RemedyTakenOutOfTheEstate_EndsItsOpenIncidentWithANotice()
    {
        await _bench.HandleAsync(Bench.Alarm());
        _bench.Estate = _bench.Estate with { Services = [_bench.Estate.Services[0] with { Settings = Settings.None }] };
        var report = await _bench.StepAsync();

        Assert.Equal(LoopOutcome.HandedOff, report!.Outcome);
        Assert.Equal(NoticeKind.HandedOff, _bench.Notifier.Sent[^1].Kind);
        Assert.Equal(IncidentStatus.HandedOff, Assert.Single(_bench.Journal.Ended).Status);
        Assert.Empty(_bench.FollowUps.Pending);
        Assert.Null(_bench.Journal.Record.Open);
    }

    /// <summary>It stayed Inconclusive for ever: nobody was asked while the open intent could not be settled.</summary>
    [Fact]
    public async Task UnknownOutcome_ThatCannotBeSeen_IsHandedOffInTime()
    {
        _bench.Actuator.Answer = _ => new ActionOutcome.Unknown("timed out");
        await _bench.HandleAsync(Bench.Alarm());
        _bench.Observer.BeforeServiceLook = () => throw new NotObservableException("the service is gone");

        while (!_bench.Open.IsHandedOff)
        {
            Assert.True(_bench.Time.Now < Bench.Start.AddMinutes(6), "nobody was asked");
            await _bench.StepAsync();
        }

        Assert.Equal(1, _bench.Calls.Log.Count(call => call == "actuator.act"));
    }

    [Fact]
    public async Task Refusal_IsNotifiedAndHandedOff()
    {
        _bench.Actuator.Answer = _ => new ActionOutcome.Refused("AccessDenied");
        Assert.Equal(LoopOutcome.Acted, (await _bench.HandleAsync(Bench.Alarm())).Outcome);
        Assert.Equal(NoticeKind.ActionFailed, Assert.Single(_bench.Notifier.Sent).Kind);

        Assert.Equal(LoopOutcome.HandedOff, (await _bench.StepAsync())!.Outcome);
        Assert.Equal(1, _bench.Calls.Log.Count(call => call == "actuator.act"));
        Assert.Empty(_bench.Journal.Record.LastActed);
    }

    [Fact]
    public async Task FailedNotice_IsRecordedAndStopsNothing()
    {
        _bench.Notifier.Failure = "no such topic";
        await _bench.HandleAsync(Bench.Alarm());

        Assert.Single(_bench.World.Effects);
        Assert.Contains(
            _bench.Open.Lines,
            line => line.Kind == EntryKind.NotNotified && line.Text.EndsWith("no such topic", StringComparison.Ordinal)
        );
        Assert.Equal(LoopOutcome.Resolved, (await _bench.RunOutAsync())[^1]);
    }

    /// <summary>Another alarm, so another incident: what the first one did was minutes ago.</summary>
    [Fact]
    public async Task AnotherAlarm_WithinTheCooldown_IsAPersons()
    {
        await _bench.HandleAsync(Bench.Alarm());
        await _bench.RunOutAsync();
        _bench.World.RecoversAfter = null;

        var report = await _bench.HandleAsync(Bench.Alarm(300) with { Arn = Bench.Alarm().Arn + "-2" });
        Assert.Equal(LoopOutcome.HandedOff, report.Outcome);
        Assert.Matches(
            "^'force a new deployment of api' is needed, because no healthy target: .*; blocked by CooldownGuard: ",
            report.Because
        );
        Assert.Single(_bench.World.Effects);
    }

    [Fact]
    public async Task AnotherAlarm_AfterTheCooldown_IsRestarted()
    {
        await _bench.HandleAsync(Bench.Alarm());
        await _bench.RunOutAsync();
        _bench.World.RecoversAfter = null;
        _bench.Time.Advance(Bench.Start.AddSeconds(900) - _bench.Time.Now);

        var report = await _bench.HandleAsync(Bench.Alarm(900) with { Arn = Bench.Alarm().Arn + "-2" });
        Assert.Equal(LoopOutcome.Acted, report.Outcome);
    }

    [Fact]
    public async Task FailedLook_IsMissingAndNothingIsDone()
    {
        _bench.Observer.BeforeServiceLook = () => throw new NotObservableException("no such service");
        var report = await _bench.HandleAsync(Bench.Alarm());

        Assert.Equal(LoopOutcome.Inconclusive, report.Outcome);
        Assert.Equal("evidence missing: service: no such service", report.Because);
        Assert.Empty(_bench.World.Effects);
        Assert.Single(_bench.FollowUps.Pending);
    }

    [Fact]
    public async Task SlowLook_IsMissingAfterItsBound()
    {
        _bench.Observer.BeforeLook = token => Task.Delay(Timeout.InfiniteTimeSpan, token);
        var handling = _bench.HandleAsync(Bench.Alarm());
        _bench.Time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.False(handling.IsCompleted);
        _bench.Time.Advance(TimeSpan.FromSeconds(0.1));

        var report = await handling;
        Assert.Equal(LoopOutcome.Inconclusive, report.Outcome);
        Assert.Contains("alarm: no answer within 4 s", report.Because, StringComparison.Ordinal);
    }

    /// <summary>
    /// A health request may take as long as the estate gives it, and that it took so long is its answer: a shorter
    /// bound would leave every remedy blind just then.
    /// </summary>
    [Theory]
    [InlineData(3, 3.9)]
    [InlineData(3, 4.1)]
    [InlineData(10, 10.9)]
    [InlineData(10, 11.1)]
    public async Task HealthLook_LastsLongerThanItsRequestMay(int timeout, double seconds)
    {
        var service = _bench.Estate.Services[0];
        _bench.Estate = _bench.Estate with
        {
            Services = [service with { Health = service.Health with { Timeout = TimeSpan.FromSeconds(timeout) } }],
        };
        _bench.Observer.BeforeHealthLook = token => Task.Delay(TimeSpan.FromSeconds(seconds), _bench.Time, token);
        var handling = _bench.HandleAsync(Bench.Alarm());
        _bench.Time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(seconds < timeout + 1, (await handling).Outcome == LoopOutcome.Acted);
    }

    /// <summary>What ECS complains of goes to whoever takes it, whatever the remedy makes of it.</summary>
    [Fact]
    public async Task HandOff_SaysWhatEcsComplainsOf()
    {
        _bench.World.Complaints = ["(service api) operations are being throttled on elb."];
        _bench.World.RecoversAfter = null;
        await _bench.HandleAsync(Bench.Alarm());
        await _bench.RunOutAsync();

        var notice = _bench.Notifier.Sent.First(notice => notice.Kind == Core.Reports.NoticeKind.HandedOff);
        Assert.Contains(
            "ECS says: (service api) operations are being throttled on elb.",
            notice.Text,
            StringComparison.Ordinal
        );
    }

    /// <summary>
    /// A service can be healthy because the tasks before a failed rollout still serve: that one is not good.
    /// </summary>
    [Fact]
    public async Task LastGood_IsNotTheTaskDefinitionOfAFailedRollout()
    {
        _bench.World.IsUp = true;
        _bench.World.FailedRollout = true;
        _bench.Journal.Write(_bench.Journal.Record with { LastGoodTaskDefinition = "task:6" });
        await _bench.HandleAsync(Bench.Alarm());
        await _bench.RunOutAsync();

        Assert.Equal("task:6", _bench.Journal.Record.LastGoodTaskDefinition);
    }
}
