using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports.Documents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Reports;

/// <summary>
/// Writes an incident as on-call reads it in a minute: what is wrong since when, who has it, what is offered, what was
/// changed and refused, how to answer and to stop it, and the whole record. Reasons are the record's own words, in English.
/// </summary>
/// <param name="notices">The notices' texts (notices.*.json): changes, steps and lines have one name everywhere.</param>
/// <param name="reports">The reports' (reports.*.json).</param>
public sealed class IncidentPageWriter(NoticeTexts notices, NoticeTexts reports, NoticePlace place, string culture)
    : ReportSections(reports, place)
{
    private const string Prefix = "incidentReport.";

    /// <param name="asOf">When it is written.</param>
    public ReportDocument Write(Incident incident, DateTimeOffset asOf)
    {
        var report = new IncidentReport(incident);
        ImmutableArray<ReportSection> sections =
        [
            new(Text("section.stands"), [Standing(incident, asOf)]),
            .. incident.Offer is { Answer: null } offer
                ? [new ReportSection(Text("section.offer"), Offered(offer))]
                : ImmutableArray<ReportSection>.Empty,
            new(Text("section.impact"), Impact(report)),
            new(Text("section.actions"), [.. Actions(report)]),
            new(Text("section.answer"), Answers(incident)),
            new(Text("section.clocks"), [Clocks(report)]),
            new(Text("section.record"), [Record(incident)]),
        ];
        return new ReportDocument(
            incident.Number is { } number
                ? Notice($"{Prefix}title.numbered", ("number", $"{number}"[1..]))
                : Notice($"{Prefix}title", ("incident", incident.Id.Value)),
            culture,
            Place.Local(incident.BeganAt),
            Place.Local(asOf),
            Place.Estate,
            LevelOf(incident),
            [
                Text(
                    "incident.sentence",
                    ("target", incident.Target.Value),
                    ("remedy", RemedyOf(incident)),
                    ("severity", $"{incident.Severity}"),
                    ("time", Place.Local(incident.BeganAt))
                ),
                Notice(IncidentWords.Scope(incident)),
                .. Next(incident),
            ],
            sections
        )
        {
            Standing = Notice(IncidentWords.Status(incident, Place)),
        };
    }

    /// <summary>How urgent it is for whoever opens the page.</summary>
    private static FindingLevel LevelOf(Incident incident) =>
        incident switch
        {
            { EndedAt: not null } => FindingLevel.Fine,
            { IsHandedOff: true } or { Severity: Severity.P1 } => FindingLevel.Danger,
            _ => FindingLevel.Warning,
        };

    /// <summary>What comes next, and when: a page, an answer that is awaited, or a look.</summary>
    private IEnumerable<string> Next(Incident incident)
    {
        if (incident.EndedAt is not null)
        {
            yield break;
        }

        if (incident.Escalation is { Acknowledged: null, NextAt: { } paging })
        {
            yield return Text("incident.next.page", ("time", Place.Local(paging)));
        }

        if (incident.Offer is { Answer: null } offer)
        {
            yield return Text("incident.next.offer", ("time", Place.Local(offer.Until)));
        }

        if (incident.Watch.DueAt is { } look)
        {
            yield return Text("incident.next.look", ("time", Place.LocalSecond(look)));
        }
    }

    private ReportBlock.Table Standing(Incident incident, DateTimeOffset asOf)
    {
        List<(string Key, string? Value)> rows =
        [
            ("target", incident.Target.Value),
            ("procedure", RemedyOf(incident)),
            ("severity", $"{incident.Severity}"),
            ("incident", incident.Id.Value),
            ("has", Holder(incident)),
            ("goal", RecoveryWords.OfTime(incident, Place, asOf) is { } time ? Notice(time) : null),
            ("data", RecoveryWords.OfData(incident) is { } data ? Notice(data) : null),
            ("came", incident.Returns.Count > 0 ? Notice("flaps", ("count", Count(incident.Returns.Count))) : null),
            ("version", incident.Cause.EstateVersion),
        ];
        return new(
            [Column("about"), Column("value")],
            [
                .. rows.Where(row => row.Value is { Length: > 0 })
                    .Select(row => new TableRow([new(Text($"incident.row.{row.Key}")), new(row.Value)])),
            ]
        );
    }

    /// <summary>Who has it: whoever acknowledged it, those who were paged, or LambdaOps.</summary>
    private string Holder(Incident incident) =>
        incident.Escalation switch
        {
            { Acknowledged: { } by } => Text("incident.has.person", ("by", by.By), ("time", Place.Local(by.At))),
            { Paged: { IsEmpty: false } paged } => Text(
                "incident.has.paged",
                ("levels", string.Join(", ", paged.Select(one => $"{one.Level} {Place.Local(one.At)}")))
            ),
            not null => Text("incident.has.nobody"),
            null => Text("incident.has.itself"),
        };

    private ImmutableArray<ReportBlock> Offered(Offer offer) =>
        [
            new ReportBlock.Findings([
                new ReportFinding(FindingLevel.Warning, Describe(offer.Change)),
                new(FindingLevel.Fine, offer.Because),
            ]),
            new ReportBlock.Paragraph(Text("incident.next.offer", ("time", Place.Local(offer.Until)))),
            Commands(
                ("approve", $"lambdaops incidents approve {offer.Id} --as NAME --because WHY"),
                ("decline", $"lambdaops incidents decline {offer.Id} --as NAME --because WHY")
            ),
        ];

    private ImmutableArray<ReportBlock> Impact(IncidentReport report) =>
        [
            .. IncidentWords
                .Details(report, Place)
                .Prepend(IncidentWords.Scope(report.Incident))
                .Select(Notice)
                .Concat(report.NotesAbout(RemarkAbout.Impact).Select(note => note.Text))
                .Select(line => new ReportBlock.Paragraph(line)),
        ];

    private IEnumerable<ReportBlock> Actions(IncidentReport report)
    {
        var incident = report.Incident;
        var rows = incident
            .Attempts.Select(attempt =>
                (
                    attempt.At,
                    Change: Describe(attempt.Change),
                    Outcome: Text($"incident.outcome.{attempt.Outcome}"),
                    attempt.Detail
                )
            )
            .Concat(
                report.Denials.Select(denied =>
                    (denied.At, Change: denied.Text, Outcome: Notice($"{Prefix}entry.{EntryKind.Denied}"), Detail: "")
                )
            )
            .OrderBy(row => row.At)
            .Select(row => new TableRow([
                new(Place.LocalSecond(row.At)),
                new(row.Change),
                new(row.Outcome),
                new(row.Detail),
            ]))
            .ToImmutableArray();
        if (incident.Intent is { } intent)
        {
            yield return new ReportBlock.Findings([
                new ReportFinding(
                    FindingLevel.Warning,
                    Notice(
                        $"{Prefix}action.intended",
                        ("time", Place.LocalSecond(intent.At)),
                        ("action", Describe(intent.Change))
                    )
                ),
            ]);
        }

        yield return rows.IsEmpty
            ? new ReportBlock.Paragraph(Notice($"{Prefix}action.none"))
            : new ReportBlock.Table([Column("time"), Column("change"), Column("outcome"), Column("detail")], rows);
    }

    private ImmutableArray<ReportBlock> Answers(Incident incident) =>
        [
            .. incident.Escalation?.Next is { } next
                ?
                [
                    new ReportBlock.Findings([
                        new ReportFinding(
                            FindingLevel.Warning,
                            next.Change is { } change ? Describe(change)
                                : notices.Has($"next.{next.Key}") ? notices.Write($"next.{next.Key}")
                                : next.Description
                        ),
                    ]),
                ]
                : ImmutableArray<ReportBlock>.Empty,
            incident.EndedAt is null
                ? Commands(
                    ("acknowledge", $"lambdaops incidents ack {incident.Id} --as NAME --because WHY"),
                    ("note", $"lambdaops incidents note {incident.Id} TEXT --as NAME"),
                    ("stop", "lambdaops stop --because WHY")
                )
                : Commands(
                    ("note", $"lambdaops incidents note {incident.Id} TEXT --as NAME"),
                    ("draft", $"lambdaops report {incident.Id}")
                ),
        ];

    private ReportBlock.Table Commands(params ReadOnlySpan<(string Key, string Command)> all)
    {
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        foreach (var (key, command) in all)
        {
            rows.Add(new TableRow([new(Text($"incident.command.{key}")), new(command)]));
        }

        return new([Column("about"), Column("command")], rows.ToImmutable());
    }

    /// <summary>When each thing happened, and how long after the beginning.</summary>
    private ReportBlock.Table Clocks(IncidentReport report)
    {
        var incident = report.Incident;
        (string Key, DateTimeOffset? At)[] steps =
        [
            ("detected", report.DetectedAt),
            ("response", incident.OpenedAt),
            ("workaround", report.FirstChange?.At),
            ("cause", report.CauseFoundAt),
            ("restored", report.RestoredAt),
            ("ended", incident.EndedAt),
        ];
        return new(
            [Column("step"), Column("time"), Column("after", TextAlignment.Number)],
            [
                .. steps.Select(step => new TableRow([
                    new(notices.Write($"{Prefix}step.{step.Key}")),
                    new(step.At is { } at ? Place.LocalSecond(at) : notices.Write($"{Prefix}step.none")),
                    new(step.At is { } then ? Count((then - incident.BeganAt).TotalSeconds) : ""),
                ])),
            ]
        );
    }

    private ReportBlock.Table Record(Incident incident) =>
        new(
            [Column("time"), Column("kind"), Column("text")],
            [
                .. incident.Lines.Select(line => new TableRow([
                    new(
                        line.Times == 1
                            ? Place.LocalSecond(line.At)
                            : Text(
                                "incident.repeated",
                                ("from", Place.LocalSecond(line.At)),
                                ("until", Place.LocalSecond(line.Until)),
                                ("times", Count(line.Times))
                            )
                    ),
                    new(Notice($"{Prefix}entry.{line.Kind}")),
                    new(line.Text),
                ])),
            ]
        );

    /// <summary>A record may name a procedure that this version lacks.</summary>
    private string RemedyOf(Incident incident) =>
        notices.Has($"remedy.{incident.Remedy}") ? notices.Write($"remedy.{incident.Remedy}") : incident.Remedy.Value;

    private string Describe(Change change) => notices.Write($"action.{change.Kind}", [.. change.Places]);

    private string Notice(Phrase phrase) => notices.Write(phrase.Key, [.. phrase.Values]);

    private string Notice(string key, params ReadOnlySpan<(string Place, string Value)> values) =>
        notices.Write(key, values);

    private static string Count(double number) => number.ToString("0", CultureInfo.InvariantCulture);
}
