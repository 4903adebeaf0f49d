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
/// <param name="Ceiling">
/// The most that this incident may do: an operator's request can ask for less than the estate allows.
/// </param>
/// <param name="Alarm">The alarm that opened it, or with which it came back; null when a person opened it.</param>
/// <param name="Streak">How the last looks at the health URL went.</param>
/// <param name="BlindSince">Since when evidence has been missing; null when all was seen at the last look.</param>
/// <param name="Intent">An action written down whose outcome is not; null when there is none.</param>
/// <param name="Beat">Number of the follow-up that is awaited.</param>
/// <param name="LastGoodTaskDefinition">
/// The task definition that the service was last seen healthy with; null when unknown.
/// </param>
public sealed record Incident(
    IncidentId Id,
    TargetId Target,
    RemedyName Remedy,
    Severity Severity,
    Mode Ceiling,
    AlarmRef? Alarm,
    DateTimeOffset OpenedAt,
    IncidentStatus Status,
    Phase Phase,
    HealthStreak? Streak,
    DateTimeOffset? BlindSince,
    ImmutableArray<Attempt> Attempts,
    Intent? Intent,
    long Beat,
    string? LastGoodTaskDefinition,
    DateTimeOffset? EndedAt,
    ImmutableArray<TimelineEntry> Lines
)
{
    // A record of an older version lacks these lists, and is read with none: what reads it does not leave the default.

    /// <summary>When the service was last seen healthy with that task definition; null when nobody noted it.</summary>
    public DateTimeOffset? LastGoodAt { get; init; }

    /// <summary>Remedies that the incident has been through before the present one.</summary>
    public ImmutableArray<RemedyName> Climbed
    {
        get;
        init => field = value.IsDefault ? [] : value;
    } = [];

    /// <summary>How many attempts had been made when the present remedy took over.</summary>
    public int RungStart { get; init; }

    /// <summary>When the present remedy took over; null for the first one.</summary>
    public DateTimeOffset? RungAt { get; init; }

    /// <summary>What a person wants of a page; null for incidents that are about a disturbance.</summary>
    public PageWish? Wish { get; init; }

    /// <summary>Since when the load has been calm; null when it was not at the last look.</summary>
    public DateTimeOffset? CalmSince { get; init; }

    /// <summary>Who was asked to take it; null until it is handed over.</summary>
    public EscalationState? Escalation { get; init; }

    /// <summary>Alarms of the target that have been in it in ALARM, each with its newest change.</summary>
    public ImmutableArray<AlarmRef> Alarms
    {
        get;
        init => field = value.IsDefault ? [] : value;
    } = [];

    /// <summary>How often the disturbance came back after the incident had ended.</summary>
    public int Returned { get; init; }

    /// <summary>
    /// Why all its alarms were silenced at the last look (<see cref="Silencing"/>); null when one was not.
    /// </summary>
    public string? Silenced { get; init; }

    /// <summary>When it came back last; null when it never did.</summary>
    public DateTimeOffset? ReturnedAt { get; init; }

    /// <summary>Alarms of other targets that need the same thing.</summary>
    public ImmutableArray<JoinedAlarm> Joined
    {
        get;
        init => field = value.IsDefault ? [] : value;
    } = [];

    /// <summary>When the last of them joined; null when none did.</summary>
    public DateTimeOffset? JoinedAt { get; init; }

    /// <summary>Since when it has been open without a break.</summary>
    public DateTimeOffset ActiveSince => ReturnedAt ?? OpenedAt;

    /// <summary>When the present remedy took over, or the disturbance came back to it.</summary>
    public DateTimeOffset RungSince => RungAt is { } at && at > ActiveSince ? at : ActiveSince;

    /// <summary>From this return on the alarm counts as flapping.</summary>
    public const int ReturnsMeanFlapping = 3;

    public bool IsFlapping => Returned >= ReturnsMeanFlapping;

    /// <summary>A change that waits for a person's approval, or has it; null when nothing is asked.</summary>
    public Offer? Offer { get; init; }

    /// <summary>How many changes have been offered.</summary>
    public int Offers { get; init; }

    /// <summary>
    /// Since when the evidence has been worse than before the newest action; null when it was not at the last look.
    /// </summary>
    public DateTimeOffset? WorseSince { get; init; }

    /// <summary>
    /// Since when an alarm has fired, the health URL has failed or something could not be seen; pauses that are too
    /// short to call it over do not end it. Null while all is quiet.
    /// </summary>
    public DateTimeOffset? TroubledSince { get; init; }

    /// <summary>Since when all has been quiet; null when it was not at the last look.</summary>
    public DateTimeOffset? QuietSince { get; init; }

    /// <summary>When the health URL last failed after it had been good; null when it never did.</summary>
    public DateTimeOffset? DippedAt { get; init; }

    /// <summary>
    /// The severity before a hand-off that found nothing wrong but the alarm, or of an alarm that was silenced from the
    /// opening; null when there was none, or when the service has failed, or another alarm has joined, since.
    /// </summary>
    public Severity? LoweredFrom { get; init; }

    /// <summary>When people were last told what it still holds after its time; null when they were not.</summary>
    public DateTimeOffset? RemindedAt { get; init; }

    /// <summary>Since when what is decided has been denied; null when the last decision was not.</summary>
    public DateTimeOffset? DeniedSince { get; init; }

    /// <summary>Denials of which people were told since the last action, or since the incident came back.</summary>
    public ImmutableArray<ToldDenial> Denials
    {
        get;
        init => field = value.IsDefault ? [] : value;
    } = [];

    /// <summary>When the awaited tick is due; null in a record of an older version.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When on-call was told that this tick is overdue; null when there was no need to.</summary>
    public DateTimeOffset? UnattendedToldAt { get; init; }

    /// <summary>The attempts of the present remedy, oldest first.</summary>
    [JsonIgnore]
    public IEnumerable<Attempt> RungAttempts => Attempts.Skip(RungStart);

    /// <summary>The present remedy's newest attempt whose outcome is known, or null.</summary>
    public Attempt? LastAttempt => RungAttempts.LastOrDefault(attempt => attempt.Outcome != AttemptOutcome.Unconfirmed);

    /// <summary>When the disturbance was first signalled: the alarm's change, or the person's request.</summary>
    public DateTimeOffset SignalledAt => Alarm?.ChangedAt ?? OpenedAt;

    public bool IsHandedOver => Status == IncidentStatus.HandedOver;

    /// <summary>Whether AWS took such an action of the present remedy.</summary>
    public bool HasDone<T>(Func<T, bool>? which = null)
        where T : Change =>
        RungAttempts.Any(attempt =>
            attempt is { Outcome: AttemptOutcome.Done, Change: T action } && (which is null || which(action))
        );

    /// <summary>
    /// Whether such an action was tried by any remedy of the incident, with an outcome that is known.
    /// </summary>
    public bool HasTried<T>()
        where T : Change => Attempts.Any(IsTried<T>);

    public static bool IsTried<T>(Attempt attempt)
        where T : Change => attempt.Change is T && attempt.Outcome != AttemptOutcome.Unconfirmed;

    /// <summary>
    /// How often such an action of the present remedy came to nothing since it last worked: refused, or not seen in the
    /// world.
    /// </summary>
    public int Failures<T>()
        where T : Change =>
        RungAttempts
            .Where(attempt => attempt.Change is T)
            .Reverse()
            .TakeWhile(attempt => attempt.Outcome != AttemptOutcome.Done)
            .Count();

    /// <summary>Another remedy takes the same incident on; it has its own attempts from here.</summary>
    public Incident HandTo(RemedyName next, string because, DateTimeOffset now) =>
        (
            this with
            {
                Remedy = next,
                Climbed = Climbed.Contains(Remedy) ? Climbed : Climbed.Add(Remedy),
                RungStart = Attempts.Length,
                RungAt = now,
                Phase = Phase.Opened,
            }
        ).Note(now, EntryKind.HandedOn, $"{Remedy} hands over to {next}: {because}");

    /// <summary>A new incident, with the signal that opened it as its first line.</summary>
    public static Incident Open(
        TargetId target,
        RemedyName remedy,
        Severity severity,
        Mode ceiling,
        AlarmRef? alarm,
        string openedBy,
        string? lastGood,
        DateTimeOffset now,
        IncidentId? last = null
    ) =>
        new(
            IncidentId.For(target, now, last),
            target,
            remedy,
            severity,
            ceiling,
            alarm,
            now,
            IncidentStatus.Open,
            Phase.Opened,
            Streak: null,
            BlindSince: null,
            Attempts: [],
            Intent: null,
            Beat: 0,
            lastGood,
            EndedAt: null,
            Lines: ImmutableArray<TimelineEntry>.Empty.Note(now, EntryKind.Signal, openedBy)
        )
        {
            Alarms = alarm is null ? [] : [alarm],
        };

    /// <summary>
    /// The same disturbance is back: the incident is open again, with all that was tried. What a look remembers for the
    /// next one (health streak, calm, blindness, worse, denied), an offer and an escalation begin anew, and follow-ups
    /// from before its end are duplicates.
    /// <para>
    /// An incident that a person had when it ended is open again too, not with the person: they were told that it is
    /// over, so whoever is on call has to be told that it is not. The remedy decides, and as each rung has its one
    /// attempt and the attempts stand in the incident, it goes on from where it was: to the next rung, or to a person
    /// with a notice that says so. Handed over in silence, it would be down with nobody looking.
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
                Streak = null,
                BlindSince = null,
                CalmSince = null,
                Escalation = null,
                Offer = null,
                WorseSince = null,
                DeniedSince = null,
                TroubledSince = null,
                QuietSince = null,
                DippedAt = null,
                Silenced = null,
                LoweredFrom = null,
                RemindedAt = null,
                Denials = [],
                Beat = Beat + 1,
                DueAt = null,
                UnattendedToldAt = null,
                Returned = Returned + 1,
                ReturnedAt = now,
                Joined = [],
                JoinedAt = null,
            }
        ).Note(
            now,
            EntryKind.CameBack,
            string.Create(
                CultureInfo.InvariantCulture,
                $"return {Returned + 1}, {(now - ended).TotalSeconds:0} s after the end: open again"
            )
        );
    }

    /// <summary>Whether that alarm has been in it in ALARM.</summary>
    public bool HasHad(string alarmArn) => Alarm?.Arn == alarmArn || Alarms.Any(alarm => alarm.Arn == alarmArn);

    /// <summary>
    /// A person's wish replaces an earlier one; what was done for that no longer counts. Asking how it stands replaces
    /// nothing. An incident that a person had is carried out again: it is a person who asks.
    /// </summary>
    public Incident Want(PageWish? wish, DateTimeOffset now) =>
        (wish, Wish) switch
        {
            (null, _) or (PageWish.Status, not null) => this,
            _ when wish == Wish && !IsHandedOver => this,
            _ when IsHandedOver => (
                this with
                {
                    Wish = wish,
                    RungStart = Attempts.Length,
                    Status = IncidentStatus.Open,
                    Phase = Phase.Opened,
                    Escalation = null,
                }
            ).Note(now, EntryKind.Signal, $"open again: page {wish} is wanted by request"),
            _ => this with { Wish = wish, RungStart = Attempts.Length },
        };

    /// <summary>
    /// Somebody says that they have it. The first one counts, another one is noted, the same again is not.
    /// </summary>
    public Incident Acknowledge(string by, string because, DateTimeOffset now) =>
        (IsHandedOver ? Escalation ?? EscalationState.Adopt(this) : null) switch
        {
            null => Note(now, EntryKind.Acknowledged, $"{by} ({because}): before anybody was asked"),
            { Acknowledged: { } first } when (first.By, first.Because) == (by, because) => this,
            { Acknowledged: { } first } => Note(
                now,
                EntryKind.Acknowledged,
                $"{by} as well ({because}); {first.By} has it",
                repeats: true
            ),
            var state => (
                this with
                {
                    Escalation = state with { Acknowledged = new Acknowledgement(by, because, now), AnswerBy = null },
                }
            ).Note(now, EntryKind.Acknowledged, $"{by} has it: {because}"),
        };

    /// <summary>Another tick is awaited.</summary>
    public Incident Await(DateTimeOffset dueAt) =>
        this with
        {
            Beat = Beat + 1,
            DueAt = dueAt,
            UnattendedToldAt = null,
        };

    public Incident Note(DateTimeOffset at, EntryKind kind, string text, bool repeats = false) =>
        this with
        {
            Lines = Lines.Note(at, kind, text, repeats),
        };

    /// <summary>
    /// What every remedy wants remembered of a look: the health streak and since when it has been blind.
    /// </summary>
    public Incident Saw(Evidence seen, DateTimeOffset now) =>
        this with
        {
            Streak = seen.Health is Fact<HealthProbe>.Known(var probe, var at)
                ? HealthStreak.After(Streak, probe.Healthy, at)
                : null,
            BlindSince = seen.Gaps.Count == 0 ? null : BlindSince ?? now,
            DippedAt =
                Streak is { Healthy: true } && seen.Health is Fact<HealthProbe>.Known { Value.Healthy: false }
                    ? now
                    : DippedAt,
            WorseSince = Aftermath.Compare(this, seen) switch
            {
                true => WorseSince ?? now,
                false => null,
                null => WorseSince,
            },
        };

    /// <summary>
    /// Takes a person's answer to the offer; null, with the reason, when there is none that it could be for.
    /// </summary>
    public (Incident? Answered, string Because) TakeAnswer(Signal.OperatorAnswered answer, DateTimeOffset now) =>
        Offer switch
        {
            { } offer when offer.Id != answer.Subject => (
                null,
                $"offer {answer.Subject} stands no more: {offer.Id} does"
            ),
            null => (null, $"offer {answer.Subject} does not stand: it was made, withdrawn, or never offered"),
            { Answer: { } given } => (null, $"{Offer.Id} has been answered by {given.By}"),
            { } offer when now >= offer.Until => (
                null,
                string.Create(CultureInfo.InvariantCulture, $"{offer.Id} stood until {offer.Until:HH:mm:ss} UTC")
            ),
            { } offer => (
                (
                    this with
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
                    }
                ).Note(
                    now,
                    EntryKind.Answered,
                    $"{answer.By} {Verb(answer.Answer)} '{offer.Change.Description}': {answer.Because}"
                ),
                $"{offer.Id} is {(answer.Answer == OperatorAnswer.Approve ? "approved" : "declined")} by {answer.By}"
            ),
        };

    private static string Verb(OperatorAnswer answer) => answer == OperatorAnswer.Approve ? "approves" : "declines";
}

public enum IncidentStatus
{
    Open,
    HandedOver,
    Resolved,
}

/// <summary>The alarm behind an incident, and when it changed.</summary>
public sealed record AlarmRef(string Name, string Arn, DateTimeOffset ChangedAt)
{
    /// <summary>Why people did not want its actions, as its change said; null when it said nothing of that.</summary>
    public Silence? Silenced { get; init; }
}

/// <summary>Looks in a row with the same result.</summary>
public sealed record HealthStreak(bool Healthy, int Count, DateTimeOffset Since)
{
    public static HealthStreak After(HealthStreak? before, bool healthy, DateTimeOffset at) =>
        before is not null && before.Healthy == healthy
            ? before with
            {
                Count = before.Count + 1,
            }
            : new HealthStreak(healthy, 1, at);
}

/// <summary>An action that was tried, and how the call went.</summary>
public sealed record Attempt(
    [property: JsonPropertyName("action")] Change Change,
    DateTimeOffset At,
    AttemptOutcome Outcome,
    string Detail
)
{
    /// <summary>The detail of one whose outcome nobody wrote, and that the world shows.</summary>
    public const string FoundInEvidence = "found in the evidence";

    /// <summary>How the target stood before it; null when it was not noted.</summary>
    public Standing? Before { get; init; }
}

/// <summary>What a person wants of a maintenance page.</summary>
public enum PageWish
{
    /// <summary>To know how it stands.</summary>
    Status,

    Up,

    Down,
}

public enum AttemptOutcome
{
    /// <summary>AWS took it.</summary>
    Done,

    /// <summary>AWS refused it; nothing changed.</summary>
    Refused,

    /// <summary>No answer came, and the world did not show it.</summary>
    Unconfirmed,
}

/// <summary>An action about to be made, written before it is.</summary>
public sealed record Intent([property: JsonPropertyName("action")] Change Change, DateTimeOffset At, string Because)
{
    /// <summary>How the target stood before it.</summary>
    public Standing? Before { get; init; }

    /// <summary>The offer that a person approved; null when nobody had to be asked.</summary>
    public Offer? Approved { get; init; }
}
