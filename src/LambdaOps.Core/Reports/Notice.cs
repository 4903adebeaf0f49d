using System.Globalization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Signals;

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
    IReadOnlyList<string> NextSteps)
{
    /// <summary>An alarm that the estate does not name.</summary>
    public static Notice Unknown(string subject, string because) => new(
        NoticeKind.UnknownSignal, Severity.P4, Incident: null, subject, $"Not acted on: {subject}", because,
        ["Name the alarm in estate.json, or take this function off its actions."]);

    /// <summary>An action was made.</summary>
    public static Notice Acted(Incident incident, Intent intent) => new(
        NoticeKind.Acted, incident.Severity, incident.Id, incident.Target.Value,
        $"{incident.Target}: {intent.Action.Description}", $"Because: {intent.Because}", []);

    /// <summary>An action was sent, and no answer came.</summary>
    public static Notice Unclear(Incident incident, Intent intent, string detail) => new(
        NoticeKind.ActionUnclear, incident.Severity, incident.Id, incident.Target.Value,
        $"{incident.Target}: tried to {intent.Action.Description}, no answer yet",
        $"{detail}. The next look tells whether it took effect. Wanted because: {intent.Because}", []);

    /// <summary>An action was refused by AWS.</summary>
    public static Notice Failed(Incident incident, Intent intent, string detail) => new(
        NoticeKind.ActionFailed, incident.Severity, incident.Id, incident.Target.Value,
        $"{incident.Target}: could not {intent.Action.Description}",
        $"AWS says: {detail}. Wanted because: {intent.Because}",
        [$"Check {incident.Target} by hand."]);

    /// <summary>An action was decided and denied by a guard.</summary>
    public static Notice Denied(Incident incident, RemedyAction action, string because, string guard) => new(
        NoticeKind.Denied, incident.Severity, incident.Id, incident.Target.Value,
        $"{incident.Target}: would {action.Description}, but may not",
        $"{guard}: {because}", [$"If you agree, {action.Description} by hand."]);

    /// <summary>A person has to take it.</summary>
    public static Notice HandedOver(Incident incident, string nextRung, string because, Uri? runbook) => new(
        NoticeKind.HandedOver, incident.Severity, incident.Id, incident.Target.Value,
        $"{incident.Target}: a person is needed ({incident.Severity})", because,
        runbook is null ? [$"Next: {nextRung}"] : [$"Next: {nextRung}", $"Runbook: {runbook}"]);

    /// <summary>It is over.</summary>
    public static Notice Resolved(Incident incident, string because, DateTimeOffset now) => new(
        NoticeKind.Resolved, incident.Severity, incident.Id, incident.Target.Value, $"{incident.Target}: recovered",
        string.Create(
            CultureInfo.InvariantCulture,
            $"{because}. Open for {(now - incident.OpenedAt).TotalSeconds:0} s, {incident.Attempts.Length} action(s)."),
        []);
}

public enum NoticeKind
{
    UnknownSignal,
    Acted,
    ActionFailed,
    ActionUnclear,
    Denied,
    HandedOver,
    Resolved,
}
