using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Incidents;

/// <summary>What the journal keeps of one target between invocations.</summary>
/// <param name="Open">The incident that is open, or null.</param>
/// <param name="LastActed">When each remedy last acted on the target.</param>
/// <param name="AlarmsSeen">The newest state change that was taken in, by alarm ARN.</param>
public sealed record TargetRecord(
    TargetId Target,
    Incident? Open,
    ImmutableSortedDictionary<string, DateTimeOffset> LastActed,
    ImmutableSortedDictionary<string, DateTimeOffset> AlarmsSeen,
    string? LastGoodTaskDefinition)
{
    /// <summary>When LambdaOps acted on the target, as far back as the budget looks.</summary>
    public ImmutableArray<DateTimeOffset> Acts { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Alarms whose newest change is remembered; the oldest are forgotten first.</summary>
    public const int AlarmsRemembered = 50;

    public static TargetRecord New(TargetId target) => new(
        target, Open: null, ImmutableSortedDictionary<string, DateTimeOffset>.Empty,
        ImmutableSortedDictionary<string, DateTimeOffset>.Empty, LastGoodTaskDefinition: null);

    /// <summary>Takes a signal in: opens an incident, joins the open one, or says why it means nothing.</summary>
    public Intake Take(Signal signal, Route route, DateTimeOffset now) => signal switch
    {
        Signal.AlarmChanged alarm => TakeAlarm(alarm, route, now),
        Signal.OperatorRequested asked => TakeRequest(asked, route, now),
        Signal.OperatorAnswered answer => TakeAnswer(answer, now),
        Signal.TickCame tick => TakeTick(tick),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private Intake TakeAlarm(Signal.AlarmChanged alarm, Route route, DateTimeOffset now)
    {
        var known = AlarmsSeen.TryGetValue(alarm.Arn, out var seenAt);
        var remembered = this with { AlarmsSeen = Remember(alarm.Arn, alarm.ChangedAt) };
        return (Open, alarm.State) switch
        {
            ({ } open, _) when known && alarm.ChangedAt == seenAt =>
                new Intake.Look(this, IsNew: false, $"{alarm.Name} again: {open.Id} is open"),
            ({ } open, _) when known && alarm.ChangedAt < seenAt =>
                new Intake.Ignore(this, $"{alarm.Name}: older than the change already taken in for {open.Id}"),
            ({ } open, _) => new Intake.Look(
                remembered with { Open = Join(open, alarm, route, now) },
                IsNew: false,
                $"{alarm.Name} joins {open.Id}"),
            (null, AlarmState.Alarm) when known && alarm.ChangedAt <= seenAt =>
                new Intake.Ignore(this, $"{alarm.Name}: this change was dealt with before, or a newer one overtook it"),
            (null, AlarmState.Alarm) => new Intake.Look(
                remembered with
                {
                    Open = Incident.Open(
                        Target, route.Remedy, route.Severity, route.Ceiling,
                        new AlarmRef(alarm.Name, alarm.Arn, alarm.ChangedAt), Line(alarm), LastGoodTaskDefinition, now),
                },
                IsNew: true,
                $"{alarm.Name} opens an incident"),
            (null, _) => new Intake.Ignore(remembered, $"{alarm.Name} is {alarm.State}: no incident is open"),
        };
    }

    private Intake.Look TakeRequest(Signal.OperatorRequested asked, Route route, DateTimeOffset now)
    {
        var line = $"{asked.By} asks for {asked.Remedy} ({asked.Mode}): {asked.Because}";
        return Open is { } open
            ? new Intake.Look(
                this with { Open = Climb(open.Note(now, EntryKind.Signal, line), route, line, now).Want(asked.Page, now) },
                IsNew: false, $"joins {open.Id}")
            : new Intake.Look(
                this with
                {
                    Open = Incident.Open(
                        Target, route.Remedy, route.Severity, route.Ceiling, alarm: null, line,
                        LastGoodTaskDefinition, now).Want(asked.Page, now),
                },
                IsNew: true,
                "a person opens an incident");
    }

    private Intake TakeTick(Signal.TickCame tick) => Open switch
    {
        { } open when open.Id == tick.Incident && tick.Beat >= open.Beat =>
            new Intake.Look(this, IsNew: false, $"tick {tick.Beat}"),
        { } open when open.Id == tick.Incident =>
            new Intake.Ignore(this, $"tick {tick.Beat} of {tick.Incident} is a duplicate: {open.Beat} is awaited"),
        _ => new Intake.Ignore(this, $"tick {tick.Beat} of {tick.Incident}: that incident is not open any more"),
    };

    private Intake TakeAnswer(Signal.OperatorAnswered answer, DateTimeOffset now) => (Open, answer.Answer) switch
    {
        (null, _) => new Intake.Ignore(this, $"no incident of {Target} is open"),
        ({ } open, OperatorAnswer.Approve or OperatorAnswer.Refuse) => open.TakeAnswer(answer, now) switch
        {
            (null, var because) => new Intake.Ignore(this, because),
            ({ } answered, var because) => new Intake.Look(this with { Open = answered }, IsNew: false, because),
        },
        ({ } open, OperatorAnswer.Acknowledge) when answer.Subject != open.Id.Value =>
            new Intake.Ignore(this, $"incident {answer.Subject} is not open: {open.Id} is"),
        ({ } open, OperatorAnswer.Acknowledge) => TakeAcknowledgement(open, answer, now),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private Intake TakeAcknowledgement(Incident open, Signal.OperatorAnswered answer, DateTimeOffset now)
    {
        var acknowledged = open.Acknowledge(answer.By, answer.Because, now);
        return acknowledged == open
            ? new Intake.Ignore(this, $"{answer.By} has {open.Id} already")
            : new Intake.Look(this with { Open = acknowledged }, IsNew: false, $"{answer.By} acknowledges {open.Id}");
    }

    private ImmutableSortedDictionary<string, DateTimeOffset> Remember(string arn, DateTimeOffset at)
    {
        if (AlarmsSeen.TryGetValue(arn, out var before) && before >= at)
        {
            return AlarmsSeen;
        }

        var seen = AlarmsSeen.SetItem(arn, at);
        return seen.Count <= AlarmsRemembered
            ? seen
            : seen.Remove(seen.Where(entry => entry.Key != arn).MinBy(entry => entry.Value).Key);
    }

    /// <summary>
    /// A real alarm makes a person's rehearsal real: what was opened to observe may then do what the estate allows, and
    /// an incident without an alarm has one to ask.
    /// </summary>
    private static Incident Join(Incident open, Signal.AlarmChanged alarm, Route route, DateTimeOffset now)
    {
        var noted = open.Note(now, EntryKind.Signal, Line(alarm));
        return alarm.State != AlarmState.Alarm ? noted : Climb(noted, route, $"alarm {alarm.Name}", now) with
        {
            Severity = Worse(open.Severity, alarm.State, route.Severity),
            Ceiling = route.Ceiling > open.Ceiling ? route.Ceiling : open.Ceiling,
            Alarm = open.Alarm ?? new AlarmRef(alarm.Name, alarm.Arn, alarm.ChangedAt),
        };
    }

    /// <summary>
    /// A signal that asks for a higher rung of the ladder takes the incident there; lower ones, rungs that it has been
    /// through, and what a person already has stay as they are. An open intent is settled first.
    /// </summary>
    private static Incident Climb(Incident open, Route route, string because, DateTimeOffset now) =>
        route.Target is OperatedService service && !open.IsHandedOver && open.Intent is null
        && !open.Climbed.Contains(route.Remedy)
        && service.Ladder.IndexOf(route.Remedy) > service.Ladder.IndexOf(open.Remedy)
        && service.Ladder.Contains(open.Remedy)
            ? open.HandTo(route.Remedy, because, now)
            : open;

    private static Severity Worse(Severity open, AlarmState state, Severity alarm) =>
        state == AlarmState.Alarm && alarm < open ? alarm : open;

    private static string Line(Signal.AlarmChanged alarm) =>
        $"alarm {alarm.Name} {alarm.Previous?.ToString() ?? "?"} -> {alarm.State} ({alarm.Route}): {alarm.Reason}";
}

/// <summary>What a signal does to a target's record.</summary>
public abstract record Intake
{
    private Intake(TargetRecord record, string because) => (Record, Because) = (record, because);

    public TargetRecord Record { get; }

    public string Because { get; }

    /// <summary>There is an open incident: look at the world now.</summary>
    public sealed record Look(TargetRecord After, bool IsNew, string Why) : Intake(After, Why);

    /// <summary>Nothing follows from it.</summary>
    public sealed record Ignore(TargetRecord After, string Why) : Intake(After, Why);
}
