using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.ZoneShift;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Incidents;

/// <summary>What the journal keeps of one target between invocations.</summary>
/// <param name="Open">The incident that is open, or null.</param>
/// <param name="LastActed">When each remedy last acted on the target.</param>
/// <param name="AlarmsSeen">
/// The newest state change that was taken in, by alarm ARN; of a check's finding the newest breach.
/// </param>
public sealed record TargetRecord(
    TargetId Target,
    Incident? Open,
    ImmutableSortedDictionary<string, DateTimeOffset> LastActed,
    ImmutableSortedDictionary<string, DateTimeOffset> AlarmsSeen,
    string? LastGoodTaskDefinition
)
{
    /// <summary>When the service was last seen healthy with that task definition; null when nobody noted it.</summary>
    public DateTimeOffset? LastGoodAt { get; init; }

    internal LastGood? LastGood => LastGoodTaskDefinition is { } good ? new LastGood(good, LastGoodAt) : null;

    /// <summary>
    /// The last incident that ended and was about a disturbance; null when there is none, or when another one has opened
    /// a new one since. An incident is bounded (its lines are), so this is.
    /// </summary>
    public Incident? LastEnded { get; init; }

    /// <summary>
    /// The last incident that ended, whatever opened it: a new one in the same second has another name.
    /// </summary>
    public IncidentId? LastId { get; init; }

    /// <summary>
    /// By alarm ARN: whose incident took the alarm's newest change in. It is dealt with there, and comes back with a
    /// signal of its own (<see cref="Signal.AlarmChanged.LeftBy"/>) when that incident ends.
    /// </summary>
    public ImmutableSortedDictionary<string, JoinedTo> JoinedTo
    {
        get;
        // A record of an older version lacks it, and what reads that sets null.
        init => field = value ?? ImmutableSortedDictionary<string, JoinedTo>.Empty;
    } = ImmutableSortedDictionary<string, JoinedTo>.Empty;

    /// <summary>
    /// By alarm ARN: its newest change, where people had silenced it when it came, or until its incident ended. When the
    /// silence is over while the alarm fires, the same change comes once more, and counts then.
    /// </summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> HeldBack
    {
        get;
        // A record of an older version lacks it, and what reads that sets null.
        init => field = value ?? ImmutableSortedDictionary<string, DateTimeOffset>.Empty;
    } = ImmutableSortedDictionary<string, DateTimeOffset>.Empty;

    /// <summary>
    /// Attempts that an incident may have and still come back: one that flaps for days is opened anew some day.
    /// </summary>
    public const int MostAttemptsToReturn = 100;

    /// <summary>When LambdaOps acted on the target, as far back as the budget looks.</summary>
    public ImmutableArray<DateTimeOffset> Acts
    {
        get;
        init => field = value.IsDefault ? [] : value;
    } = [];

    /// <summary>When LambdaOps switched the table to on-demand capacity, as far back as DynamoDB counts.</summary>
    public ImmutableArray<DateTimeOffset> BillingSwitches
    {
        get;
        // A record of an older version lacks it.
        init => field = value.IsDefault ? [] : value;
    } = [];

    /// <summary>
    /// By alarm ARN or finding: the newest change that on-call was notified of while the estate said off.
    /// </summary>
    [JsonPropertyName("offTold")]
    public ImmutableSortedDictionary<string, DateTimeOffset> OffNotified
    {
        get;
        // A record of an older version lacks it, and what reads that sets null.
        init => field = value ?? ImmutableSortedDictionary<string, DateTimeOffset>.Empty;
    } = ImmutableSortedDictionary<string, DateTimeOffset>.Empty;

    /// <summary>
    /// The record in which on-call has heard of a disturbance while the estate says off; null when they have heard of it
    /// within <paramref name="episode"/> before.
    /// </summary>
    public TargetRecord? NotifyOff(Disturbance disturbance, TimeSpan episode)
    {
        if (OffNotified.TryGetValue(disturbance.Source, out var told) && disturbance.At < told + episode)
        {
            return null;
        }

        return this with
        {
            OffNotified = Bounded(OffNotified.SetItem(disturbance.Source, disturbance.At)),
        };
    }

    private static ImmutableSortedDictionary<string, DateTimeOffset> Bounded(
        ImmutableSortedDictionary<string, DateTimeOffset> all
    ) =>
        all.Count <= AlarmsRemembered
            ? all
            : all.RemoveRange(
                all.OrderBy(entry => entry.Value).Take(all.Count - AlarmsRemembered).Select(entry => entry.Key)
            );

    /// <summary>What an alarm itself says of its last change may differ so much from the change's event.</summary>
    private static readonly TimeSpan s_sameChange = TimeSpan.FromMinutes(1);

    /// <summary>Alarms whose newest change is remembered; the oldest are dropped first.</summary>
    public const int AlarmsRemembered = 50;

    public static TargetRecord New(TargetId target) =>
        new(
            target,
            Open: null,
            ImmutableSortedDictionary<string, DateTimeOffset>.Empty,
            ImmutableSortedDictionary<string, DateTimeOffset>.Empty,
            LastGoodTaskDefinition: null
        );

    /// <summary>Takes a signal in: opens an incident, joins the open one, or says why it means nothing.</summary>
    /// <param name="route">Null for a signal about an incident that is open.</param>
    public Intake Take(Signal signal, Route? route, DateTimeOffset now) =>
        (signal, route) switch
        {
            (Signal.AlarmChanged alarm, { } rule) => TakeAlarm(alarm, rule, now),
            (Signal.BreachFound breach, { } rule) => this.TakeBreach(breach, rule, now),
            (Signal.OperatorRequested asked, { } rule) => TakeRequest(asked, rule, now),
            (Signal.DeploymentChanged changed, { } rule) => this.TakeDeployment(changed, rule, now),
            (Signal.SmokeTested tested, { } rule) => this.TakeSmokeTest(tested, rule, now),
            (Signal.OperatorAnswered answer, _) => TakeAnswer(answer, now),
            (Signal.TickCame tick, _) => TakeTick(tick, now),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private Intake TakeAlarm(Signal.AlarmChanged alarm, Route route, DateTimeOffset now)
    {
        if (
            alarm.Route == AlarmRoute.Check
            && AlarmsSeen.TryGetValue(alarm.Arn, out var taken)
            && taken >= alarm.ChangedAt - s_sameChange
        )
        {
            alarm = alarm with { ChangedAt = taken };
        }

        var gone = JoinedTo.GetValueOrDefault(alarm.Arn);
        var known = AlarmsSeen.TryGetValue(alarm.Arn, out var seenAt);
        if (known && alarm.ChangedAt == seenAt && gone is not null && alarm.LeftBy == gone.Incident)
        {
            // It was dealt with elsewhere until now.
            known = false;
        }

        if (known && alarm.ChangedAt == seenAt && alarm.Silenced is null && WasSilenced(alarm))
        {
            // Its silence is over, and CloudWatch makes up for the actions: the same change, which counts from now on.
            known = false;
        }

        var remembered = Remember(alarm.Arn, alarm.ChangedAt) with
        {
            HeldBack = alarm is { State: AlarmState.Alarm, Silenced: not null }
                ? Bounded(HeldBack.SetItem(alarm.Arn, alarm.ChangedAt))
                : HeldBack.Remove(alarm.Arn),
        };
        return (Open, alarm.State) switch
        {
            ({ } open, _) when known && alarm.ChangedAt == seenAt => Repeated(open, alarm.Name, now),
            ({ } open, _) when known && alarm.ChangedAt < seenAt => new Intake.Ignore(
                this,
                $"{alarm.Name}: out of order, {open.Id} has a newer change"
            ),
            ({ } open, _) => new Intake.Look(
                remembered with
                {
                    Open = Join(open, alarm, route, now),
                },
                IsNew: false,
                $"{alarm.Name} joins {open.Id}"
            ),
            (null, _) when known && alarm.ChangedAt <= seenAt => new Intake.Ignore(
                this,
                $"{alarm.Name}: duplicate or out of order"
            ),
            (null, AlarmState.Alarm) when Returning(ended => ended.HasHad(alarm.Arn), route, now) is { } last =>
                new Intake.Look(
                    remembered with
                    {
                        Open = Back(Join(last.Return(now), alarm, route, now), alarm),
                    },
                    IsNew: false,
                    $"{alarm.Name} is back: {last.Id} is open again"
                )
                {
                    CameBack = true,
                },
            (null, AlarmState.Alarm) => new Intake.Look(
                remembered with
                {
                    Open = Incident.Open(
                        Target,
                        route.Remedy,
                        route.Severity,
                        route.Ceiling,
                        Ref(alarm),
                        alarm.Line,
                        LastGood,
                        now,
                        LastId
                    ),
                    LastEnded = null,
                },
                IsNew: true,
                $"{alarm.Name} opens an incident"
            ),
            (null, _) when gone is not null => new Intake.PassOn(
                remembered,
                gone,
                $"{alarm.Name} is {alarm.State}: passed on to {gone.Incident}"
            ),
            (null, _) => new Intake.Ignore(remembered, $"{alarm.Name} is {alarm.State}: no incident is open"),
        };
    }

    /// <summary>
    /// A change that the open incident has already. It can be ignored because a follow-up is on its way, and the record
    /// proves it: the loop sends the next tick before it saves a record without an intent (Round.GoOnAsync, and after
    /// the intent's own tick RecordOutcomeAsync), and who saves a record for another reason leaves incident and beat as
    /// they were. Only the write of an intent goes out beside its tick, not after it: a crash in between leaves an
    /// intent and perhaps no tick, and then this very alarm, delivered again, is what looks. So does one that comes
    /// while the tick is overdue: that tick was lost on its way.
    /// </summary>
    internal Intake Repeated(Incident open, string name, DateTimeOffset now) =>
        open.Intent is not null
            ? new Intake.Look(this, IsNew: false, $"{name} again: {open.Id} has an intent without an outcome")
        : AwaitedTick.Of(open, now) != Lateness.OnItsWay
            ? new Intake.Look(this, IsNew: false, $"{name} again: tick {open.Beat} of {open.Id} is overdue")
        : new Intake.Ignore(this, $"{name} again: {open.Id} is open, tick {open.Beat} is on its way");

    /// <summary>Whether the open or an earlier incident knows that very change as a silenced one.</summary>
    private bool WasSilenced(Signal.AlarmChanged alarm) =>
        (HeldBack.TryGetValue(alarm.Arn, out var held) && held == alarm.ChangedAt)
        || (Open ?? LastEnded)?.Cause.Alarms.Any(one =>
            one.Arn == alarm.Arn && one.ChangedAt == alarm.ChangedAt && one.IsSilenced
        ) == true;

    /// <summary>
    /// The incident that an alarm or a breach brings back: the last one that ended, when it was in it, that is not long
    /// ago, and the estate still has its remedy. Null when there is none.
    /// </summary>
    internal Incident? Returning(Func<Incident, bool> hasHad, Route route, DateTimeOffset now) =>
        LastEnded is { EndedAt: { } ended } last
        && hasHad(last)
        && now - ended < route.ReopenWithin
        && last.Attempts.Length <= MostAttemptsToReturn
        && Procedures.AllProcedures.Find(last.Remedy)?.SettingFor(route.Target) is { Mode: not Mode.Off }
            ? last
            : null;

    /// <summary>
    /// The incident is over. One about a disturbance is kept, so that it can be brought back; a person's question or
    /// rehearsal leaves the one before it in its place.
    /// </summary>
    public TargetRecord End(Incident ended) =>
        this with
        {
            Open = null,
            LastId = ended.Id,
            LastEnded = ended.IsSignalled ? ended : LastEnded,
            HeldBack = Bounded(
                ended
                    .Cause.Alarms.Where(alarm => alarm.IsSilenced)
                    .Aggregate(HeldBack, (held, alarm) => held.SetItem(alarm.Arn, alarm.ChangedAt))
            ),
        };

    /// <summary>The alarm is in another target's incident: this target has heard of it, and opens none.</summary>
    public TargetRecord GiveTo(JoinedTo leader, Signal.AlarmChanged alarm)
    {
        var remembered = Remember(alarm.Arn, alarm.ChangedAt);
        return remembered with { JoinedTo = remembered.JoinedTo.SetItem(alarm.Arn, leader) };
    }

    private Intake.Look TakeRequest(Signal.OperatorRequested asked, Route route, DateTimeOffset now)
    {
        var line = asked.Line;
        if (Open is not { } open)
        {
            var opened = Incident
                .Open(Target, route.Remedy, route.Severity, route.Ceiling, alarm: null, line, LastGood, now, LastId)
                .DetectedBy(DetectionKind.Reported, asked.By)
                .Want(asked, now);
            return new Intake.Look(this with { Open = opened }, IsNew: true, "an operator opens an incident");
        }

        var joined = Climb(open.Note(now, EntryKind.Signal, line), route, line, now)
            .Call(route, line, now, byPerson: true)
            .Want(asked, now);
        var notTaken = joined.HasTaken(asked) ? null : asked;
        return new Intake.Look(
            this with
            {
                Open = joined,
            },
            IsNew: false,
            notTaken is null ? $"joins {open.Id}" : $"not carried out: {joined.Remedy} has {open.Id}"
        )
        {
            NotTaken = notTaken,
        };
    }

    private Intake TakeTick(Signal.TickCame tick, DateTimeOffset now) =>
        Open switch
        {
            { } open when open.Id == tick.Incident && tick.Beat >= open.Beat => new Intake.Look(
                this with
                {
                    Open = AwaitedTick.NoteGap(open, now),
                },
                IsNew: false,
                $"tick {tick.Beat}"
            ),
            { } open when open.Id == tick.Incident => new Intake.Ignore(
                this,
                $"tick {tick.Beat} of {tick.Incident} is a duplicate: {open.Beat} is awaited"
            ),
            _ => new Intake.Ignore(this, $"tick {tick.Beat} of {tick.Incident}: that incident is no longer open"),
        };

    private Intake TakeAnswer(Signal.OperatorAnswered answer, DateTimeOffset now) =>
        (Open, answer.Answer) switch
        {
            (_, OperatorAnswer.Note) when answer.Subject != Open?.Id.Value => new Intake.NoteEnded(
                this,
                new IncidentId(answer.Subject),
                $"incident {answer.Subject} is not open"
            ),
            (null, _) => new Intake.Ignore(this, $"no incident of {Target} is open"),
            ({ } open, OperatorAnswer.Approve or OperatorAnswer.Refuse) => open.TakeAnswer(answer, now) switch
            {
                (null, var because) => new Intake.Ignore(this, because),
                ({ } answered, var because) => new Intake.Look(this with { Open = answered }, IsNew: false, because),
            },
            ({ } open, OperatorAnswer.Acknowledge or OperatorAnswer.Note) when answer.Subject != open.Id.Value =>
                new Intake.Ignore(this, $"incident {answer.Subject} is not open: {open.Id} is"),
            ({ } open, OperatorAnswer.Acknowledge) => TakeAcknowledgement(open, answer, now),
            ({ } open, OperatorAnswer.Note) => TakeNote(open, answer, now),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private Intake TakeAcknowledgement(Incident open, Signal.OperatorAnswered answer, DateTimeOffset now)
    {
        var acknowledged = open.Acknowledge(answer.By, answer.Because, now, Signature.Of(answer.RequestId));
        return acknowledged == open
            ? new Intake.Ignore(this, $"{answer.By} has acknowledged {open.Id} already")
            : new Intake.Look(this with { Open = acknowledged }, IsNew: false, $"{answer.By} acknowledges {open.Id}");
    }

    private Intake TakeNote(Incident open, Signal.OperatorAnswered answer, DateTimeOffset now) =>
        open.TakeNote(answer, now) is { } noted
            ? new Intake.Keep(this with { Open = noted }, $"noted in the record of {open.Id}")
            : new Intake.Ignore(this, $"the record of {open.Id} already has this note");

    /// <summary>The record with that incident, which ended, in the place of the one that it knows.</summary>
    public TargetRecord Keep(Incident ended) => LastEnded?.Id == ended.Id ? this with { LastEnded = ended } : this;

    /// <summary>The record with this change as the alarm's or finding's newest, unless it knows a newer one.</summary>
    internal TargetRecord Remember(string source, DateTimeOffset at)
    {
        if (AlarmsSeen.TryGetValue(source, out var before) && before > at)
        {
            return this;
        }

        var seen = AlarmsSeen.SetItem(source, at);
        var forgotten =
            seen.Count <= AlarmsRemembered
                ? null
                : seen.Where(entry => entry.Key != source).MinBy(entry => entry.Value).Key;
        return this with
        {
            AlarmsSeen = forgotten is null ? seen : seen.Remove(forgotten),
            JoinedTo = forgotten is null ? JoinedTo.Remove(source) : JoinedTo.Remove(source).Remove(forgotten),
        };
    }

    /// <summary>
    /// A real alarm makes a person's rehearsal real: what was opened to observe may then do what the estate allows, and
    /// an incident without an alarm has one to ask.
    /// </summary>
    private static Incident Join(Incident open, Signal.AlarmChanged alarm, Route route, DateTimeOffset now)
    {
        var noted = open.Note(now, EntryKind.Signal, alarm.Line);
        if (alarm.State == AlarmState.Alarm && alarm.Silenced is not null)
        {
            // It makes nothing worse; what a person opened, or another alarm, is not silenced by it.
            return noted.Alarm is null
                ? noted
                : noted with
                {
                    Cause = noted.Cause with { Alarms = With(open.Cause.Alarms, Ref(alarm)) },
                };
        }

        return alarm.State != AlarmState.Alarm
            ? noted
            : Climb(noted, route, $"alarm {alarm.Name}", now)
                .Call(route, $"alarm {alarm.Name}", now, byPerson: false) with
            {
                // That a stopped service does not answer is known, however many alarms say so.
                Severity = open.Escalation is { WhileStopped: true }
                    ? open.Severity
                    : Worse(open.Severity, alarm.State, route.Severity),
                Clearance = noted.Clearance with
                {
                    Ceiling = route.Ceiling > noted.Clearance.Ceiling ? route.Ceiling : noted.Clearance.Ceiling,
                },
                Cause = noted.Cause with
                {
                    Alarm = open.Alarm is { } first
                        ? first.Arn == alarm.Arn
                            ? first with
                            {
                                Silenced = null,
                            }
                            : first
                        : Ref(alarm),
                    Alarms = With(open.Cause.Alarms, Ref(alarm)),
                },
            };
    }

    /// <summary>It is open again, and that alarm is the one that brought it back.</summary>
    private static Incident Back(Incident open, Signal.AlarmChanged alarm) =>
        open with
        {
            Cause = open.Cause with { Alarm = Ref(alarm) },
        };

    /// <summary>
    /// A signal that asks for a higher rung of the ladder takes the incident there; lower ones, rungs that it has been
    /// through, and what on-call already has stay as they are. An open intent is settled first.
    /// </summary>
    internal static Incident Climb(Incident open, Route route, string because, DateTimeOffset now) =>
        route.Target is OperatedService service
        && !open.IsHandedOff
        && open.Intent is null
        && !open.Rung.Climbed.Contains(route.Remedy)
        && (
            (
                service.Ladder.IndexOf(route.Remedy) > service.Ladder.IndexOf(open.Remedy)
                && service.Ladder.Contains(open.Remedy)
            ) || IsOfOneZone(open, route.Remedy)
        )
            ? open.SwitchTo(route.Remedy, because, now)
            : open;

    /// <summary>
    /// What an alarm of the zones says is more than that requests fail. Only where no procedure had it before: it may come
    /// to the 503 procedure a second time, and people hear of each once.
    /// </summary>
    private static bool IsOfOneZone(Incident open, ProcedureName asked) =>
        asked == ZoneShiftProcedure.ProcedureName
        && open.Remedy == ServiceUnavailableProcedure.ProcedureName
        && open.Rung.Climbed.IsEmpty;

    private static Severity Worse(Severity open, AlarmState state, Severity alarm) =>
        state == AlarmState.Alarm && alarm < open ? alarm : open;

    private static AlarmRef Ref(Signal.AlarmChanged alarm) =>
        new(alarm.Name, alarm.Arn, alarm.ChangedAt) { Contributor = alarm.Contributor, Silenced = alarm.Silenced };

    /// <summary>As many as the record remembers changes of; the oldest goes first.</summary>
    private static ImmutableArray<AlarmRef> With(ImmutableArray<AlarmRef> alarms, AlarmRef alarm)
    {
        var all = alarms.RemoveAll(one => one.Arn == alarm.Arn).Add(alarm);
        return all.Length <= AlarmsRemembered ? all : all.RemoveAt(0);
    }
}
