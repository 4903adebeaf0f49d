using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.RegionFailover;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.OtherRegion;

/// <summary>A primary region that is lost, one that stands by with one task of four, and a person who asks.</summary>
public class RegionFailoverTests
{
    private static readonly RegionFailoverPolicy s_policy = RegionFailoverPolicy.Default;

    private static readonly RegionFailoverProcedure s_procedure = new();

    private static readonly DisasterRecovery s_recovery = new("us-west-2")
    {
        PrimaryRegion = "ap-northeast-1",
        PrimaryServices = ["prod/api"],
        Services =
        [
            new StandbyService(
                Some.Target,
                "dr",
                "api",
                Normal: 4,
                Standby: 1,
                new HealthCheck(new Uri("https://dr.example.com"), "ok", TimeSpan.FromSeconds(3))
            ),
        ],
        Traffic = new RegionTraffic(
            new Uri("https://api.example.com"),
            "us-west-2",
            "Z1",
            "api.example.com",
            "check",
            new ObjectPlace("switch", "key")
        ),
        Settings = Settings.None.With(new Setting<RegionFailoverPolicy>(Mode.Act, s_policy)),
    };

    private static readonly PrimaryRegion s_lost = new(
        new HealthProbe(null, SaysHealthy: false, "none within 3 s"),
        Services: null,
        "ServerException"
    );

    private static readonly PrimaryRegion s_well = new(Some.HealthyProbe, [new RegionService("prod/api", 5, 5)], "");

    private static readonly StandbyRegion s_standing = Standby(1, 1);

    private static readonly StandbyRegion s_ready = Standby(4, 4);

    private static readonly RegionTrafficState s_down = new(IsTurned: false, AnsweringRegion.None);

    private static readonly ReplicaStates s_replicas = new([], TimeSpan.FromSeconds(1));

    private static readonly Change.SetRegionCount s_start = new(
        s_recovery.Id,
        "us-west-2",
        "dr/api",
        IsStandby: true,
        1,
        4
    );

    private static readonly Change.TurnTraffic s_turn = new(s_recovery.Id, "api.example.com");

    private static readonly Change.TurnTrafficBack s_back = new(s_recovery.Id, "api.example.com");

    [Fact]
    public void Failover_WaitsForSeveralLooks()
    {
        Assert.IsType<Decision.Wait>(Decide(Failover(lost: 2), Seen()));
        Assert.Equal(s_start, Made(Decide(Failover(lost: 3), Seen())));
    }

    [Fact]
    public void Failover_IsNotOfferedWhileThePrimaryRegionServes() =>
        Assert.IsType<Decision.Answer>(Decide(Failover(lost: 0), Seen(s_well)));

    [Fact]
    public void Failover_IsWithdrawnWhenThePrimaryRegionServesAgain()
    {
        var offered = Failover(3);
        offered = offered with
        {
            Clearance = offered.Clearance with
            {
                Offer = new Offer("1", s_start, "lost", Some.Now, Some.Now + TimeSpan.FromMinutes(15)),
            },
        };

        Assert.Contains(
            "withdrawn",
            Assert.IsType<Decision.Resolved>(Decide(offered, Seen(s_well))).Because,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Failover_TurnsTheTrafficOnceTheStandbyRegionIsReady()
    {
        var begun = Begun(Failover(5), s_start);

        Assert.IsType<Decision.Wait>(Decide(begun, Seen(standby: Standby(4, 3))));
        Assert.Equal(s_turn, Made(Decide(begun, Seen(standby: s_ready))));
    }

    [Fact]
    public void Failover_IsOnCallsWhenTheStandbyRegionIsNeverReady()
    {
        var begun = Begun(Failover(5), s_start);
        var late = Decide(begun, Seen(standby: Standby(4, 3))).At(Some.Now + s_policy.StartWithin);

        Assert.Contains(
            "the traffic is not turned",
            Assert.IsType<Decision.Escalate>(late).Because,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Failover_NeedsActiveReplicas()
    {
        var seen = Seen(standby: s_ready, replicas: s_replicas with { NotActive = ["talks"] });

        Assert.Contains(
            "no plan",
            Assert.IsType<Decision.Wait>(Decide(Begun(Failover(5), s_start), seen)).Because,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Failover_StopsWritersWhereTheyCanBeReached()
    {
        var target = s_recovery with { StopsWriters = true };
        var running = s_lost with { Services = [new RegionService("prod/api", 5, 5)], WhyUnreachable = "" };

        Assert.Equal(
            new Change.SetRegionCount(s_recovery.Id, "ap-northeast-1", "prod/api", IsStandby: false, 5, 0),
            Made(Decide(Failover(3), Seen(running), target))
        );
        Assert.Equal(s_start, Made(Decide(Failover(3), Seen(s_lost), target)));
    }

    [Fact]
    public void Failover_EndsWhenThePublicNameAnswersFromThere()
    {
        var turned = Begun(Failover(5), s_turn);
        var seen = Seen(standby: s_ready, traffic: new(IsTurned: true, AnsweringRegion.Standby));
        var still = Seen(standby: s_ready, traffic: new(IsTurned: true, AnsweringRegion.None));

        Assert.Contains(
            "(RTO)",
            Assert.IsType<Decision.Resolved>(Decide(turned, seen)).Because,
            StringComparison.Ordinal
        );
        var wait = Assert.IsType<Decision.Wait>(Decide(turned, still));
        Assert.IsType<Decision.Escalate>(wait.At(Some.Now + s_policy.TurnWithin));
    }

    [Fact]
    public void Failback_WaitsUntilThePrimaryRegionHasServedAndItsReplicasHaveCaughtUp()
    {
        var traffic = new RegionTrafficState(IsTurned: true, AnsweringRegion.Standby);
        var seen = Seen(s_well, s_ready, traffic);
        var behind = Seen(s_well, s_ready, traffic, s_replicas with { Lag = TimeSpan.FromMinutes(1) });
        var unknown = Seen(s_well, s_ready, traffic, s_replicas with { Lag = null });

        Assert.IsType<Decision.Wait>(Decide(Failback(s_policy.WellFor - TimeSpan.FromSeconds(1)), seen));
        Assert.Equal(s_back, Made(Decide(Failback(s_policy.WellFor), seen)));
        Assert.IsType<Decision.Wait>(Decide(Failback(s_policy.WellFor), behind));
        Assert.IsType<Decision.Wait>(Decide(Failback(s_policy.WellFor), unknown));
    }

    [Fact]
    public void Failback_StartsWhatWasStoppedFirst()
    {
        var stopped = s_well with { Services = [new RegionService("prod/api", 0, 0)] };
        var traffic = new RegionTrafficState(IsTurned: true, AnsweringRegion.Standby);

        Assert.Equal(
            new Change.SetRegionCount(s_recovery.Id, "ap-northeast-1", "prod/api", IsStandby: false, 0, 4),
            Made(Decide(Failback(TimeSpan.Zero), Seen(stopped, s_ready, traffic)))
        );
    }

    [Fact]
    public void Failback_TakesTasksFromTheStandbyRegionLast()
    {
        var back = new RegionTrafficState(IsTurned: false, AnsweringRegion.Primary);
        var begun = Begun(Failback(s_policy.WellFor), s_back);

        Assert.Equal(
            new Change.SetRegionCount(s_recovery.Id, "us-west-2", "dr/api", IsStandby: true, 4, 1),
            Made(Decide(begun, Seen(s_well, s_ready, back)))
        );
        Assert.IsType<Decision.Resolved>(Decide(begun, Seen(s_well, s_standing, back)));
    }

    [Fact]
    public void Missing_IsNeverDecidedOn() =>
        Assert.IsType<Decision.Inconclusive>(
            Decide(Failover(5), Seen().With(RegionLooks.Standby, Fact.Missing<StandbyRegion>("AccessDenied")))
        );

    [Fact]
    public void HandedOff_ChangesNothing()
    {
        var handed = Begun(Failover(5), s_start) with { Status = IncidentStatus.HandedOff };

        Assert.IsType<Decision.Wait>(Decide(handed, Seen(standby: s_ready)));
    }

    [Fact]
    public void Guard_NeverTurnsTrafficToARegionThatIsNotReady()
    {
        Assert.NotNull(new ReadyRegionGuard().Check(Ask(s_turn, Seen(standby: Standby(4, 3)))));
        Assert.NotNull(new ReadyRegionGuard().Check(Ask(s_turn, Seen(standby: new StandbyRegion([])))));
        Assert.Null(new ReadyRegionGuard().Check(Ask(s_turn, Seen(standby: s_ready))));
        Assert.NotNull(new ReadyRegionGuard().Check(Ask(s_back, Seen())));
        Assert.Null(new ReadyRegionGuard().Check(Ask(s_back, Seen(s_well))));
    }

    [Fact]
    public void Guard_TakesNoTasksFromTheRegionThatServes()
    {
        var down = s_start with { From = 4, To = 1 };
        var stop = new Change.SetRegionCount(s_recovery.Id, "ap-northeast-1", "prod/api", IsStandby: false, 5, 0);
        var back = new RegionTrafficState(IsTurned: false, AnsweringRegion.Primary);
        var turned = new RegionTrafficState(IsTurned: true, AnsweringRegion.Standby);

        Assert.NotNull(new ServingRegionGuard().Check(Ask(down, Seen(s_well, s_ready, turned))));
        Assert.Null(new ServingRegionGuard().Check(Ask(down, Seen(s_well, s_ready, back))));
        Assert.NotNull(new ServingRegionGuard().Check(Ask(stop, Seen(s_well))));
        Assert.Null(new ServingRegionGuard().Check(Ask(stop, Seen())));
    }

    [Fact]
    public void Guard_WantsApprovalInModeActToo()
    {
        Assert.Equal(DenialThen.AskFirst, new RegionApprovalGuard().Check(Ask(s_start, Seen()))?.Then);
        Assert.Null(
            new RegionApprovalGuard().Check(
                Ask(s_turn, Seen(standby: s_ready)) with
                {
                    Incident = Begun(Failover(5), s_start),
                }
            )
        );
    }

    [Fact]
    public void Level_IsTheRegionsOnceAFailoverHasBegun()
    {
        Assert.Null(s_procedure.RecoveryLevelOf(Failover(5)));
        Assert.Equal(RecoveryLevel.Region, s_procedure.RecoveryLevelOf(Begun(Failover(5), s_start)));
        Assert.Null(s_procedure.RecoveryLevelOf(Begun(Failback(TimeSpan.FromHours(1)), s_back)));
    }

    [Fact]
    public void Loss_IsWhatTheLostRegionSaidLast()
    {
        var (said, silent) = (s_replicas with { Behind = TimeSpan.FromSeconds(7) }, s_replicas);
        var remembered = s_procedure.Remember(Failover(1), Seen(replicas: said), s_recovery, Some.Now);
        var later = s_procedure.Remember(remembered, Seen(replicas: silent), s_recovery, Some.Now);
        var never = s_procedure.Remember(Failover(1), Seen(replicas: silent), s_recovery, Some.Now);
        var turned = Seen(traffic: new RegionTrafficState(IsTurned: true, AnsweringRegion.Standby));

        Assert.Equal(TimeSpan.FromSeconds(7), s_procedure.DataLostBy(later));
        Assert.Null(s_procedure.DataLostBy(never));
        Assert.Contains("7 s behind (RPO)", Over(Begun(later, s_turn)), StringComparison.Ordinal);
        Assert.Contains("is not known", Over(Begun(never, s_turn)), StringComparison.Ordinal);

        string Over(Incident incident) => Assert.IsType<Decision.Resolved>(Decide(incident, turned)).Because;
    }

    private static GuardQuestion Ask(Change change, Evidence seen) =>
        new(
            change,
            Failover(5),
            TargetRecord.New(s_recovery.Id),
            Mode.Act,
            ControlSwitch.Unset,
            s_procedure.SettingFor(s_recovery)!,
            seen,
            TimeSpan.FromMinutes(1),
            Some.Now
        );

    private static StandbyRegion Standby(int desired, int running) =>
        new([new StandbyState(Some.Target, new RegionService("dr/api", desired, running), 4, IsHealthy: true, null)]);

    private static Evidence Seen(
        PrimaryRegion? primary = null,
        StandbyRegion? standby = null,
        RegionTrafficState? traffic = null,
        ReplicaStates? replicas = null
    ) =>
        Evidence
            .NotAsked.Shows(RegionLooks.Primary, primary ?? s_lost)
            .Shows(RegionLooks.Standby, standby ?? s_standing)
            .Shows(RegionLooks.Traffic, traffic ?? s_down)
            .Shows(RegionLooks.Replicas, replicas ?? s_replicas);

    private static Incident Of(ProcedureMemory.RegionFailover memory) =>
        Some.Incident with
        {
            Target = s_recovery.Id,
            Remedy = RegionFailoverProcedure.ProcedureName,
            Memory = memory,
        };

    private static Incident Failover(int lost) => Of(new(RegionWish.Failover) { Lost = lost });

    private static Incident Failback(TimeSpan wellFor) =>
        Of(new(RegionWish.Failback) { WellSince = Some.Now - wellFor });

    private static Incident Begun(Incident incident, Change change) =>
        incident with
        {
            Attempts = [new Attempt(change, Some.Now, AttemptOutcome.Done, "accepted")],
        };

    private static Decision Decide(Incident incident, Evidence seen, DisasterRecovery? target = null) =>
        s_procedure.Decide(incident, seen, target ?? s_recovery, Some.Now);

    private static Change Made(Decision decision) => Assert.IsType<Decision.Act>(decision).Change;
}
