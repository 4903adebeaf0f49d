using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Incidents;

/// <summary>From rung to rung: who takes an incident on, and what counts from there.</summary>
public class LadderTests
{
    private static readonly OperatedService s_service = Some.Service with
    {
        LoadBalancer = "app/alb/1",
        Ladder = [ServiceUnavailableProcedure.ProcedureName, TotalOutageProcedure.ProcedureName],
        Settings = Some
            .Service.Settings.With(new Setting<LatencyPolicy>(Mode.Act, LatencyPolicy.Default))
            .With(new Setting<TotalOutagePolicy>(Mode.Act, TotalOutagePolicy.Default)),
    };

    private static readonly Incident s_failed = Some.Incident.Tried(Some.Restart).Streak(healthy: false, 9);

    [Theory]
    [InlineData(0, "totalOutage")]
    [InlineData(1, null)]
    public void RestartThatDidNotHelp_ClimbsOnlyWithoutAnyHealthyTarget(int healthy, string? next)
    {
        var seen = Some.Down.Shows(LoadBalancingLooks.Targets, new TargetCounts(healthy, 5, 0, 0));

        Assert.Equal(next, Next(s_failed, seen, s_service));
    }

    [Fact]
    public void Rung_ThatIsOffOrWasTriedIsLeftOut()
    {
        var off = s_service with
        {
            Settings = s_service.Settings.With(s_service.TotalOutage! with { Mode = Mode.Off }),
        };

        Assert.Null(Next(s_failed, Some.Down, off));
        Assert.Null(
            Next(
                s_failed with
                {
                    Rung = new RungState { Climbed = [TotalOutageProcedure.ProcedureName] },
                },
                Some.Down,
                s_service
            )
        );
        Assert.Null(Next(s_failed, Some.Down, s_service with { Ladder = [ServiceUnavailableProcedure.ProcedureName] }));
    }

    [Theory]
    [InlineData(84, null)]
    [InlineData(85, "latency")]
    public void BusyTasks_AreTheLatencyProcedures(double cpu, string? next)
    {
        var seen = Some.Doubtful.Shows(
            LoadBalancingLooks.Load,
            new LoadReading(Some.Now, null, null, null, cpu, null, null, null, null)
        );

        Assert.Equal(next, Next(Some.Incident, seen, s_service, after: 0));
        Assert.Null(
            Next(
                Some.Incident,
                seen,
                s_service with
                {
                    Settings = s_service.Settings.With<LatencyPolicy>(null),
                },
                after: 0
            )
        );
        Assert.Null(
            Next(
                Some.Incident with
                {
                    Rung = new RungState { Climbed = [LatencyProcedure.ProcedureName] },
                },
                seen,
                s_service,
                after: 0
            )
        );
    }

    [Fact]
    public void HandedOn_HasItsOwnAttemptsFromThere()
    {
        var incident = s_failed.SwitchTo(TotalOutageProcedure.ProcedureName, "no healthy target", Some.After(300));

        Assert.Equal(
            (TotalOutageProcedure.ProcedureName, Phase.Opened, 1),
            (incident.Remedy, incident.Phase, incident.Rung.Start)
        );
        Assert.Equal(ServiceUnavailableProcedure.ProcedureName, Assert.Single(incident.Rung.Climbed));
        Assert.Empty(incident.RungAttempts);
        Assert.Null(incident.LastAttempt);
        Assert.Single(incident.Attempts);
        Assert.Equal(EntryKind.Switched, incident.Lines[^1].Kind);
        Assert.True(incident.Tried(Some.Restart).HasDone<Change.ForceNewDeployment>());
        Assert.False(incident.HasDone<Change.ForceNewDeployment>());
    }

    [Fact]
    public void Failures_CountSinceItLastWorked()
    {
        var incident = Some
            .Incident.Tried(Some.Restart, AttemptOutcome.Unconfirmed)
            .Tried(Some.Restart)
            .Tried(Some.RollBack, AttemptOutcome.Refused)
            .Tried(Some.Restart, AttemptOutcome.Unconfirmed);

        Assert.Equal(1, incident.Failures<Change.ForceNewDeployment>());
        Assert.Equal(1, incident.Failures<Change.RollBack>());
        Assert.Equal(2, incident.Failures<Change>());
        Assert.Equal(AttemptOutcome.Refused, incident.LastAttempt!.Outcome);
    }

    [Theory]
    [InlineData("totalOutage", true)]
    [InlineData("zoneShift", true)]
    [InlineData("latency", false)]
    public void AlarmOfAHigherRung_TakesTheIncidentThere(string remedy, bool climbs) =>
        Assert.Equal(climbs, Joined(Some.Incident, remedy).Remedy == new ProcedureName(remedy));

    [Fact]
    public void AlarmOfAHigherRung_LeavesPeopleOpenIntentsAndWhatWasTriedAlone()
    {
        Assert.Equal(Some.Remedy, Joined(Some.Incident.HandedOff(), "totalOutage").Remedy);
        Assert.Equal(
            Some.Remedy,
            Joined(Some.Incident with { Intent = new Intent(Some.Restart, Some.Now, "why") }, "totalOutage").Remedy
        );
        Assert.Equal(
            Some.Remedy,
            Joined(
                Some.Incident with
                {
                    Rung = new RungState { Climbed = [TotalOutageProcedure.ProcedureName] },
                },
                "totalOutage"
            ).Remedy
        );
    }

    [Fact]
    public void AlarmOfALowerRung_LeavesTheIncidentWhereItIs()
    {
        var above = Some.Incident.SwitchTo(TotalOutageProcedure.ProcedureName, "why", Some.Now);

        Assert.Equal(
            TotalOutageProcedure.ProcedureName,
            Joined(above with { Rung = new RungState { Climbed = [] } }, "serviceUnavailable").Remedy
        );
    }

    [Fact]
    public void Wish_ThatChangesBeginsAnew()
    {
        var up = Some.Incident.Want(PageRequest.Up, Some.Now).Tried(Some.Restart);

        Assert.Same(up, up.Want(PageRequest.Up, Some.Now));
        Assert.Same(up, up.Want(null, Some.Now));
        var down = up.Want(PageRequest.Down, Some.Now);
        Assert.Equal((PageRequest.Down, 1), (down.RequestedPage, down.Rung.Start));

        // How it stands can be asked at any time.
        Assert.Same(up, up.Want(PageRequest.Status, Some.Now));
        Assert.Equal(PageRequest.Status, Some.Incident.Want(PageRequest.Status, Some.Now).RequestedPage);
    }

    private static Incident Joined(Incident open, string remedy)
    {
        var record = TargetRecord.New(Some.Target) with { Open = open };
        var route = new Route(s_service, new ProcedureName(remedy), Severity.P1, Mode.Act, Mode.Act);
        var alarm = Some.Alarm with { Name = "another", Arn = Some.AlarmArn + "-2", ChangedAt = Some.After(30) };
        return Assert.IsType<Intake.Look>(record.Take(alarm, route, Some.After(31))).Record.Open!;
    }

    private static string? Next(Incident incident, Evidence seen, OperatedService service, double after = 301) =>
        (new ServiceUnavailableProcedure().Due(incident, seen, service, Some.After(after)) as Decision.SwitchTo)
            ?.Remedy
            .Value;

    /// <summary>A person has the page's incident, and a person asks: it is carried out again.</summary>
    [Theory]
    [InlineData(PageRequest.Up)]
    [InlineData(PageRequest.Down)]
    public void Wish_OpensWhatAPersonHadAgain(PageRequest wish)
    {
        var handedOff = Some.Incident.Want(PageRequest.Up, Some.Now).Tried(Some.Restart).HandedOff();
        var again = handedOff.Want(wish, Some.After(60));

        Assert.Equal(
            (IncidentStatus.Open, Phase.Opened, wish, 1),
            (again.Status, again.Phase, again.RequestedPage, again.Rung.Start)
        );
        Assert.Equal($"open again: an operator asks for the page {wish}", again.Lines[^1].Text);
        Assert.Same(handedOff, handedOff.Want(PageRequest.Status, Some.After(60)));
    }
}
