using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine.Tests;

/// <summary>What a check found comes through the same loop as an alarm, with the same rules.</summary>
public class BreachLoopTests
{
    private readonly Bench _bench = new();

    private static Signal.BreachFound Breach { get; } =
        new(
            Bench.Target,
            ServiceUnavailableProcedure.ProcedureName,
            Severity.P2,
            "quickCheck",
            "health URL 503, three times",
            Bench.Start
        )
        {
            Key = "health api",
        };

    /// <summary>No alarm is asked: the evidence alone says when it is over.</summary>
    [Fact]
    public async Task Breach_IsHandledAndResolvedByTheEvidence()
    {
        Assert.Equal(LoopOutcome.Acted, (await _bench.HandleAsync(Breach)).Outcome);
        Assert.Equal(LoopOutcome.Ignored, (await _bench.HandleAsync(Breach)).Outcome);
        Assert.Single(_bench.World.Effects);
        Assert.Contains(
            "\nFound by quickCheck: health URL 503, three times",
            Assert.Single(_bench.Notifier.Sent).Text,
            StringComparison.Ordinal
        );

        Assert.Equal(LoopOutcome.Resolved, (await _bench.RunOutAsync())[^1]);
        Assert.DoesNotContain("observer.alarm", _bench.Calls.Log);
        Assert.Equal(Bench.Start, _bench.Journal.Record.LastEnded!.SignalledAt);
    }

    [Fact]
    public async Task Breach_IsDeniedAsAnAlarmIs()
    {
        var bench = new Bench(Mode.Observe);

        Assert.Equal(LoopOutcome.Denied, (await bench.HandleAsync(Breach)).Outcome);
        Assert.Empty(bench.World.Effects);
        Assert.NotNull(bench.Journal.Record.Open);
    }

    [Fact]
    public async Task Breach_InAFreezeIsOffered()
    {
        _bench.Estate = _bench.Estate with
        {
            Freezes =
            [
                new FreezeWindow.Once("release", [], Bench.Start.AddDays(-1).DateTime, Bench.Start.AddDays(1).DateTime),
            ],
        };

        await _bench.HandleAsync(Breach);

        Assert.NotNull(_bench.Open.Offer);
        Assert.Equal(NoticeKind.Offered, Assert.Single(_bench.Notifier.Sent).Kind);
        Assert.Empty(_bench.World.Effects);
    }

    /// <summary>Whoever pulled the switch does not watch: on-call hears of it as of an alarm.</summary>
    [Fact]
    public async Task Breach_WhileTheSwitchIsOffIsPaged()
    {
        _bench.Journal.Store.Control = new ControlSwitch(Mode.Off, "on-call", "maintenance");
        await _bench.HandleAsync(Breach);

        var notice = Assert.Single(_bench.Notifier.Sent);
        Assert.Equal((NoticeKind.Denied, EscalationLevel.L1), (notice.Kind, notice.Level));
    }

    [Fact]
    public async Task Breach_OfWhatIsOffIsNotifiedOnce()
    {
        var bench = new Bench(Mode.Off);

        Assert.Equal(LoopOutcome.SwitchedOff, (await bench.HandleAsync(Breach)).Outcome);
        Assert.Equal(
            LoopOutcome.SwitchedOff,
            (await bench.HandleAsync(Breach with { At = Bench.Start.AddMinutes(15) })).Outcome
        );
        var notice = Assert.Single(bench.Notifier.Sent);
        Assert.Equal(NoticeKind.SwitchedOff, notice.Kind);
        Assert.Equal("api: quickCheck found a breach, and 503 Service Unavailable is off", notice.Title);
        Assert.Contains("Reason: found by quickCheck: health URL 503", notice.Text, StringComparison.Ordinal);
        Assert.Null(bench.Journal.Record.Open);
    }

    [Fact]
    public async Task Breach_OfWhatTheEstateDoesNotNameIsNotified()
    {
        var report = await _bench.HandleAsync(Breach with { Remedy = TotalOutageProcedure.ProcedureName });

        Assert.Equal(LoopOutcome.Unknown, report.Outcome);
        var notice = Assert.Single(_bench.Notifier.Sent);
        Assert.Equal((NoticeKind.UnknownSignal, "No action: api"), (notice.Kind, notice.Title));
        Assert.Equal(
            "found by quickCheck: health URL 503, three times\n"
                + "Reason: target 'api' of estate 'test' has no remedy 'totalOutage'",
            notice.Text
        );
    }

    /// <summary>It came to the function of its remedy, but another one has the incident since.</summary>
    [Fact]
    public async Task Breach_GoesToTheFunctionThatHasTheIncident()
    {
        _bench.Climbs();
        await _bench.HandleAsync(Breach with { Remedy = TotalOutageProcedure.ProcedureName });

        var report = await _bench.HandleAsync(
            Breach with
            {
                At = Bench.Start.AddMinutes(15),
            },
            ServiceUnavailableProcedure.ProcedureName
        );

        Assert.Equal(LoopOutcome.Forwarded, report.Outcome);
        Assert.Contains(_bench.FollowUps.Pending, message => message.Signal is Signal.BreachFound);
    }

    [Fact]
    public async Task Breach_SoonAfterTheEndComesBack()
    {
        await _bench.HandleAsync(Breach);
        await _bench.RunOutAsync();
        _bench.World.IsUp = false;
        _bench.Notifier.Sent.Clear();

        await _bench.HandleAsync(Breach with { At = _bench.Time.Now });

        Assert.Equal(1, _bench.Open.Returns.Count);
        Assert.Contains(
            "found by quickCheck: health URL 503, three times",
            _bench.Notifier.Sent.Single(notice => notice.Kind == NoticeKind.CameBack).Text,
            StringComparison.Ordinal
        );
    }
}
