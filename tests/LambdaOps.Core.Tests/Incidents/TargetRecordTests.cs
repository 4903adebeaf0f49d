using System.Collections.Immutable;
using CsCheck;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Incidents;

public class TargetRecordTests
{
    private static readonly Route s_route = new(Some.Service, Some.Remedy, Severity.P2, Mode.Act, Mode.Act);

    private static readonly TargetRecord s_new = TargetRecord.New(Some.Target);

    private static readonly TargetRecord s_open = Look(s_new, Some.Alarm).Record;

    [Fact]
    public void Take_OpensAnIncidentForAnAlarm()
    {
        var look = Look(s_new with { LastGoodTaskDefinition = "task:6", LastGoodAt = Some.Now }, Some.Alarm);
        var incident = look.Record.Open!;

        Assert.True(look.IsNew);
        Assert.Equal(new IncidentId("20260115-api-031500"), incident.Id);
        Assert.Equal(
            (Severity.P2, Mode.Act, Some.Remedy),
            (incident.Severity, incident.Clearance.Ceiling, incident.Remedy)
        );
        Assert.Equal(new AlarmRef("api-5xx", Some.AlarmArn, Some.Now), incident.Alarm);
        Assert.Equal(("task:6", Some.Now), (incident.LastGood?.TaskDefinition, incident.LastGood?.SeenAt));
        Assert.Equal((IncidentStatus.Open, Phase.Opened, 0L), (incident.Status, incident.Phase, incident.Beat));
        Assert.Equal("alarm api-5xx Ok -> Alarm (Sns): Threshold Crossed", Assert.Single(incident.Lines).Text);
        Assert.Equal(Some.Now, look.Record.AlarmsSeen[Some.AlarmArn]);
    }

    /// <summary>By its name alone nobody could tell later whose series it is.</summary>
    [Fact]
    public void Take_RemembersWhichSeriesOfAnAlarmItWas()
    {
        var series = ImmutableSortedDictionary<string, string>.Empty.Add("ServiceName", "api");

        var incident = Look(s_new, Some.Alarm with { Contributor = series }).Record.Open!;

        Assert.Equal(series, incident.Alarm!.Contributor);
        Assert.Equal(series, Assert.Single(incident.Cause.Alarms).Contributor);
    }

    /// <summary>The record proves that a tick is on its way, unless it has an intent without an outcome.</summary>
    [Fact]
    public void Take_IgnoresADuplicateUnlessAnIntentIsOpen()
    {
        var intended = s_open with { Open = s_open.Open! with { Intent = new Intent(Some.Restart, Some.Now, "down") } };

        Assert.Same(s_open, Ignore(s_open, Some.Alarm).Record);
        var look = Look(intended, Some.Alarm);
        Assert.Equal((false, false), (look.IsNew, look.CameBack));
        Assert.Same(intended, look.Record);
    }

    /// <summary>The check sends each alarm that fires: one that is known means nothing, whatever became of its incident.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(2, true)]
    [InlineData(-2, true)]
    [InlineData(-600, true)]
    [InlineData(90, false)]
    public void Take_KnowsTheAlarmThatACheckFinds(int secondsLater, bool isKnown)
    {
        var found = Some.Alarm with { Route = AlarmRoute.Check, ChangedAt = Some.After(secondsLater) };
        var ended = s_open.End(s_open.Open! with { EndedAt = Some.Now, Status = IncidentStatus.Resolved });

        Assert.Equal(isKnown, s_open.Take(found, s_route, Some.After(900)) is Intake.Ignore);
        Assert.Equal(isKnown, ended.Take(found, s_route, Some.After(900)) is Intake.Ignore);
        Assert.IsType<Intake.Look>(s_new.Take(found, s_route, Some.After(900)));
    }

    /// <summary>A tick that is overdue was lost: whatever comes meanwhile is what looks.</summary>
    [Theory]
    [InlineData(149, false)]
    [InlineData(150, true)]
    [InlineData(151, true)]
    public void Take_LooksForADuplicateWhileTheTickIsOverdue(int secondsLate, bool looks)
    {
        var waiting = s_open with { Open = s_open.Open! with { Watch = new Watch { DueAt = Some.Now } } };

        var intake = waiting.Take(Some.Alarm, s_route, Some.After(secondsLate));

        Assert.Equal(looks, intake is Intake.Look);
        Assert.Same(waiting, intake.Record);
    }

    /// <summary>An old OK that comes again must not undo what is remembered.</summary>
    [Fact]
    public void Take_LeavesTheRecordForAnOldOk()
    {
        var seen = Ignore(s_new, Some.Alarm with { State = AlarmState.Ok, ChangedAt = Some.After(60) }).Record;

        Assert.Same(seen, Ignore(seen, Some.Alarm with { State = AlarmState.Ok, ChangedAt = Some.After(30) }).Record);
        Assert.Same(seen, Ignore(seen, Some.Alarm with { State = AlarmState.Ok, ChangedAt = Some.After(60) }).Record);
    }

    [Fact]
    public void Take_IgnoresAnOlderChangeOfTheSameAlarm()
    {
        var ignored = Ignore(s_open, Some.Alarm with { ChangedAt = Some.After(-1) });

        Assert.Same(s_open, ignored.Record);
    }

    [Fact]
    public void Take_LetsANewerChangeJoin()
    {
        var look = Look(s_open, Some.Alarm with { State = AlarmState.Ok, ChangedAt = Some.After(90) });

        Assert.False(look.IsNew);
        Assert.Equal(2, look.Record.Open!.Lines.Length);
        Assert.Equal(Some.After(90), look.Record.AlarmsSeen[Some.AlarmArn]);
        Assert.Equal(s_open.Open!.Alarm, look.Record.Open.Alarm);
    }

    [Theory]
    [InlineData(Severity.P1, AlarmState.Alarm, Severity.P1)]
    [InlineData(Severity.P1, AlarmState.Ok, Severity.P2)]
    [InlineData(Severity.P3, AlarmState.Alarm, Severity.P2)]
    public void Take_KeepsTheWorstSeverityOfTheAlarmsThatFire(Severity other, AlarmState state, Severity kept)
    {
        var another = Some.Alarm with { Name = "api-down", Arn = Some.AlarmArn + "-down", State = state };
        var look = Assert.IsType<Intake.Look>(s_open.Take(another, s_route with { Severity = other }, Some.Now));

        Assert.Equal(kept, look.Record.Open!.Severity);
        Assert.Equal(s_open.Open!.Id, look.Record.Open.Id);
    }

    [Fact]
    public void Take_RemembersAnOkThatOvertakesItsAlarm()
    {
        var ok = Ignore(s_new, Some.Alarm with { State = AlarmState.Ok, ChangedAt = Some.After(60) });
        var late = Ignore(ok.Record, Some.Alarm);

        Assert.Null(late.Record.Open);
        Assert.True(Look(late.Record, Some.Alarm with { ChangedAt = Some.After(120) }).IsNew);
    }

    [Theory]
    [InlineData(AlarmState.Ok)]
    [InlineData(AlarmState.InsufficientData)]
    public void Take_OpensNothingForAStateThatIsNotAlarm(AlarmState state) =>
        Assert.Null(Ignore(s_new, Some.Alarm with { State = state }).Record.Open);

    [Fact]
    public void Take_DealsWithOneChangeOnce()
    {
        var ended = s_open with { Open = null };

        Assert.Same(ended, Ignore(ended, Some.Alarm).Record);
        Assert.True(Look(ended, Some.Alarm with { ChangedAt = Some.After(1) }).IsNew);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(6, true)]
    public void Take_TakesTheAwaitedTickAndNoOlderOne(int beat, bool looks)
    {
        var record = s_open with { Open = s_open.Open! with { Watch = new Watch { Beat = 5 } } };
        var intake = record.Take(new Signal.TickCame(Some.Target, record.Open.Id, beat), s_route, Some.Now);

        Assert.Equal(looks, intake is Intake.Look { IsNew: false });
        Assert.Equal(record, intake.Record);
    }

    [Fact]
    public void Take_IgnoresATickOfAnotherIncident() =>
        Ignore(s_open, new Signal.TickCame(Some.Target, new IncidentId("20250101-api-000000"), 99));

    [Fact]
    public void Take_IgnoresATickWhenNothingIsOpen() =>
        Ignore(s_new, new Signal.TickCame(Some.Target, s_open.Open!.Id, 99));

    [Fact]
    public void Take_OpensAnIncidentForAPersonWithinTheirCeiling()
    {
        var asked = new Signal.OperatorRequested(Some.Target, Some.Remedy, Mode.Observe, "on-call", "a drill");
        var look = Assert.IsType<Intake.Look>(s_new.Take(asked, s_route with { Ceiling = Mode.Observe }, Some.Now));

        Assert.True(look.IsNew);
        Assert.Equal((Mode.Observe, null), (look.Record.Open!.Clearance.Ceiling, look.Record.Open.Alarm));
        Assert.Equal(
            "on-call asks for serviceUnavailable (Observe): a drill",
            Assert.Single(look.Record.Open.Lines).Text
        );
        Assert.Equal(Some.Now, look.Record.Open.SignalledAt);
    }

    /// <summary>A real outage was only observed when somebody happened to rehearse at that moment.</summary>
    [Theory]
    [InlineData(AlarmState.Alarm, Mode.Act, true)]
    [InlineData(AlarmState.Ok, Mode.Observe, false)]
    public void Take_LetsARealAlarmMakeARehearsalReal(AlarmState state, Mode ceiling, bool hasAlarm)
    {
        var asked = new Signal.OperatorRequested(Some.Target, Some.Remedy, Mode.Observe, "on-call", "a drill");
        var rehearsal = ((Intake.Look)s_new.Take(asked, s_route with { Ceiling = Mode.Observe }, Some.Now)).Record;
        var joined = Look(rehearsal, Some.Alarm with { State = state }).Record.Open!;

        Assert.Equal((ceiling, hasAlarm), (joined.Clearance.Ceiling, joined.Alarm is not null));
    }

    [Fact]
    public void Take_LetsAPersonJoin()
    {
        var asked = new Signal.OperatorRequested(Some.Target, Some.Remedy, Mode.Act, "on-call", "it is slow");
        var look = Look(s_open, asked);

        Assert.False(look.IsNew);
        Assert.Equal((s_open.Open!.Id, 2), (look.Record.Open!.Id, look.Record.Open.Lines.Length));
    }

    [Theory]
    [InlineData(49)]
    [InlineData(50)]
    [InlineData(51)]
    public void Take_RemembersFiftyAlarms(int alarms)
    {
        var record = Enumerable
            .Range(0, alarms)
            .Aggregate(s_new, (record, number) => Ignore(record, Ok(number)).Record);

        Assert.Equal(Math.Min(alarms, TargetRecord.AlarmsRemembered), record.AlarmsSeen.Count);
        Assert.Equal(alarms <= 50, record.AlarmsSeen.ContainsKey(Ok(0).Arn));
        Assert.True(record.AlarmsSeen.ContainsKey(Ok(alarms - 1).Arn));
    }

    /// <summary>It forgot the very change it had just taken in: a second delivery would have been news again.</summary>
    [Fact]
    public void Take_RemembersTheChangeJustTakenInEvenWhenItIsTheOldest()
    {
        var full = Enumerable.Range(0, 50).Aggregate(s_new, (record, number) => Ignore(record, Ok(number)).Record);
        var ended = Look(full, Some.Alarm with { ChangedAt = Some.After(-60) }).Record with { Open = null };

        Ignore(ended, Some.Alarm with { ChangedAt = Some.After(-60) });
        Assert.Equal(50, ended.AlarmsSeen.Count);
    }

    /// <summary>At least once, in any order: however a stream of changes is repeated and mixed.</summary>
    [Fact]
    public void Take_OpensAtMostOneIncidentPerChange() =>
        Gen.Int[0, 5]
            .Array[1, 40]
            .Sample(order =>
            {
                var record = s_new;
                var opened = new List<DateTimeOffset>();
                foreach (var second in order)
                {
                    var state = second % 2 == 0 ? AlarmState.Alarm : AlarmState.Ok;
                    var change = Some.Alarm with { ChangedAt = Some.After(second), State = state };
                    var intake = record.Take(change, s_route, Some.Now);
                    record = intake.Record;
                    if (intake is Intake.Look { IsNew: true })
                    {
                        opened.Add(record.Open!.SignalledAt);
                        record = record with { Open = null };
                    }
                }

                return opened.SequenceEqual(opened.Distinct().Order());
            });

    /// <summary>
    /// However the changes of one alarm are mixed and repeated: the newest is remembered, and there are no more
    /// incidents than in order. Whether incidents end in between or not.
    /// </summary>
    [Fact]
    public void Take_TellsTheSameOfAnyOrder() =>
        Gen.Select(
                Gen.Enum<AlarmState>().Array[1, 8],
                Gen.Int[0, 7].Array[0, 24],
                Gen.Int[0, 1000],
                Gen.Bool,
                Gen.Int[0, 2]
            )
            .Sample(
                (states, repeats, seed, ends, reopen) =>
                {
                    var changes = states
                        .Select((state, second) => Some.Alarm with { ChangedAt = Some.After(second), State = state })
                        .ToArray();
                    var mixed = changes.Concat(repeats.Select(index => changes[index % changes.Length])).ToArray();
                    new Random(seed).Shuffle(mixed);
                    var route = s_route with { ReopenWithin = TimeSpan.FromSeconds(reopen * 900) };

                    var (inOrder, opened) = TakeAll(changes, route, ends);
                    var (any, openedOfAny) = TakeAll(mixed, route, ends);

                    Assert.Equal(inOrder.AlarmsSeen, any.AlarmsSeen);
                    Assert.InRange(openedOfAny, 0, opened);
                    Assert.True(reopen == 0 || opened <= 1, "a flapping alarm has one incident");
                }
            );

    /// <summary>The record after all changes, and how many incidents were opened.</summary>
    private static (TargetRecord Record, int Opened) TakeAll(Signal.AlarmChanged[] changes, Route route, bool ends)
    {
        var (record, opened) = (s_new, 0);
        foreach (var change in changes)
        {
            var intake = record.Take(change, route, Some.After(60));
            opened += intake is Intake.Look { IsNew: true } ? 1 : 0;
            record = intake.Record;
            if (ends && record.Open is { } open)
            {
                record = record.End(open with { EndedAt = Some.After(60) });
            }
        }

        return (record, opened);
    }

    private static Signal.AlarmChanged Ok(int number) =>
        Some.Alarm with
        {
            Arn = $"{Some.AlarmArn}-{number}",
            State = AlarmState.Ok,
            ChangedAt = Some.After(number),
        };

    private static Intake.Look Look(TargetRecord record, Signal signal) =>
        Assert.IsType<Intake.Look>(record.Take(signal, s_route, Some.Now));

    private static Intake.Ignore Ignore(TargetRecord record, Signal signal) =>
        Assert.IsType<Intake.Ignore>(record.Take(signal, s_route, Some.Now));
}
