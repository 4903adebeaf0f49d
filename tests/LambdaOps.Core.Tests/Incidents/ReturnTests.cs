using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Incidents;

/// <summary>An alarm that comes back soon brings its incident back.</summary>
public class ReturnTests
{
    private static readonly Route s_route = new(Some.Service, Some.Remedy, Severity.P2, Mode.Act, Mode.Act)
    {
        ReopenWithin = TimeSpan.FromSeconds(1800),
    };

    /// <summary>Resolved after a restart, two minutes after it began.</summary>
    private static readonly TargetRecord s_ended = Ended(
        Opened(Some.Alarm).Tried(Some.Restart).Streak(healthy: true, 7) with
        {
            Status = IncidentStatus.Resolved,
            Phase = Phase.Resolved,
            Watch = new Watch { Beat = 9 },
            Memory = new ProcedureMemory.Latency(Some.Now),
            Trend = new Trend { BlindSince = Some.Now },
        }
    );

    [Fact]
    public void Return_IsTheSameIncidentWithAllThatWasTried()
    {
        var look = Assert.IsType<Intake.Look>(s_ended.Take(Back(300), s_route, Some.After(310)));
        var (open, before) = (look.Record.Open!, s_ended.LastEnded!);

        Assert.Equal((false, true), (look.IsNew, look.CameBack));
        Assert.Equal((before.Id, before.OpenedAt), (open.Id, open.OpenedAt));
        Assert.Equal(before.Attempts.AsEnumerable(), open.Attempts);
        Assert.Equal((IncidentStatus.Open, Phase.Opened, null), (open.Status, open.Phase, open.EndedAt));
        Assert.Equal(
            (1, Some.After(310), Some.After(310)),
            (open.Returns.Count, open.Returns.LastAt, open.ActiveSince)
        );
        Assert.Equal((null, null, null), (open.Trend.Streak, open.CalmSince, open.Trend.BlindSince));
        Assert.Equal(
            ["return 1, 190 s after the end: open again", Back(300).Line],
            open.Lines.Skip(before.Lines.Length).Select(line => line.Text)
        );
        Assert.Equal(Some.After(300), open.SignalledAt);
    }

    /// <summary>A tick from before the end that is delivered late must not start a second chain.</summary>
    [Fact]
    public void Return_MakesTicksFromBeforeTheEndDuplicates()
    {
        var record = s_ended.Take(Back(300), s_route, Some.After(310)).Record;

        Assert.IsType<Intake.Ignore>(
            record.Take(new Signal.TickCame(Some.Target, record.Open!.Id, 9), s_route, Some.After(311))
        );
        Assert.IsType<Intake.Look>(
            record.Take(new Signal.TickCame(Some.Target, record.Open.Id, 10), s_route, Some.After(311))
        );
    }

    [Theory]
    [InlineData(1919, 1800, true)]
    [InlineData(1920, 1800, false)]
    [InlineData(1921, 1800, false)]
    [InlineData(120, 0, false)]
    public void Return_IsWithinTheEstatesTime(int after, int within, bool returns)
    {
        var route = s_route with { ReopenWithin = TimeSpan.FromSeconds(within) };
        var look = Assert.IsType<Intake.Look>(s_ended.Take(Back(120), route, Some.After(after)));

        Assert.Equal((returns, !returns), (look.CameBack, look.IsNew));
        Assert.Equal(returns, look.Record.LastEnded is not null);
    }

    [Fact]
    public void AnotherAlarm_OpensAnotherIncident()
    {
        var other = Back(300) with { Name = "api-down", Arn = Some.AlarmArn + "-down" };

        Assert.True(Assert.IsType<Intake.Look>(s_ended.Take(other, s_route, Some.After(310))).IsNew);
    }

    [Fact]
    public void AlarmThatHadJoined_BringsItBackToo()
    {
        var other = Some.Alarm with { Name = "api-down", Arn = Some.AlarmArn + "-down" };
        var two = Ended(
            TargetRecord
                .New(Some.Target)
                .Take(Some.Alarm, s_route, Some.Now)
                .Record.Take(other, s_route, Some.Now)
                .Record.Open!
        );
        var look = Assert.IsType<Intake.Look>(
            two.Take(other with { ChangedAt = Some.After(300) }, s_route, Some.After(301))
        );

        Assert.True(look.CameBack);
        Assert.Equal("api-down", look.Record.Open!.Alarm!.Name);
    }

    /// <summary>The change that the incident was about must not bring it back once more.</summary>
    [Fact]
    public void Duplicate_OfTheOldChangeBringsNothingBack() =>
        Assert.Same(s_ended, Assert.IsType<Intake.Ignore>(s_ended.Take(Some.Alarm, s_route, Some.After(310))).Record);

    /// <summary>A rehearsal in between does not hide the incident that the alarm was in.</summary>
    [Fact]
    public void PersonsIncident_LeavesTheLastOneWithAnAlarm()
    {
        var asked = new Signal.OperatorRequested(Some.Target, Some.Remedy, Mode.Observe, "on-call", "a drill");
        var rehearsed = s_ended.Take(asked, s_route, Some.After(200)).Record;
        var after = rehearsed.End(rehearsed.Open! with { EndedAt = Some.After(210) });

        Assert.Equal(s_ended.LastEnded, after.LastEnded);
        Assert.True(Assert.IsType<Intake.Look>(after.Take(Back(300), s_route, Some.After(310))).CameBack);
    }

    /// <summary>On-call was told that it is over, so they have to be told again: it is not theirs in silence.</summary>
    [Fact]
    public void HandedOffIncident_IsOpenAgainAndAsksAgainInsteadOfTryingAgain()
    {
        var handed = Ended(Opened(Some.Alarm).Tried(Some.Restart).HandedOff());
        var open = handed.Take(Back(900), s_route, Some.After(910)).Record.Open!;
        var decision = new ServiceUnavailableProcedure().Due(
            open.Saw(Some.Down, Some.After(910)),
            Some.Down,
            Some.Service,
            Some.After(910)
        );

        Assert.Equal(IncidentStatus.Open, open.Status);
        Assert.StartsWith(
            "'force a new deployment of api' helped for a while, but the problem came back: ",
            Assert.IsType<Decision.Escalate>(decision).Because,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Return_GoesOnFromItsRung()
    {
        var service = Some.Service with
        {
            Ladder = [ServiceUnavailableProcedure.ProcedureName, TotalOutageProcedure.ProcedureName],
            Settings = Some.Service.Settings.With(new Setting<TotalOutagePolicy>(Mode.Act, TotalOutagePolicy.Default)),
        };
        var climbed = Ended(
            Opened(Some.Alarm).Tried(Some.Restart).SwitchTo(TotalOutageProcedure.ProcedureName, "down", Some.Now)
        );
        var route = s_route with { Target = service };

        var open = climbed.Take(Back(300), route, Some.After(310)).Record.Open!;
        Assert.Equal(TotalOutageProcedure.ProcedureName, open.Remedy);
        Assert.Equal([ServiceUnavailableProcedure.ProcedureName], open.Rung.Climbed.AsEnumerable());
    }

    /// <summary>An incident whose remedy the estate has dropped would only end again.</summary>
    [Theory]
    [InlineData(Mode.Off)]
    [InlineData(null)]
    public void RemedyThatIsGone_MeansANewIncident(Mode? mode)
    {
        var service = Some.Service with
        {
            Settings = Some.Service.Settings.With(
                mode is { } one ? new Setting<TotalOutagePolicy>(one, TotalOutagePolicy.Default) : null
            ),
        };
        var climbed = Ended(Opened(Some.Alarm).SwitchTo(TotalOutageProcedure.ProcedureName, "down", Some.Now));
        var look = climbed.Take(Back(300), s_route with { Target = service }, Some.After(310));

        Assert.True(Assert.IsType<Intake.Look>(look).IsNew);
        Assert.Equal(Some.Remedy, look.Record.Open!.Remedy);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Return_HasABound(int attempts, bool returns)
    {
        var busy = Ended(
            Enumerable
                .Range(0, attempts)
                .Aggregate(Opened(Some.Alarm), (incident, number) => incident.Tried(Some.Restart, after: number))
        );
        var look = Assert.IsType<Intake.Look>(busy.Take(Back(300), s_route, Some.After(310)));

        Assert.Equal(returns, look.CameBack);
    }

    private static Signal.AlarmChanged Back(int after) => Some.Alarm with { ChangedAt = Some.After(after) };

    private static Incident Opened(Signal.AlarmChanged alarm) =>
        TargetRecord.New(Some.Target).Take(alarm, s_route, Some.Now).Record.Open!;

    private static TargetRecord Ended(Incident incident) =>
        TargetRecord
            .New(Some.Target)
            .Take(Some.Alarm, s_route, Some.Now)
            .Record.End(incident with { EndedAt = Some.After(120) });
}
