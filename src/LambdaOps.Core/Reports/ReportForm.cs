using System.Globalization;
using System.Text.RegularExpressions;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Reports;

/// <summary>
/// What a written incident report must have, whoever wrote it: drills, campaigns and tests ask. It reads the Markdown
/// and the record, not the writer's steps.
/// </summary>
public static partial class ReportForm
{
    /// <summary>The runbook's: 概要, タイムライン, 原因, 対応内容, 再発防止策, 教訓.</summary>
    private const int Sections = 6;

    private const int Overview = 1;

    private const int Timeline = 2;

    private const int Response = 4;

    /// <summary>The runbook's steps from the detection to the end of monitoring.</summary>
    private const int Steps = 6;

    /// <summary>The first thing that the report lacks; null when it is complete.</summary>
    public static string? Missing(string report, Incident incident, NoticePlace place)
    {
        var parts = report.Split("\n### ");
        return !report.StartsWith("## ", StringComparison.Ordinal) || report.IndexOf("\n## ", 3, Is) >= 0
                ? "it has no title of its own"
            : !parts[0].Contains(incident.Number is { } number ? $"{number}" : incident.Id.Value, Is)
                ? $"the title does not say {incident.Number?.ToString() ?? incident.Id.Value}"
            : parts.Length != Sections + 1 ? $"it has {parts.Length - 1} parts"
            : Array.FindIndex(parts, part => Lines(part).All(line => line.Length == 0)) is >= 0 and var empty
                ? $"part {empty} is empty"
            : MissingInOverview(parts[Overview], incident)
                ?? MissingInTimeline(parts[Timeline], incident, place)
                ?? MissingInResponse(parts[Response], incident, place);
    }

    private const StringComparison Is = StringComparison.Ordinal;

    private static string? MissingInOverview(string part, Incident incident)
    {
        var lines = Lines(part).Where(line => line.StartsWith("- ", Is)).ToList();
        return lines.Count < 6 ? $"the overview has {lines.Count} lines"
            : !AnyTime().IsMatch(lines[0]) ? "the overview does not say when it occurred"
            : !lines.Exists(line => line.EndsWith($" {incident.Severity}", Is)) ? "the overview has no severity"
            : !part.Contains(incident.Id.Value, Is) ? $"the overview does not say {incident.Id}"
            : null;
    }

    /// <summary>Each line of the record has one, in its order, with its time and zone; and so has each step.</summary>
    private static string? MissingInTimeline(string part, Incident incident, NoticePlace place)
    {
        var lines = Lines(part).Where(line => line.StartsWith("- ", Is)).ToList();
        if (lines.Count != Steps + incident.Lines.Length)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"the timeline has {lines.Count} lines, and the record {incident.Lines.Length}"
            );
        }

        if (!ZonedTime().IsMatch(lines[0]) || !ZonedTime().IsMatch(lines[1]))
        {
            return "the timeline does not say when it was detected, and when the response began";
        }

        for (var at = 0; at < incident.Lines.Length; at++)
        {
            var (written, line) = (lines[Steps + at], incident.Lines[at]);
            if (
                !written.StartsWith($"- {place.LocalSecond(line.At)}", Is)
                || !ZonedTime().IsMatch(written)
                || !(written.EndsWith(line.Text, Is) || EndsWithLetters(written, line.Text))
            )
            {
                return $"the timeline says '{written}' of '{line}'";
            }
        }

        return null;
    }

    private static string? MissingInResponse(string part, Incident incident, NoticePlace place)
    {
        var lines = Lines(part).ToList();
        return incident
            .Attempts.GroupBy(attempt => attempt.At)
            .Where(same => lines.Count(line => line.Contains(place.LocalSecond(same.Key), Is)) < same.Count())
            .Select(same => $"the response lacks '{same.First().Change.Description}'")
            .FirstOrDefault();
    }

    /// <summary>Without its heading.</summary>
    private static IEnumerable<string> Lines(string part) => part.Split('\n').Skip(1);

    /// <summary>Whether a line ends with the letters and digits of a text, in whatever way it was escaped.</summary>
    private static bool EndsWithLetters(string written, string text)
    {
        var at = written.Length;
        for (var own = text.Length - 1; own >= 0; own--)
        {
            if (!char.IsLetterOrDigit(text[own]))
            {
                continue;
            }

            do
            {
                at--;
            } while (at >= 0 && !char.IsLetterOrDigit(written[at]));

            if (at < 0 || written[at] != text[own])
            {
                return false;
            }
        }

        return true;
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)? ([+-]\d\d:\d\d|UTC)", RegexOptions.CultureInvariant)]
    private static partial Regex AnyTime();

    [GeneratedRegex(@"^- \d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)? ([+-]\d\d:\d\d|UTC)", RegexOptions.CultureInvariant)]
    private static partial Regex ZonedTime();
}
