using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Signals;

/// <summary>
/// A signal at the loop's door, and what is known of where it belongs: first only what the estate says, then what the
/// target's record says, then who leads a disturbance that its target shares with others.
/// </summary>
/// <param name="Only">The function that this is; null handles every remedy in one place.</param>
public sealed record Arrival(Signal Signal, Routing Routing, FunctionName? Only)
{
    /// <summary>Room between a lease's end and the signal that waits for it.</summary>
    public static TimeSpan AfterLease { get; } = TimeSpan.FromSeconds(1);

    /// <summary>A lease, and a call without an answer in it; the record comes then, or never.</summary>
    private static readonly TimeSpan s_writtenWithin = TimeSpan.FromMinutes(1);

    /// <summary>Whether people's decisions are taken in here: by the function Operator, or where one host is all.</summary>
    public bool TakesDecisions { get; init; } = Only is null || Only == AllProcedures.Operator;

    /// <summary>The target's record as it was read; null before that.</summary>
    public JournalView? View { get; init; }

    /// <summary>What the signal does to the record; null before it was read.</summary>
    public Intake? Intake { get; init; }

    /// <summary>How the alarm stands to the incidents of other targets; null before anybody looked.</summary>
    public Position? Position { get; init; }

    /// <summary>What it is about.</summary>
    /// <exception cref="InvalidOperationException">The estate does not name it.</exception>
    public Resource Target =>
        Routing switch
        {
            Routing.Found found => found.Route.Target,
            Routing.OfIncident open => open.Target,
            _ => throw new InvalidOperationException($"{Signal} has no target"),
        };

    /// <summary>The estate's rule for an alarm, a breach or a request.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Route Route => Rule ?? throw new InvalidOperationException($"{Signal} has no route");

    /// <summary>The same; null where the signal is about an incident that is open.</summary>
    public Route? Rule => (Routing as Routing.Found)?.Route;

    /// <summary>Until when another invocation has the target, with a margin, as a delay; null when none has.</summary>
    public TimeSpan? LeasedFor =>
        View is { LeasedUntil: { } until, At: var at } && until > at
            ? Shorter(until - at + AfterLease, Decision.LongestCheckAgainIn)
            : null;

    /// <summary>Whether the record stays as it is.</summary>
    public bool ChangesNothing => Intake is Intake.Ignore ignored && ignored.Record == View?.Record;

    /// <summary>
    /// Whether it is a tick that overtook the record of its incident: the tick is sent first. While another invocation
    /// has the target, that record may be about to be written.
    /// </summary>
    public bool IsEarly => Signal is Signal.TickCame tick && View?.Record.Open?.Id != tick.Incident;

    /// <summary>
    /// Whether it is a tick of an incident that nobody has written yet: whoever opens it may take longer than its lease,
    /// and the tick is sent first.
    /// </summary>
    public bool IsUnwritten =>
        Signal is Signal.TickCame tick
        && View is { Record: var record, At: var at }
        && record.Open?.Id != tick.Incident
        && record.LastId != tick.Incident
        && tick.Incident.OpenedAt is { } opened
        && at - opened < s_writtenWithin;

    /// <summary>The other function that has the permissions for the incident; null when this one has them.</summary>
    public ProcedureName? Elsewhere =>
        Intake is Intake.Look { Record.Open.Remedy: var its }
        && Only is { } mine
        && mine != AllProcedures.FunctionOf(its)
            ? its
            : null;

    /// <summary>Whether another target's incident may take it in: a firing alarm that nobody silenced.</summary>
    public bool MayJoin =>
        Signal is Signal.AlarmChanged { State: AlarmState.Alarm, Silenced: null } && Intake is Intake.Look;

    /// <summary>
    /// The record in which on-call has heard of the disturbance while the estate says off; null when they have already.
    /// </summary>
    public TargetRecord? OffNotified =>
        Signal.Disturbance is { } disturbance ? View?.Record.NotifyOff(disturbance, Route.ReopenWithin) : null;

    public static Arrival Of(Signal signal, Estate estate, FunctionName? only) =>
        new(signal, Routing.Of(signal, estate), only);

    /// <summary>The record was read. Where the estate says off, the signal is not taken in.</summary>
    public Arrival With(JournalView view) =>
        this with
        {
            View = view,
            Intake = Rule?.Mode == Mode.Off ? null : view.Record.Take(Signal, Rule, view.At),
        };

    /// <summary>What is known; a record's own text would ask for a route where there is none.</summary>
    public override string ToString() => $"{Signal} {Routing} only {Only}: {View} {Intake} {Position}";

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
