using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports.Documents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Reports;

/// <summary>
/// What the writers of reports have in common. Reasons and what checks found are the record's own words, in English.
/// </summary>
/// <param name="texts">The reports' (reports.*.json).</param>
public abstract class ReportSections(NoticeTexts texts, NoticePlace place)
{
    private protected const int LongestReason = 200;

    private protected NoticePlace Place { get; } = place;

    /// <param name="day">The last one of the report: what was first left in it is not carried over yet.</param>
    private protected ReportBlock.Checklist Checklist(ImmutableArray<ChecklistFact> lines, DateOnly day) =>
        new([
            .. lines.Select(line => new ChecklistLine(
                Text($"checklist.{line.Key}"),
                line.State switch
                {
                    ChecklistState.Done => TickState.Ticked,
                    ChecklistState.NotDone => TickState.NotTicked,
                    ChecklistState.ForPeople => TickState.ForPeople,
                    _ => TickState.Unknown,
                },
                string.Join("; ", line.Evidence.Select(Text))
            )
            {
                CarriedOverSince = line.CarriedOverSince is { } since && since < day ? Date(since) : null,
            }),
        ]);

    /// <summary>What each check found last.</summary>
    /// <param name="but">The report's own.</param>
    private protected ReportBlock Jobs(Fact<LastReports> reports, ProcedureName but) =>
        reports is not Fact<LastReports>.Known { Value.All: var records }
            ? Missing("jobs.missing", reports.WhyMissing)
            : new ReportBlock.Table(
                [Column("check"), Column("at"), Column("found")],
                [
                    .. records
                        .Where(record => record.Check != but)
                        .OrderBy(record => record.Check.Value, StringComparer.Ordinal)
                        .ThenBy(record => record.Part, StringComparer.Ordinal)
                        .Select(Row),
                ]
            );

    private TableRow Row(CheckRecord record)
    {
        var name = NameOf(record);
        if (record.Last is not { } last)
        {
            return new TableRow([new(name), default, new(Text("jobs.neverRun"))], FindingLevel.Missing);
        }

        var problems = last.Problems.OrderByDescending(finding => finding.Level).ToList();
        return new TableRow(
            [
                new(name),
                new(Place.Local(last.EndedAt)),
                new(
                    problems.Count == 0
                        ? Text("jobs.well")
                        : Text(
                            "jobs.problems",
                            ("count", Number(problems.Count) ?? ""),
                            ("text", DocumentText.Shorten(problems[0].Text, LongestReason))
                        )
                ),
            ],
            last.Worst
        );
    }

    private protected static string NameOf(CheckRecord record) =>
        record.Part == "all" ? record.Check.Value : $"{record.Check} ({record.Part})";

    /// <summary>Nothing where no incident counts to a recovery level.</summary>
    private protected IEnumerable<ReportBlock> Recoveries(ImmutableArray<RecoverySum> sums)
    {
        if (!sums.IsEmpty)
        {
            yield return new ReportBlock.Table(
                [
                    Column("recoveryLevel"),
                    Column("goals", TextAlignment.Number),
                    Column("reached", TextAlignment.Number),
                    Column("missed", TextAlignment.Number),
                    Column("notOver", TextAlignment.Number),
                    Column("longest", TextAlignment.Number),
                ],
                [
                    .. sums.Select(sum => new TableRow(
                        [
                            new(Text($"recovery.level.{sum.Level}")),
                            new($"{Number(sum.Rto.TotalMinutes)} / {Number(sum.Rpo.TotalMinutes)}"),
                            new(Number(sum.Reached)),
                            new(Number(sum.Missed)),
                            new(Number(sum.Other)),
                            sum.Longest is { } longest
                                ? new(Number(RecoveryClock.Minutes(longest)))
                                : TableCell.Missing(Text("period.notRestored")),
                        ],
                        sum.Missed > 0 ? FindingLevel.Warning : FindingLevel.Fine
                    )),
                ]
            )
            {
                Caption = Text("recovery.table"),
            };
        }
    }

    /// <summary>One line for a digest; nothing where no incident counts to a recovery level.</summary>
    private protected IEnumerable<string> RecoveryDigest(ImmutableArray<RecoverySum> sums) =>
        sums.IsEmpty
            ? []
            :
            [
                Text(
                    "recovery.digest",
                    ("reached", Number(sums.Sum(sum => sum.Reached))!),
                    ("missed", Number(sums.Sum(sum => sum.Missed))!),
                    ("other", Number(sums.Sum(sum => sum.Other))!)
                ),
            ];

    private protected ReportBlock Suggestions(ImmutableArray<Suggestion> all) =>
        all.IsEmpty
            ? new ReportBlock.Paragraph(Text("noSuggestion"))
            : new ReportBlock.Findings([.. all.Select(one => new ReportFinding(FindingLevel.Warning, Text(one.Text)))]);

    private protected ImmutableArray<ChartThreshold> Limits(Threshold limit) =>
        [
            new(Text("threshold.warning"), limit.Warning, FindingLevel.Warning),
            new(Text("threshold.danger"), limit.Danger, FindingLevel.Danger),
        ];

    private protected string Known(string? value, string unit) => value is null ? Text("unknown") : value + unit;

    private protected ReportBlock.Findings Missing(string key, string? because) =>
        new([new ReportFinding(FindingLevel.Missing, Text(key, ("because", because ?? "–")))]);

    private protected TableColumn Column(string key, TextAlignment alignment = TextAlignment.Text) =>
        new(Text($"column.{key}"), alignment);

    private protected string Text(string key, params ReadOnlySpan<(string Place, string Value)> values) =>
        texts.Write(key, values);

    /// <summary>The name of a figure or of a kind of change is a text of its own.</summary>
    private protected string Text(Phrase phrase) =>
        texts.Write(
            phrase.Key,
            [
                .. phrase.Values.Select(value =>
                    value.Place is "figure" or "change" ? (value.Place, Text($"{value.Place}.{value.Value}")) : value
                ),
            ]
        );

    private protected static string? Number(double? value) => value is { } number ? DocumentNumber.Write(number) : null;

    private protected static string? Percent(double? value) => value is { } number ? Phrase.Percent(number) : null;

    private protected static string Signed(double percent) =>
        string.Create(CultureInfo.InvariantCulture, $"{(percent >= 0 ? "+" : "−")}{Math.Abs(percent):0.#} %");

    private protected static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
