using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Aws.Journal;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Cli.Commands;

/// <summary>Incidents as people read them on a terminal or in a pipe, and as JSON; times UTC.</summary>
internal static class IncidentText
{
    /// <summary>How records are written for people and their programs.</summary>
    internal static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A line each, and one that says what is not in it.</summary>
    public static string List(ImmutableArray<Incident> all, int most, DateTimeOffset now)
    {
        if (all.IsEmpty)
        {
            return "no incident is open, and none was opened within that time\n";
        }

        var width = all.Max(one => one.Id.Value.Length);
        var text = new StringBuilder();
        foreach (var one in all)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{At(one.OpenedAt)}  {one.Severity}  {one.Id.Value.PadRight(width)}  {Standing(one), -16}  "
                    + $"{one.Remedy}, {Count(one)}{Recovery(one, now)}: {Last(one)}\n"
            );
        }

        return all.Length < most
            ? text.ToString()
            : text.Append(CultureInfo.InvariantCulture, $"the newest {most} only: give a shorter --since\n").ToString();
    }

    /// <summary>What stands in the record, and its timeline.</summary>
    public static string Of(Incident one, DateTimeOffset now)
    {
        var text = new StringBuilder();
        void Line(string name, string? value)
        {
            if (value is { Length: > 0 })
            {
                text.Append(CultureInfo.InvariantCulture, $"{name, -13}{value}\n");
            }
        }

        Line("incident", one.Id.Value);
        Line("target", one.Target.Value);
        Line("number", one.Number?.ToString());
        Line("estate", one.Cause.EstateVersion is { } version ? $"version {version}" : null);
        Line("status", $"{Standing(one)}, {one.Severity}, {one.Remedy} {one.Phase.Name}");
        Line("opened", At(one.OpenedAt) + OpenedBy(one.Cause));
        Line("came back", one.Returns.Count == 0 ? null : FormattableString.Invariant($"{one.Returns.Count} times"));
        Line("ended", one.EndedAt is { } ended ? At(ended) : null);
        Line("recovery", one.Recovery?.Describe(one, now));
        Line("next look", one.EndedAt is null && one.Watch.DueAt is { } due ? At(due) : null);
        Line(
            "offer",
            one.Offer is { Answer: null } offer
                ? $"{offer.Id}: {offer.Change.Description}, because {offer.Because}; until {At(offer.Until)}"
                : null
        );
        Line("on-call", OnCall(one.Escalation));
        foreach (var attempt in one.Attempts)
        {
            Line("action", $"{At(attempt.At)} {attempt.Change.Description}: {attempt.Outcome}");
        }

        text.Append('\n');
        foreach (var line in one.Lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"{line.At.UtcDateTime:yyyy-MM-dd} {line}\n");
        }

        return text.ToString();
    }

    /// <summary>The records as the journal has them.</summary>
    public static string Json(ImmutableArray<Incident> all) =>
        new JsonArray([
            .. all.Select(one => JsonSerializer.SerializeToNode(one, JournalJson.Default.Incident)),
        ]).ToJsonString(Readable) + "\n";

    private static string OpenedBy(IncidentCause cause) =>
        cause switch
        {
            { Breach: { } breach } => $" by {breach.Check}: {breach.Because}",
            { Alarm: { } alarm } => $" by alarm {alarm.Name}",
            _ => "",
        };

    private static string Standing(Incident one) =>
        one switch
        {
            { EndedAt: not null } => "resolved",
            { IsHandedOff: true, Escalation.Acknowledged: { } by } => $"acknowledged ({by.By})",
            { IsHandedOff: true } => "handed off",
            { Offer.Answer: null, Offer: not null } => "approval needed",
            _ => "open",
        };

    private static string? OnCall(EscalationState? state) =>
        state is null
            ? null
            : string.Join(
                "; ",
                (string[])
                    [
                        $"handed off {At(state.HandedOffAt)}, because {state.Because}",
                        .. state.Paged.Select(paged => $"{paged.Level} paged {At(paged.At)}"),
                        .. state.Acknowledged is { } by
                            ? [$"acknowledged by {by.By} {At(by.At)}: {by.Because}"]
                            : Array.Empty<string>(),
                    ]
            );

    private static string Count(Incident one)
    {
        var made = one.Attempts.Count(attempt => attempt.Outcome == AttemptOutcome.Done);
        return made == 1 ? "1 action" : FormattableString.Invariant($"{made} actions");
    }

    /// <summary>Where a goal is at stake: it runs, or was missed.</summary>
    private static string Recovery(Incident one, DateTimeOffset now) =>
        one.Recovery is { } clock && clock.VerdictOf(one) is RecoveryVerdict.Running or RecoveryVerdict.Missed
            ? $", {clock.Describe(one, now)}"
            : "";

    private static string Last(Incident one) => one.Lines is [.., var last] ? last.Text.Split('\n')[0] : "";

    private static string At(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
