using System.Collections.Immutable;
using LambdaOps.Core.Checks;

namespace LambdaOps.Core.Reports.Documents;

/// <summary>What a chart says in words: beside its drawing for everyone, instead of it where there is none.</summary>
internal sealed class ChartReading(ReportBlock.Chart chart, NoticeTexts texts)
{
    /// <summary>So many series can be told apart in one drawing; the others stand in the table.</summary>
    public const int MostSeries = 6;

    /// <summary>
    /// A line that lies this much above everything drawn would press it flat: it is named under the chart instead.
    /// </summary>
    private const double FarShare = 4;

    /// <summary>The title with the unit.</summary>
    public string Title => DocumentNumber.WithUnit(chart.Title, chart.Unit.Length == 0 ? "" : $"({chart.Unit})");

    public IEnumerable<ChartSeries> Drawn => chart.Series.Take(MostSeries);

    /// <summary>Every value that is drawn.</summary>
    private IEnumerable<double> Values => Drawn.SelectMany(Present).Select(one => one.Value);

    public bool IsEmpty => !Values.Any();

    public bool IsNear(ChartThreshold line)
    {
        if (!double.IsFinite(line.Value))
        {
            return false;
        }

        var farthest = Values.Select(Math.Abs).DefaultIfEmpty().Max();
        return farthest == 0 || Math.Abs(line.Value) <= farthest * FarShare;
    }

    /// <summary>The axis that has every value and every near threshold on it.</summary>
    public ChartScale Scale()
    {
        var all = Values.Concat(chart.Thresholds.Where(IsNear).Select(line => line.Value)).ToList();
        return ChartScale.Of(all.Min(), all.Max(), fromZero: chart.Kind == ChartKind.Bars);
    }

    /// <summary>Whether no series has a value at that place.</summary>
    public bool IsMissingAt(int place) => Drawn.All(series => series.At(place) is null);

    /// <summary>One sentence for the chart, and one for each series and each threshold.</summary>
    public IEnumerable<string> Sentences() =>
        [
            texts.Write(
                $"chart.{chart.Kind}",
                ("title", Title),
                ("count", DocumentNumber.Write(chart.X.Length)),
                ("first", chart.X.FirstOrDefault() ?? "-"),
                ("last", chart.X.LastOrDefault() ?? "-")
            ),
            .. chart.Series.Select(Of),
            .. chart.Thresholds.Select(Of),
            .. BandSentences(),
        ];

    /// <summary>The labels of the stretches behind the lines, each once, in the order of their colours.</summary>
    public IEnumerable<string> BandLabels => chart.Bands.Select(band => band.Label).Distinct();

    /// <summary>For each label how many stretches it has, and where the first one is.</summary>
    public IEnumerable<string> BandSentences() =>
        chart
            .Bands.GroupBy(band => band.Label)
            .Select(bands =>
                texts.Write(
                    "chart.bands",
                    ("label", bands.Key),
                    ("count", DocumentNumber.Write(bands.Count())),
                    ("from", chart.X[bands.First().From]),
                    ("until", chart.X[bands.First().Until])
                )
            );

    public string Of(ChartSeries series)
    {
        var present = Present(series).ToList();
        if (present.Count == 0)
        {
            return texts.Write("chart.series.none", ("name", series.Name));
        }

        var (lowest, highest, newest) = (present.MinBy(one => one.Value), present.MaxBy(one => one.Value), present[^1]);
        // Bars may stand for names, of which none is the newest one.
        return texts.Write(
            chart.Kind == ChartKind.Bars ? "chart.series.bars" : "chart.series",
            ("name", series.Name),
            ("lowest", WithUnit(lowest.Value)),
            ("lowestAt", chart.X[lowest.Place]),
            ("highest", WithUnit(highest.Value)),
            ("highestAt", chart.X[highest.Place]),
            ("newest", WithUnit(newest.Value)),
            ("newestAt", chart.X[newest.Place])
        );
    }

    public string Of(ChartThreshold line) =>
        texts.Write(
            "chart.threshold",
            ("label", line.Label),
            ("value", WithUnit(line.Value)),
            ("level", LevelWords.Of(line.Level, texts))
        );

    /// <summary>How much of a series is missing; null where nothing is.</summary>
    public string? GapsOf(ChartSeries series)
    {
        var missing = chart.X.Length - Present(series).Count();
        return missing == 0
            ? null
            : texts.Write(
                "chart.gaps",
                ("name", series.Name),
                ("missing", DocumentNumber.Write(missing)),
                ("count", DocumentNumber.Write(chart.X.Length))
            );
    }

    /// <summary>What has to be known to read the drawing right.</summary>
    public IEnumerable<string> Notes() =>
        [
            .. chart.Series.Select(GapsOf).OfType<string>(),
            .. chart
                .Thresholds.Where(line => !IsNear(line))
                .Select(line => texts.Write("chart.outside", ("label", line.Label), ("value", WithUnit(line.Value)))),
            .. IsEmpty || !Scale().IsCut ? Array.Empty<string>() : [texts.Write("chart.cut")],
            .. chart.Series.Length <= MostSeries
                ? Array.Empty<string>()
                : [texts.Write("chart.more", ("count", DocumentNumber.Write(chart.Series.Length - MostSeries)))],
        ];

    /// <summary>The numbers themselves, a row for each place.</summary>
    public ReportBlock.Table Numbers() =>
        new(
            [
                new TableColumn(chart.Unit),
                .. chart.Series.Select(series => new TableColumn(series.Name, TextAlignment.Number)),
            ],
            [
                .. chart.X.Select(
                    (label, place) =>
                        new TableRow([
                            new TableCell(label),
                            .. chart.Series.Select(series => new TableCell(
                                series.At(place) is { } value ? DocumentNumber.Write(value) : null
                            )),
                        ])
                ),
            ]
        );

    public string WithUnit(double value) => DocumentNumber.Write(value, chart.Unit);

    /// <summary>The values of a series at places of the chart, without its gaps.</summary>
    public IEnumerable<(int Place, double Value)> Present(ChartSeries series)
    {
        for (var place = 0; place < chart.X.Length; place++)
        {
            if (series.At(place) is { } value)
            {
                yield return (place, value);
            }
        }
    }
}
