using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Signals;

/// <summary>
/// Every combination of what can be known at the door, held against each answer's own condition: exactly one of them
/// holds, and it is the answer that is given.
/// </summary>
public class EntryPropertyTests
{
    private static readonly TargetRecord s_empty = TargetRecord.New(Some.Target);

    private static readonly TargetRecord s_open = s_empty with { Open = Some.Incident };

    private static readonly Route s_route = new(Some.Service, Some.Remedy, Severity.P2, Mode.Act, Mode.Act);

    private static readonly FunctionName?[] s_only =
    [
        null,
        AllProcedures.FunctionOf(Some.Remedy),
        AllProcedures.FunctionOf(TotalOutageProcedure.ProcedureName),
        AllProcedures.Operator,
    ];

    private static readonly Signal.AlarmChanged s_ok = Some.Alarm with { State = AlarmState.Ok };

    private static readonly Signal[] s_signals =
    [
        Some.Alarm,
        Some.Alarm with
        {
            Silenced = new Silence("muted"),
        },
        s_ok,
        Some.Breach,
        new Signal.OperatorRequested(Some.Target, Some.Remedy, Mode.Act, "alice", "please"),
        new Signal.OperatorAnswered(Some.Target, OperatorAnswer.Acknowledge, Some.Incident.Id.Value, "alice", "mine"),
        new Signal.OperatorAnswered(Some.Target, OperatorAnswer.Note, "20260114-api-000000", "alice", "the disk"),
        new Signal.TickCame(Some.Target, Some.Incident.Id, Some.Incident.Beat),
        new Signal.TickCame(Some.Target, new IncidentId("20260115-api-040000"), 1),
        new Signal.ControlSet(Mode.Off, "alice", "release"),
        new Signal.LineTicked("weekly.shared", "alice", "told"),
        new Signal.DeploymentChanged("arn", EcsEvents.HookAwaits, "", Some.Now),
        new Signal.SmokeTested(
            "arn",
            "arn",
            "POST_TEST_TRAFFIC_SHIFT",
            SmokeOutcome.Failed,
            HookReply.Failed,
            "/ 500",
            Some.Now
        ),
    ];

    private static readonly Routing[] s_routings =
    [
        new Routing.Unknown("nobody names it"),
        new Routing.Found(s_route with { Mode = Mode.Off }),
        new Routing.Found(s_route),
    ];

    private static readonly Routing[] s_routingsOfOpen =
    [
        new Routing.Unknown("nobody names it"),
        new Routing.OfIncident(s_route.Target),
    ];

    private static readonly JournalView?[] s_views =
    [
        null,
        .. new int?[] { null, 0, 25 }.SelectMany(leasedFor =>
            new[] { s_empty, s_open, s_empty.NotifyOff(Some.Alarm.Disturbance!, TimeSpan.FromHours(1))! }.Select(
                record => EntryTests.View(record, leasedFor)
            )
        ),
    ];

    private static readonly Position?[] s_positions =
    [
        null,
        new Position.Leads([]),
        new Position.Waits(new TargetId("web")),
        new Position.Joins(EntryTests.View(s_open), new Dependency("orders-db", [Some.Target, new("web")])),
    ];

    /// <summary>Each answer's own condition, said without the order of the arms.</summary>
    private static readonly (Type Answer, Func<Arrival, bool> Holds)[] s_conditions =
    [
        (typeof(Entry.ForOperator), IsMisdirected),
        (typeof(Entry.SetControl), at => at.Signal is Signal.ControlSet && !IsMisdirected(at)),
        (typeof(Entry.TickLine), at => at.Signal is Signal.LineTicked && !IsMisdirected(at)),
        (typeof(Entry.NotOurs), at => !IsControl(at) && !IsMisdirected(at) && at.Routing is Routing.Unknown),
        (typeof(Entry.SwitchedOff), at => IsOff(at) && (!Fires(at) || (at.View is not null && at.OffNotified is null))),
        (
            typeof(Entry.ComeAgain),
            at =>
                (IsOff(at) && Fires(at) && at.OffNotified is not null && IsLeased(at))
                || (IsNothing(at) && !IsLeased(at) && at.IsUnwritten)
        ),
        (typeof(Entry.NotifyOff), at => IsOff(at) && Fires(at) && at.OffNotified is not null && !IsLeased(at)),
        (
            typeof(Entry.ReadRecord),
            at => (IsOff(at) && Fires(at) && at.View is null) || (IsOurs(at) && at.Intake is null)
        ),
        (typeof(Entry.AskLater), at => IsOurs(at) && at.Intake is Intake.Later),
        (typeof(Entry.Ignore), at => IsNothing(at) && !(IsLeased(at) && at.IsEarly) && !at.IsUnwritten),
        (
            typeof(Entry.Defer),
            at =>
                IsTaken(at)
                && IsLeased(at)
                && (IsNothing(at) ? at.IsEarly : at.Elsewhere is null || at.Signal is Signal.OperatorAnswered)
        ),
        (
            typeof(Entry.Forward),
            at =>
                Means(at)
                && at.Elsewhere is not null
                && at.Signal is not Signal.OperatorAnswered
                && (IsLeased(at) || !(at.MayJoin && at.Position is null or Position.Joins))
        ),
        (typeof(Entry.PassOn), at => IsFree(at) && at.Intake is Intake.PassOn && at.Signal is Signal.AlarmChanged),
        (
            typeof(Entry.Keep),
            at =>
                IsFree(at)
                && (at.Intake is Intake.Keep or Intake.Ignore || IsPassedOnWithoutAlarm(at) || IsNoteOfNobody(at))
        ),
        (
            typeof(Entry.NoteEnded),
            at => IsFree(at) && at.Intake is Intake.NoteEnded && at.Signal is Signal.OperatorAnswered
        ),
        (typeof(Entry.FindLeader), at => IsFree(at) && at.MayJoin && at.Position is null),
        (typeof(Entry.Join), at => IsFree(at) && at.MayJoin && at.Position is Position.Joins),
        (
            typeof(Entry.TakeAnswer),
            at => IsFree(at) && at.Elsewhere is not null && at.Signal is Signal.OperatorAnswered
        ),
        (typeof(Entry.WaitForLeader), at => IsFree(at) && IsHere(at) && at.Position is Position.Waits),
        (
            typeof(Entry.Claim),
            at => IsFree(at) && IsHere(at) && (at.MayJoin ? at.Position is Position.Leads : at.Position is null)
        ),
    ];

    [Fact]
    public void EveryCombination_HasExactlyOneAnswer()
    {
        var given = new HashSet<Type>();
        foreach (var arrival in Arrivals())
        {
            var answer = Entry.Of(arrival).GetType();
            Assert.True(
                s_conditions.Where(one => one.Holds(arrival)).Select(one => one.Answer).SequenceEqual([answer]),
                $"{answer.Name} of {arrival}"
            );
            given.Add(answer);
        }

        Assert.Empty(typeof(Entry).GetNestedTypes().Except(given));
        Assert.Equal(typeof(Entry).GetNestedTypes().Length, s_conditions.Length);
    }

    /// <summary>The loop reads at most twice for a signal: after that it has an answer that is not a question.</summary>
    [Fact]
    public void EveryQuestion_IsAnsweredByWhatItAsksFor()
    {
        foreach (var arrival in Arrivals())
        {
            if (Entry.Of(arrival) is Entry.ReadRecord)
            {
                Assert.IsNotType<Entry.ReadRecord>(Entry.Of(arrival.With(EntryTests.View(s_open))));
            }

            if (Entry.Of(arrival) is Entry.FindLeader)
            {
                Assert.All(
                    s_positions.OfType<Position>(),
                    position =>
                        Assert.False(
                            Entry.Of(arrival with { Position = position }) is Entry.FindLeader or Entry.ReadRecord
                        )
                );
            }
        }
    }

    /// <summary>As the loop can make them: what is not asked is not known.</summary>
    private static IEnumerable<Arrival> Arrivals() =>
        from signal in s_signals
        from routing in RoutingsOf(signal)
        from only in s_only
        from view in s_views
        let first = new Arrival(signal, routing, only)
        let read = view is null || routing is Routing.Unknown or Routing.WholeEstate ? first : first.With(view)
        from intake in Intakes(read)
        let taken = read with
        {
            Intake = intake,
        }
        from position in s_positions
        where position is null || taken.MayJoin
        select taken with
        {
            Position = position,
        };

    private static Routing[] RoutingsOf(Signal signal) =>
        signal switch
        {
            Signal.ControlSet or Signal.LineTicked => [new Routing.WholeEstate()],
            Signal.OperatorAnswered or Signal.TickCame => s_routingsOfOpen,
            _ => s_routings,
        };

    /// <summary>What the record itself says of the signal, and everything else that one could.</summary>
    private static ImmutableArray<Intake?> Intakes(Arrival arrival) =>
        arrival is not { Intake: { } own, View: { } view }
            ? [null]
            :
            [
                own,
                new Intake.Ignore(view.Record, "as it was"),
                new Intake.Ignore(view.Record with { LastGoodAt = Some.Now }, "remembered"),
                new Intake.Keep(s_open, "noted"),
                new Intake.PassOn(s_empty, new JoinedTo(new("web"), new("20260115-web-031500")), "has to know"),
                new Intake.Look(s_open, IsNew: true, "look"),
                new Intake.Later(view.Record, "another remedy has it"),
                new Intake.NoteEnded(view.Record, Some.Incident.Id, "ended"),
            ];

    private static bool IsControl(Arrival at) => at.Signal is Signal.ControlSet or Signal.LineTicked;

    private static bool IsMisdirected(Arrival at) =>
        at.Only is { } only
        && only != AllProcedures.Operator
        && at.Signal is Signal.ControlSet or Signal.OperatorAnswered or Signal.LineTicked;

    private static bool IsOff(Arrival at) => !IsControl(at) && at.Routing is Routing.Found { Route.Mode: Mode.Off };

    private static bool IsOurs(Arrival at) =>
        !IsControl(at)
        && !IsMisdirected(at)
        && at.Routing is Routing.OfIncident or Routing.Found { Route.Mode: not Mode.Off };

    private static bool Fires(Arrival at) =>
        at.Signal is Signal.AlarmChanged { State: AlarmState.Alarm } or Signal.BreachFound;

    private static bool IsLeased(Arrival at) => at.View?.LeasedUntil > at.View?.At;

    private static bool IsTaken(Arrival at) => IsOurs(at) && at.Intake is not (null or Intake.Later);

    private static bool IsNothing(Arrival at) => IsTaken(at) && at.ChangesNothing;

    private static bool Means(Arrival at) => IsTaken(at) && !at.ChangesNothing;

    private static bool IsFree(Arrival at) => Means(at) && !IsLeased(at);

    private static bool IsHere(Arrival at) => at.Intake is Intake.Look && at.Elsewhere is null;

    private static bool IsNoteOfNobody(Arrival at) =>
        at.Intake is Intake.NoteEnded && at.Signal is not Signal.OperatorAnswered;

    private static bool IsPassedOnWithoutAlarm(Arrival at) =>
        at.Intake is Intake.PassOn && at.Signal is not Signal.AlarmChanged;
}
