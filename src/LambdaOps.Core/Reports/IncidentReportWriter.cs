using System.Globalization;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Reports;

/// <summary>
/// Writes incident reports as the runbook's template has them, in Markdown. Labels, changes and steps are in the
/// language; reasons are the record's own words, in English. No part is empty: what only people can write says so.
/// </summary>
public sealed class IncidentReportWriter(NoticeTexts texts, NoticePlace place)
{
    /// <summary>Signals that stand under the cause at most; the timeline has all.</summary>
    private const int MostSignals = 5;

    /// <param name="asOf">When it is written.</param>
    public string Write(Incident incident, DateTimeOffset asOf)
    {
        var report = new IncidentReport(incident);
        IEnumerable<(string Section, IEnumerable<string> Lines)> sections =
        [
            ("overview", Overview(report, asOf)),
            ("timeline", Timeline(report)),
            ("cause", Cause(report)),
            ("actions", Numbered(Actions(report))),
            ("followUps", FollowUps(report)),
            ("lessons", Notes(report, RemarkAbout.Lesson)),
        ];
        var title = incident.Number is { } number
            ? Text("title.numbered", ("number", $"{number}"[1..]))
            : Text("title", ("incident", incident.Id.Value));
        var written = Text(
            "written",
            ("time", place.Local(asOf)),
            ("estate", place.Estate),
            ("account", place.Account ?? report.Account ?? texts.Write("place.unknown")),
            ("region", place.Region),
            ("zone", place.TimeZone)
        );
        return string.Join(
            '\n',
            [
                $"## {title}",
                "",
                $"{written}",
                .. sections.SelectMany(one =>
                    (string[])["", $"### {Text($"section.{one.Section}")}", "", .. one.Lines]
                ),
                "",
            ]
        );
    }

    private IEnumerable<string> Overview(IncidentReport report, DateTimeOffset asOf)
    {
        var incident = report.Incident;
        var detection = Detection.Of(incident);
        yield return Item(Text("occurred", ("time", place.Local(report.DetectedAt))));
        yield return Item(
            Text(
                $"detection.{detection.Kind}",
                ("by", detection.By is { Length: > 0 } by ? by : texts.Write("place.unknown"))
            )
        );
        foreach (var line in ImpactOf(report))
        {
            yield return line;
        }

        yield return Item(Text("severity", ("severity", incident.Severity.ToString())));
        yield return Item(
            Text(
                "target",
                ("target", incident.Target.Value),
                ("remedy", RemedyOf(incident)),
                ("incident", incident.Id.Value)
            )
        );
        yield return Item(Plain(IncidentWords.Status(incident, place)));
        if (RecoveryWords.OfTime(incident, place, asOf) is { } time && RecoveryWords.OfData(incident) is { } data)
        {
            yield return Item(Plain(time));
            yield return SubItem(Plain(data));
        }

        if (incident.IsFlapping)
        {
            yield return Item(Plain("flaps", ("count", Number(incident.Returns.Count))));
        }
    }

    private IEnumerable<string> ImpactOf(IncidentReport report) =>
        [
            Item(Plain(IncidentWords.Scope(report.Incident))),
            .. IncidentWords.Details(report, place).Select(detail => SubItem(Plain(detail))),
            .. report.NotesAbout(RemarkAbout.Impact).Select(note => SubItem(MarkdownText.Of(note.Text))),
        ];

    private IEnumerable<string> Timeline(IncidentReport report)
    {
        var incident = report.Incident;
        (string Key, DateTimeOffset? At)[] steps =
        [
            ("detected", report.DetectedAt),
            ("response", incident.OpenedAt),
            ("cause", report.CauseFoundAt),
            ("workaround", report.FirstChange?.At),
            ("restored", report.RestoredAt),
            ("ended", incident.EndedAt),
        ];
        foreach (var (key, at) in steps)
        {
            yield return Item(
                Text(
                    "step",
                    ("time", at is { } known ? place.Local(known) : texts.Write($"{Prefix}step.none")),
                    ("what", texts.Write($"{Prefix}step.{key}"))
                )
            );
        }

        yield return "";
        yield return $"{Text("record")}";
        yield return "";
        foreach (var line in incident.Lines)
        {
            yield return Item(
                Text(
                    line.Times == 1 ? "line" : "line.repeated",
                    ("time", place.LocalSecond(line.At)),
                    ("until", place.LocalSecond(line.Until)),
                    ("times", Number(line.Times)),
                    ("kind", texts.Write($"{Prefix}entry.{line.Kind}")),
                    ("text", line.Text)
                )
            );
        }
    }

    private IEnumerable<string> Cause(IncidentReport report)
    {
        foreach (var note in report.NotesAbout(RemarkAbout.Cause))
        {
            yield return Item(Text("noted", ("text", note.Text)));
        }

        foreach (var signal in report.Signals.Take(MostSignals))
        {
            yield return Item(Text("cause.signal", ("text", signal.Text)));
        }

        foreach (var finding in report.Findings)
        {
            yield return Item(Text("cause.found", ("text", finding)));
        }

        if (report.CauseFoundAt is null)
        {
            yield return Item(ToWrite(report, RemarkAbout.Cause));
        }
    }

    private IEnumerable<MarkdownText> Actions(IncidentReport report)
    {
        var incident = report.Incident;
        foreach (var attempt in incident.Attempts)
        {
            yield return Write(
                $"{Prefix}action.{attempt.Outcome}",
                ("time", MarkdownText.Of(place.LocalSecond(attempt.At))),
                ("action", Describe(attempt.Change)),
                ("detail", MarkdownText.Of(attempt.Detail))
            );
        }

        if (incident.Intent is { } intent)
        {
            yield return Write(
                $"{Prefix}action.intended",
                ("time", MarkdownText.Of(place.LocalSecond(intent.At))),
                ("action", Describe(intent.Change))
            );
        }

        if (incident.Attempts.IsEmpty && incident.Intent is null)
        {
            yield return Text("action.none");
        }

        foreach (var denied in report.Denials)
        {
            yield return Text("action.denied", ("time", place.LocalSecond(denied.At)), ("text", denied.Text));
        }

        if (incident.Escalation is { } escalation)
        {
            yield return Text("action.handedOff", ("time", place.LocalSecond(escalation.HandedOffAt)));
            foreach (var paged in escalation.Paged)
            {
                yield return Text(
                    "action.paged",
                    ("time", place.LocalSecond(paged.At)),
                    ("level", paged.Level.ToString())
                );
            }

            if (escalation.Acknowledged is { } by)
            {
                yield return Text(
                    "action.acknowledged",
                    ("time", place.LocalSecond(by.At)),
                    ("by", by.By),
                    ("because", by.Because)
                );
            }
        }
    }

    private IEnumerable<string> FollowUps(IncidentReport report)
    {
        yield return $"{Text("followUp.short")}";
        yield return "";
        foreach (var line in Numbered(ShortTerm(report).DefaultIfEmpty(Text("followUp.none"))))
        {
            yield return line;
        }

        yield return "";
        yield return $"{Text("followUp.long")}";
        yield return "";
        var notes = report.NotesAbout(RemarkAbout.FollowUp).Select(note => MarkdownText.Of(note.Text));
        foreach (var line in Numbered(notes.DefaultIfEmpty(ToWrite(report, RemarkAbout.FollowUp))))
        {
            yield return line;
        }
    }

    /// <summary>What the record leaves to do.</summary>
    private IEnumerable<MarkdownText> ShortTerm(IncidentReport report)
    {
        var incident = report.Incident;
        if (incident.Escalation?.Next is { } next)
        {
            yield return next.Change is { } change ? Describe(change)
            : texts.Has($"next.{next.Key}") ? Write($"next.{next.Key}")
            : MarkdownText.Of(next.Description);
        }

        foreach (
            var back in incident.Attempts.Where(one => one is { Outcome: AttemptOutcome.Done, Change.RollsBack: true })
        )
        {
            yield return Write($"{Prefix}followUp.rolledBack", ("action", Describe(back.Change)));
        }

        foreach (
            var refused in incident
                .Attempts.Where(one => one.Outcome == AttemptOutcome.Refused)
                .DistinctBy(one => one.Change.Kind)
        )
        {
            yield return Write($"{Prefix}followUp.refused", ("action", Describe(refused.Change)));
        }

        if (incident.IsFlapping)
        {
            yield return Text("followUp.flaps", ("count", Number(incident.Returns.Count)));
        }

        if (report.NoticesNotSent is > 0 and var notSent)
        {
            yield return Text("followUp.notSent", ("count", Number(notSent)));
        }
    }

    private IEnumerable<string> Notes(IncidentReport report, RemarkAbout about) =>
        report
            .NotesAbout(about)
            .Select(note => MarkdownText.Of(note.Text))
            .DefaultIfEmpty(ToWrite(report, about))
            .Select(Item);

    /// <summary>What only people can write, and how.</summary>
    private MarkdownText ToWrite(IncidentReport report, RemarkAbout about) =>
        Write(
            $"{Prefix}toWrite",
            (
                "how",
                MarkdownText.Code(
                    $"lambdaops incidents note {report.Incident.Id} TEXT --as NAME --about {NameOf(about)}"
                )
            )
        );

    /// <summary>As events and the command line say it.</summary>
    public static string NameOf(RemarkAbout about) => char.ToLowerInvariant($"{about}"[0]) + $"{about}"[1..];

    private const string Prefix = "incidentReport.";

    /// <summary>A record may name a procedure that this version lacks.</summary>
    private string RemedyOf(Incident incident) =>
        texts.Has($"remedy.{incident.Remedy}") ? texts.Write($"remedy.{incident.Remedy}") : incident.Remedy.Value;

    private MarkdownText Describe(Change change) =>
        Write($"action.{change.Kind}", [.. change.Places.Select(one => (one.Place, MarkdownText.Of(one.Value)))]);

    private MarkdownText Write(string key, params ReadOnlySpan<(string Place, MarkdownText Value)> values) =>
        MarkdownText.Written(texts, key, values);

    private MarkdownText Text(string key, params ReadOnlySpan<(string Place, string Value)> values) =>
        Plain(Prefix + key, values);

    private MarkdownText Plain(Phrase phrase) => Plain(phrase.Key, [.. phrase.Values]);

    private MarkdownText Plain(string key, params ReadOnlySpan<(string Place, string Value)> values)
    {
        var escaped = new (string, MarkdownText)[values.Length];
        for (var at = 0; at < values.Length; at++)
        {
            escaped[at] = (values[at].Place, MarkdownText.Of(values[at].Value));
        }

        return Write(key, escaped);
    }

    private static IEnumerable<string> Numbered(IEnumerable<MarkdownText> lines) =>
        lines.Select((line, index) => string.Create(CultureInfo.InvariantCulture, $"{index + 1}. {line}"));

    private static string Item(MarkdownText line) => $"- {line}";

    private static string SubItem(MarkdownText line) => $"  - {line}";

    private static string Number(double number, string format = "0") =>
        number.ToString(format, CultureInfo.InvariantCulture);
}
