using System.Collections.Immutable;

namespace LambdaOps.Core.Reports.Documents;

/// <summary>How large a chart is drawn, in units of the drawing: pixels where nothing scales it.</summary>
internal sealed record ChartSize(int Width, int Height, string Class)
{
    /// <summary>For screens from about 600 pixels on, and for paper.</summary>
    public static ChartSize Wide { get; } = new(720, 250, "wide");

    /// <summary>For phones: letters of a wide drawing would be too small to read there.</summary>
    public static ChartSize Narrow { get; } = new(340, 240, "narrow");
}

/// <summary>A text at a place of a drawing; its letters are centred there.</summary>
internal readonly record struct PlacedLabel(string Text, double X);

/// <summary>Where things are in a drawing: the plot leaves exactly the margins that its labels need.</summary>
internal sealed class ChartFrame
{
    /// <summary>Of text of 12 pixels. Letters differ in width: this is enough for all but rows of W.</summary>
    public const double ColumnWidth = 6.7;

    /// <summary>How high one line of text is.</summary>
    public const double LineHeight = 13;

    private const double Margin = 10;

    /// <summary>Space for one line of labels under the plot.</summary>
    private const double Under = 26;

    /// <summary>So much between two labels at least.</summary>
    private const double Apart = 10;

    private const double LeastApart = 2;

    /// <summary>A shorter name of a bar says nothing.</summary>
    private const double LeastNameWidth = 44;

    private const int MostLabelColumns = 18;

    /// <summary>Numbers of places that people count in: hours of a day, days of a week or a month.</summary>
    private static readonly int[] s_strides = [1, 2, 3, 4, 6, 7, 8, 12, 14, 24, 48, 72, 96, 168, 336, 720];

    private readonly ReportBlock.Chart _chart;

    public ChartFrame(ReportBlock.Chart chart, ChartScale scale, ChartSize size)
    {
        _chart = chart;
        Scale = scale;
        TickLabels = scale.Labels();
        Left = Margin + TickLabels.Max(DocumentText.ColumnsOf) * ColumnWidth;
        Right = size.Width - Margin;
        Top = LineHeight;
        Bottom = size.Height - Under;
    }

    public ChartScale Scale { get; }

    public ImmutableArray<string> TickLabels { get; }

    public double Left { get; }

    public double Right { get; }

    public double Top { get; }

    public double Bottom { get; }

    /// <summary>The width of one place.</summary>
    public double Slot => (Right - Left) / Math.Max(1, _chart.X.Length);

    /// <summary>The middle of a place.</summary>
    public double X(int place) => Left + (place + 0.5) * Slot;

    public double Y(double value) => Bottom - Math.Clamp(Scale.ShareBelow(value), 0, 1) * (Bottom - Top);

    /// <summary>The labels under the plot that do not touch each other, at even distances.</summary>
    public IEnumerable<PlacedLabel> PlaceLabels()
    {
        var labels = Labels();
        var widest = labels.Max(WidthOf);
        var stride = s_strides
            .Append(labels.Count)
            .First(stride => stride >= labels.Count || stride * Slot >= widest + (stride == 1 ? Apart / 2 : Apart));
        var reached = double.NegativeInfinity;
        for (var place = 0; place < labels.Count; place += stride)
        {
            var half = WidthOf(labels[place]) / 2;
            var x = Math.Clamp(X(place), half, Math.Max(half, Right + Margin - half));
            if (x - half >= reached)
            {
                yield return new PlacedLabel(labels[place], x);
                // Less than otherwise: the first label may have been moved towards the second.
                reached = x + half + LeastApart;
            }
        }
    }

    /// <summary>Stretches of places without any value, from the first to the one after the last.</summary>
    public static IEnumerable<(int From, int Until)> Stretches(int places, Func<int, bool> isIn)
    {
        for (var from = 0; from < places; from++)
        {
            if (!isIn(from))
            {
                continue;
            }

            var until = from + 1;
            while (until < places && isIn(until))
            {
                until++;
            }

            yield return (from, until);
            from = until;
        }
    }

    /// <summary>
    /// The labels as short as they have to be. Names of bars are shortened until each has its place, as none follows
    /// from its neighbours; but not so far that two names become the same.
    /// </summary>
    private List<string> Labels()
    {
        var whole = _chart.X.Select(label => DocumentText.Clean(label)).ToList();
        if (_chart.Kind == ChartKind.Bars && Slot >= LeastNameWidth)
        {
            var columns = double.ConvertToInteger<int>(Math.Floor((Slot - Apart / 2) / ColumnWidth));
            var names = whole.ConvertAll(label => DocumentText.ShortenTo(label, columns));
            if (names.Distinct().Count() == whole.Distinct().Count())
            {
                return names;
            }
        }

        return whole.ConvertAll(label => DocumentText.ShortenTo(label, MostLabelColumns));
    }

    private static double WidthOf(string text) => DocumentText.ColumnsOf(text) * ColumnWidth;
}
