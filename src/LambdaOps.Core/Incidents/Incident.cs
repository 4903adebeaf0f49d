using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Incidents;

/// <summary>
/// The record of one disturbance of one target. Every change makes a new value; the journal keeps the newest.
/// </summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Lines">What happened, in order.</param>
public sealed record Incident(
    IncidentId Id,
    TargetId Target,
    ProcedureName Remedy,
    Severity Severity,
    DateTimeOffset OpenedAt,
    IncidentStatus Status,
    Phase Phase,
    ImmutableArray<Attempt> Attempts,
    ImmutableArray<TimelineEntry> Lines
)
{
    /// <summary>When it ended; null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>A change written down whose outcome is not; null when there is none.</summary>
    public Intent? Intent { get; init; }

    /// <summary>What it is about.</summary>
    public IncidentCause Cause { get; init; } = new();

    /// <summary>Whether it may change anything.</summary>
    public required Clearance Clearance { get; init; }

    /// <summary>What the looks at its target came to so far.</summary>
    public Trend Trend { get; init; } = new();

    /// <summary>Where it stands on its service's ladder of remedies.</summary>
    public RungState Rung { get; init; } = new();

    /// <summary>How it is looked after.</summary>
    public Watch Watch { get; init; } = new();

    /// <summary>How often the disturbance came back after the incident had ended.</summary>
    public Returns Returns { get; init; } = Returns.None;

    /// <summary>Who was asked to take it; null until it is handed off.</summary>
    public EscalationState? Escalation { get; init; }

    /// <summary>What the service was last seen healthy with; null when unknown.</summary>
    public LastGood? LastGood { get; init; }

    /// <summary>What the present procedure remembers; null when that is nothing.</summary>
    public ProcedureMemory? Memory { get; init; }

    /// <inheritdoc cref="Trend.Recovery"/>
    public RecoveryClock? Recovery => Trend.Recovery;

    /// <inheritdoc cref="IncidentCause.Number"/>
    public IncidentNumber? Number => Cause.Number;

    /// <inheritdoc cref="IncidentCause.Alarm"/>
    public AlarmRef? Alarm => Cause.Alarm;

    /// <summary>The change that waits for a person's approval, or has it; null when nothing is asked.</summary>
    public Offer? Offer => Clearance.Offer;

    /// <summary>Number of the follow-up that is awaited.</summary>
    public long Beat => Watch.Beat;

    /// <summary>Whether a person requested it, and it is not about a disturbance.</summary>
    public bool IsRequest => Memory is { IsRequest: true };

    /// <summary>Since when it has been open without a break.</summary>
    public DateTimeOffset ActiveSince => Returns.LastAt ?? OpenedAt;

    /// <summary>When the present remedy took over, or the disturbance came back to it.</summary>
    public DateTimeOffset RungSince => Rung.At is { } at && at > ActiveSince ? at : ActiveSince;

    /// <summary>From this return on the alarm counts as flapping.</summary>
    public const int ReturnsMeanFlapping = 3;

    public bool IsFlapping => Returns.Count >= ReturnsMeanFlapping;

    /// <summary>The attempts of the present remedy, oldest first.</summary>
    public IEnumerable<Attempt> RungAttempts => Attempts.Skip(Rung.Start);

    /// <summary>The present remedy's newest attempt whose outcome is known, or null.</summary>
    public Attempt? LastAttempt => RungAttempts.LastOrDefault(attempt => attempt.Outcome != AttemptOutcome.Unconfirmed);

    /// <summary>
    /// When the disturbance was first signalled: the alarm's change, the check's run, or the person's request.
    /// </summary>
    public DateTimeOffset SignalledAt => Cause.Breach?.At ?? Alarm?.ChangedAt ?? OpenedAt;

    /// <summary>
    /// When the disturbance began, as far as anything shows it. The earlier counts: what a person asked for may hear of
    /// an alarm later.
    /// </summary>
    public DateTimeOffset BeganAt => SignalledAt < OpenedAt ? SignalledAt : OpenedAt;

    /// <summary>Since when it has looked well; null while it does not, or where nobody knows.</summary>
    public DateTimeOffset? WellSince =>
        (this.CalmSince, Trend.Streak) switch
        {
            ({ } calm, _) => NotBefore(Trend.Impact?.Until, calm),
            (null, { Healthy: true } streak) => NotBefore(Trend.Impact?.Until, streak.Since),
            _ => null,
        };

    /// <summary>Since when it has been well; null when it is not, or nobody knows.</summary>
    public DateTimeOffset? RestoredAt => Status == IncidentStatus.Resolved ? WellSince ?? EndedAt : null;

    private static DateTimeOffset NotBefore(DateTimeOffset? lastFailure, DateTimeOffset well) =>
        lastFailure > well ? lastFailure.Value : well;

    /// <summary>Whether an alarm or a check says that something is wrong, not only a person.</summary>
    public bool IsSignalled => Alarm is not null || !Cause.Breaches.IsEmpty;

    public bool IsHandedOff => Status == IncidentStatus.HandedOff;

    /// <summary>Whether AWS took such a change of the present remedy.</summary>
    public bool HasDone<T>(Func<T, bool>? which = null)
        where T : Change =>
        RungAttempts.Any(attempt =>
            attempt is { Outcome: AttemptOutcome.Done, Change: T change } && (which is null || which(change))
        );

    /// <summary>
    /// Whether such a change was tried by any remedy of the incident, with an outcome that is known.
    /// </summary>
    public bool HasTried<T>()
        where T : Change => Attempts.Any(IsTried<T>);

    private static bool IsTried<T>(Attempt attempt)
        where T : Change => attempt.Change is T && attempt.Outcome != AttemptOutcome.Unconfirmed;

    /// <summary>
    /// How often such a change of the present remedy came to nothing since it last worked: refused, or not seen in the
    /// world.
    /// </summary>
    public int Failures<T>(Func<T, bool>? which = null)
        where T : Change =>
        RungAttempts
            .Where(attempt => attempt.Change is T change && (which is null || which(change)))
            .Reverse()
            .TakeWhile(attempt => attempt.Outcome != AttemptOutcome.Done)
            .Count();

    /// <summary>Another remedy takes the same incident on; it has its own attempts from here.</summary>
    public Incident SwitchTo(ProcedureName next, string because, DateTimeOffset now) =>
        (
            this with
            {
                Remedy = next,
                Rung = new RungState
                {
                    Climbed = Rung.Climbed.Contains(Remedy) ? Rung.Climbed : Rung.Climbed.Add(Remedy),
                    Start = Attempts.Length,
                    At = now,
                },
                Phase = Phase.Opened,
                Memory = null,
            }
        ).Note(now, EntryKind.Switched, $"{Remedy} switches to {next}: {because}");

    /// <summary>A new incident, with the signal that opened it as its first line.</summary>
    public static Incident Open(
        TargetId target,
        ProcedureName remedy,
        Severity severity,
        Mode ceiling,
        AlarmRef? alarm,
        string openedBy,
        LastGood? lastGood,
        DateTimeOffset now,
        IncidentId? last = null
    ) =>
        new(
            IncidentId.For(target, now, last),
            target,
            remedy,
            severity,
            now,
            IncidentStatus.Open,
            Phase.Opened,
            Attempts: [],
            Lines: ImmutableArray<TimelineEntry>.Empty.Note(now, EntryKind.Signal, openedBy)
        )
        {
            Cause = new IncidentCause
            {
                Detection = alarm is null ? null : new Detection(DetectionKind.Automatic, alarm.Name),
                Alarm = alarm,
                Alarms = alarm is null ? [] : [alarm],
            },
            Clearance = new Clearance(ceiling),
            LastGood = lastGood,
        };

    /// <summary>
    /// The same disturbance is back: the incident is open again, with all that was tried. What a look remembers for the
    /// next one (health streak, calm, blindness, worse, denied), an offer and an escalation begin anew, and follow-ups
    /// from before its end are duplicates.
    /// <para>
    /// An incident that on-call had when it ended is open again too, not with on-call: they were notified that it is
    /// over, so whoever is on call has to be notified that it is not. The remedy decides, and as each rung has its one
    /// attempt and the attempts stand in the incident, it goes on from where it was: to the next rung, or to on-call
    /// with a notice that says so. Handed off in silence, it would be down with nobody looking.
    /// </para>
    /// </summary>
    public Incident Return(DateTimeOffset now)
    {
        var ended = EndedAt ?? now;
        return (
            this with
            {
                Status = IncidentStatus.Open,
                Phase = Phase.Opened,
                EndedAt = null,
                Cause = Cause with { Breach = null, Joined = [], JoinedAt = null },
                Clearance = Clearance.Cleared(),
                Trend = new Trend
                {
                    Impact = Trend.Impact,
                    Images = Trend.Images,
                    Recovery = Trend.Recovery,
                },
                Watch = new Watch { Beat = Beat + 1 },
                Returns = new Returns(Returns.Count + 1, now),
                Escalation = null,
                Memory = Memory?.AfterReturn,
            }
        ).Note(
            now,
            EntryKind.CameBack,
            string.Create(
                CultureInfo.InvariantCulture,
                $"return {Returns.Count + 1}, {(now - ended).TotalSeconds:0} s after the end: open again"
            ),
            new EntryDetail.Reopening()
        );
    }

    /// <summary>
    /// Whether that check has found something for that remedy in it: another number of the same disturbance may be the
    /// first to be back.
    /// </summary>
    public bool HasHad(Signal.BreachFound breach) =>
        Cause.Breaches.Any(one => (one.Check, one.Remedy) == (breach.Check, breach.Remedy));

    /// <summary>Whether that alarm has been in it in ALARM.</summary>
    public bool HasHad(string alarmArn) => Alarm?.Arn == alarmArn || Cause.Alarms.Any(alarm => alarm.Arn == alarmArn);

    /// <summary>
    /// Someone acknowledges it. The first one counts, another one is noted, the same again is not.
    /// </summary>
    /// <param name="claim">What stands behind the words: <see cref="Signature"/>.</param>
    public Incident Acknowledge(string by, string because, DateTimeOffset now, string claim = "") =>
        (IsHandedOff ? Escalation : null) switch
        {
            null => Note(
                now,
                EntryKind.Acknowledged,
                $"acknowledged by {by} before anyone was paged: {because}{claim}"
            ),
            { Acknowledged: { } first } when (first.By, first.Because) == (by, because) => this,
            { Acknowledged: { } first } => Note(
                now,
                EntryKind.Acknowledged,
                $"also acknowledged by {by}: {because}; first: {first.By}{claim}",
                repeats: true
            ),
            var state => (
                this with
                {
                    Escalation = state with { Acknowledged = new Acknowledgement(by, because, now), AnswerBy = null },
                }
            ).Note(now, EntryKind.Acknowledged, $"acknowledged by {by}: {because}{claim}"),
        };

    /// <summary>
    /// The incident with that note in its record; null when it has it. A queue may deliver it twice: the same words of
    /// one person are noted once.
    /// </summary>
    public Incident? TakeNote(Signal.OperatorAnswered note, DateTimeOffset now)
    {
        var remark = EntryDetail.Remark.Of(note.By, note.Because, note.About);
        return Lines.Any(line => line.Detail == remark)
            ? null
            : Note(now, EntryKind.Noted, $"{note.By}: {note.Because}{Signature.Of(note.RequestId)}", remark);
    }

    /// <summary>Another tick is awaited.</summary>
    public Incident Await(DateTimeOffset dueAt) => this with { Watch = Watch.Next(dueAt) };

    public Incident Note(
        DateTimeOffset at,
        EntryKind kind,
        string text,
        EntryDetail? detail = null,
        bool repeats = false
    ) => this with { Lines = Lines.Note(at, kind, text, detail, repeats) };

    /// <summary>Who or what it was first heard of by; the first one counts.</summary>
    public Incident DetectedBy(DetectionKind kind, string by) =>
        this with
        {
            Cause = Cause with { Detection = Cause.Detection ?? new Detection(kind, by) },
        };

    /// <summary>What every remedy wants remembered of a look.</summary>
    public Incident Saw(Evidence seen, DateTimeOffset now) =>
        this with
        {
            Trend = Trend.After(seen, Aftermath.Compare(this, seen), now),
        };

    /// <summary>
    /// Takes a person's answer to the offer; null, with the reason, when there is none that it could be for.
    /// </summary>
    public (Incident? Answered, string Because) TakeAnswer(Signal.OperatorAnswered answer, DateTimeOffset now) =>
        Offer switch
        {
            { } offer when offer.Id != answer.Subject => (
                null,
                $"offer {answer.Subject} is no longer open; {offer.Id} is"
            ),
            null => (null, $"offer {answer.Subject} is not open: it was carried out, withdrawn, or never made"),
            { Answer: { } given } => (null, $"{Offer.Id} was answered by {given.By} already"),
            { } offer when now >= offer.Until => (
                null,
                string.Create(CultureInfo.InvariantCulture, $"{offer.Id} expired at {offer.Until:HH:mm:ss} UTC")
            ),
            { } offer => (
                (
                    this with
                    {
                        Clearance = Clearance with
                        {
                            Offer = offer with
                            {
                                Answer = new OfferAnswer(
                                    answer.Answer == OperatorAnswer.Approve,
                                    answer.By,
                                    answer.Because,
                                    now
                                ),
                            },
                        },
                    }
                ).Note(
                    now,
                    EntryKind.Answered,
                    $"{answer.By} {Verb(answer.Answer)} '{offer.Change.Description}': {answer.Because}"
                        + Signature.Of(answer.RequestId)
                ),
                $"{offer.Id} is {(answer.Answer == OperatorAnswer.Approve ? "approved" : "declined")} by {answer.By}"
            ),
        };

    private static string Verb(OperatorAnswer answer) => answer == OperatorAnswer.Approve ? "approves" : "declines";
}

[JsonConverter(typeof(IncidentStatusAsName))]
public enum IncidentStatus
{
    Open,

    HandedOff,
    Resolved,
}

/// <summary>With the name of old records.</summary>
public sealed class IncidentStatusAsName()
    : EnumAsName<IncidentStatus>((nameof(IncidentStatus.HandedOff), "HandedOver"));

/// <summary>A change that was tried, and how the call went.</summary>
public sealed record Attempt(
    [property: JsonPropertyName("action")] Change Change,
    DateTimeOffset At,
    AttemptOutcome Outcome,
    string Detail
)
{
    /// <summary>Whether nobody wrote its outcome, and the evidence shows it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsFromEvidence { get; init; }

    /// <summary>How the target stood before it; null when it was not noted.</summary>
    public Standing? Before { get; init; }
}

[JsonConverter(typeof(EnumAsName<AttemptOutcome>))]
public enum AttemptOutcome
{
    /// <summary>AWS took it.</summary>
    Done,

    /// <summary>AWS refused it; nothing changed.</summary>
    Refused,

    /// <summary>No answer came, and the evidence did not show it.</summary>
    Unconfirmed,
}

/// <summary>A change about to be made, written before it is.</summary>
public sealed record Intent([property: JsonPropertyName("action")] Change Change, DateTimeOffset At, string Because)
{
    /// <summary>How the target stood before it.</summary>
    public Standing? Before { get; init; }

    /// <summary>The offer that a person approved; null when nobody had to be asked.</summary>
    public Offer? Approved { get; init; }
}
