using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Signals;

/// <summary>What follows from a signal at the door: an arm each, in order of precedence.</summary>
public class EntryTests
{
    private static readonly ProcedureName s_other = TotalOutageProcedure.ProcedureName;

    private static readonly TargetRecord s_empty = TargetRecord.New(Some.Target);

    private static readonly TargetRecord s_open = s_empty with { Open = Some.Incident };

    private static readonly Signal.TickCame s_tick = new(Some.Target, Some.Incident.Id, Some.Incident.Beat);

    private static readonly Signal.OperatorAnswered s_acknowledges = new(
        Some.Target,
        OperatorAnswer.Acknowledge,
        Some.Incident.Id.Value,
        "alice",
        "on it"
    );

    private static readonly Position.Joins s_joins = new(
        View(s_open),
        new Dependency("orders-db", [Some.Target, new("web")])
    );

    [Fact]
    public void ControlSwitch_NeedsNoTarget() =>
        Assert.IsType<Entry.SetControl>(
            Entry.Of(Arrival.Of(new Signal.ControlSet(Mode.Off, "alice", "release"), Some.Estate, only: null))
        );

    [Fact]
    public void TickOnAChecklist_NeedsNoTarget() =>
        Assert.IsType<Entry.TickLine>(
            Entry.Of(Arrival.Of(new Signal.LineTicked("weekly.shared", "alice", "told"), Some.Estate, only: null))
        );

    [Fact]
    public void Decision_IsForTheFunctionOperatorAlone()
    {
        Signal[] decisions =
        [
            s_acknowledges,
            new Signal.ControlSet(Mode.Act, "alice", "go on"),
            new Signal.LineTicked("weekly.shared", "alice", "told"),
        ];
        Assert.All(
            decisions,
            decision =>
            {
                Assert.All(
                    AllProcedures.LoopFunctions,
                    function =>
                        Assert.Contains(
                            $"is for the function Operator: {function} does not take it",
                            Assert
                                .IsType<Entry.ForOperator>(Entry.Of(Arrival.Of(decision, Some.Estate, function)))
                                .Because,
                            StringComparison.Ordinal
                        )
                );
                Assert.IsNotType<Entry.ForOperator>(Entry.Of(AtOperator(decision)));
            }
        );
    }

    /// <summary>What people only ask for goes on to the function of its remedy.</summary>
    [Fact]
    public void Request_ToOperatorIsForwarded() =>
        Assert.Equal(
            new Entry.Forward(Some.Remedy),
            Entry.Of(
                Arrival
                    .Of(
                        new Signal.OperatorRequested(Some.Target, Some.Remedy, Mode.Act, "alice", "please"),
                        Some.Estate,
                        AllProcedures.Operator
                    )
                    .With(View(s_empty))
            )
        );

    [Fact]
    public void WhatTheEstateDoesNotName_IsNotOurs() =>
        Assert.Contains(
            "no rule",
            Assert
                .IsType<Entry.NotOurs>(
                    Entry.Of(Arrival.Of(Some.Alarm with { Name = "nobody's" }, Some.Estate, only: null))
                )
                .Because,
            StringComparison.Ordinal
        );

    [Fact]
    public void FirstOfAll_TheRecordIsRead() => Assert.IsType<Entry.ReadRecord>(Entry.Of(At(Some.Alarm)));

    [Fact]
    public void FiringAlarm_AsksWhoLeads() =>
        Assert.IsType<Entry.FindLeader>(Entry.Of(At(Some.Alarm).With(View(s_empty))));

    [Fact]
    public void SilencedAlarm_IsItsOwnTargets() =>
        Assert.IsType<Entry.Claim>(
            Entry.Of(At(Some.Alarm with { Silenced = new Silence("muted") }).With(View(s_empty)))
        );

    [Fact]
    public void AlarmThatLeads_ClaimsWhatItLeads()
    {
        var lead = new Lead("orders-db", null, null, null, 0);

        var claim = Assert.IsType<Entry.Claim>(
            Entry.Of(At(Some.Alarm).With(View(s_empty)) with { Position = new Position.Leads([lead]) })
        );

        Assert.Equal(lead, Assert.Single(claim.Claims));
    }

    [Fact]
    public void AlarmOfASharedDisturbance_Joins() =>
        Assert.Equal(
            new Entry.Join(Some.Alarm, s_joins),
            Entry.Of(At(Some.Alarm).With(View(s_empty)) with { Position = s_joins })
        );

    [Fact]
    public void AlarmOfADisturbanceThatIsJustOpened_Waits() =>
        Assert.Equal(
            new Entry.WaitForLeader(new("web")),
            Entry.Of(At(Some.Alarm).With(View(s_empty)) with { Position = new Position.Waits(new("web")) })
        );

    [Fact]
    public void TickOfTheOpenIncident_Claims() => Assert.IsType<Entry.Claim>(Entry.Of(At(s_tick).With(View(s_open))));

    [Fact]
    public void TickOfAnIncidentThatIsOver_IsIgnored() =>
        Assert.IsType<Entry.Ignore>(
            Entry.Of(At(s_tick).With(View(s_empty with { LastId = ((Signal.TickCame)s_tick).Incident })))
        );

    /// <summary>Whoever opens it may write it after its lease; a tick that came before is not to be lost.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(59, true)]
    [InlineData(60, false)]
    public void TickOfAnIncidentThatNobodyHasWritten_ComesAgainForAMinute(int seconds, bool comesAgain)
    {
        var view = View(s_empty) with { At = Some.Incident.OpenedAt.AddSeconds(seconds) };

        Assert.Equal(comesAgain, Entry.Of(At(s_tick).With(view)) is Entry.ComeAgain);
        Assert.Equal(!comesAgain, Entry.Of(At(s_tick).With(view)) is Entry.Ignore);
    }

    [Fact]
    public void TickOfAnIncidentThatIsNotThereYet_ComesAgainAfterTheLease() =>
        Assert.Equal(
            new Entry.Defer(TimeSpan.FromSeconds(26)),
            Entry.Of(At(s_tick).With(View(s_empty, leasedFor: 25)))
        );

    [Fact]
    public void DuplicateTick_IsIgnoredWhoeverHasTheTarget() =>
        Assert.IsType<Entry.Ignore>(Entry.Of(At(s_tick with { Beat = -1 }).With(View(s_open, leasedFor: 25))));

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, null)]
    [InlineData(1, 2)]
    [InlineData(25, 26)]
    [InlineData(898, 899)]
    [InlineData(899, 900)]
    [InlineData(900, 900)]
    public void LeasedTarget_IsWaitedFor(int leasedFor, int? delay)
    {
        var entry = Entry.Of(At(s_tick).With(View(s_open, leasedFor)));

        Assert.Equal(delay, (int?)(entry as Entry.Defer)?.Delay.TotalSeconds);
        Assert.Equal(delay is null, entry is Entry.Claim);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(25)]
    public void AnotherFunctionsIncident_IsForwarded(int? leasedFor) =>
        Assert.Equal(new Entry.Forward(Some.Remedy), Entry.Of(At(s_tick, s_other).With(View(s_open, leasedFor))));

    [Fact]
    public void Answer_IsTakenIntoTheRecord() =>
        Assert.IsType<Entry.TakeAnswer>(Entry.Of(AtOperator(s_acknowledges).With(View(s_open))));

    [Fact]
    public void Answer_WaitsForTheLease() =>
        Assert.IsType<Entry.Defer>(Entry.Of(AtOperator(s_acknowledges).With(View(s_open, leasedFor: 25))));

    [Fact]
    public void AnswerWhereOneHostIsAll_Claims() =>
        Assert.IsType<Entry.Claim>(Entry.Of(At(s_acknowledges).With(View(s_open))));

    [Fact]
    public void Note_IsKeptWithoutALook() =>
        Assert.IsType<Entry.Keep>(
            Entry.Of(AtOperator(s_acknowledges with { Answer = OperatorAnswer.Note }).With(View(s_open)))
        );

    [Theory]
    [InlineData(null, typeof(Entry.NoteEnded))]
    [InlineData(25, typeof(Entry.Defer))]
    public void NoteOnWhatEnded_NeedsNoFunctionOfItsOwn(int? leasedFor, Type entry) =>
        Assert.IsType(
            entry,
            Entry.Of(
                AtOperator(s_acknowledges with { Answer = OperatorAnswer.Note, Subject = "20260114-api-120000" })
                    .With(View(s_open, leasedFor))
            )
        );

    [Fact]
    public void AlarmThatIsOk_IsRememberedWithoutALook() =>
        Assert.IsType<Entry.Keep>(Entry.Of(At(Ok(Some.Alarm)).With(View(s_empty))));

    [Fact]
    public void AlarmOfAnotherTargetsIncident_IsPassedOn()
    {
        var joined = s_empty.GiveTo(new JoinedTo(new("web"), new("20260115-web-031500")), Some.Alarm);

        Assert.IsType<Entry.PassOn>(Entry.Of(At(Ok(Some.Alarm, later: 60)).With(View(joined))));
        Assert.IsType<Entry.Defer>(Entry.Of(At(Ok(Some.Alarm, later: 60)).With(View(joined, leasedFor: 25))));
    }

    [Fact]
    public void SwitchedOff_LooksAtNothing()
    {
        Assert.IsType<Entry.SwitchedOff>(Entry.Of(AtOff(Ok(Some.Alarm))));
        Assert.IsType<Entry.ReadRecord>(Entry.Of(AtOff(Some.Alarm)));
    }

    [Fact]
    public void SwitchedOff_OnCallHearsOfAFiringAlarmOnce()
    {
        var told = Assert.IsType<Entry.NotifyOff>(Entry.Of(AtOff(Some.Alarm).With(View(s_empty)))).Notified;

        Assert.IsType<Entry.SwitchedOff>(Entry.Of(AtOff(Some.Alarm).With(View(told))));
        Assert.IsType<Entry.SwitchedOff>(Entry.Of(AtOff(Some.Alarm).With(View(told, leasedFor: 25))));
    }

    /// <summary>What a check found is its target's own: who else needs the same is asked of alarms.</summary>
    [Fact]
    public void Breach_IsItsOwnTargets()
    {
        var claim = Assert.IsType<Entry.Claim>(Entry.Of(At(Some.Breach).With(View(s_empty))));

        Assert.True(claim.Look.IsNew);
        Assert.Empty(claim.Claims);
        Assert.IsType<Entry.Claim>(Entry.Of(At(Some.Breach).With(View(s_open))));
    }

    [Fact]
    public void Breach_TwiceIsIgnored()
    {
        var taken = s_empty.Take(Some.Breach, At(Some.Breach).Route, Some.Now).Record;

        Assert.IsType<Entry.Ignore>(Entry.Of(At(Some.Breach).With(View(taken))));
    }

    [Fact]
    public void Breach_GoesToTheFunctionThatHasTheIncident() =>
        Assert.Equal(new Entry.Forward(Some.Remedy), Entry.Of(At(Some.Breach, s_other).With(View(s_open))));

    [Fact]
    public void Breach_WaitsForTheLease() =>
        Assert.IsType<Entry.Defer>(Entry.Of(At(Some.Breach).With(View(s_empty, leasedFor: 25))));

    [Fact]
    public void SwitchedOff_OnCallHearsOfABreachOnce()
    {
        Assert.IsType<Entry.ReadRecord>(Entry.Of(AtOff(Some.Breach)));
        Assert.IsType<Entry.ComeAgain>(Entry.Of(AtOff(Some.Breach).With(View(s_empty, leasedFor: 25))));
        var off = Assert.IsType<Entry.NotifyOff>(Entry.Of(AtOff(Some.Breach).With(View(s_empty))));

        Assert.Equal("found by quickCheck: errors 3.2 % (danger from 1 %)", off.Disturbance.Line);
        Assert.IsType<Entry.SwitchedOff>(Entry.Of(AtOff(Some.Breach).With(View(off.Notified))));
        Assert.IsType<Entry.SwitchedOff>(
            Entry.Of(AtOff(Some.Breach with { At = Some.After(900) }).With(View(off.Notified)))
        );
        Assert.IsType<Entry.NotifyOff>(
            Entry.Of(AtOff(Some.Breach with { At = Some.After(1800) }).With(View(off.Notified)))
        );
        Assert.IsType<Entry.NotifyOff>(Entry.Of(AtOff(Some.Breach with { Key = "cpu" }).With(View(off.Notified))));
    }

    [Fact]
    public void SwitchedOff_ComesAgainWhileTheRecordIsSomebodys() =>
        Assert.IsType<Entry.ComeAgain>(Entry.Of(AtOff(Some.Alarm).With(View(s_empty, leasedFor: 25))));

    internal static JournalView View(TargetRecord record, int? leasedFor = null) =>
        new(
            record,
            ControlSwitch.Unset,
            Fence: 1,
            Revision: 1,
            leasedFor is { } seconds ? Some.After(seconds) : null,
            Some.Now
        );

    private static Arrival At(Signal signal, ProcedureName? only = null) =>
        Arrival.Of(signal, Some.Estate, only is { } remedy ? AllProcedures.FunctionOf(remedy) : null);

    private static Arrival AtOperator(Signal signal) => Arrival.Of(signal, Some.Estate, AllProcedures.Operator);

    private static Arrival AtOff(Signal signal) =>
        Arrival.Of(
            signal,
            Some.Estate with
            {
                Services =
                [
                    Some.Service with
                    {
                        Settings = Settings.None.With(
                            new Setting<ServiceUnavailablePolicy>(Mode.Off, ServiceUnavailablePolicy.Default)
                        ),
                    },
                ],
            },
            only: null
        );

    private static Signal.AlarmChanged Ok(Signal.AlarmChanged alarm, int later = 0) =>
        alarm with
        {
            State = AlarmState.Ok,
            ChangedAt = Some.After(later),
        };
}
