using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Reports.Documents;

namespace LambdaOps.Core.Tests.Reports.Documents;

/// <summary>Axes are round, what is missing is a gap, and what is drawn is inside the drawing.</summary>
public class ChartTests
{
    [Theory]
    [InlineData(120, 900, "0 200 400 600 800 1,000")]
    [InlineData(0, 1, "0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(0, 0.3, "0 0.1 0.2 0.3")]
    [InlineData(99.93, 100, "99.92 99.94 99.96 99.98 100.00")]
    [InlineData(5, 5, "0 1 2 3 4 5")]
    [InlineData(0, 0, "0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(-8, 4, "-10.0 -7.5 -5.0 -2.5 0 2.5 5.0")]
    [InlineData(0, 2_600_000, "0 1M 2M 3M")]
    [InlineData(3_072_826, 3_072_827, "3,072,826.0 3,072,826.2 3,072,826.4 3,072,826.6 3,072,826.8 3,072,827.0")]
    [InlineData(0, 3e-5, "0 1E-5 2E-5 3E-5")]
    [InlineData(0, 12_000, "0 2.5k 5.0k 7.5k 10.0k 12.5k")]
    public void Ticks_AreRound(double lowest, double highest, string labels) =>
        Assert.Equal(labels, string.Join(' ', ChartScale.Of(lowest, highest, fromZero: false).Labels()));

    [Fact]
    public void Ticks_HoldEveryValueAtEvenRoundDistances() =>
        Gen.Double[-1e12, 1e12]
            .Select(Gen.Double[1e-9, 1e12], Gen.Bool)
            .Sample(
                (lowest, width, fromZero) =>
                {
                    var scale = ChartScale.Of(lowest, lowest + width, fromZero);
                    var slack = scale.Step * 1e-6;
                    Assert.InRange(scale.Ticks.Length, 2, 12);
                    Assert.InRange(lowest, scale.Low - slack, scale.High + slack);
                    Assert.InRange(lowest + width, scale.Low - slack, scale.High + slack);
                    Assert.True(!fromZero || !scale.IsCut);
                    Assert.Equal(scale.Labels().Distinct(), scale.Labels().AsEnumerable());
                    Assert.Matches("^(1|2|2\\.5|5)E", scale.Step.ToString("0.#####E0", CultureInfo.InvariantCulture));
                }
            );

    [Theory]
    [InlineData(double.MaxValue, double.MinValue)]
    [InlineData(double.Epsilon, 0)]
    [InlineData(1e20, 1e20 + 16384)]
    [InlineData(double.NaN, double.PositiveInfinity)]
    public void StrangeNumbers_EndInADrawing(double one, double other)
    {
        var page = Page(
            ReportTexts.Chart(ChartKind.Line, one, other, 1),
            ReportTexts.Chart(ChartKind.Bars, one, other)
        );

        Assert.DoesNotMatch("NaN|Infinity|∞", page.ToString());
    }

    /// <summary>A line stops before a gap and begins again behind it; nothing is drawn at zero.</summary>
    [Fact]
    public void Gap_IsNoZeroInALine()
    {
        var drawing = Wide(Page(ReportTexts.Chart(ChartKind.Line, 50, 60, null, 70, 80, null, 90)));
        var paths = Of(drawing, "path", "line s1");
        var bottom = Of(drawing, "line", "zero").Single().Attribute("y1")!.Value;

        Assert.Equal(2, paths.Length);
        Assert.All(paths, path => Assert.Equal(1, path.Attribute("d")!.Value.Count(letter => letter == 'L')));
        Assert.All(
            paths,
            path => Assert.DoesNotContain($" {bottom}", path.Attribute("d")!.Value, StringComparison.Ordinal)
        );
        Assert.Equal(5, Of(drawing, "circle", "dot s1").Length);
        Assert.Equal(2, Of(drawing, "rect", "gap").Length);
    }

    [Fact]
    public void Gap_IsNoZeroAmongBars()
    {
        var page = Page(ReportTexts.Chart(ChartKind.Bars, 5, null, 0));
        var drawing = Wide(page);

        Assert.Equal(["api, a: 5 ms", "api, c: 0 ms"], Of(drawing, "rect", "bar s1").Select(bar => bar.Value));
        Assert.Equal(
            "api, b: missing–",
            Of(drawing, "text", "tick middle").Single(one => one.Value.Contains('–')).Value
        );
        Assert.Contains("api: 1 of 3 values missing", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void ChartWithoutValues_SaysSo()
    {
        var page = Page(ReportTexts.Chart(ChartKind.Line, null, double.NaN));

        Assert.DoesNotContain(page.Descendants(), one => one.Name.LocalName == "svg");
        Assert.Contains("No values: there is nothing to draw.", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Threshold_IsDrawnAndNamed()
    {
        var chart = ReportTexts.Chart(ChartKind.Line, 5, 9) with
        {
            Thresholds =
            [
                new ChartThreshold("limit", 10, FindingLevel.Danger),
                new ChartThreshold("warning", 9.9, FindingLevel.Warning),
                new ChartThreshold("far", 1000, FindingLevel.Danger),
            ],
        };
        var page = Page(chart);
        var labels = Wide(page).Descendants().Where(one => IsLabel(one, "limit-label")).ToList();

        Assert.Equal(["✕ limit: 10 ms", "! warning: 9.9 ms"], labels.Select(label => label.Value));
        Assert.True(Math.Abs(Number(labels[0], "y") - Number(labels[1], "y")) >= 12);
        Assert.Contains("far (1,000 ms) is outside the chart", page.Value, StringComparison.Ordinal);
    }

    /// <summary>A text is cut at some length, a line must not be.</summary>
    [Fact]
    public void LongLine_IsDrawnToItsEnd()
    {
        var drawing = Wide(
            Page(ReportTexts.Chart(ChartKind.Line, [.. Enumerable.Range(0, 700).Select(at => (double?)(at % 7))]))
        );
        var paths = Of(drawing, "path", "line s1").Select(path => path.Attribute("d")!.Value).ToList();

        Assert.All(paths, path => Assert.Matches("^M[0-9. ]+(L[0-9. ]+)+$", path));
        Assert.Equal(699, paths.Sum(path => path.Count(letter => letter == 'L')));
        Assert.All(
            paths.Zip(paths.Skip(1)),
            pair =>
                Assert.Equal(pair.First[(pair.First.LastIndexOf('L') + 1)..], pair.Second[1..pair.Second.IndexOf('L')])
        );
    }

    [Fact]
    public void Bands_AreDrawnBehindTheirPlacesAndNamed()
    {
        var chart = ReportTexts.Chart(ChartKind.Line, 1, 2, 3, 4) with
        {
            Bands = [new ChartBand("in ALARM", 1, 2), new ChartBand("marked", 0, 0), new ChartBand("in ALARM", 3, 3)],
        };
        var page = Page(chart);
        var drawing = Wide(page);
        var tints = Of(drawing, "rect", "bar s2 band");

        Assert.Equal(2, tints.Length);
        Assert.Equal(2 * Number(tints[1], "width"), Number(tints[0], "width"), tolerance: 0.05);
        Assert.Equal(Number(tints[1], "x"), Number(tints[0], "x") + Number(tints[0], "width"), tolerance: 0.05);
        Assert.Single(Of(drawing, "rect", "bar s3 band"));
        Assert.Contains("in ALARM: b – c", page.Value, StringComparison.Ordinal);
        Assert.Contains(page.Descendants(), one => one.Name.LocalName == "li" && one.Value == "marked");
        Assert.Contains("in ALARM: 2, the first from b to c", ReportTexts.Markdown(chart), StringComparison.Ordinal);
    }

    [Fact]
    public void CutAxis_IsMentioned()
    {
        Assert.Contains("does not start at 0", Page(ReportTexts.Chart(ChartKind.Line, 99, 100)).Value);
        Assert.DoesNotContain("does not start at 0", Page(ReportTexts.Chart(ChartKind.Bars, 99, 100)).Value);
    }

    [Fact]
    public void TooManySeries_AreInTheTable()
    {
        var chart = ReportTexts.Chart(ChartKind.Line, 1, 2) with
        {
            Series = [.. Enumerable.Range(1, 8).Select(at => new ChartSeries($"series{at}", [1, at]))],
        };
        var page = Page(chart);

        Assert.Equal(6, Wide(page).Descendants().Count(one => one.Name.LocalName == "path"));
        Assert.Contains("2 more series", page.Value, StringComparison.Ordinal);
        Assert.Contains(page.Descendants(), one => one.Name.LocalName == "th" && one.Value == "series8");
    }

    /// <summary>Whatever the labels, they are inside the drawing, and no two of them touch.</summary>
    [Fact]
    public void Labels_DoNotTouch() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[1, 30], Gen.Bool)
            .Sample(
                (count, length, isBars) =>
                {
                    var chart = new ReportBlock.Chart(
                        "t",
                        "",
                        isBars ? ChartKind.Bars : ChartKind.Line,
                        [.. Enumerable.Repeat(new string('0', length), count)],
                        [new ChartSeries("a", [.. Enumerable.Repeat((double?)1, count)])]
                    );
                    foreach (var (width, drawing) in Drawings(Page(chart)))
                    {
                        var spans = drawing
                            .Descendants()
                            .Where(one => IsLabel(one, "tick middle"))
                            .Select(one => (X: Number(one, "x"), Half: one.Value.Length * 6.6 / 2))
                            .ToList();
                        Assert.NotEmpty(spans);
                        Assert.All(spans, span => Assert.InRange(span.X - span.Half, 0, width));
                        Assert.All(spans, span => Assert.InRange(span.X + span.Half, 0, width));
                        Assert.All(
                            spans.Zip(spans.Skip(1)),
                            pair => Assert.True(pair.First.X + pair.First.Half < pair.Second.X - pair.Second.Half)
                        );
                    }
                },
                iter: 60
            );

    private static XElement Page(params ReportBlock[] blocks) =>
        XDocument.Parse(ReportTexts.Html(blocks)["<!DOCTYPE html>".Length..].TrimStart()).Root!;

    private static IEnumerable<(double Width, XElement Drawing)> Drawings(XElement page) =>
        page.Descendants()
            .Where(one => IsLabel(one, "plot"))
            .Select(one =>
                (double.Parse(one.Attribute("viewBox")!.Value.Split(' ')[2], CultureInfo.InvariantCulture), one)
            );

    private static XElement Wide(XElement page) => Drawings(page).First().Drawing;

    private static XElement[] Of(XElement drawing, string name, string style) =>
        [.. drawing.Descendants().Where(one => one.Name.LocalName == name && IsLabel(one, style))];

    private static bool IsLabel(XElement one, string style) =>
        Regex.IsMatch((string?)one.Attribute("class") ?? "", $"^{style}( |$)");

    private static double Number(XElement one, string attribute) =>
        double.Parse(one.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
