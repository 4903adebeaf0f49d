using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.ZoneShift;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Procedures.ZoneRemedy;

/// <summary>The zone procedure: three zones, of which c (az3) fails; two tasks in each, of which the load needs four.</summary>
public class ZoneShiftDecideTests
{
    private static readonly OperatedService s_service = Some.Service with
    {
        Capacity = new Capacity(2, 6, 12),
        LoadBalancer = "app/prod/50dc6c495c0c9188",
        Settings = Settings.None.With(new Setting<ZoneShiftPolicy>(Mode.Act, ZoneShiftPolicy.Default)),
    };

    private static readonly Incident s_incident = Bad(
        Some.Incident with
        {
            Target = s_service.Id,
            Remedy = ZoneShiftProcedure.ProcedureName,
        }
    );

    private static readonly ZoneReading s_a = new("az1", "a", 2, 0, 0, 900, 0);
    private static readonly ZoneReading s_b = new("az2", "b", 2, 0, 0, 900, 0);
    private static readonly ZoneReading s_c = new("az3", "c", 0, 2, 0, 900, 450);
    private static readonly ZoneReading s_gray = s_c with { Healthy = 2, Unhealthy = 0 };
    private static readonly ZoneReading s_away = s_gray with { Requests = null, Errors = null };

    private static readonly ZoneTraffic s_none = new("arn:lb", IsEnabled: true, [], []);
    private static readonly string s_comment = ZoneShiftSight.CommentOf(s_incident);

    private static readonly ZoneShifting s_own = new("shift-1", ShiftOrigin.Manual, "az3", s_comment, Some.After(7200));

    private static readonly Change.StartZonalShift s_start = new(s_service.Id, "az3", "c", 120, s_comment);

    [Fact]
    public void Level_IsThatOfAZoneOnceOneWasBad()
    {
        var (procedure, none) = (new ZoneShiftProcedure(), s_incident with { Memory = null });

        Assert.Equal(RecoveryLevel.Zone, procedure.RecoveryLevelOf(s_incident));
        Assert.NotEqual(RecoveryLevel.Zone, procedure.RecoveryLevelOf(none));
        Assert.Equal(TimeSpan.Zero, procedure.DataLostBy(s_incident));
    }

    [Fact]
    public void Zone_BadByErrorsAndTargetsIsShiftedAway()
    {
        var act = Assert.IsType<Decision.Act>(Decide(s_incident, Zones(s_a, s_b, s_c)));

        Assert.Equal(s_start, act.Change);
        Assert.Contains("can be cancelled", act.Because, StringComparison.Ordinal);
        Assert.True(act.Change.NeedsApproval);
    }

    /// <summary>A zone's errors are one kind; the failing health URL, or AWS itself, is the second.</summary>
    [Theory]
    [InlineData("", false, false)]
    [InlineData("-+-+", false, true)]
    [InlineData("-+++", false, false)]
    [InlineData("", true, true)]
    public void Zone_TakesTwoKindsOfEvidence(string probes, bool awsAvoids, bool shifts)
    {
        var decision = Decide(
            s_incident with
            {
                Trend = s_incident.Trend with { Probes = new RecentProbes(probes) },
            },
            Zones(s_a, s_b, s_gray),
            s_none with
            {
                AwsAvoids = awsAvoids ? ["az3"] : [],
            }
        );

        Assert.Equal(shifts, decision is Decision.Act { Change: Change.StartZonalShift });
        Assert.Equal(!shifts, decision is Decision.Wait { Because: var why } && why.Contains("one kind"));
    }

    [Fact]
    public void OneKindAlone_IsOnCallsInTheEnd() =>
        Assert.Contains(
            "no second kind",
            Assert.IsType<Decision.Escalate>(Decide(s_incident, Zones(s_a, s_b, s_gray), after: 601)).Because
        );

    [Fact]
    public void Several_AreNoZonesFailure() =>
        Assert.Contains(
            "not one zone's failure",
            Assert.IsType<Decision.Escalate>(Decide(s_incident, Zones(s_a, s_c with { Id = "az2" }, s_c))).Because
        );

    [Fact]
    public void LastHealthyZone_IsNeverLeft()
    {
        var empty = s_a with { Healthy = 0, Requests = null, Errors = null };

        Assert.Contains(
            "the last zone",
            Assert
                .IsType<Decision.Escalate>(
                    Decide(s_incident, Zones(empty, empty with { Id = "az2" }, s_c with { Healthy = 1 }))
                )
                .Because
        );
    }

    [Fact]
    public void OtherService_ThatServesFromThatZoneAloneIsNotStranded() =>
        Assert.Contains(
            "targetgroup/other/1 would have no healthy target",
            Assert
                .IsType<Decision.Escalate>(
                    Decide(s_incident, Zones(s_a, s_b, s_c with { OnlyHere = ["targetgroup/other/1"] }))
                )
                .Because
        );

    /// <summary>Nothing there is not zero: neither an empty zone nor one without requests is bad, or well.</summary>
    [Fact]
    public void Nothing_IsNotZero()
    {
        var empty = new ZoneReading("az3", "c", 0, 0, 0, null, null);

        Assert.IsType<Decision.Inconclusive>(
            Decide(s_incident, Zones(empty, empty with { Id = "az1" }, empty with { Id = "az2" }))
        );
        Assert.IsNotType<Decision.Act>(Decide(s_incident, Zones(s_a, s_b, empty)));
        Assert.IsType<Decision.Inconclusive>(
            Decide(s_incident, Zones(s_a, s_b with { Requests = null, Errors = null }, s_c))
        );
    }

    [Fact]
    public void MissingFigures_AreNotDecidedOn() =>
        Assert.IsType<Decision.Inconclusive>(
            new ZoneShiftProcedure().Due(
                s_incident,
                Seen(Zones(s_a, s_b, s_c), s_none, 6).Hides(ZoneLooks.Readings, "denied"),
                s_service,
                Some.Now
            )
        );

    [Fact]
    public void FailOpen_IsTheOutagesCase()
    {
        var down = s_c with { Errors = 900 };
        var decision = Decide(s_incident, Zones(down, down with { Id = "az1" }, down with { Id = "az2" }));

        Assert.Contains("a shift has no effect", Assert.IsType<Decision.Escalate>(decision).Because);
        Assert.Equal(
            ServiceUnavailableProcedure.ProcedureName,
            Assert
                .IsType<Decision.SwitchTo>(
                    Decide(
                        s_incident with
                        {
                            Rung = new RungState { Climbed = [ServiceUnavailableProcedure.ProcedureName] },
                        },
                        Zones(down, down with { Id = "az1" }, down with { Id = "az2" })
                    )
                )
                .Remedy
        );
    }

    /// <summary>The others have two of the four tasks that the load needs: it takes six in three zones, or the ceiling.</summary>
    [Theory]
    [InlineData(12, 6)]
    [InlineData(5, 5)]
    public void Capacity_ComesFirst(int ceiling, int to)
    {
        var act = Assert.IsType<Decision.Act>(
            Decide(
                s_incident,
                Zones(s_a with { Healthy = 1 }, s_b with { Healthy = 1 }, s_c),
                desired: 4,
                service: s_service with
                {
                    Capacity = new Capacity(2, 4, ceiling),
                }
            )
        );

        Assert.Equal(new Change.SetDesiredCount(s_service.Id, 4, to), act.Change);
    }

    [Fact]
    public void Capacity_ThatCannotBeHadIsOnCalls() =>
        Assert.Contains(
            "do not carry the load",
            Assert
                .IsType<Decision.Escalate>(
                    Decide(
                        s_incident,
                        Zones(s_a with { Healthy = 1 }, s_b with { Healthy = 1 }, s_c),
                        desired: 4,
                        service: s_service with
                        {
                            Capacity = new Capacity(2, 4, 4),
                        }
                    )
                )
                .Because
        );

    [Fact]
    public void Capacity_IsWaitedForUntilItServes()
    {
        var added = s_incident.Tried(new Change.SetDesiredCount(s_service.Id, 4, 6));
        var zones = Zones(s_a with { Healthy = 1 }, s_b with { Healthy = 1 }, s_c);

        Assert.Equal(
            ZoneShiftPhase.AddingCapacity,
            Assert.IsType<Decision.Wait>(Decide(added, zones, after: 60, desired: 6)).Then
        );
        Assert.IsType<Decision.Escalate>(Decide(added, zones, after: 700, desired: 6));
    }

    [Fact]
    public void Attribute_ThatIsOffIsSaid() =>
        Assert.Equal(
            NextStep.ZonalShiftOn,
            Assert
                .IsType<Decision.Escalate>(Decide(s_incident, Zones(s_a, s_b, s_c), s_none with { IsEnabled = false }))
                .Next
        );

    [Theory]
    [InlineData(ShiftOrigin.Aws, false)]
    [InlineData(ShiftOrigin.Manual, false)]
    [InlineData(ShiftOrigin.Practice, true)]
    public void ShiftsOfOthers_AreLeftAloneButForPracticeRuns(ShiftOrigin origin, bool acts)
    {
        var traffic = s_none with { Applied = [new ZoneShifting("x", origin, "az1", "theirs", null)] };
        var decision = Decide(s_incident, Zones(s_a with { Requests = null, Errors = null }, s_b, s_c), traffic);

        Assert.Equal(acts, decision is Decision.Act);
        Assert.Equal(acts, new OthersShiftGuard().Check(Question(s_start, traffic)) is null);
    }

    [Fact]
    public void Shift_IsExtendedWhileTheZoneIsNotWell()
    {
        var shifted = s_incident.Tried(s_start);

        Assert.Equal(
            ZoneShiftPhase.Shifted,
            Assert.IsType<Decision.Wait>(Decide(shifted, Zones(s_a, s_b, s_c), Own(), after: 5000)).Then
        );
        Assert.Equal(
            new Change.ExtendZonalShift(s_service.Id, "az3", "shift-1", 120, Some.After(7200), s_comment),
            Assert.IsType<Decision.Act>(Decide(shifted, Zones(s_a, s_b, s_c), Own(), after: 5400)).Change
        );
    }

    [Theory]
    [InlineData(899, false)]
    [InlineData(900, true)]
    public void Shift_IsCancelledAfterCalm(int calm, bool cancels)
    {
        var decision = Decide(Calm(s_incident.Tried(s_start), 1000), Zones(s_a, s_b, s_away), Own(), 1000 + calm);

        Assert.Equal(cancels, decision is Decision.Act { Change: Change.CancelZonalShift { Id: "shift-1" } });
    }

    [Fact]
    public void Shift_ThatSomeoneCancelledIsLeftAlone() =>
        Assert.Contains(
            "leaving it alone",
            Assert
                .IsType<Decision.Escalate>(Decide(s_incident.Tried(s_start), Zones(s_a, s_b, s_c), after: 300))
                .Because
        );

    /// <summary>After a shift one kind of evidence is enough to ask on-call.</summary>
    [Fact]
    public void Shift_ThatSomeoneCancelledIsNotComparedForLong() =>
        Assert.Contains(
            "leaving it alone",
            Assert
                .IsType<Decision.Escalate>(Decide(s_incident.Tried(s_start), Zones(s_a, s_b, s_gray), after: 300))
                .Because
        );

    [Fact]
    public void Zone_ThatIsBadAgainWithItsTrafficIsOnCalls() =>
        Assert.Contains(
            "bad again since its traffic is back",
            Assert
                .IsType<Decision.Escalate>(
                    Decide(
                        s_incident
                            .Tried(s_start)
                            .Tried(new Change.CancelZonalShift(s_service.Id, "az3", "shift-1", s_comment)),
                        Zones(s_a, s_b, s_c),
                        after: 300
                    )
                )
                .Because
        );

    [Fact]
    public void Calm_ScalesInAndEnds()
    {
        var added = Calm(s_incident.Tried(new Change.SetDesiredCount(s_service.Id, 4, 6)), 10);
        var well = Zones(s_a, s_b, s_gray with { Errors = 0 });

        Assert.Equal(
            new Change.SetDesiredCount(s_service.Id, 6, 4),
            Assert.IsType<Decision.Act>(Decide(added, well, after: 400)).Change
        );
        Assert.IsType<Decision.Resolved>(Decide(Calm(s_incident, 10), well, after: 400));
    }

    /// <summary>What was calm while the traffic was away says nothing of the time with it.</summary>
    [Fact]
    public void Memory_BeginsAnewWhenAShiftEnds()
    {
        var calm = Remember(null, Zones(s_a, s_b, s_away), Own(), 0);
        Assert.Equal((Some.Now, "az3"), (calm.CalmSince, calm.Away));
        calm = Remember(calm, Zones(s_a, s_b, s_away), Own(), 30);
        Assert.Equal(Some.Now, calm.CalmSince);
        calm = Remember(calm, Zones(s_a, s_b, s_away), s_none, 60);
        Assert.Equal(Some.After(60), calm.CalmSince);
        calm = Remember(calm, Zones(s_a, s_b, s_c), s_none, 90);
        Assert.Equal(("az3", Some.After(90), null), (calm.Zone, calm.BadSince, calm.CalmSince));
    }

    [Theory]
    [InlineData(2, 0, true)]
    [InlineData(0, 0, false)]
    [InlineData(1, 1, false)]
    public void LastZoneGuard_WantsAnotherZoneThatServes(int healthy, int unhealthy, bool allows)
    {
        var zones = Zones(s_a with { Healthy = healthy, Unhealthy = unhealthy }, s_c);

        Assert.Equal(allows, new LastZoneGuard().Check(Question(s_start, s_none, zones)) is null);
    }

    [Fact]
    public void OthersShiftGuard_LeavesAnothersShiftAlone()
    {
        var cancel = new Change.CancelZonalShift(s_service.Id, "az3", "shift-1", s_comment);
        var theirs = s_none with { Applied = [s_own with { Comment = "theirs" }] };

        Assert.Null(new OthersShiftGuard().Check(Question(cancel, Own())));
        Assert.NotNull(new OthersShiftGuard().Check(Question(cancel, theirs)));
        Assert.NotNull(new OthersShiftGuard().Check(Question(cancel, s_none)));
    }

    [Fact]
    public void Approval_IsAskedForInModeActToo()
    {
        var denial = new ApprovalGuard().Check(Question(s_start, s_none));

        Assert.Equal(DenialThen.AskFirst, denial?.Then);
        Assert.Null(
            new ApprovalGuard().Check(
                Question(new Change.CancelZonalShift(s_service.Id, "az3", "shift-1", s_comment), Own())
            )
        );
    }

    [Fact]
    public void Holding_LastsUntilTheShiftHasEnded()
    {
        var shifted = s_incident.Tried(s_start);

        Assert.NotEmpty(Holdings.Of(shifted, Seen(Zones(s_a, s_b, s_away), Own(), 6), Some.Now));
        Assert.NotEmpty(Holdings.Of(shifted, Evidence.NotAsked, Some.Now));
        Assert.Empty(Holdings.Of(shifted, Seen(Zones(s_a, s_b, s_away), s_none, 6), Some.Now));
    }

    private static Incident Bad(Incident incident) =>
        incident with
        {
            Memory = ProcedureMemory.ZoneShift.Nothing with { Zone = "az3", BadSince = Some.After(-120) },
        };

    private static Incident Calm(Incident incident, int since) =>
        incident with
        {
            Memory = ProcedureMemory.ZoneShift.Nothing with { CalmSince = Some.After(since) },
        };

    private static ZoneReadings Zones(params ReadOnlySpan<ZoneReading> zones) => new([.. zones]);

    private static ZoneTraffic Own() => s_none with { Applied = [s_own] };

    private static ProcedureMemory.ZoneShift Remember(
        ProcedureMemory? before,
        ZoneReadings zones,
        ZoneTraffic traffic,
        int after
    ) =>
        Assert.IsType<ProcedureMemory.ZoneShift>(
            new ZoneShiftProcedure()
                .Remember(s_incident with { Memory = before }, Seen(zones, traffic, 6), s_service, Some.After(after))
                .Memory
        );

    private static Decision Decide(
        Incident incident,
        ZoneReadings zones,
        ZoneTraffic? traffic = null,
        double after = 0,
        int desired = 6,
        OperatedService? service = null
    ) =>
        new ZoneShiftProcedure().Due(
            incident,
            Seen(zones, traffic ?? s_none, desired),
            service ?? s_service,
            Some.After(after)
        );

    private static Evidence Seen(ZoneReadings zones, ZoneTraffic traffic, int desired) =>
        Evidence
            .NotAsked.Shows(HealthUrlLooks.Probe, Some.HealthyProbe)
            .Shows(ServiceLooks.State, Some.Steady with { Desired = desired, Running = desired })
            .Shows(AlarmLooks.Own, new AlarmReading(AlarmState.Ok, 3, 0))
            .Shows(AlarmLooks.Active, ActiveAlarms.None)
            .Shows(LoadBalancingLooks.Load, new LoadReading(Some.Now, 100, 200, 300, 50, 50, 240, 0, 0.01))
            .Shows(ScalingLooks.State, new ScalingState.ByHand())
            .Shows(ZoneLooks.Readings, zones)
            .Shows(ZoneLooks.Traffic, traffic);

    private static GuardQuestion Question(Change change, ZoneTraffic traffic, ZoneReadings? zones = null) =>
        new(
            change,
            s_incident,
            TargetRecord.New(s_service.Id),
            Mode.Act,
            ControlSwitch.Unset,
            new RemedySetting(Mode.Act, TimeSpan.Zero, TimeSpan.FromSeconds(10))
            {
                NotifyWithin = TimeSpan.FromMinutes(15),
            },
            Seen(zones ?? Zones(s_a, s_b, s_c), traffic, 6),
            TimeSpan.FromSeconds(60),
            Some.Now
        )
        {
            Target = s_service,
        };
}
