using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.DailyReport;
using LambdaOps.Core.Reports.Documents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Reports;

/// <summary>
/// Writes the daily report in one language: the runbook's checklist first, then what says so.
/// </summary>
/// <param name="texts">The reports' (reports.*.json).</param>
public sealed class DailyReportWriter(NoticeTexts texts, NoticePlace place, string culture)
    : ReportSections(texts, place)
{
    /// <summary>Incidents that stand in the table at most, the newest first.</summary>
    private const int MostIncidents = 30;

    public ReportDocument Write(ReportFacts.Daily facts)
    {
        ImmutableArray<ReportSection> sections =
        [
            new(Text("section.checklist"), [Checklist(facts.Checklist, facts.Day.Date)]),
            new(Text("section.services"), [.. Services(facts)]),
            new(Text("section.incidents"), [.. Incidents(facts), .. Alarms(facts)]),
            new(Text("section.resources"), [.. Resources(facts)]),
            new(
                Text("section.errors"),
                [.. Lines(facts.Errors, "daily.errorsMissing", "daily.noErrors", Column("line"))]
            ),
            new(
                Text("section.security"),
                [.. Lines(facts.FailedLogins, "daily.loginsMissing", "daily.noLogins", Column("source"))]
            ),
            new(Text("section.jobs"), [Jobs(facts.Reports, DailyReportProcedure.ProcedureName)]),
            new(Text("section.suggestions"), [Suggestions(facts.Suggestions)]),
        ];
        return new ReportDocument(
            Text("daily.title"),
            culture,
            facts.Day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Place.Local(facts.WrittenAt),
            Place.Estate,
            facts.Worst,
            [.. Digest(facts)],
            sections
        );
    }

    private IEnumerable<ReportBlock> Services(ReportFacts.Daily facts)
    {
        foreach (var service in facts.Services)
        {
            var (name, figures) = (service.Service.Id.Value, service.Figures);
            if (service.Service.LoadBalancer is null)
            {
                yield return new ReportBlock.Paragraph(Text("nobalancer", ("service", name)));
                continue;
            }

            var because = figures.WhyMissing;
            yield return new ReportBlock.Tiles([
                Tile("daily.requests", name, Number(figures.Of(Figure.Requests)), "", FindingLevel.Fine, because) with
                {
                    Comparisons = [.. Compared(figures, Figure.Requests)],
                },
                Tile("daily.available", name, Percent(service.AvailablePercent), "%", service.AvailableLevel, because),
                Tile("daily.errors", name, Percent(service.ErrorPercent), "%", service.ErrorLevel, because),
                Tile("daily.p95", name, Number(figures.Of(Figure.P95Ms)), "ms", service.P95Level, because) with
                {
                    Comparisons = [.. Compared(figures, Figure.P95Ms)],
                },
            ]);
            yield return Chart("daily.chart.requests", name, "", figures, Figure.Requests, ChartKind.Line);
            yield return Chart("daily.chart.p95", name, "ms", figures, Figure.P95Ms, ChartKind.Line) with
            {
                Thresholds = Limits(service.Service.Thresholds.P95Ms),
            };
            yield return Chart("daily.chart.failed", name, "", figures, Figure.Failed, ChartKind.Bars);
        }

        if (facts.Users is { } users)
        {
            yield return new ReportBlock.Tiles([
                new ReportTile(Text("daily.users"), Number(users.Of(Figure.Users)), "", FindingLevel.Fine)
                {
                    Comparisons = [.. Compared(users, Figure.Users)],
                    Because = users.WhyMissing,
                },
            ]);
        }
    }

    private ReportTile Tile(
        string label,
        string service,
        string? value,
        string unit,
        FindingLevel level,
        string? because
    ) => new(Text(label, ("service", service)), value, unit, level) { Because = because };

    private IEnumerable<string> Compared(ComparedFigures figures, Figure figure)
    {
        if (figures.ChangeFrom(figures.Before, figure) is { } before)
        {
            yield return Text("daily.against.before", ("percent", Signed(before)));
        }

        if (figures.ChangeFrom(figures.WeekBefore, figure) is { } week)
        {
            yield return Text("daily.against.week", ("percent", Signed(week)));
        }
    }

    private ReportBlock.Chart Chart(
        string title,
        string service,
        string unit,
        ComparedFigures figures,
        Figure figure,
        ChartKind kind
    )
    {
        var hours = Math.Max(24, figures.Day?.HoursOf(figure).Length ?? 0);
        return new ReportBlock.Chart(
            Text(title, ("service", service)),
            unit,
            kind,
            [
                .. Enumerable
                    .Range(0, hours)
                    .Select(hour => string.Create(CultureInfo.InvariantCulture, $"{hour:00}:00")),
            ],
            [
                new ChartSeries(Text("daily.series.day"), figures.Day?.HoursOf(figure) ?? []),
                .. kind == ChartKind.Bars
                    ? []
                    : new[]
                    {
                        new ChartSeries(Text("daily.series.before"), figures.Before?.HoursOf(figure) ?? []),
                        new ChartSeries(Text("daily.series.week"), figures.WeekBefore?.HoursOf(figure) ?? []),
                    },
            ]
        );
    }

    private IEnumerable<ReportBlock> Incidents(ReportFacts.Daily facts)
    {
        if (facts.Incidents is not Fact<IncidentsOfDays>.Known { Value.All: var all })
        {
            yield return Missing("incidentsMissing", facts.Incidents.WhyMissing);
            yield break;
        }

        if (all.IsEmpty)
        {
            yield return new ReportBlock.Paragraph(Text("daily.noIncident"));
            yield break;
        }

        yield return new ReportBlock.Table(
            [
                Column("incident"),
                Column("opened"),
                Column("target"),
                Column("procedure"),
                Column("severity"),
                Column("status"),
                Column("done"),
            ],
            [.. all.OrderByDescending(incident => incident.OpenedAt).Take(MostIncidents).Select(Row)]
        );
        foreach (var table in Recoveries(RecoverySum.Of(all)))
        {
            yield return table;
        }
    }

    private TableRow Row(Incident incident) =>
        new(
            [
                new(incident.Number is { } number ? $"{number}" : incident.Id.Value),
                new(Place.Local(incident.OpenedAt)),
                new(incident.Target.Value),
                new(incident.Remedy.Value),
                new(incident.Severity.ToString()),
                new(Text($"daily.status.{incident.Status}")),
                new(Done(incident)),
            ],
            incident.EndedAt is null ? FindingLevel.Warning : FindingLevel.Fine
        );

    private string Done(Incident incident)
    {
        var report = new IncidentReport(incident);
        var made = string.Join(
            ", ",
            incident
                .Attempts.Where(attempt => attempt.Outcome == AttemptOutcome.Done)
                .Select(attempt => attempt.Change.Description)
                .Distinct()
        );
        var because = report.Findings.FirstOrDefault() ?? report.Signals.FirstOrDefault()?.Text ?? "";
        var done = made.Length == 0 ? Text("nothingDone") : made;
        return $"{done}. {DocumentText.Shorten(because, LongestReason)}";
    }

    private IEnumerable<ReportBlock> Alarms(ReportFacts.Daily facts)
    {
        if (facts.Alarms is not Fact<AlarmChanges>.Known { Value: var changes })
        {
            yield return Missing("daily.alarmsMissing", facts.Alarms.WhyMissing);
            yield break;
        }

        var fired = changes
            .FiredIn(facts.Day)
            .GroupBy(change => change.Alarm, StringComparer.Ordinal)
            .OrderByDescending(same => same.Count())
            .ThenBy(same => same.Key, StringComparer.Ordinal)
            .ToList();
        yield return fired.Count == 0
            ? new ReportBlock.Paragraph(Text("daily.noAlarm"))
            : new ReportBlock.Table(
                [Column("alarm"), Column("times", TextAlignment.Number), Column("first"), Column("last")],
                [
                    .. fired.Select(same => new TableRow([
                        new(same.Key),
                        new(Number(same.Count())),
                        new(Place.Local(same.Min(change => change.At))),
                        new(Place.Local(same.Max(change => change.At))),
                    ])),
                ]
            );
    }

    private IEnumerable<ReportBlock> Resources(ReportFacts.Daily facts)
    {
        if (!facts.Services.IsEmpty)
        {
            yield return new ReportBlock.Table(
                [
                    Column("service"),
                    Column("cpu", TextAlignment.Number),
                    Column("cpuMost", TextAlignment.Number),
                    Column("memory", TextAlignment.Number),
                    Column("memoryMost", TextAlignment.Number),
                ],
                [
                    .. facts.Services.Select(service => new TableRow(
                        [
                            new(service.Service.Id.Value),
                            Share(service.Figures, Figure.Cpu),
                            Share(service.Figures, Figure.CpuMost),
                            Share(service.Figures, Figure.Memory),
                            Share(service.Figures, Figure.MemoryMost),
                        ],
                        service.UsageLevel
                    )),
                ]
            );
        }

        if (!facts.Tables.IsEmpty)
        {
            yield return new ReportBlock.Table(
                [
                    Column("table"),
                    Column("read", TextAlignment.Number),
                    Column("before", TextAlignment.Number),
                    Column("write", TextAlignment.Number),
                    Column("throttled", TextAlignment.Number),
                ],
                [
                    .. facts.Tables.Select(table => new TableRow(
                        [
                            new(table.Subject),
                            Cell(table, Figure.ReadUnits),
                            new(Number(table.Before?.Of(Figure.ReadUnits))),
                            Cell(table, Figure.WriteUnits),
                            Cell(table, Figure.Throttled),
                        ],
                        table.ThrottledLevel()
                    )),
                ]
            );
        }
    }

    private static TableCell Share(ComparedFigures figures, Figure figure) =>
        new(figures.Of(figure)?.ToString("0.#", CultureInfo.InvariantCulture), figures.WhyMissing);

    private static TableCell Cell(ComparedFigures figures, Figure figure) =>
        new(Number(figures.Of(figure)), figures.WhyMissing);

    private IEnumerable<ReportBlock> Lines(Fact<LoggedLines> lines, string missing, string none, TableColumn column)
    {
        if (lines is not Fact<LoggedLines>.Known { Value.All: var groups })
        {
            yield return Missing(missing, lines.WhyMissing);
            yield break;
        }

        if (groups.IsEmpty)
        {
            yield return new ReportBlock.Paragraph(Text("daily.noLogs"));
        }

        foreach (var group in groups)
        {
            yield return group switch
            {
                { WhyMissing: { } why } => Missing(missing, $"{group.LogGroup}: {why}"),
                { Lines.IsEmpty: true } => new ReportBlock.Paragraph(Text(none, ("group", group.LogGroup))),
                _ => new ReportBlock.Table(
                    [column, Column("count", TextAlignment.Number)],
                    [.. group.Lines.Select(line => new TableRow([new(line.Example), new(Number(line.Count))]))]
                )
                {
                    Caption = group.LogGroup,
                },
            };
        }
    }

    /// <summary>The services that are not fine first; then what fired, what is not ticked, what to do.</summary>
    private IEnumerable<string> Digest(ReportFacts.Daily facts) =>
        [
            .. facts
                .Services.Where(service => service.Service.LoadBalancer is not null)
                .OrderByDescending(service => service.Worst)
                .Take(3)
                .Select(service =>
                    Text(
                        "daily.digest.service",
                        ("service", service.Service.Id.Value),
                        ("requests", Known(Number(service.Figures.Of(Figure.Requests)), "")),
                        ("available", Known(Percent(service.AvailablePercent), " %")),
                        ("errors", Known(Percent(service.ErrorPercent), " %")),
                        ("p95", Known(Number(service.Figures.Of(Figure.P95Ms)), " ms"))
                    )
                ),
            .. facts
                .Checklist.Where(line =>
                    line.Key == "alarms" || line.State == ChecklistState.NotDone || line.Level >= FindingLevel.Warning
                )
                .Select(line => string.Join("; ", line.Evidence.Select(Text))),
            .. facts.Incidents is Fact<IncidentsOfDays>.Known { Value.All: var incidents }
                ? RecoveryDigest(RecoverySum.Of(incidents))
                : [],
            .. facts.Suggestions.Take(2).Select(one => Text(one.Text)),
        ];
}
