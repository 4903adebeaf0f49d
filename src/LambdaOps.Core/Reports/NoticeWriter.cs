using System.Globalization;
using LambdaOps.Core.Escalations;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Reports;

/// <summary>
/// Writes notices in the estate's language. Labels, actions and next steps are in that language; reasons are the
/// record's own words, in English and marked as such, so that a notice can be held against the record.
/// </summary>
/// <param name="texts">The language of the notices.</param>
/// <param name="ascii">English: for subjects, which take nothing but ASCII.</param>
public sealed class NoticeWriter(NoticeTexts texts, NoticeTexts ascii, NoticePlace place)
{
    /// <summary>Where it is from.</summary>
    public NoticePlace Place => place;

    internal NoticeTexts Texts => texts;

    /// <summary>Notices of what checks found.</summary>
    public ReportNotices Reports { get; } = new(texts, ascii, place);

    /// <summary>Reports of incidents.</summary>
    public IncidentReportWriter Incidents { get; } = new(texts, place);

    /// <summary>The notice as it goes out at that moment, with where it is from.</summary>
    public Notice At(Notice notice, DateTimeOffset now) =>
        notice with
        {
            PlaceLine = texts.Write(
                place.KnowsTheTime ? "place" : "place.utc",
                ("estate", place.Estate),
                ("account", place.Account ?? texts.Write("place.unknown")),
                ("region", place.Region),
                ("time", place.Local(now)),
                ("zone", place.TimeZone)
            ),
        };

    /// <summary>An alarm that the estate does not name.</summary>
    public Notice Unknown(string subject, string because) =>
        new(
            NoticeKind.UnknownSignal,
            Severity.P4,
            Incident: null,
            subject,
            texts.Write("unknown.title", ("subject", subject)),
            texts.Write("unknown.text", ("because", because)),
            [texts.Write("unknown.next")]
        )
        {
            Subject = ascii.Write("unknown.title", ("subject", subject)),
        };

    /// <summary>A check's breach of what the estate does not name.</summary>
    /// <param name="found">What was found, and by which check.</param>
    public Notice UnknownBreach(string subject, string found, string because) =>
        new(
            NoticeKind.UnknownSignal,
            Severity.P4,
            Incident: null,
            subject,
            texts.Write("unknown.breach.title", ("subject", subject)),
            texts.Write("unknown.breach.text", ("found", found), ("because", because)),
            [texts.Write("unknown.breach.next")]
        )
        {
            Subject = ascii.Write("unknown.breach.title", ("subject", subject)),
        };

    /// <summary>Something is wrong, and the estate says off: nobody else looks.</summary>
    public Notice SwitchedOff(Disturbance disturbance, TargetId target, ProcedureName remedy, Severity severity)
    {
        var key = disturbance.Kind switch
        {
            DisturbanceKind.Alarm => "off",
            DisturbanceKind.Breach => "off.breach",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        var name = ("remedy", texts.Write($"remedy.{remedy}"));
        return new Notice(
            NoticeKind.SwitchedOff,
            severity,
            Incident: null,
            target.Value,
            texts.Write($"{key}.title", ("target", target.Value), ("name", disturbance.Name), name),
            texts.Write($"{key}.text", ("target", target.Value), name, ("because", disturbance.Line)),
            [texts.Write("off.next")]
        )
        {
            Subject = ascii.Write(
                $"{key}.title",
                ("target", target.Value),
                ("name", disturbance.Name),
                ("remedy", ascii.Write($"remedy.{remedy}"))
            ),
        };
    }

    /// <summary>Someone set the control switch: everybody has to know.</summary>
    public Notice ControlSet(ControlSwitch control)
    {
        var mode = ("mode", control.Mode.ToString().ToLowerInvariant());
        return new Notice(
            NoticeKind.ControlSet,
            Severity.P4,
            Incident: null,
            place.Estate,
            texts.Write("control.title", ("estate", place.Estate), mode),
            texts.Write(
                "control.text",
                (
                    "effect",
                    texts.Write(
                        control.Mode switch
                        {
                            Mode.Off or Mode.Observe => "control.stopped",
                            Mode.Ask => "control.ask",
                            Mode.Act => "control.act",
                            _ => throw new System.Diagnostics.UnreachableException(),
                        }
                    )
                ),
                (
                    "until",
                    control switch
                    {
                        { Mode: Mode.Act } => "",
                        { Until: { } until } => texts.Write("control.until", ("until", place.Local(until))),
                        _ => texts.Write("control.untilChanged"),
                    }
                ),
                ("by", control.By),
                ("because", control.Because)
            ),
            []
        )
        {
            Subject = ascii.Write("control.title", ("estate", place.Estate), mode),
        };
    }

    /// <summary>A change was made.</summary>
    public Notice Acted(Incident incident, Intent intent) =>
        About(NoticeKind.Acted, incident, "acted", intent.Change, [], ("because", intent.Because));

    /// <summary>A change was sent, and no answer came.</summary>
    public Notice Unclear(Incident incident, Intent intent, string detail) =>
        About(
            NoticeKind.ActionUnclear,
            incident,
            "unclear",
            intent.Change,
            [],
            ("because", intent.Because),
            ("detail", detail)
        );

    /// <summary>AWS asked for a change to be sent later.</summary>
    public Notice Postponed(Incident incident, Intent intent, string detail) =>
        About(
            NoticeKind.ActionPostponed,
            incident,
            "postponed",
            intent.Change,
            [],
            ("because", intent.Because),
            ("detail", detail)
        );

    /// <summary>A change was refused by AWS.</summary>
    public Notice Failed(Incident incident, Intent intent, string detail) =>
        About(
            NoticeKind.ActionFailed,
            incident,
            "failed",
            intent.Change,
            [texts.Write("failed.next", ("target", incident.Target.Value))],
            ("because", intent.Because),
            ("detail", detail)
        );

    /// <summary>A change was decided and denied by a guard.</summary>
    public Notice Denied(Incident incident, Decision.Act act, Denial denial) =>
        About(
            NoticeKind.Denied,
            incident,
            "denied",
            act.Change,
            [texts.Write("denied.next", ("action", Describe(texts, act.Change)))],
            ("because", act.Because),
            ("blocked", denial.Because),
            ("guard", denial.Guard.Name)
        );

    /// <summary>A change waits for a person's approval.</summary>
    public Notice Offered(Incident incident, Offer offer) =>
        About(
            NoticeKind.Offered,
            incident,
            "offered",
            offer.Change,
            [
                texts.Write("offered.approve", ("answer", SignedEvent.Answer(incident, "approve", offer.Id))),
                texts.Write("offered.decline", ("answer", SignedEvent.Answer(incident, "decline", offer.Id))),
            ],
            ("because", offer.Because),
            ("needs", offer.Needs),
            ("id", offer.Id),
            ("until", place.Local(offer.Until))
        );

    /// <summary>An offer was withdrawn.</summary>
    public Notice Withdrawn(Incident incident, Offer offer, string because) =>
        About(NoticeKind.Withdrawn, incident, "withdrawn", offer.Change, [], ("because", because), ("id", offer.Id));

    /// <summary>It is handed off to on-call.</summary>
    /// <param name="then">The next page if nobody does anything; null when there is none, or it has ended.</param>
    public Notice HandedOff(Incident incident, NextStep? next, string because, Uri? runbook, LevelPage? then = null) =>
        About(
            NoticeKind.HandedOff,
            incident,
            "handedOff",
            change: null,
            StepsFor(incident, next, runbook),
            ("because", because),
            ("then", Then(incident, then))
        );

    /// <summary>A level is paged; the first one by the notice that hands the incident off.</summary>
    /// <param name="then">The next page if nobody does anything; null when there is none.</param>
    public Notice Paged(Incident incident, LevelPage page, Uri? runbook, DateTimeOffset now, LevelPage? then = null)
    {
        var state =
            incident.Escalation
            ?? throw new ArgumentException($"nobody was asked to take {incident.Id}", nameof(incident));
        var notice =
            page.Why == PageReason.HandedOff
                ? HandedOff(incident, state.Next, state.Because, runbook, then)
                : About(
                    NoticeKind.LevelPaged,
                    incident,
                    "levelPaged",
                    change: null,
                    StepsFor(incident, state.Next, runbook),
                    ("level", page.Level.ToString()),
                    ("why", Why(page.Why, state, now)),
                    ("because", state.Because),
                    ("then", Then(incident, then))
                );
        return notice with { Level = page.Level };
    }

    /// <summary>What happens if nobody does anything; empty where the incident has ended.</summary>
    private string Then(Incident incident, LevelPage? then) =>
        (incident.EndedAt, then) switch
        {
            ({ }, _) => "",
            (null, { Why: PageReason.Unanswered } page) => "\n"
                + texts.Write("then.unanswered", ("level", page.Level.ToString()), ("until", place.Local(page.DueAt))),
            (null, { } page) => "\n"
                + texts.Write("then.notOver", ("level", page.Level.ToString()), ("until", place.Local(page.DueAt))),
            (null, null) => "\n" + texts.Write("then.nobody"),
        };

    /// <summary>Someone acknowledged it: everybody who was paged is notified.</summary>
    public Notice Acknowledged(Incident incident, Acknowledgement by) =>
        About(
            NoticeKind.Acknowledged,
            incident,
            "acknowledged",
            change: null,
            [],
            ("by", by.By),
            ("because", by.Because)
        ) with
        {
            Also = LevelsOf(incident),
        };

    /// <summary>The incident is open, and no function looks at it: for the level that has it, or the first.</summary>
    public Notice Unattended(Incident incident, DateTimeOffset now) =>
        About(
            NoticeKind.Unattended,
            incident,
            "unattended",
            change: null,
            [texts.Write("unattended.next")],
            ("minutes", Number((now - (incident.Watch.DueAt ?? now)).TotalMinutes)),
            ("phase", incident.Phase.Name)
        ) with
        {
            Level = incident.Escalation?.Level ?? EscalationLevel.L1,
        };

    /// <summary>It came back soon after its end.</summary>
    public Notice CameBack(Incident incident, string because) =>
        About(NoticeKind.CameBack, incident, "cameBack", change: null, [], ("because", because));

    /// <summary>Another remedy takes the incident on.</summary>
    public Notice Switched(Incident incident, ProcedureName next, string because) =>
        About(NoticeKind.Switched, incident, "switched", change: null, [], ("because", because), ("next", next.Value));

    /// <summary>It is over: the disturbance, or what a person asked for.</summary>
    public Notice Resolved(Incident incident, string because, DateTimeOffset now) =>
        About(
            incident.IsRequest ? NoticeKind.Done : NoticeKind.Resolved,
            incident,
            incident.IsRequest ? "done" : "resolved",
            change: null,
            [],
            ("because", because),
            ("seconds", Number((now - incident.ActiveSince).TotalSeconds)),
            ("count", Number(incident.Attempts.Count(attempt => attempt.Outcome == AttemptOutcome.Done)))
        ) with
        {
            Also = LevelsOf(incident),
        };

    /// <summary>Its time is over; nothing looks at it any more.</summary>
    public Notice Closed(Incident incident, string because, DateTimeOffset now) =>
        About(
            NoticeKind.Closed,
            incident,
            "closed",
            change: null,
            [],
            ("because", because),
            ("hours", Number((now - incident.ActiveSince).TotalHours))
        ) with
        {
            Also = LevelsOf(incident),
        };

    /// <summary>Its time is over, and it still holds something: it is looked at seldom from now on.</summary>
    public Notice StillHeld(Incident incident, IReadOnlyList<string> held, DateTimeOffset now) =>
        About(
            NoticeKind.StillHeld,
            incident,
            "stillHeld",
            change: null,
            [],
            ("held", string.Join("; ", held)),
            ("hours", Number((now - incident.ActiveSince).TotalHours))
        ) with
        {
            Also = LevelsOf(incident),
        };

    private static IReadOnlyList<EscalationLevel> LevelsOf(Incident incident) =>
        [.. (incident.Escalation?.Paged ?? []).Select(paged => paged.Level)];

    private string Why(PageReason why, EscalationState state, DateTimeOffset now)
    {
        var minutes = ("minutes", Number((now - state.HandedOffAt).TotalMinutes));
        return (why, state.Acknowledged) switch
        {
            (PageReason.Unanswered, _) => texts.Write("levelPaged.unanswered", minutes),
            (PageReason.NotOver, null) => texts.Write("levelPaged.notOver", minutes),
            (PageReason.NotOver, { By: var by }) => texts.Write("levelPaged.notOverWith", minutes, ("by", by)),
            (PageReason.Worse, _) => texts.Write(
                "levelPaged.worse",
                ("before", state.Notified.ToString()),
                ("severity", state.Severity.ToString())
            ),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>What on-call could do, and, while it is open, how to acknowledge it.</summary>
    private string[] StepsFor(Incident incident, NextStep? next, Uri? runbook) =>
        [
            .. next is null ? Array.Empty<string>() : [texts.Write("handedOff.next", ("step", Describe(texts, next)))],
            .. runbook is null
                ? Array.Empty<string>()
                : [texts.Write("handedOff.runbook", ("runbook", runbook.ToString()))],
            .. incident.EndedAt is not null
                ? Array.Empty<string>()
                :
                [
                    texts.Write(
                        "handedOff.acknowledge",
                        ("answer", SignedEvent.Answer(incident, "acknowledge", incident.Id.Value))
                    ),
                ],
        ];

    internal Notice About(
        NoticeKind kind,
        Incident incident,
        string key,
        Change? change,
        IReadOnlyList<string> nextSteps,
        params (string Place, string Value)[] values
    ) =>
        new(
            kind,
            incident.Severity,
            incident.Id,
            incident.Target.Value,
            Write(texts, $"{key}.title", incident, change, values),
            Write(texts, $"{key}.text", incident, change, values) + MoreAbout(kind, incident, change),
            nextSteps
        )
        {
            Subject = Write(ascii, $"{key}.title", incident, change, values),
            Key = NoticeKey.Of(kind, incident, change, values),
            IncidentLine = incident.Number is { } number
                ? texts.Write("incident.numbered", ("number", $"{number}"), ("incident", incident.Id.Value))
                : texts.Write("incident", ("incident", incident.Id.Value)),
        };

    /// <summary>
    /// What every notice says of a flapping alarm, a hand-off of the targets that joined, a restart of the images, and
    /// those that may be the first of a check's breach: nothing else has told people of it.
    /// </summary>
    private string MoreAbout(NoticeKind kind, Incident incident, Change? change) =>
        string.Concat([
            .. incident.Cause.Breach is { } breach
            && kind is NoticeKind.HandedOff or NoticeKind.Acted or NoticeKind.Denied or NoticeKind.Offered
                ? ["\n" + texts.Write("foundBy", ("check", breach.Check), ("because", breach.Because))]
                : Array.Empty<string>(),
            .. kind == NoticeKind.HandedOff
                ? incident
                    .JoinedTargets()
                    .Select(one =>
                        "\n"
                        + texts.Write(
                            "also",
                            ("dependency", one.Dependency),
                            ("targets", string.Join(", ", one.Targets))
                        )
                    )
                : [],
            .. kind == NoticeKind.Acted
            && change is { Noted.IsEmpty: false }
            && incident.Trend.Images is { IsCompared: false, Before: { IsEmpty: false } ran }
                ? ["\n" + texts.Write("imagesBefore", ("images", string.Join(", ", ran.Select(one => one.Short))))]
                : Array.Empty<string>(),
            .. kind is NoticeKind.HandedOff or NoticeKind.Resolved or NoticeKind.Done
            && incident.Trend.Images is { Moved: { IsEmpty: false } moved }
                ? ["\n" + texts.Write("imagesMoved", ("images", string.Join("; ", moved.Select(one => one.Short))))]
                : Array.Empty<string>(),
            .. RecoveryOf(kind, incident),
            .. incident.IsFlapping
                ? ["\n" + texts.Write("flaps", ("count", Number(incident.Returns.Count)))]
                : Array.Empty<string>(),
        ]);

    /// <summary>At the end, how its goals did; before that only that one was missed.</summary>
    private IEnumerable<string> RecoveryOf(NoticeKind kind, Incident incident) =>
        incident is { Recovery: { } clock }
        && (
            kind is NoticeKind.Resolved or NoticeKind.Done or NoticeKind.Closed
            || clock.MissedAt is not null
                && kind is NoticeKind.HandedOff or NoticeKind.LevelPaged or NoticeKind.StillHeld
        )
        && RecoveryWords.OfTime(incident, place, incident.EndedAt ?? clock.DueAt) is { } time
        && RecoveryWords.OfData(incident) is { } data
            ?
            [
                "\n" + texts.Write(time.Key, [.. time.Values]),
                .. incident.EndedAt is null ? Array.Empty<string>() : ["\n" + texts.Write(data.Key, [.. data.Values])],
            ]
            : [];

    private static string Write(
        NoticeTexts language,
        string key,
        Incident incident,
        Change? change,
        (string Place, string Value)[] values
    )
    {
        var next = NoticeKey.Value(values, "next");
        return language.Write(
            key,
            [
                .. values,
                ("target", incident.Target.Value),
                ("severity", incident.Severity.ToString()),
                ("action", change is null ? "" : Describe(language, change)),
                ("remedy", next is null ? "" : language.Write($"remedy.{next}")),
            ]
        );
    }

    private static string Describe(NoticeTexts language, NextStep next) =>
        next.Change is { } change ? Describe(language, change) : language.Write($"next.{next.Key}");

    private static string Describe(NoticeTexts language, Change change) =>
        language.Write($"action.{change.Kind}", [.. change.Places]);

    private static string Number(double number) => number.ToString("0", CultureInfo.InvariantCulture);
}
