using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.DatabaseErrors;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Procedures.DatabaseRemedy;

/// <summary>The database procedure: 100 read and 50 write units, capped at 400 and 100; noon in Tokyo.</summary>
public class DatabaseErrorsDecideTests
{
    private static readonly OperatedTable s_table = new("events", Expiry: null)
    {
        Cap = new CapacityCap(400, 100, OnDemand: true),
        RestoreAt = NightWindow.Default with { TimeZone = "Asia/Tokyo" },
        Settings = Settings.None.With(new Setting<DatabaseErrorsPolicy>(Mode.Act, DatabaseErrorsPolicy.Default)),
    };

    private static readonly Incident s_incident = Some.Incident with
    {
        Target = s_table.Id,
        Remedy = DatabaseErrorsProcedure.ProcedureName,
    };

    private static readonly TableState s_provisioned = State(Units(100), Units(50));

    private static readonly Change.SetTableThroughput s_raise = new(s_table.Id, null, UnitKind.Read, 100, 200, 50);

    /// <summary>Two in the morning in Tokyo, after the incident's opening.</summary>
    private static readonly DateTimeOffset s_night = new(2026, 1, 15, 17, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(100, 200)]
    [InlineData(150, 300)]
    [InlineData(300, 400)]
    public void Provisioned_IsRaisedTwofoldAtMostAndToTheCapAtMost(int from, int to)
    {
        var act = Assert.IsType<Decision.Act>(Decide(s_incident, State(Units(from), Units(50)), Throttled()));

        Assert.Equal(new Change.SetTableThroughput(s_table.Id, null, UnitKind.Read, from, to, 50), act.Change);
    }

    [Fact]
    public void Index_IsRaisedByItself()
    {
        var state = s_provisioned with
        {
            Parts = [s_provisioned.Own, new TablePart("byDate", "ACTIVE", Units(10), Units(5), 0)],
        };

        Assert.Equal(
            new Change.SetTableThroughput(s_table.Id, "byDate", UnitKind.Write, 5, 10, 10),
            Assert.IsType<Decision.Act>(Decide(s_incident, state, Throttled("byDate", UnitKind.Write))).Change
        );
    }

    [Theory]
    [InlineData(100, 40, 100, 200, 200)]
    [InlineData(60, 40, 100, 100, 100)]
    [InlineData(300, 40, 300, 400, 400)]
    public void Autoscaled_MovesItsBoundsAndTheMaximumOnlyWhereItIsReached(
        int units,
        int min,
        int max,
        int toMin,
        int toMax
    )
    {
        var state = State(Units(units, new UnitBounds(min, max)), Units(50));

        Assert.Equal(
            new Change.SetTableScalingBounds(s_table.Id, null, UnitKind.Read, min, toMin, max, toMax),
            Assert.IsType<Decision.Act>(Decide(s_incident, state, Throttled())).Change
        );
    }

    [Fact]
    public void Autoscaled_AtTheCapIsOnCalls() =>
        Assert.Contains(
            "the cap is 400",
            Assert
                .IsType<Decision.Escalate>(
                    Decide(s_incident, State(Units(400, new UnitBounds(40, 400)), Units(50)), Throttled())
                )
                .Because,
            StringComparison.Ordinal
        );

    [Fact]
    public void Cap_IsReached_SwitchesToOnDemandWhereTheEstateAllows()
    {
        var state = State(Units(400), Units(50));

        Assert.Equal(
            new Change.SetTableBillingMode(s_table.Id, TableBilling.OnDemand, 400, 50),
            Assert.IsType<Decision.Act>(Decide(s_incident, state, Throttled())).Change
        );
        Assert.IsType<Decision.Escalate>(
            Decide(s_incident, state, Throttled(), table: s_table with { Cap = new CapacityCap(400, 100, false) })
        );
        Assert.IsType<Decision.Escalate>(
            Decide(
                s_incident,
                state with
                {
                    Parts = [state.Own, new TablePart("byDate", "ACTIVE", Units(10), Units(5), 0)],
                },
                Throttled()
            )
        );
    }

    [Theory]
    [InlineData(150, 300)]
    [InlineData(250, 400)]
    public void OnDemandMaximum_IsRaised(int from, int to) =>
        Assert.Equal(
            new Change.SetOnDemandMaximum(s_table.Id, null, UnitKind.Read, from, to),
            Assert
                .IsType<Decision.Act>(
                    Decide(
                        s_incident,
                        State(new PartUnits(null, from, null), new PartUnits(null, null, null), isOnDemand: true),
                        Throttled(reason: ThrottleReason.OnDemandMaximum)
                    )
                )
                .Change
        );

    [Theory]
    [InlineData(ThrottleReason.KeyRange, "hotKeys")]
    [InlineData(ThrottleReason.AccountLimit, "tableQuota")]
    [InlineData(ThrottleReason.Unknown, "tableCapacity")]
    public void Causes_ThatCapacityDoesNotHelpAreOnCalls(ThrottleReason reason, string next) =>
        Assert.Equal(
            next,
            Assert.IsType<Decision.Escalate>(Decide(s_incident, s_provisioned, Throttled(reason: reason))).Next.Key
        );

    [Theory]
    [InlineData("UPDATING", 899, true)]
    [InlineData("UPDATING", 900, false)]
    [InlineData("DELETING", 0, false)]
    [InlineData("INACCESSIBLE_ENCRYPTION_CREDENTIALS", 0, false)]
    public void Table_ThatIsNotActiveIsWaitedForWithAnEnd(string status, int seconds, bool waits)
    {
        var incident = s_incident with
        {
            Memory = ProcedureMemory.DatabaseErrors.Nothing with { BusySince = Some.Now },
        };
        var state = s_provisioned with { Parts = [s_provisioned.Own with { Status = status }] };

        var decision = Decide(incident, state, Throttled(), after: seconds);
        Assert.Equal(waits, decision is Decision.Wait);
        Assert.Equal(!waits, decision is Decision.Escalate);
    }

    /// <summary>The metrics still show the time before: from when on the table was ACTIVE again.</summary>
    [Theory]
    [InlineData(0, 299, true)]
    [InlineData(0, 300, false)]
    [InlineData(240, 539, true)]
    [InlineData(240, 540, false)]
    public void Step_IsWaitedForUntilTheMetricsFollow(int activeAfter, int seconds, bool waits)
    {
        var incident = s_incident.Tried(s_raise) with
        {
            Memory = ProcedureMemory.DatabaseErrors.Nothing with { ActiveAt = Some.After(activeAfter) },
        };

        Assert.Equal(
            waits,
            Decide(incident, State(Units(200), Units(50)), Throttled(), after: seconds) is Decision.Wait
        );
    }

    [Fact]
    public void SomeoneElse_ChangedItAndItThrottles_IsOnCalls() =>
        Assert.Contains(
            "someone else changed",
            Assert
                .IsType<Decision.Escalate>(
                    Decide(s_incident.Tried(s_raise), State(Units(120), Units(50)), Throttled(), after: 1000)
                )
                .Because,
            StringComparison.Ordinal
        );

    [Fact]
    public void Alarm_WithoutThrottlingIsOnCallsWithTheLogs()
    {
        Assert.IsType<Decision.Wait>(Decide(s_incident, s_provisioned, s_quiet, after: 299));
        var asked = Assert.IsType<Decision.Escalate>(Decide(s_incident, s_provisioned, s_quiet, after: 300));
        Assert.Equal(("databaseAccess", TableLooks.ErrorLines), (asked.Next.Key, asked.Shows));
    }

    [Fact]
    public void SystemErrors_AreAwss() =>
        Assert.Equal(
            "databaseService",
            Assert
                .IsType<Decision.Escalate>(Decide(s_incident, s_provisioned, s_quiet with { SystemErrors = 10 }))
                .Next.Key
        );

    [Fact]
    public void Quiet_IsOverAfterFiveMinutesWhereNothingWasAdded()
    {
        Assert.IsType<Decision.Wait>(Decide(Quiet(s_incident, 299), s_provisioned, s_quiet, alarm: false));
        Assert.IsType<Decision.Resolved>(Decide(Quiet(s_incident, 300), s_provisioned, s_quiet, alarm: false));
    }

    [Fact]
    public void Capacity_IsRestoredInTheNightsWindowAlone()
    {
        var raised = Quiet(s_incident.Tried(s_raise), 900);
        var state = State(Units(200), Units(50));

        var held = Assert.IsType<Decision.Wait>(Decide(raised, state, s_quiet, alarm: false));
        Assert.Equal(DatabaseErrorsPhase.Holding, held.Then);
        var back = Assert.IsType<Decision.Act>(Decide(raised, state, s_quiet, alarm: false, at: s_night));
        Assert.Equal(s_raise with { From = 200, To = 100 }, back.Change);
        Assert.Equal(Direction.Restores, back.Change.Direction);
    }

    [Theory]
    [InlineData(70, 0, true)]
    [InlineData(71, 0, false)]
    [InlineData(10, 3, true)]
    [InlineData(10, 4, false)]
    public void Capacity_ThatIsNeededOrCannotBeDecreasedTodayIsHeld(double used, int decreases, bool restores)
    {
        var state = State(Units(200), Units(50));
        state = state with { Parts = [state.Own with { DecreasesToday = decreases }] };
        var load = new TableLoad([new PartLoad(null, UnitKind.Read, used, s_none)], 0);

        Assert.Equal(
            restores,
            Decide(Quiet(s_incident.Tried(s_raise), 900), state, load, alarm: false, at: s_night) is Decision.Act
        );
    }

    /// <summary>Else it would throttle again, and be raised again, all night.</summary>
    [Theory]
    [InlineData(70, true)]
    [InlineData(71, false)]
    public void Bounds_AreRestoredWhereTheFormerMaximumIsEnough(double used, bool restores)
    {
        var raised = Quiet(
            s_incident.Tried(new Change.SetTableScalingBounds(s_table.Id, null, UnitKind.Read, 40, 200, 100, 200)),
            900
        );
        var state = State(Units(200, new UnitBounds(200, 200)), Units(50));
        state = state with { Parts = [state.Own with { DecreasesToday = TablePart.FreeDecreases }] };
        var load = new TableLoad([new PartLoad(null, UnitKind.Read, used, s_none)], 0);

        Assert.Equal(restores, Decide(raised, state, load, alarm: false, at: s_night) is Decision.Act);
    }

    [Fact]
    public void OnDemand_IsSwitchedBackToTheUnitsOfBeforeTheFirstStep()
    {
        var state = State(new PartUnits(null, null, null), new PartUnits(null, null, null), isOnDemand: true);
        var switched = Quiet(
            s_incident
                .Tried(s_raise with { To = 400 })
                .Tried(new Change.SetTableBillingMode(s_table.Id, TableBilling.OnDemand, 400, 50)),
            900
        );

        var back = Assert.IsType<Decision.Act>(Decide(switched, state, s_quiet, alarm: false, at: s_night)).Change;
        Assert.Equal(new Change.SetTableBillingMode(s_table.Id, TableBilling.Provisioned, 100, 50), back);
        Assert.IsType<Decision.Resolved>(
            Decide(Quiet(switched.Tried(back), 900), s_provisioned, s_quiet, alarm: false, at: s_night)
        );
    }

    [Fact]
    public void Capacity_ThatIsHeldForTooLongIsOnCallsWithoutHaste() =>
        Assert.Equal(
            Severity.P4,
            Assert
                .IsType<Decision.Escalate>(
                    Decide(
                        Quiet(s_incident.Tried(s_raise), 900),
                        State(Units(200), Units(50)),
                        new TableLoad([new PartLoad(null, UnitKind.Read, 150, s_none)], 0),
                        alarm: false,
                        at: Some.Now.AddHours(73)
                    )
                )
                .Severity
        );

    [Fact]
    public void SomeoneElses_CapacityIsLeftAlone() =>
        Assert.Contains(
            "leaving it alone",
            Assert
                .IsType<Decision.Resolved>(
                    Decide(
                        Quiet(s_incident.Tried(s_raise), 900),
                        State(Units(300), Units(50)),
                        s_quiet,
                        alarm: false,
                        at: s_night
                    )
                )
                .Because,
            StringComparison.Ordinal
        );

    [Fact]
    public void Memory_SaysSinceWhenItHasBeenQuietAndBusy()
    {
        var busy = s_provisioned with { Parts = [s_provisioned.Own with { Status = "UPDATING" }] };
        var memory = Remember(null, busy, Throttled(), 0);
        Assert.Equal(
            (null, Some.Now, null, Some.Now),
            (memory.QuietSince, memory.BusySince, memory.ActiveAt, memory.TroubledAt)
        );
        memory = Remember(memory, s_provisioned, s_quiet, 30);
        Assert.Equal(
            (Some.After(30), null, Some.After(30), Some.Now),
            (memory.QuietSince, memory.BusySince, memory.ActiveAt, memory.TroubledAt)
        );
    }

    private static readonly ImmutableSortedDictionary<ThrottleReason, double> s_none = ImmutableSortedDictionary<
        ThrottleReason,
        double
    >.Empty;

    private static readonly TableLoad s_quiet = new([new PartLoad(null, UnitKind.Read, 20, s_none)], 0);

    private static ProcedureMemory.DatabaseErrors Remember(
        ProcedureMemory? before,
        TableState state,
        TableLoad load,
        int after
    ) =>
        Assert.IsType<ProcedureMemory.DatabaseErrors>(
            new DatabaseErrorsProcedure()
                .Remember(
                    s_incident with
                    {
                        Memory = before,
                    },
                    Seen(state, load, alarm: true),
                    s_table,
                    Some.After(after)
                )
                .Memory
        );

    private static Incident Quiet(Incident incident, int seconds) =>
        incident with
        {
            Memory = ProcedureMemory.DatabaseErrors.Nothing with { QuietSince = Some.After(2000 - seconds) },
        };

    private static PartUnits Units(int units, UnitBounds? bounds = null) => new(units, null, bounds);

    private static TableState State(PartUnits read, PartUnits write, bool isOnDemand = false) =>
        new(isOnDemand, [new TablePart(null, TablePart.Active, read, write, 0)]);

    private static TableLoad Throttled(
        string? index = null,
        UnitKind unit = UnitKind.Read,
        ThrottleReason reason = ThrottleReason.Provisioned
    ) => new([new PartLoad(index, unit, 100, s_none.Add(reason, 500))], 0);

    private static Decision Decide(
        Incident incident,
        TableState state,
        TableLoad load,
        bool alarm = true,
        double? after = null,
        DateTimeOffset? at = null,
        OperatedTable? table = null
    ) =>
        new DatabaseErrorsProcedure().Due(
            incident,
            Seen(state, load, alarm),
            table ?? s_table,
            at ?? Some.After(after ?? (alarm ? 0 : 2000))
        );

    private static Evidence Seen(TableState state, TableLoad load, bool alarm) =>
        Evidence
            .NotAsked.Shows(TableLooks.State, state)
            .Shows(TableLooks.Load, load)
            .Shows(AlarmLooks.Own, new AlarmReading(alarm ? AlarmState.Alarm : AlarmState.Ok, 3, 3))
            .Shows(AlarmLooks.Active, alarm ? new ActiveAlarms(["events-throttled"]) : ActiveAlarms.None);
}
