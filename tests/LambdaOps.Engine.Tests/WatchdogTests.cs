using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaOps.Engine.Tests;

/// <summary>An incident whose ticks are lost is looked at all the same, and on-call hears of it in time.</summary>
public class WatchdogTests
{
    private readonly Bench _bench = new();

    [Fact]
    public async Task NothingOpen_CostsOneRead()
    {
        Assert.Empty(await WatchAsync());

        Assert.Equal(["journal.listOpen"], _bench.Calls.Log);
    }

    [Fact]
    public async Task ATickThatMayStillCome_IsLeft()
    {
        await LoseTheTickAsync();
        Late(149);

        Assert.Empty(await WatchAsync());
        Assert.Empty(_bench.FollowUps.Pending);
    }

    /// <summary>The same beat: the tick that was late after all is a duplicate then.</summary>
    [Fact]
    public async Task AnOverdueTick_IsSentAgain_AndTheIncidentComesToItsEnd()
    {
        await LoseTheTickAsync();
        Late(150);

        var report = Assert.Single(await WatchAsync());

        Assert.Equal((Lateness.Overdue, false), (report.Lateness, report.Notified));
        Assert.Equal(
            new Signal.TickCame(Bench.Target, _bench.Open.Id, _bench.Open.Beat),
            Assert.Single(_bench.FollowUps.Pending).Signal
        );
        Assert.Equal(AllProcedures.FunctionOf(_bench.Open.Remedy), _bench.FollowUps.Addressed[^1]);
        await _bench.RunOutAsync();
        Assert.Equal(IncidentStatus.Resolved, Assert.Single(_bench.Journal.Ended).Status);
    }

    [Fact]
    public async Task OnCall_IsToldAfterAQuarterOfAnHour_Once()
    {
        await LoseTheTickAsync();
        Late(899);
        await WatchAsync();
        var before = _bench.Notifier.Sent.Count;
        _bench.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(Assert.Single(await WatchAsync()).Notified);
        _bench.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.False(Assert.Single(await WatchAsync()).Notified);

        var notice = Assert.Single(_bench.Notifier.Sent.Skip(before));
        Assert.Equal((NoticeKind.Unattended, EscalationLevel.L1), (notice.Kind, notice.Level!.Value));
        Assert.Contains(_bench.Open.Lines, line => line.Kind == EntryKind.Notified && line.Text == notice.Line);
        Assert.Equal(3, _bench.FollowUps.Pending.Count);
    }

    [Fact]
    public async Task WhoHasTheIncident_IsTold()
    {
        await LoseTheTickAsync();
        Change(open =>
            open with
            {
                Escalation = new EscalationState(Bench.Start, "no capacity", "place tasks")
                {
                    Paged =
                    [
                        new PagedLevel(EscalationLevel.L1, Bench.Start),
                        new PagedLevel(EscalationLevel.L3, Bench.Start),
                    ],
                },
            }
        );
        Late(900);

        await WatchAsync();

        Assert.Equal(EscalationLevel.L3, _bench.Notifier.Sent[^1].Level);
    }

    [Fact]
    public async Task ANoticeThatDoesNotGoOut_IsTriedAgain()
    {
        await LoseTheTickAsync();
        Late(900);
        _bench.Notifier.Failure = "no topic";

        Assert.False(Assert.Single(await WatchAsync()).Notified);
        _bench.Notifier.Failure = null;
        Assert.True(Assert.Single(await WatchAsync()).Notified);
    }

    /// <summary>The next look begins a new count.</summary>
    [Fact]
    public async Task TheNextLook_IsAwaitedAnew()
    {
        await LoseTheTickAsync();
        Late(900);
        await WatchAsync();

        await _bench.StepAsync();

        Assert.Null(_bench.Open.Watch.UnattendedNotifiedAt);
        Assert.True(_bench.Open.Watch.DueAt > _bench.Time.Now);
        _bench.Calls.Log.Clear();
        Assert.Empty(await WatchAsync());
        Assert.Equal(["journal.listOpen"], _bench.Calls.Log);
    }

    /// <summary>The index may be some seconds old: the record decides.</summary>
    [Fact]
    public async Task ARecordThatWasWrittenSince_IsLeft()
    {
        await LoseTheTickAsync();
        Late(900);
        _bench.Journal.AfterList = () => Change(open => open.Await(_bench.Time.Now.AddSeconds(10)));

        Assert.Empty(await WatchAsync());
        Assert.Empty(_bench.FollowUps.Pending);
    }

    [Fact]
    public async Task AnInvocationAtWork_IsLeft()
    {
        await LoseTheTickAsync();
        Late(900);
        _bench.Journal.Steal();

        Assert.Empty(await WatchAsync());
        Assert.Empty(_bench.FollowUps.Pending);
    }

    /// <summary>No function would take its tick: it would be an unknown target's, every five minutes.</summary>
    [Fact]
    public async Task ATargetThatTheEstateDoesNotName_IsAPersonsOnly()
    {
        await LoseTheTickAsync();
        Late(900);
        _bench.Estate = _bench.Estate with { Services = [], Alarms = [] };

        Assert.True(Assert.Single(await WatchAsync()).Notified);
        Assert.Empty(_bench.FollowUps.Pending);
    }

    /// <summary>The invocation has to look failed, and the others must not wait for it.</summary>
    [Fact]
    public async Task WhatFails_IsThrownAtTheEnd()
    {
        await LoseTheTickAsync();
        Late(150);
        _bench.Calls.Fault = new Fault(Call: 2, AfterEffect: false, Dies: false);

        await Assert.ThrowsAsync<AggregateException>(WatchAsync);
    }

    private async Task LoseTheTickAsync()
    {
        await _bench.HandleAsync(Bench.Alarm());
        _bench.FollowUps.Pending.Clear();
        _bench.Calls.Log.Clear();
    }

    private void Late(int seconds) =>
        _bench.Time.Advance(_bench.Open.Watch.DueAt!.Value.AddSeconds(seconds) - _bench.Time.Now);

    private void Change(Func<Incident, Incident> change) =>
        _bench.Journal.Write(_bench.Journal.Record with { Open = change(_bench.Open) });

    private Task<IReadOnlyList<WatchReport>> WatchAsync() =>
        new Watchdog(
            _bench.Estate,
            _bench.Journal,
            _bench.FollowUps,
            _bench.Notifier,
            account: null,
            NullLogger<Watchdog>.Instance
        ).RunAsync(CancellationToken.None);
}
