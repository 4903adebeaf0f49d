using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Aws.Journal;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Cli.Commands;

/// <summary>Reports of checks as people read them on a terminal or in a pipe, and as JSON.</summary>
/// <param name="zone">The estate's, in which times are said.</param>
/// <param name="now">The account's time.</param>
internal sealed class CheckText(TimeZoneInfo zone, DateTimeOffset now)
{
    /// <summary>What a schedule's time may be late by: Scheduler's precision, and a retry.</summary>
    private static readonly TimeSpan s_late = TimeSpan.FromMinutes(10);

    /// <summary>A line each.</summary>
    public string List(ImmutableArray<(Check Check, ImmutableArray<CheckRecord> Parts)> all)
    {
        var text = new StringBuilder();
        var width = all.Select(one => one.Check.Name.Value.Length).DefaultIfEmpty(0).Max();
        foreach (var (check, parts) in all)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{check.Name.Value.PadRight(width)}  {Summary(parts)}; {Next(check.Schedule, parts)}\n"
            );
        }

        return text.ToString();
    }

    /// <summary>One in full, part by part, the worst of each first.</summary>
    public string Of(Check check, ImmutableArray<CheckRecord> parts)
    {
        var text = new StringBuilder();
        Line(text, "check", check.Name.Value);
        Line(text, "schedule", $"{check.Schedule}, {zone.Id}");
        Line(text, "then", Next(check.Schedule, parts));
        foreach (
            var part in parts.OrderBy(part => NumberOf(part.Part)).ThenBy(part => part.Part, StringComparer.Ordinal)
        )
        {
            text.Append('\n');
            Line(text, "part", part.Part);
            if (part.Open is { } open)
            {
                Line(
                    text,
                    "running",
                    $"since {At(open.StartedAt)}{For(open.ScheduledFor)}, last step {At(open.SteppedAt)}"
                );
                Line(text, "held", open.WhyHeld);
                Counts(text, open.Counts);
                foreach (var intent in open.Intent)
                {
                    Line(text, "about to", intent);
                }
            }

            if (part.Last is { } report)
            {
                Line(text, "run", $"{At(report.StartedAt)} to {At(report.EndedAt)}{For(report.ScheduledFor)}");
                Line(text, "held", report.Held);
                Counts(text, report.Counts);
                foreach (var finding in report.Findings.OrderByDescending(one => one.Level))
                {
                    var since = report.Since.TryGetValue(finding.Key, out var at) ? $" (since {At(at)})" : "";
                    Line(text, LevelOf(finding.Level), $"{finding.Text}{since}");
                }
            }
        }

        return text.ToString();
    }

    /// <summary>The records as the journal has them, with what follows from the schedule.</summary>
    public string Json(ImmutableArray<(Check Check, ImmutableArray<CheckRecord> Parts)> all) =>
        new JsonArray([
            .. all.Select(one => new JsonObject
            {
                ["check"] = one.Check.Name.Value,
                ["schedule"] = one.Check.Schedule.Expression,
                ["timeZone"] = zone.Id,
                ["next"] = NextOf(one.Check.Schedule, one.Parts)
                    ?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                ["parts"] = new JsonArray([
                    .. one.Parts.Select(part => JsonSerializer.SerializeToNode(part, JournalJson.Default.CheckRecord)),
                ]),
            }),
        ]).ToJsonString(IncidentText.Readable) + "\n";

    private string Summary(ImmutableArray<CheckRecord> parts)
    {
        var running = parts.Count(part => part.Open is not null);
        var goesOn = running switch
        {
            0 => "",
            1 when parts.Length == 1 => ", and runs now",
            _ => FormattableString.Invariant($", and {running} of {parts.Length} parts run now"),
        };
        var reports = parts.Select(part => part.Last).OfType<CheckReport>().ToList();
        if (reports.Count == 0)
        {
            return (running == 0 ? "has not run" : "has not ended a run") + goesOn;
        }

        var findings = reports.SelectMany(report => report.Findings).OrderByDescending(one => one.Level).ToList();
        var problems = findings.Count(finding => finding.IsProblem);
        var worst = findings.FirstOrDefault();
        var said = worst is { IsProblem: true } ? $": {worst.Text.Split('\n')[0]}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{LevelOf(worst?.Level ?? FindingLevel.Fine), -8} {At(reports.Min(report => report.EndedAt))}  "
                + $"{findings.Count} findings, {problems} of them problems{said}{goesOn}"
        );
    }

    private string Next(Schedule schedule, ImmutableArray<CheckRecord> parts) =>
        NextOf(schedule, parts) switch
        {
            null => $"runs {schedule}",
            { } due when now - due > s_late => $"OVERDUE since {At(due)}: is its schedule enabled?",
            { } due => $"next {At(due)}",
        };

    /// <summary>
    /// The time after the newest that was taken. Where none was: the next by the wall clock, and of a rate nobody knows
    /// from when it counts.
    /// </summary>
    private DateTimeOffset? NextOf(Schedule schedule, ImmutableArray<CheckRecord> parts) =>
        parts.SelectMany(part => part.Taken.Values).DefaultIfEmpty().Max() is { Ticks: > 0 } taken
            ? schedule.Next(taken, zone)
        : schedule is Schedule.ByDate ? schedule.Next(now, zone)
        : null;

    private static void Counts(StringBuilder text, ImmutableArray<ChangeCount> counts)
    {
        foreach (var count in counts)
        {
            Line(
                text,
                "changed",
                FormattableString.Invariant(
                    $"{count.Kind}: {count.Done} done, {count.Refused} refused, {count.Unknown} unknown"
                )
            );
        }
    }

    private static void Line(StringBuilder text, string name, string? value)
    {
        if (value is { Length: > 0 })
        {
            text.Append(CultureInfo.InvariantCulture, $"{name, -10}{value}\n");
        }
    }

    private string For(DateTimeOffset? scheduled) => scheduled is { } at ? $", for {At(at)}" : ", by request";

    /// <summary>2 of "2 of 17"; 0 where the name begins with none.</summary>
    private static int NumberOf(string part) =>
        int.TryParse(part.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string LevelOf(FindingLevel level) =>
        level == FindingLevel.Missing ? "not seen" : $"{level}".ToLowerInvariant();

    private string At(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
}
