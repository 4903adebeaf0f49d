using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine.Tests;

/// <summary>Who may do what: the control switch, the estate's mode and a person's own.</summary>
public class ModeLoopTests
{
    private readonly Bench _bench = new();

    [Theory]
    [InlineData(Mode.Observe)]
    [InlineData(Mode.Off)]
    public async Task KillSwitch_HoldsUntilItIsLiftedAndWorksWithinOneTick(Mode mode)
    {
        _bench.Journal.Store.Control = new ControlSwitch(mode, "on-call", "maintenance");
        Assert.Equal(LoopOutcome.Denied, (await _bench.HandleAsync(Bench.Alarm())).Outcome);
        Assert.Equal(LoopOutcome.Denied, (await _bench.StepAsync())!.Outcome);
        Assert.Empty(_bench.World.Effects);

        _bench.Journal.Store.Control = ControlSwitch.Unset;
        Assert.Equal(LoopOutcome.Acted, (await _bench.StepAsync())!.Outcome);
        Assert.Single(_bench.World.Effects);
    }

    [Fact]
    public async Task KillSwitch_ThatIsPulledBetweenTwoTicks_StopsTheNextAction()
    {
        var bench = new Bench(policy: ServiceUnavailablePolicy.Default with { ActAtOnceWhenEvidenceAgrees = false });
        await bench.HandleAsync(Bench.Alarm());
        for (var probe = 2; probe <= 4; probe++)
        {
            Assert.Equal("confirming", (await bench.StepAsync())!.Phase);
        }

        bench.Journal.Store.Control = new ControlSwitch(Mode.Observe, "on-call", "hands off");
        var report = await bench.StepAsync();
        Assert.Equal(LoopOutcome.Denied, report!.Outcome);
        Assert.Contains("set by on-call: hands off", report.Because, StringComparison.Ordinal);
        Assert.Empty(bench.World.Effects);
    }

    [Fact]
    public async Task ObserveMode_ChangesNothingAndSaysSoOnce()
    {
        var bench = new Bench(Mode.Observe);
        await bench.HandleAsync(Bench.Alarm());
        for (var tick = 0; tick < 20; tick++)
        {
            Assert.Equal(LoopOutcome.Denied, (await bench.StepAsync())!.Outcome);
        }

        Assert.DoesNotContain("actuator.act", bench.Calls.Log);
        var notice = Assert.Single(bench.Notifier.Sent);
        Assert.Equal((NoticeKind.Denied, null), (notice.Kind, notice.Level));
        Assert.Matches(
            "^Needed because: no healthy target: health 503; targets 0 healthy.*\nBlocked: mode is 'Observe' for "
                + "serviceUnavailable on api \\(ModeGuard\\)\n",
            notice.Text
        );
        Assert.Matches(
            "^force a new deployment of api, because no healthy target: .*; blocked by ModeGuard: mode is 'Observe'",
            Assert.Single(bench.Open.Lines, line => line.Kind == EntryKind.Denied).Text
        );
        Assert.Equal("opened", bench.Open.Phase.Name);

        bench.World.IsUp = true;
        Assert.Equal(LoopOutcome.Resolved, (await bench.RunOutAsync())[^1]);
        Assert.Empty(bench.Journal.Record.LastActed);
    }

    /// <summary>A healthy look between two denials makes the second one no news, and the record no longer.</summary>
    [Fact]
    public async Task ObserveMode_SaysSoOnceOfAServiceThatFlaps()
    {
        var bench = new Bench(Mode.Observe);
        await bench.HandleAsync(Bench.Alarm());
        for (var tick = 0; tick < 300; tick++)
        {
            bench.World.IsUp = !bench.World.IsUp;
            await bench.StepAsync();
        }

        Assert.Single(bench.Notifier.Sent);
        Assert.InRange(bench.Open.Lines.Length, 3, 10);
    }

    /// <summary>Whoever switched it off does not watch: on-call hears once of an alarm that is ignored.</summary>
    [Theory]
    [InlineData(Mode.Off)]
    [InlineData(Mode.Observe)]
    public async Task KillSwitch_IsPagedOnceAnIncident(Mode mode)
    {
        _bench.Journal.Store.Control = new ControlSwitch(mode, "on-call", "maintenance");
        _bench.Notifier.Failure = "throttled";
        await _bench.HandleAsync(Bench.Alarm());
        _bench.Notifier.Failure = null;
        for (var tick = 0; tick < 20; tick++)
        {
            await _bench.StepAsync();
        }

        var notice = Assert.Single(_bench.Notifier.Sent);
        Assert.Equal((NoticeKind.Denied, EscalationLevel.L1), (notice.Kind, notice.Level));
        Assert.Contains("(set by on-call: maintenance)", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OperatorsObserve_BoundsAnEstateThatMayAct()
    {
        var asked = new Signal.OperatorRequested(
            Bench.Target,
            ServiceUnavailableProcedure.ProcedureName,
            Mode.Observe,
            "on-call",
            "a drill"
        );

        Assert.Equal(LoopOutcome.Denied, (await _bench.HandleAsync(asked)).Outcome);
        Assert.DoesNotContain("actuator.act", _bench.Calls.Log);
        Assert.DoesNotContain("observer.alarm", _bench.Calls.Log);
    }

    [Fact]
    public async Task OffMode_LooksAtNothing()
    {
        var bench = new Bench(Mode.Off);

        Assert.Equal(LoopOutcome.SwitchedOff, (await bench.HandleAsync(Bench.Alarm(state: AlarmState.Ok))).Outcome);
        Assert.Empty(bench.Calls.Log);
    }

    /// <summary>Once, however often the alarm is delivered, flaps, or the notice fails at first.</summary>
    [Fact]
    public async Task OffMode_IsPagedOnceAnEpisode()
    {
        var bench = new Bench(Mode.Off);
        bench.Notifier.Failure = "throttled";
        await bench.HandleAsync(Bench.Alarm());
        bench.Notifier.Failure = null;
        while (bench.FollowUps.Pending.Count > 0)
        {
            await bench.StepAsync();
        }

        foreach (var changedAfter in new[] { 0, 0, 300, 1799 })
        {
            Assert.Equal(LoopOutcome.SwitchedOff, (await bench.HandleAsync(Bench.Alarm(changedAfter))).Outcome);
        }

        var notice = Assert.Single(bench.Notifier.Sent);
        Assert.Equal(
            (NoticeKind.SwitchedOff, EscalationLevel.L1, Severity.P2),
            (notice.Kind, notice.Level, notice.Severity)
        );
        Assert.Equal("api: alarm api-5xx fires, and 503 Service Unavailable is off", notice.Title);
        Assert.DoesNotContain(bench.Calls.Log, call => call.StartsWith("observer.", StringComparison.Ordinal));
        Assert.Null(bench.Journal.Record.Open);

        await bench.HandleAsync(Bench.Alarm(1800));
        Assert.Equal(2, bench.Notifier.Sent.Count);
    }
}
