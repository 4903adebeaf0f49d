using System.Collections.Immutable;
using System.Diagnostics;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Operator;

namespace LambdaOps.Core.Signals;

/// <summary>
/// What follows from a signal at the loop's door. The arms of <see cref="Of"/> stand in order of precedence: what needs
/// no record, what means nothing, what another invocation has just now, what other targets share, whose function it is.
/// </summary>
public abstract record Entry
{
    private const string Off = "mode is 'Off' in the estate";

    private Entry() { }

    /// <summary>A person sets the control switch.</summary>
    public sealed record SetControl(Signal.ControlSet Set) : Entry;

    /// <summary>A person ticks a line of a checklist.</summary>
    public sealed record TickLine(Signal.LineTicked Tick) : Entry;

    /// <summary>A person's decision came to a function that may not take it: whoever starts remedies need not decide.</summary>
    public sealed record ForOperator(string Because) : Entry;

    /// <summary>The estate does not name it: people are notified, nothing is done.</summary>
    public sealed record NotOurs(string Because) : Entry;

    /// <summary>The estate says off, and nobody has to hear of it.</summary>
    public sealed record SwitchedOff(string Because) : Entry;

    /// <summary>The estate says off, and on-call has to hear of an alarm that fires, or of a breach.</summary>
    /// <param name="Notified">The record once they have.</param>
    public sealed record NotifyOff(Disturbance Disturbance, TargetRecord Notified, string Because) : Entry;

    /// <summary>Not known yet: the target's record has to be read.</summary>
    public sealed record ReadRecord : Entry;

    /// <summary>Not known yet: who leads the disturbance of what the target shares with others.</summary>
    public sealed record FindLeader(Signal.AlarmChanged Alarm, Intake.Look Look) : Entry;

    /// <summary>Nothing follows from it.</summary>
    public sealed record Ignore(string Because) : Entry;

    /// <summary>Another invocation has the target: the signal is delivered again after that.</summary>
    public sealed record Defer(TimeSpan Delay) : Entry;

    /// <summary>
    /// Another invocation has the record for a moment: the signal is delivered again in some seconds.
    /// </summary>
    public sealed record ComeAgain(string Because) : Entry;

    /// <summary>Another remedy has the target's incident: the signal is delivered again after some minutes.</summary>
    public sealed record AskLater(string Because) : Entry;

    /// <summary>Another function has the permissions, and takes the signal in itself.</summary>
    public sealed record Forward(ProcedureName Remedy) : Entry;

    /// <summary>The incident is another function's: the answer goes into its record here.</summary>
    public sealed record TakeAnswer(Incident Open) : Entry;

    /// <summary>Another target's incident has the alarm, and has to hear of its change.</summary>
    public sealed record PassOn(Signal.AlarmChanged Alarm, Intake.PassOn Intake) : Entry;

    /// <summary>Another target's incident takes the alarm in.</summary>
    public sealed record Join(Signal.AlarmChanged Alarm, Position.Joins Position) : Entry;

    /// <summary>
    /// Another target is about to open the incident that may take the alarm in: the alarm is delivered again.
    /// </summary>
    public sealed record WaitForLeader(TargetId Leader) : Entry;

    /// <summary>It belongs into the record of an incident that ended.</summary>
    public sealed record NoteEnded(Signal.OperatorAnswered Note, IncidentId Id) : Entry;

    /// <summary>The record keeps it, and nothing is looked at.</summary>
    public sealed record Keep(Intake Intake) : Entry;

    /// <summary>The target is claimed, and looked at.</summary>
    /// <param name="Claims">The dependencies whose disturbance its incident leads from now on.</param>
    public sealed record Claim(Intake.Look Look, ImmutableArray<Lead> Claims) : Entry;

    public static Entry Of(Arrival arrival) =>
        arrival switch
        {
            { TakesDecisions: false, Signal: var signal } when OperatorProcedure.Owns(signal) => new ForOperator(
                $"{Kind(signal)} is for the function {AllProcedures.Operator}: {arrival.Only} does not take it"
            ),
            { Signal: Signal.ControlSet set } => new SetControl(set),
            { Signal: Signal.LineTicked tick } => new TickLine(tick),
            { Routing: Routing.Unknown unknown } => new NotOurs(unknown.Because),
            { Routing: Routing.Found { Route.Mode: Mode.Off } } => OfOff(arrival),
            { Intake: null } => new ReadRecord(),
            { Intake: Intake.Later later } => new AskLater(later.Because),
            { ChangesNothing: true, IsEarly: true, LeasedFor: { } delay } => new Defer(delay),
            { ChangesNothing: true, IsUnwritten: true } => new ComeAgain(
                $"the incident of {arrival.Signal} may be about to be written: retry later"
            ),
            { ChangesNothing: true, Intake: var intake } => new Ignore(intake.Because),
            { LeasedFor: not null, Elsewhere: { } its, Signal: not Signal.OperatorAnswered } => new Forward(its),
            { LeasedFor: { } delay } => new Defer(delay),
            { Intake: Intake.PassOn passOn, Signal: Signal.AlarmChanged alarm } => new PassOn(alarm, passOn),
            { Intake: Intake.NoteEnded ended, Signal: Signal.OperatorAnswered note } => new NoteEnded(note, ended.Id),
            { Intake: not Intake.Look } => new Keep(arrival.Intake),
            { MayJoin: true, Position: null, Intake: Intake.Look look, Signal: Signal.AlarmChanged alarm } =>
                new FindLeader(alarm, look),
            { Position: Position.Joins joins, Signal: Signal.AlarmChanged alarm } => new Join(alarm, joins),
            { Elsewhere: not null, Signal: Signal.OperatorAnswered, Intake.Record.Open: { } open } => new TakeAnswer(
                open
            ),
            { Elsewhere: { } its } => new Forward(its),
            { Position: Position.Waits waits } => new WaitForLeader(waits.Leader),
            { Intake: Intake.Look look } => new Claim(look, (arrival.Position as Position.Leads)?.Claims ?? []),
            _ => throw new UnreachableException(),
        };

    private static string Kind(Signal signal) =>
        signal switch
        {
            Signal.ControlSet => "the control switch",
            Signal.LineTicked => "a tick on a checklist",
            Signal.OperatorAnswered { Answer: OperatorAnswer.Approve } => "an approval",
            Signal.OperatorAnswered { Answer: OperatorAnswer.Refuse } => "a decline",
            Signal.OperatorAnswered { Answer: OperatorAnswer.Acknowledge } => "an acknowledgement",
            Signal.OperatorAnswered { Answer: OperatorAnswer.Note } => "a note",
            _ => throw new UnreachableException(),
        };

    /// <summary>
    /// Nothing is looked at. On-call hears once of an alarm that fires, or of a breach, not with every delivery.
    /// </summary>
    private static Entry OfOff(Arrival arrival) =>
        arrival switch
        {
            { Signal.Disturbance: null } => new SwitchedOff(Off),
            { View: null } => new ReadRecord(),
            { OffNotified: null, Signal.Disturbance: { } known } => new SwitchedOff(
                $"{Off}; on-call was notified of {known.Name}"
            ),
            { LeasedFor: not null } => new ComeAgain($"{arrival.Target.Id} is busy: retry later"),
            { OffNotified: { } told, Signal.Disturbance: { } news } => new NotifyOff(news, told, Off),
            _ => throw new UnreachableException(),
        };
}
