using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.MonthlyReport;
using LambdaOps.Core.Procedures.WeeklyReport;
using LambdaOps.Core.Reports.Documents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Reports;

/// <summary>Writes the report of a week or a month in one language: the runbook's checklist first.</summary>
/// <param name="texts">The reports' (reports.*.json).</param>
public sealed class PeriodReportWriter(NoticeTexts texts, NoticePlace place, string culture)
    : ReportSections(texts, place)
{
    /// <summary>Of each check, the worst first; the others are in the journal.</summary>
    private const int MostFindings = 10;

    /// <summary>Causes that stand in the table at most, the most frequent first.</summary>
    private const int MostCauses = 30;

    public ReportDocument Write(ReportFacts.Period facts) =>
        new(
            Text(Key(facts, "title")),
            culture,
            $"{Date(facts.First.Date)} - {Date(facts.Day.Date)}",
            Place.Local(facts.WrittenAt),
            Place.Estate,
            facts.Worst,
            [.. Digest(facts)],
            [
                new(Text(Key(facts, "checklist")), [Checklist(facts.Checklist, facts.Day.Date)]),
                new(Text("section.goal"), [Goals(facts)]),
                new(
                    Text("section.services"),
                    [.. facts.Services.SelectMany(service => Service(facts, service)), .. Users(facts)]
                ),
                new(Text("section.incidents"), [.. Incidents(facts)]),
                new(Text("section.measures"), [.. Measures(facts)]),
                new(Text("section.trends"), [.. Trends(facts)]),
                new(Text("section.tables"), [Tables(facts)]),
                new(Text("section.found"), [.. Found(facts)]),
                new(Text("section.suggestions"), [Suggestions(facts.Suggestions)]),
            ]
        );

    private static string Key(ReportFacts.Period facts, string key) =>
        $"{(facts.Kind == PeriodKind.Week ? "weekly" : "monthly")}.{key}";

    private ReportBlock Goals(ReportFacts.Period facts)
    {
        var behind = facts.Services.Where(service => service.Service.LoadBalancer is not null).ToList();
        return behind.Count == 0
            ? new ReportBlock.Paragraph(Text("period.noBalancer"))
            : new ReportBlock.Table(
                [
                    Column("service"),
                    Column("available", TextAlignment.Number),
                    Column("down", TextAlignment.Number),
                    Column("allowed", TextAlignment.Number),
                    Column("left", TextAlignment.Number),
                    Column("days"),
                ],
                [
                    .. behind.Select(service => new TableRow(
                        [
                            new(service.Service.Id.Value),
                            new(Percent(service.AvailablePercent), service.Figures.WhyMissing),
                            new(Minutes(service.DownMinutes), service.Figures.WhyMissing),
                            new(Minutes(service.AllowedMinutes)),
                            new(Minutes(service.AllowedMinutes - service.DownMinutes), service.Figures.WhyMissing),
                            new(
                                Text(
                                    "period.days",
                                    ("known", Number(service.Figures.Now.Known)!),
                                    ("count", Number(service.Figures.Now.Days.Length)!)
                                )
                            ),
                        ],
                        service.AvailableLevel
                    )),
                ]
            )
            {
                Caption = Text(Key(facts, "goal")),
            };
    }

    private IEnumerable<ReportBlock> Service(ReportFacts.Period facts, ServicePeriod service)
    {
        var (name, figures) = (service.Service.Id.Value, service.Figures);
        if (service.Service.LoadBalancer is null)
        {
            yield return new ReportBlock.Paragraph(Text("nobalancer", ("service", name)));
            yield break;
        }

        yield return new ReportBlock.Tiles([
            Tile(facts, "daily.requests", name, figures, Figure.Requests, "", FindingLevel.Fine),
            new ReportTile(
                Text("daily.errors", ("service", name)),
                Percent(service.ErrorPercent),
                "%",
                service.ErrorLevel
            )
            {
                Because = figures.WhyMissing,
            },
            Tile(facts, "daily.p95", name, figures, Figure.P95Ms, "ms", service.P95Level),
            Tile(facts, "period.p99", name, figures, Figure.P99Ms, "ms", FindingLevel.Fine),
        ]);
        yield return Chart("period.chart.requests", name, "", figures, Figure.Requests, ChartKind.Line, facts);
        yield return Chart("period.chart.p95", name, "ms", figures, Figure.P95Ms, ChartKind.Line, facts) with
        {
            Thresholds = Limits(service.Service.Thresholds.P95Ms),
        };
        yield return Chart("period.chart.failed", name, "", figures, Figure.Failed, ChartKind.Bars, facts);
    }

    private IEnumerable<ReportBlock> Users(ReportFacts.Period facts)
    {
        if (facts.Users is { } users)
        {
            yield return new ReportBlock.Tiles([
                Tile(facts, "daily.users", "", users, Figure.Users, "", FindingLevel.Fine),
            ]);
        }
    }

    private ReportTile Tile(
        ReportFacts.Period facts,
        string label,
        string service,
        ComparedPeriod figures,
        Figure figure,
        string unit,
        FindingLevel level
    ) =>
        new(Text(label, ("service", service)), Number(figures.Of(figure)), unit, level)
        {
            Because = figures.WhyMissing,
            Comparisons = figures.ChangeOf(figure) is { } change
                ? [Text(Key(facts, "against"), ("percent", Signed(change)))]
                : [],
        };

    /// <summary>All days that are known, so that the period is seen against those before it.</summary>
    private ReportBlock.Chart Chart(
        string title,
        string service,
        string unit,
        ComparedPeriod figures,
        Figure figure,
        ChartKind kind,
        ReportFacts.Period facts
    )
    {
        var days = figures.All.Days.Length;
        return new ReportBlock.Chart(
            Text(title, ("service", service)),
            unit,
            kind,
            [
                .. Enumerable
                    .Range(0, days)
                    .Select(day =>
                        facts.Day.Date.AddDays(day - days + 1).ToString("MM-dd", CultureInfo.InvariantCulture)
                    ),
            ],
            [new ChartSeries(Text($"figure.{figure.Name}"), figures.All.ByDay(figure))]
        );
    }

    private IEnumerable<ReportBlock> Incidents(ReportFacts.Period facts)
    {
        if (facts.Incidents is not Fact<IncidentSums>.Known { Value: var sums })
        {
            yield return Missing("incidentsMissing", facts.Incidents.WhyMissing);
            yield break;
        }

        if (!sums.IsWhole)
        {
            yield return Missing("period.incidentsCut", null);
        }

        yield return new ReportBlock.Paragraph(
            Text(
                Key(facts, "incidents"),
                ("count", Number(sums.Opened)!),
                ("before", Number(sums.Before)!),
                ("open", Number(sums.StillOpen)!)
            )
        );
        if (!sums.Causes.IsEmpty)
        {
            yield return new ReportBlock.Table(
                [
                    Column("target"),
                    Column("procedure"),
                    Column("by"),
                    Column("incidents", TextAlignment.Number),
                    Column("before.period", TextAlignment.Number),
                    Column("handedOff", TextAlignment.Number),
                    Column("untouched", TextAlignment.Number),
                    Column("restored", TextAlignment.Number),
                ],
                [
                    .. sums
                        .Causes.Take(MostCauses)
                        .Select(cause => new TableRow([
                            new(cause.Target.Value),
                            new(cause.Remedy.Value),
                            new(cause.By.Length == 0 ? Text("period.reported") : cause.By),
                            new(Number(cause.Count)),
                            new(Number(cause.Before)),
                            new(Number(cause.HandedOff)),
                            new(Number(cause.Untouched)),
                            Time(cause.Restored),
                        ])),
                ]
            )
            {
                Caption = Text("period.causes"),
            };
        }

        foreach (var table in Recoveries(sums.Recoveries))
        {
            yield return table;
        }
    }

    private IEnumerable<ReportBlock> Measures(ReportFacts.Period facts)
    {
        if (facts.Incidents is not Fact<IncidentSums>.Known { Value.Measures: var measures })
        {
            yield return Missing("incidentsMissing", facts.Incidents.WhyMissing);
            yield break;
        }

        yield return measures.IsEmpty
            ? new ReportBlock.Paragraph(Text(Key(facts, "noMeasure")))
            : new ReportBlock.Table(
                [
                    Column("change"),
                    Column("made", TextAlignment.Number),
                    Column("failed", TextAlignment.Number),
                    Column("before.period", TextAlignment.Number),
                    Column("incidents", TextAlignment.Number),
                    Column("cured", TextAlignment.Number),
                    Column("restored", TextAlignment.Number),
                ],
                [
                    .. measures.Select(measure => new TableRow([
                        new(Text($"change.{measure.Kind.Name}")),
                        new(Number(measure.Count)),
                        new(Number(measure.Failed)),
                        new(Number(measure.Before)),
                        new(Number(measure.Incidents)),
                        new(Number(measure.Cured)),
                        Time(measure.Restored),
                    ])),
                ]
            );
    }

    private IEnumerable<ReportBlock> Trends(ReportFacts.Period facts)
    {
        yield return new ReportBlock.Paragraph(Text("period.trends"));
        yield return new ReportBlock.Table(
            [
                Column("subject"),
                Column("figure"),
                Column("now", TextAlignment.Number),
                Column("aWeek", TextAlignment.Number),
                Column("between", TextAlignment.Number),
                Column("forecast"),
            ],
            [.. facts.Trends.Select(Row)]
        );
    }

    private TableRow Row(TrendFact trend)
    {
        const int Week = 7;
        var name = Text($"figure.{trend.Figure.Name}");
        return trend.Line is not { } line
            ? new TableRow([
                new(trend.Subject),
                new(name),
                default,
                default,
                default,
                TableCell.Missing(Text("period.tooFew", ("count", Number(TrendLine.FewestPoints)!))),
            ])
            : new TableRow([
                new(trend.Subject),
                new(name),
                new(Number(line.Now)),
                new(Number(line.PerDay * Week)),
                new($"{Number(line.Low * Week)} … {Number(line.High * Week)}"),
                new(Forecast(trend, line)),
            ]);
    }

    private string Forecast(TrendFact trend, TrendLine line) =>
        trend.DaysLeft switch
        {
            0 => Text("period.reached", ("limit", Number(trend.Limit)!)),
            { } days => Text("period.reaches", ("limit", Number(trend.Limit)!), ("days", Number(Math.Ceiling(days))!)),
            null when line.IsRising => Text("period.rising"),
            null when line.IsFalling => Text("period.falling"),
            _ => Text("period.steady"),
        };

    private ReportBlock Tables(ReportFacts.Period facts) =>
        facts.Tables.IsEmpty
            ? new ReportBlock.Paragraph(Text("period.noTable"))
            : new ReportBlock.Table(
                [
                    Column("table"),
                    Column("read", TextAlignment.Number),
                    Column("change.period", TextAlignment.Number),
                    Column("write", TextAlignment.Number),
                    Column("change.period", TextAlignment.Number),
                    Column("throttled", TextAlignment.Number),
                ],
                [
                    .. facts.Tables.Select(table => new TableRow(
                        [
                            new(table.Subject),
                            Cell(table, Figure.ReadUnits),
                            Change(table, Figure.ReadUnits),
                            Cell(table, Figure.WriteUnits),
                            Change(table, Figure.WriteUnits),
                            Cell(table, Figure.Throttled),
                        ],
                        table.ThrottledLevel()
                    )),
                ]
            );

    private static TableCell Cell(ComparedPeriod figures, Figure figure) =>
        new(Number(figures.Of(figure)), figures.WhyMissing);

    private TableCell Change(ComparedPeriod figures, Figure figure) =>
        figures.ChangeOf(figure) is { } change ? new(Signed(change)) : TableCell.Missing(Text("period.noChange"));

    /// <summary>What the checks of the period found, the worst of each; then when each ran.</summary>
    private IEnumerable<ReportBlock> Found(ReportFacts.Period facts)
    {
        var own =
            facts.Kind == PeriodKind.Week ? WeeklyReportProcedure.ProcedureName : MonthlyReportProcedure.ProcedureName;
        if (facts.Reports is Fact<LastReports>.Known { Value.All: var records })
        {
            yield return new ReportBlock.Findings([
                .. records
                    .Where(record => record.Check != own && record.Last?.EndedAt >= facts.First.From)
                    .OrderByDescending(record => record.Last!.Worst)
                    .ThenBy(record => NameOf(record), StringComparer.Ordinal)
                    .SelectMany(record =>
                        record
                            .Last!.Problems.OrderByDescending(finding => finding.Level)
                            .Take(MostFindings)
                            .Select(finding => new ReportFinding(
                                finding.Level,
                                $"{NameOf(record)}: {DocumentText.Shorten(finding.Text, LongestReason)}"
                            ))
                    ),
            ]);
        }

        yield return Jobs(facts.Reports, own);
    }

    private TableCell Time(TimeSpan? span) =>
        span is { } time ? new(Minutes(time.TotalMinutes)) : TableCell.Missing(Text("period.notRestored"));

    private static string? Minutes(double? minutes) => minutes?.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Goals first; then incidents, what is not done, and what to do.</summary>
    private IEnumerable<string> Digest(ReportFacts.Period facts) =>
        [
            .. facts
                .Services.Where(service => service.Service.LoadBalancer is not null)
                .OrderByDescending(service => service.Worst)
                .Take(3)
                .Select(service =>
                    Text(
                        "period.digest.service",
                        ("service", service.Service.Id.Value),
                        ("available", Known(Percent(service.AvailablePercent), " %")),
                        ("down", Known(Minutes(service.DownMinutes), "")),
                        ("allowed", Minutes(service.AllowedMinutes)!),
                        ("errors", Known(Percent(service.ErrorPercent), " %")),
                        ("p95", Known(Number(service.Figures.Of(Figure.P95Ms)), " ms"))
                    )
                ),
            .. facts.Incidents is Fact<IncidentSums>.Known { Value: var sums }
                ?
                [
                    Text(
                        Key(facts, "incidents"),
                        ("count", Number(sums.Opened)!),
                        ("before", Number(sums.Before)!),
                        ("open", Number(sums.StillOpen)!)
                    ),
                    .. RecoveryDigest(sums.Recoveries),
                ]
                : Array.Empty<string>(),
            .. facts.Suggestions.Take(2).Select(one => Text(one.Text)),
            .. facts
                .Checklist.Where(line =>
                    line.State == ChecklistState.NotDone
                    || line.Level >= FindingLevel.Warning
                    || line.CarriedOverSince < facts.Day.Date
                )
                .Select(line => $"{Text($"checklist.{line.Key}")}: {string.Join("; ", line.Evidence.Select(Text))}"),
        ];
}
