using System.Text.Json.Serialization;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Reports;

/// <summary>A message to people about one moment of an incident. Channels give it their own form.</summary>
/// <param name="Incident">Null for an alarm that belongs to no incident.</param>
/// <param name="NextSteps">What a person could do now; empty when nothing is asked of anyone.</param>
public sealed record Notice(
    NoticeKind Kind,
    Severity Severity,
    IncidentId? Incident,
    string Target,
    string Title,
    string Text,
    IReadOnlyList<string> NextSteps
)
{
    /// <summary>The title in ASCII, for channels that take nothing else (an SNS subject).</summary>
    public string Subject { get; init; } = Title;

    /// <summary>Whose page it is; null for a notice to all.</summary>
    public EscalationLevel? Level { get; init; }

    /// <summary>
    /// Whether it only tells how an incident goes on, and nobody has to do anything: it is no page, whatever the
    /// incident's severity.
    /// </summary>
    public bool IsUpdate =>
        Level is null
            && Kind
                is NoticeKind.Acted
                    or NoticeKind.ActionUnclear
                    or NoticeKind.ActionPostponed
                    or NoticeKind.Withdrawn
                    or NoticeKind.Switched
                    or NoticeKind.Acknowledged
                    or NoticeKind.Resolved
                    or NoticeKind.Done
                    or NoticeKind.ControlSet
        || IsGoodNews;

    /// <summary>Whether a check found that all is well again.</summary>
    public bool IsGoodNews { get; init; }

    /// <summary>What its subject begins with in brackets: the severity, or that it is an update.</summary>
    public string Label => IsUpdate ? "update" : Severity.ToString();

    /// <summary>The subject, after the level that it pages.</summary>
    public string Line => Level is { } level ? $"{level}: {Subject}" : Subject;

    /// <summary>
    /// What tells it from other notices of its kind, level and incident, in no language: the severity, the change and
    /// the guard, the next procedure. Empty where the kind says all.
    /// </summary>
    public string Key { get; init; } = "";

    /// <summary>Levels that are notified besides, as they were paged.</summary>
    public IReadOnlyList<EscalationLevel> Also { get; init; } = [];

    /// <summary>The estate, account, region and local time; null until it is sent.</summary>
    public string? PlaceLine { get; init; }

    /// <summary>"Incident {incident}" in the language of the notice; null when it belongs to none.</summary>
    public string? IncidentLine { get; init; } = Incident is { } id ? $"Incident {id}" : null;
}

[JsonConverter(typeof(EnumAsName<NoticeKind>))]
public enum NoticeKind
{
    UnknownSignal,
    Acted,
    ActionFailed,
    ActionUnclear,

    /// <summary>AWS asked for it later: it is sent again with growing pauses.</summary>
    ActionPostponed,
    Denied,

    /// <summary>A person may approve it.</summary>
    Offered,

    /// <summary>An offer was withdrawn.</summary>
    Withdrawn,

    HandedOff,

    /// <summary>To another remedy.</summary>
    Switched,

    /// <summary>A level above the first one is asked, or has to hear that it got worse.</summary>
    LevelPaged,

    /// <summary>Someone acknowledged it.</summary>
    Acknowledged,
    Resolved,

    /// <summary>The disturbance is back soon after its end.</summary>
    CameBack,

    /// <summary>A new revision did not pass its smoke test, or could not be asked.</summary>
    SmokeTested,

    /// <summary>People are asked to do what only they can.</summary>
    Asked,

    /// <summary>What a person asked for is done.</summary>
    Done,

    /// <summary>What a person asked for is not carried out: an incident is open that is about something else.</summary>
    NotTaken,

    /// <summary>Its time is over: nothing looks at it any more.</summary>
    Closed,

    /// <summary>Its time is over, and it still holds something.</summary>
    StillHeld,

    /// <summary>Someone set the control switch.</summary>
    ControlSet,

    /// <summary>An alarm fires, and the estate says off.</summary>
    SwitchedOff,

    /// <summary>No function has looked at an open incident for a quarter of an hour.</summary>
    Unattended,

    /// <summary>A check found something new, or that something is over.</summary>
    CheckReported,
}
