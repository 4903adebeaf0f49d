using System.Globalization;
using System.Text;

namespace LambdaOps.Core.Reports.Documents;

/// <summary>
/// Draws a chart when the page is written: a page without scripts shows it everywhere, in mail and on paper too.
/// </summary>
internal sealed class SvgChart(ReportBlock.Chart chart, ChartReading reading, NoticeTexts texts)
{
    /// <summary>Up to so many places each value is a dot that says its number under the pointer.</summary>
    private const int MostDots = 62;

    private const double WidestBar = 46;

    private const double LeastBar = 2;

    /// <summary>Places of one path: each takes 15 letters at most.</summary>
    private const int MostPathPlaces = DocumentText.MostLetters / 15;

    private const double StripHeight = 4;

    private const double StripDistance = 6;

    /// <summary>The share of a place that its bars take.</summary>
    private const double BarShare = 0.74;

    /// <param name="id">Of this drawing, no other one on the page has it.</param>
    public void Write(HtmlWriter html, ChartSize size, string id)
    {
        var frame = new ChartFrame(chart, reading.Scale(), size);
        html.Open(
                "svg",
                ("class", $"plot {size.Class}"),
                ("viewBox", $"0 0 {size.Width} {size.Height}"),
                ("role", "img"),
                ("aria-labelledby", $"{id}t {id}d"),
                ("xmlns", "http://www.w3.org/2000/svg")
            )
            .Element("title", DocumentNumber.WithUnit(chart.Title, chart.Unit), ("id", $"{id}t"))
            .Element("desc", string.Join(" ", reading.Sentences()), ("id", $"{id}d"));
        WriteGaps(html, frame);
        WriteBands(html, frame);
        WriteAxes(html, frame);
        if (chart.Kind == ChartKind.Bars)
        {
            WriteBars(html, frame);
        }
        else
        {
            WriteLines(html, frame);
        }

        WriteThresholds(html, frame, size);
        html.Close();
    }

    /// <summary>How a series is drawn in the legend: with its colour and its dashes.</summary>
    public static void WriteSwatch(HtmlWriter html, ChartKind kind, int series)
    {
        html.Open("svg", ("class", "swatch"), ("viewBox", "0 0 28 10"), ("aria-hidden", "true"));
        if (kind == ChartKind.Bars)
        {
            Rectangle(html, $"bar s{series + 1}", 6, 0, 16, 10).Close();
        }
        else
        {
            Line(html, $"line s{series + 1}", 1, 5, 27, 5);
        }

        html.Close();
    }

    /// <summary>The colour of a label's stretches.</summary>
    public void WriteBandSwatch(HtmlWriter html, int lane) => WriteSwatch(html, ChartKind.Bars, SeriesOfBand(lane) - 1);

    public static void WriteGapSwatch(HtmlWriter html)
    {
        html.Open("svg", ("class", "swatch"), ("viewBox", "0 0 28 10"), ("aria-hidden", "true"));
        Rectangle(html, "gap", 2, 0, 24, 10).Close();
        html.Close();
    }

    /// <summary>Places without any value are marked: an empty place could be read as a zero.</summary>
    private void WriteGaps(HtmlWriter html, ChartFrame frame)
    {
        foreach (var (from, until) in ChartFrame.Stretches(chart.X.Length, reading.IsMissingAt))
        {
            var left = frame.Left + from * frame.Slot;
            Rectangle(html, "gap", left, frame.Top, (until - from) * frame.Slot, frame.Bottom - frame.Top)
                .Element("title", texts.Write("missing"))
                .Close();
        }
    }

    /// <summary>Each label has a tint over the height, and a strip of its own above the plot, where tints overlap.</summary>
    private void WriteBands(HtmlWriter html, ChartFrame frame)
    {
        var labels = reading.BandLabels.ToList();
        foreach (var band in chart.Bands)
        {
            var lane = labels.IndexOf(band.Label);
            var left = frame.Left + band.From * frame.Slot;
            var width = Math.Max(LeastBar, (band.Until - band.From + 1) * frame.Slot);
            var style = $"bar s{SeriesOfBand(lane)}";
            Rectangle(html, $"{style} band", left, frame.Top, width, frame.Bottom - frame.Top).Close();
            Rectangle(html, style, left, 1 + lane * StripDistance % frame.Top, width, StripHeight)
                .Element("title", $"{band.Label}: {chart.X[band.From]} – {chart.X[band.Until]}")
                .Close();
        }
    }

    private int SeriesOfBand(int lane) => Math.Min(reading.Drawn.Count() + lane + 1, ChartReading.MostSeries);

    private static void WriteAxes(HtmlWriter html, ChartFrame frame)
    {
        for (var at = 0; at < frame.TickLabels.Length; at++)
        {
            var y = frame.Y(frame.Scale.Ticks[at]);
            Line(html, frame.Scale.Ticks[at] == 0 ? "zero" : "grid", frame.Left, y, frame.Right, y);
            Label(html, "tick end", frame.TickLabels[at], frame.Left - 6, y + 4);
        }

        foreach (var label in frame.PlaceLabels())
        {
            Label(html, "tick middle", label.Text, label.X, frame.Bottom + 17);
        }
    }

    private void WriteLines(HtmlWriter html, ChartFrame frame)
    {
        foreach (var (index, series) in reading.Drawn.Index())
        {
            var style = $"s{index + 1}";
            foreach (var (from, until) in ChartFrame.Stretches(chart.X.Length, place => series.At(place) is not null))
            {
                // A line of one point is none: its dot is drawn instead.
                if (until - from > 1)
                {
                    WritePaths(html, frame, series, style, from, until);
                }
                else if (chart.X.Length > MostDots)
                {
                    WriteDot(html, frame, series, style, from);
                }
            }

            if (chart.X.Length <= MostDots)
            {
                foreach (var (place, _) in reading.Present(series))
                {
                    WriteDot(html, frame, series, style, place);
                }
            }
        }
    }

    /// <summary>One after the other: a longer attribute would be cut like any text.</summary>
    private static void WritePaths(
        HtmlWriter html,
        ChartFrame frame,
        ChartSeries series,
        string style,
        int from,
        int until
    )
    {
        for (; from < until - 1; from += MostPathPlaces - 1)
        {
            var end = Math.Min(until, from + MostPathPlaces);
            html.Empty("path", ("class", $"line {style}"), ("d", PathOf(series, frame, from, end)));
        }
    }

    private static string PathOf(ChartSeries series, ChartFrame frame, int from, int until)
    {
        var path = new StringBuilder();
        for (var place = from; place < until; place++)
        {
            path.Append(place == from ? 'M' : 'L')
                .Append(Number(frame.X(place)))
                .Append(' ')
                .Append(Number(frame.Y(series.At(place) ?? 0)));
        }

        return path.ToString();
    }

    private void WriteDot(HtmlWriter html, ChartFrame frame, ChartSeries series, string style, int place) =>
        html.Open(
                "circle",
                ("class", $"dot {style}"),
                ("cx", Number(frame.X(place))),
                ("cy", Number(frame.Y(series.At(place) ?? 0))),
                ("r", chart.X.Length > 31 ? "1.8" : "2.6")
            )
            .Element("title", PointOf(series, place))
            .Close();

    private void WriteBars(HtmlWriter html, ChartFrame frame)
    {
        var drawn = reading.Drawn.ToList();
        var width = Math.Min(WidestBar, frame.Slot * BarShare / drawn.Count);
        var zero = frame.Y(0);
        for (var place = 0; place < chart.X.Length; place++)
        {
            for (var at = 0; at < drawn.Count; at++)
            {
                var left = frame.X(place) + (at - drawn.Count / 2.0) * width;
                if (drawn[at].At(place) is not { } value)
                {
                    WriteMissingBar(html, frame, drawn[at], place, left + width / 2);
                    continue;
                }

                // A zero was measured: a thin bar tells it from what is missing.
                var height = Math.Max(LeastBar, Math.Abs(zero - frame.Y(value)));
                var top = value < 0 ? zero : zero - height;
                Rectangle(html, $"bar s{at + 1}", left + 0.5, top, Math.Max(1, width - 1), height)
                    .Element("title", PointOf(drawn[at], place))
                    .Close();
            }
        }
    }

    private void WriteMissingBar(HtmlWriter html, ChartFrame frame, ChartSeries series, int place, double x) =>
        html.Open("text", ("class", "tick middle"), ("x", Number(x)), ("y", Number(frame.Y(0) - 5)))
            .Element("title", PointOf(series, place))
            .Text("–")
            .Close();

    private void WriteThresholds(HtmlWriter html, ChartFrame frame, ChartSize size)
    {
        var taken = new List<double>();
        var columns = double.ConvertToInteger<int>((size.Width - frame.Left) / ChartFrame.ColumnWidth) - 4;
        foreach (var line in chart.Thresholds.Where(reading.IsNear).OrderByDescending(line => line.Value))
        {
            var style = LevelWords.ClassOf(line.Level);
            var y = frame.Y(line.Value);
            Line(html, $"limit {style}", frame.Left, y, frame.Right, y);
            var at = PlaceFor(y, frame, taken);
            taken.Add(at);
            var label = DocumentText.ShortenTo(
                DocumentText.Clean($"{LevelWords.SymbolOf(line.Level)} {line.Label}: {reading.WithUnit(line.Value)}"),
                columns
            );
            if (CountNear(frame, at, isRight: true) <= CountNear(frame, at, isRight: false))
            {
                Label(html, $"limit-label end {style}", label, frame.Right, at);
            }
            else
            {
                Label(html, $"limit-label {style}", label, frame.Left + 4, at);
            }
        }
    }

    /// <summary>How much a label at that height would cover in the right or the left half of the plot.</summary>
    private int CountNear(ChartFrame frame, double at, bool isRight)
    {
        var half = chart.X.Length / 2;
        var (from, until) = isRight ? (half, chart.X.Length) : (0, half);
        var count = 0;
        foreach (var series in reading.Drawn)
        {
            for (var place = from; place < until; place++)
            {
                // What is drawn from here to the next place.
                if (series.At(place) is { } value)
                {
                    var next = series.At(place + 1) ?? value;
                    var (top, bottom) = (frame.Y(Math.Max(value, next)), frame.Y(Math.Min(value, next)));
                    count += top < at + 4 && bottom > at - ChartFrame.LineHeight ? 1 : 0;
                }
            }
        }

        return count;
    }

    /// <summary>Above its line, below it, or as near as no other label is.</summary>
    private static double PlaceFor(double y, ChartFrame frame, List<double> taken)
    {
        for (var shift = 0; shift < 20; shift++)
        {
            foreach (
                var at in (ReadOnlySpan<double>)
                    [y - 4 - shift * ChartFrame.LineHeight, y + 12 + shift * ChartFrame.LineHeight]
            )
            {
                if (
                    at >= ChartFrame.LineHeight - 3
                    && at <= frame.Bottom - 2
                    && taken.TrueForAll(other => Math.Abs(other - at) >= ChartFrame.LineHeight)
                )
                {
                    return at;
                }
            }
        }

        return y - 4;
    }

    private string PointOf(ChartSeries series, int place) =>
        texts.Write(
            "chart.point",
            ("name", series.Name),
            ("at", chart.X[place]),
            ("value", series.At(place) is { } value ? reading.WithUnit(value) : texts.Write("missing"))
        );

    private static void Line(HtmlWriter html, string style, double x1, double y1, double x2, double y2) =>
        html.Empty(
            "line",
            ("class", style),
            ("x1", Number(x1)),
            ("y1", Number(y1)),
            ("x2", Number(x2)),
            ("y2", Number(y2))
        );

    /// <summary>Opens a rectangle.</summary>
    private static HtmlWriter Rectangle(
        HtmlWriter html,
        string style,
        double x,
        double y,
        double width,
        double height
    ) =>
        html.Open(
            "rect",
            ("class", style),
            ("x", Number(x)),
            ("y", Number(y)),
            ("width", Number(width)),
            ("height", Number(height))
        );

    private static void Label(HtmlWriter html, string style, string text, double x, double y) =>
        html.Element("text", text, ("class", style), ("x", Number(x)), ("y", Number(y)));

    private static string Number(double value) => (value + 0.0).ToString("0.##", CultureInfo.InvariantCulture);
}
