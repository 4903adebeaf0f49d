using System.Globalization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Remedies.Escalation;

namespace LambdaOps.Core.Reports;

/// <summary>
/// Writes notices in the estate's language. Labels, actions and next steps are in that language; reasons are the
/// record's own words, in English, so that a notice can be held against the record.
/// </summary>
/// <param name="texts">The language of the notices.</param>
/// <param name="ascii">English: for subjects, which take nothing but ASCII.</param>
public sealed class NoticeWriter(NoticeTexts texts, NoticeTexts ascii)
{
    /// <summary>An alarm that the estate does not name.</summary>
    public Notice Unknown(string subject, string because) => new(
        NoticeKind.UnknownSignal, Severity.P4, Incident: null, subject,
        texts.Write("unknown.title", ("subject", subject)), texts.Write("unknown.text", ("because", because)),
        [texts.Write("unknown.next")])
    {
        Subject = ascii.Write("unknown.title", ("subject", subject)),
    };

    /// <summary>An action was made.</summary>
    public Notice Acted(Incident incident, Intent intent) => About(
        NoticeKind.Acted, incident, "acted", intent.Action, [], ("because", intent.Because));

    /// <summary>An action was sent, and no answer came.</summary>
    public Notice Unclear(Incident incident, Intent intent, string detail) => About(
        NoticeKind.ActionUnclear, incident, "unclear", intent.Action, [],
        ("because", intent.Because), ("detail", detail));

    /// <summary>An action was refused by AWS.</summary>
    public Notice Failed(Incident incident, Intent intent, string detail) => About(
        NoticeKind.ActionFailed, incident, "failed", intent.Action,
        [texts.Write("failed.next", ("target", incident.Target.Value))],
        ("because", intent.Because), ("detail", detail));

    /// <summary>An action was decided and denied by a guard.</summary>
    public Notice Denied(Incident incident, RemedyAction action, string because, string guard) => About(
        NoticeKind.Denied, incident, "denied", action,
        [texts.Write("denied.next", ("action", Describe(texts, action)))], ("because", because), ("guard", guard));

    /// <summary>An action waits for a person's approval.</summary>
    public Notice Offered(Incident incident, Offer offer) => About(
        NoticeKind.Offered, incident, "offered", offer.Action,
        [
            texts.Write("offered.approve", ("answer", Answer(incident, "approve", offer.Id))),
            texts.Write("offered.refuse", ("answer", Answer(incident, "refuse", offer.Id))),
        ],
        ("because", offer.Because), ("id", offer.Id),
        ("until", offer.Until.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)));

    /// <summary>An offer was taken back.</summary>
    public Notice Withdrawn(Incident incident, Offer offer, string because) => About(
        NoticeKind.Withdrawn, incident, "withdrawn", offer.Action, [], ("because", because), ("id", offer.Id));

    /// <summary>A person has to take it.</summary>
    public Notice HandedOver(Incident incident, string nextRung, string because, Uri? runbook) => About(
        NoticeKind.HandedOver, incident, "handedOver", action: null, StepsFor(incident, nextRung, runbook),
        ("because", because));

    /// <summary>A level is paged; the first one by the notice that hands the incident over.</summary>
    public Notice Paged(Incident incident, LevelPage page, Uri? runbook, DateTimeOffset now)
    {
        var state = incident.Escalation ?? EscalationState.Adopt(incident);
        var notice = page.Why == PageReason.HandedOver
            ? HandedOver(incident, state.NextRung, state.Because, runbook)
            : About(
                NoticeKind.LevelPaged, incident, "levelPaged", action: null,
                StepsFor(incident, state.NextRung, runbook),
                ("level", page.Level.ToString()), ("why", Why(page.Why, state, now)), ("because", state.Because));
        return notice with { Level = page.Level };
    }

    /// <summary>Somebody has it: everybody who was paged hears of it.</summary>
    public Notice Acknowledged(Incident incident, Acknowledgement by) => About(
        NoticeKind.Acknowledged, incident, "acknowledged", action: null, [], ("by", by.By), ("because", by.Because))
        with
    {
        Also = LevelsOf(incident),
    };

    /// <summary>It came back soon after its end.</summary>
    public Notice CameBack(Incident incident, string because) => About(
        NoticeKind.CameBack, incident, "cameBack", action: null, [], ("because", because));

    /// <summary>Another target needs the same thing, and the incident is with a person already.</summary>
    public Notice Joined(Incident incident, JoinedAlarm joined) => About(
        NoticeKind.Joined, incident, "joined", action: null, [],
        ("because", joined.Alarm.Line), ("other", joined.Target.Value), ("dependency", joined.Dependency));

    /// <summary>Another remedy takes the incident on.</summary>
    public Notice HandedOn(Incident incident, RemedyName next, string because) => About(
        NoticeKind.HandedOn, incident, "handedOn", action: null, [], ("because", because), ("next", next.Value));

    /// <summary>It is over: the disturbance, or what a person asked for.</summary>
    public Notice Resolved(Incident incident, string because, DateTimeOffset now) => About(
        incident.Wish is null ? NoticeKind.Resolved : NoticeKind.Done, incident,
        incident.Wish is null ? "resolved" : "done", action: null, [],
        ("because", because), ("seconds", Number((now - incident.ActiveSince).TotalSeconds)),
        ("count", Number(incident.Attempts.Count(attempt => attempt.Outcome == AttemptOutcome.Done)))) with
    {
        Also = LevelsOf(incident),
    };

    /// <summary>Its time is over; nothing looks at it any more.</summary>
    public Notice Closed(Incident incident, string because, DateTimeOffset now) => About(
        NoticeKind.Closed, incident, "closed", action: null, [],
        ("because", because), ("hours", Number((now - incident.ActiveSince).TotalHours))) with
    {
        Also = LevelsOf(incident),
    };

    /// <summary>Its time is over, and it still holds something: it is looked at seldom from now on.</summary>
    public Notice StillHeld(Incident incident, IReadOnlyList<string> held, DateTimeOffset now) => About(
        NoticeKind.StillHeld, incident, "stillHeld", action: null, [],
        ("held", string.Join("; ", held)), ("hours", Number((now - incident.ActiveSince).TotalHours))) with
    {
        Also = LevelsOf(incident),
    };

    private static IReadOnlyList<EscalationLevel> LevelsOf(Incident incident) =>
        [.. (incident.Escalation?.Paged ?? []).Select(paged => paged.Level)];

    private string Why(PageReason why, EscalationState state, DateTimeOffset now)
    {
        var minutes = ("minutes", Number((now - state.HandedOverAt).TotalMinutes));
        return (why, state.Acknowledged) switch
        {
            (PageReason.Unanswered, _) => texts.Write("levelPaged.unanswered", minutes),
            (PageReason.NotOver, null) => texts.Write("levelPaged.notOver", minutes),
            (PageReason.NotOver, { By: var by }) => texts.Write("levelPaged.notOverWith", minutes, ("by", by)),
            (PageReason.Worse, _) => texts.Write(
                "levelPaged.worse", ("before", state.Told.ToString()), ("severity", state.Severity.ToString())),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>What the person who takes it could do, and, while it is open, how to say that they have it.</summary>
    private string[] StepsFor(Incident incident, string nextRung, Uri? runbook) =>
    [
        .. nextRung.Length == 0 ? Array.Empty<string>() : [texts.Write("handedOver.next", ("rung", nextRung))],
        .. runbook is null
            ? Array.Empty<string>()
            : [texts.Write("handedOver.runbook", ("runbook", runbook.ToString()))],
        .. incident.EndedAt is not null
            ? Array.Empty<string>()
            : [texts.Write("handedOver.acknowledge", ("answer", Answer(incident, "acknowledge", incident.Id.Value)))],
    ];

    private Notice About(
        NoticeKind kind, Incident incident, string key, RemedyAction? action, IReadOnlyList<string> nextSteps,
        params (string Place, string Value)[] values) => new(
            kind, incident.Severity, incident.Id, incident.Target.Value,
            Write(texts, $"{key}.title", incident, action, values),
            Write(texts, $"{key}.text", incident, action, values) + MoreAbout(kind, incident), nextSteps)
        {
            Subject = Write(ascii, $"{key}.title", incident, action, values),
            IncidentLine = texts.Write("incident", ("incident", incident.Id.Value)),
        };

    /// <summary>What every notice says of a flapping alarm, and a hand-over of the targets that joined.</summary>
    private string MoreAbout(NoticeKind kind, Incident incident) => string.Concat(
        [
            .. kind == NoticeKind.HandedOver
                ? incident.JoinedTargets().Select(one => " " + texts.Write(
                    "also", ("dependency", one.Dependency), ("targets", string.Join(", ", one.Targets))))
                : [],
            .. incident.IsFlapping ? [" " + texts.Write("flaps", ("count", Number(incident.Returned)))]
                : Array.Empty<string>(),
        ]);

    private static string Write(
        NoticeTexts language, string key, Incident incident, RemedyAction? action,
        (string Place, string Value)[] values)
    {
        var next = Array.Find(values, value => value.Place == "next").Value;
        return language.Write(
            key,
            [
                .. values, ("target", incident.Target.Value), ("severity", incident.Severity.ToString()),
                ("action", action is null ? "" : Describe(language, action)),
                ("remedy", next is null ? "" : language.Write($"remedy.{next}")),
            ]);
    }

    private static string Describe(NoticeTexts language, RemedyAction action) => action switch
    {
        RemedyAction.ForceNewDeployment one => Of(language, "forceNewDeployment", one.Target),
        RemedyAction.RollBack one => Of(language, "rollBack", one.Target, ("definition", one.TaskDefinition)),
        RemedyAction.RestartAt one => Of(language, "restartAt", one.Target, ("count", Number(one.Desired))),
        RemedyAction.SetDesiredCount one => Of(
            language, "setDesiredCount", one.Target, ("from", Number(one.From)), ("to", Number(one.To))),
        RemedyAction.SetScalingMinimum one => Of(
            language, "setScalingMinimum", one.Target, ("from", Number(one.From)), ("to", Number(one.To))),
        RemedyAction.SavePage one => Of(language, "savePage", one.Site),
        RemedyAction.PublishMaintenancePage one => Of(language, "publishMaintenancePage", one.Site),
        RemedyAction.RestorePage one => Of(language, "restorePage", one.Site),
        RemedyAction.InvalidateSite one => Of(language, "invalidateSite", one.Site),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Of(
        NoticeTexts language, string action, TargetId target, params (string Place, string Value)[] values) =>
        language.Write($"action.{action}", [.. values, ("target", target.Value)]);

    /// <summary>The event that answers, for any of the functions.</summary>
    private static string Answer(Incident incident, string answer, string subject) =>
        $$$"""{"operator":{"target":"{{{incident.Target}}}","{{{answer}}}":"{{{subject}}}","by":"…","because":"…"}}""";

    private static string Number(double number) => number.ToString("0", CultureInfo.InvariantCulture);
}
