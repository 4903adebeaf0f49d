using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Reports.Documents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Backtests;

/// <summary>A backtest for people, as text and as a page: the answer first, then each series, then how it was counted.</summary>
/// <param name="estate">Its name.</param>
/// <param name="writtenAt">When it was made.</param>
public sealed class BacktestWriter(
    Backtest asked,
    ImmutableArray<BacktestResult> results,
    string estate,
    string writtenAt
)
{
    /// <summary>Incidents of a series that are listed; a longer list is for programs.</summary>
    public const int MostRows = 50;

    private readonly BacktestCharts _charts = new(asked);

    private bool IsMarked => results.Any(result => result.Marked is not null);

    public ReportDocument Write()
    {
        ImmutableArray<ReportSection> sections =
        [
            new("Series", [Overview()]),
            .. results.Select(Of),
            .. asked.Remedy is { } remedy ? [Decisions(remedy)] : ImmutableArray<ReportSection>.Empty,
            new("How it was counted", [.. Method().Select(text => new ReportBlock.Paragraph(text))]),
        ];
        var (first, last) = (results.Min(result => result.Series.First), results.Max(result => result.Series.Last));
        return new ReportDocument(
            $"Backtest: {asked.Alarm}",
            "en",
            $"{Day(first)} to {Day(last)}",
            writtenAt,
            estate,
            results.Any(result => result.Missed > 0 || result.FalseAlarms > 0) ? FindingLevel.Warning
                : results.Any(result => result.Marked is null && !result.Incidents.IsEmpty) ? FindingLevel.Warning
                : FindingLevel.Fine,
            [.. Digest()],
            sections
        );
    }

    private IEnumerable<string> Digest()
    {
        var incidents = results.Sum(result => result.Incidents.Length);
        var days = results.Sum(result => result.Days().LongCount());
        yield return $"{Count(incidents, "incident")} in {Count(days, "day")} of {Count(results.Length, "series")}";
        if (IsMarked)
        {
            var (found, missed) = (results.Sum(result => result.Found), results.Sum(result => result.Missed));
            var before = results.Sum(result => result.FoundBefore);
            var how = before == 0 ? "" : $" ({before} by an incident that had begun before)";
            yield return $"{found} of {found + missed} marked windows found{how}, {missed} missed; "
                + Count(results.Sum(result => result.FalseAlarms), "false alarm");
        }

        var paged = results.Sum(result => result.Incidents.Count(Pages));
        if (asked.Remedy is { } remedy)
        {
            yield return $"on-call is paged in {paged} of them by what {remedy.Remedy.Name} decides without other evidence";
        }
    }

    private ReportBlock.Table Overview() =>
        new(
            [
                new("file"),
                new("metric"),
                new("incidents", TextAlignment.Number),
                new("a day", TextAlignment.Number),
                .. IsMarked
                    ?
                    [
                        new("found", TextAlignment.Number),
                        new("missed", TextAlignment.Number),
                        new("false alarms", TextAlignment.Number),
                    ]
                    : ImmutableArray<TableColumn>.Empty,
                new("time in ALARM", TextAlignment.Number),
                new("points", TextAlignment.Number),
                new("from", TextAlignment.Number),
                new("to", TextAlignment.Number),
            ],
            [.. results.Select(Row)]
        );

    private TableRow Row(BacktestResult result) =>
        new([
            new(result.Series.File),
            new(result.Series.Name),
            new(DocumentNumber.Write(result.Incidents.Length)),
            new(Text($"{(double)result.Incidents.Length / result.Days().LongCount():0.##}")),
            .. result.Marked is { } windows
                ?
                [
                    new(Text($"{result.Found} of {windows.Length}")),
                    new(DocumentNumber.Write(result.Missed)),
                    new(DocumentNumber.Write(result.FalseAlarms)),
                ]
                : ImmutableArray<TableCell>.Empty,
            new(Text($"{100 * result.ShareInAlarm:0.##} %")),
            new(DocumentNumber.Write(result.Series.Count)),
            new(_charts.Minute(result.Series.First)),
            new(_charts.Minute(result.Series.Last)),
        ]);

    private ReportSection Of(BacktestResult result) =>
        new(
            $"{result.Series.File}: {result.Series.Name}",
            [
                .. Notes(result).Select(note => new ReportBlock.Paragraph(note)),
                _charts.Course(result),
                .. result.Incidents.IsEmpty
                    ? ImmutableArray<ReportBlock>.Empty
                    : [BacktestCharts.PerDay(result), Incidents(result)],
                .. result.Marked is { IsEmpty: false } windows
                    ? [Windows(result, windows)]
                    : ImmutableArray<ReportBlock>.Empty,
            ]
        );

    private IEnumerable<string> Notes(BacktestResult result)
    {
        if (result.Series.Step is { } step && step > asked.Alarm.Period)
        {
            yield return Text(
                $"The points are {step.TotalSeconds:0.#} s apart, and the alarm's period is {asked.Alarm.Period.TotalSeconds:0} s: "
            ) + "most periods have no datapoint.";
        }

        if (result.History.MissingPeriods > 0)
        {
            yield return Text(
                $"{result.History.MissingPeriods} of {result.History.Periods} periods have no datapoint: treated as {asked.Missing.Text()}."
            );
        }
    }

    private ReportBlock.Table Incidents(BacktestResult result)
    {
        var all = result.Incidents.Length;
        return new(
            [
                new("opened", TextAlignment.Number),
                new("alarm over", TextAlignment.Number),
                new("time in ALARM", TextAlignment.Number),
                new("times", TextAlignment.Number),
                new(asked.Alarm.Limit is null ? "value" : "peak", TextAlignment.Number),
                .. result.Marked is null ? ImmutableArray<TableColumn>.Empty : [new("marked")],
                .. asked.Remedy is null ? ImmutableArray<TableColumn>.Empty : [new("on-call paged")],
            ],
            [.. result.Incidents.Take(MostRows).Select(Row)]
        )
        {
            Caption =
                all > MostRows
                    ? $"The first {MostRows} of {DocumentNumber.Write(all)} incidents; --json has all"
                    : Count(all, "incident"),
        };
    }

    private TableRow Row(BacktestIncident incident) =>
        new([
            new(_charts.Minute(incident.From)),
            incident.IsOpen
                ? TableCell.Missing("still in ALARM where the data end")
                : new(_charts.Minute(incident.Until)),
            new(Span(incident.InAlarm)),
            new(DocumentNumber.Write(incident.Stretches.Length)),
            new(DocumentNumber.Write(incident.Peak(asked.Alarm.LooksUp).Peak)),
            .. incident.IsMarked is { } marked
                ? [new(marked ? "yes" : "no: a false alarm")]
                : ImmutableArray<TableCell>.Empty,
            .. asked.Remedy is null
                ? ImmutableArray<TableCell>.Empty
                :
                [
                    incident.Decided.FirstOrDefault(one => one.PagesOnCall) is { } paged
                        ? new(Text($"after {Span(paged.After)}"))
                        : new("no: over before"),
                ],
        ]);

    private ReportBlock.Table Windows(BacktestResult result, ImmutableArray<MarkedWindow> windows) =>
        new(
            [
                new("marked from", TextAlignment.Number),
                new("to", TextAlignment.Number),
                new("found by the incident of", TextAlignment.Number),
                new("after", TextAlignment.Number),
            ],
            [
                .. windows.Select(window =>
                {
                    var first = result.FirstIn(window);
                    return new TableRow(
                        [
                            new(_charts.Minute(window.From)),
                            new(_charts.Minute(window.To)),
                            first is null ? TableCell.Missing("missed") : new(_charts.Minute(first.From)),
                            first is null ? default
                            : first.From < window.From ? new("before it began")
                            : new(Span(first.From - window.From)),
                        ],
                        first is null ? FindingLevel.Warning : FindingLevel.Fine
                    );
                }),
            ]
        )
        {
            Caption = "What people marked",
        };

    private ReportSection Decisions(RemedyInThePast remedy)
    {
        var incidents = results.SelectMany(result => result.Incidents).ToList();
        var longest = incidents.MaxBy(incident => incident.Decided.Length);
        var paged = incidents.Count(Pages);
        return new(
            $"What {remedy.Remedy.Name} decides on {remedy.Target}",
            [
                new ReportBlock.Paragraph(
                    $"In mode observe: nothing is changed. Of the past only the alarm is known, so {remedy.Remedy.Name} "
                        + $"decides without what it would have looked at: {string.Join(", ", remedy.Asks.Select(look => look.Name))}."
                ),
                new ReportBlock.Findings([
                    new(
                        paged == 0 ? FindingLevel.Fine : FindingLevel.Warning,
                        $"{paged} of {incidents.Count} incidents last until on-call is paged for want of evidence; the others "
                            + "are over before. In AWS the looks answer, and most are decided sooner."
                    ),
                ]),
                .. longest is null
                    ? ImmutableArray<ReportBlock>.Empty
                    :
                    [
                        new ReportBlock.Table(
                            [new("after", TextAlignment.Number), new("decision"), new("because")],
                            [
                                .. longest.Decided.Select(one => new TableRow([
                                    new(Span(one.After)),
                                    new(one.Verdict),
                                    new(one.Because),
                                ])),
                            ]
                        )
                        {
                            Caption = $"The incident of {_charts.Minute(longest.From)}",
                        },
                    ],
            ]
        );
    }

    private IEnumerable<string> Method()
    {
        yield return "All times are UTC, and so are times of a file that name no zone. "
            + $"Each period has one datapoint, the {asked.Statistic} of its points; the alarm is evaluated at the end of each, "
            + $"and a period without data is treated as {asked.Missing.Text()}.";
        yield return asked.Alarm.Limit is null
            ? "A period breaches where LambdaOps' own detector calls its value unusual, by what came before. CloudWatch's "
                + "anomaly detection is another one."
            : "As CloudWatch does it: M of the last N datapoints that there are, of an evaluation range that is longer than N.";
        yield return $"An alarm that is back within {Span(asked.Again)} opens the same incident again: one incident.";
        if (IsMarked)
        {
            yield return "A marked window is found where an incident overlaps it; an incident that overlaps none is a false alarm.";
        }
    }

    private static bool Pages(BacktestIncident incident) => incident.Decided.Any(one => one.PagesOnCall);

    private static string Day(DateTimeOffset at) => Text($"{at:yyyy-MM-dd}");

    private static string Count(long count, string what) =>
        $"{count.ToString("#,##0", CultureInfo.InvariantCulture)} {what}{(count == 1 || what == "series" ? "" : "s")}";

    private static string Span(TimeSpan span) =>
        span switch
        {
            { TotalSeconds: < 120 } => Text($"{span.TotalSeconds:0} s"),
            { TotalMinutes: < 120 } => Text($"{span.TotalMinutes:0.#} min"),
            { TotalHours: < 48 } => Text($"{span.TotalHours:0.#} h"),
            _ => Text($"{span.TotalDays:0.#} d"),
        };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
