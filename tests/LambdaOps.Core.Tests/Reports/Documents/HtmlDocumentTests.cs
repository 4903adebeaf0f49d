using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Reports.Documents;

namespace LambdaOps.Core.Tests.Reports.Documents;

/// <summary>The page is well-formed, loads and runs nothing, and can be read by everyone.</summary>
public class HtmlDocumentTests
{
    private static readonly string[] s_elements =
    [
        .. "html head meta title style body div header p h1 h2 span ul li nav a main section strong small".Split(' '),
        .. "table caption thead tbody tr th td figure figcaption details summary".Split(' '),
        .. "svg desc rect line path circle text".Split(' '),
    ];

    public static TheoryData<string> Hostile =>
        [
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "'/><svg onload='alert(1)'",
            "javascript:alert(1)",
            "</style><style>*{background:url(https://evil.example)}</style>",
            "]]><!-- -->&lt;b&#60;",
        ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void HostileText_StaysText(string text)
    {
        var page = Parse(WholeOf(text));

        Assert.Equal(text, Single(page, "h1").Value);
        Assert.Contains(page.Descendants(), element => element.Name.LocalName == "td" && element.Value == text);
        Assert.All(page.Descendants(), element => Assert.Contains(element.Name.LocalName, s_elements));
        Assert.All(
            page.Descendants().Attributes(),
            attribute => Assert.DoesNotMatch("^(on|style$|src$)", attribute.Name.LocalName)
        );
        Assert.All(Links(page), link => Assert.StartsWith("#s", link, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://example.com/a?b=1&c=\"2\"", "https://example.com/a?b=1&c=%222%22")]
    [InlineData("http://example.com", null)]
    [InlineData("javascript:alert(1)", null)]
    [InlineData(" JaVaScRiPt:alert(1)", null)]
    [InlineData("data:text/html,x", null)]
    [InlineData("//example.com", null)]
    [InlineData("https://example.com@evil.example/", null)]
    [InlineData("https://exa\u202Emple.com/\u202E", "https://example.com/")]
    public void Link_IsHttpsOrNone(string address, string? shown)
    {
        var page = Parse(
            ReportTexts.Html(
                new ReportBlock.Checklist([new ChecklistLine("a", TickState.Ticked) { Link = address }]),
                new ReportBlock.Table([new TableColumn("a")], [new TableRow([new TableCell("b", null, address)])])
            )
        );

        Assert.Equal(shown is null ? [] : [shown, shown], Links(page));
    }

    /// <summary>A name that turns the text after it round could make a line say the opposite.</summary>
    [Fact]
    public void LettersThatAreNotSeen_AreRemoved()
    {
        var page = WholeOf("a\u202Eb\u2066c\u200Fd\u200Be\uFEFFf\U000E0041g\u2028h\u2069");

        Assert.DoesNotMatch("[\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\u2028\u2029\uFEFF\u061C]", page);
        Assert.Equal("abcdefg h", Single(Parse(page), "h1").Value);
    }

    /// <summary>What no XML may hold would leave the whole page unreadable for strict readers.</summary>
    [Fact]
    public void LettersThatNoXmlHolds_AreReplaced() =>
        Assert.Equal("a b [31mc\uFFFD", Single(Parse(WholeOf("a\0b\u001B[31mc\uFFFE\uD800")), "h1").Value);

    [Fact]
    public void Page_LoadsAndRunsNothing()
    {
        var html = WholeOf("w");
        var page = Parse(html);
        var policy = page.Descendants()
            .Single(element => (string?)element.Attribute("http-equiv") == "Content-Security-Policy");

        Assert.StartsWith(
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
            (string?)policy.Attribute("content"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("url(", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        // Names of namespaces are no addresses.
        Assert.DoesNotContain("http:", Regex.Replace(html, "xmlns=\"[^\"]*\"", ""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ja")]
    public void Page_SaysItsLanguageAndFitsPhones(string culture)
    {
        var document = ReportTexts.Document(culture, ReportTexts.EveryBlock("語"));
        var html = HtmlDocument.Write(document, ReportTexts.Of(culture));
        var page = Parse(html);

        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"", html, StringComparison.Ordinal);
        Assert.Equal(culture, (string?)page.Attribute("lang"));
        Assert.Contains("<meta charset=\"utf-8\"/>", html, StringComparison.Ordinal);
        Assert.Contains("width=device-width", html, StringComparison.Ordinal);
        // Each table is in the box that scrolls instead of the page.
        Assert.All(
            page.Descendants().Where(element => element.Name.LocalName == "table"),
            table => Assert.Equal("scroll", (string?)table.Parent!.Attribute("class"))
        );
    }

    [Fact]
    public void Drawing_HasATitleADescriptionAndItsNumbers()
    {
        var page = Parse(ReportTexts.Html(ReportTexts.Chart(ChartKind.Line, 1, null, 1234.5)));
        var drawings = page.Descendants().Where(element => (string?)element.Attribute("role") == "img").ToList();
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToList();

        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(["plot wide", "plot narrow"], drawings.Select(one => (string)one.Attribute("class")!).Take(2));
        Assert.All(
            drawings.Take(2),
            drawing =>
            {
                Assert.All(((string)drawing.Attribute("aria-labelledby")!).Split(' '), id => Assert.Contains(id, ids));
                Assert.Contains(
                    "lowest 1 ms (a), highest 1,235 ms (c), newest 1,235 ms (c)",
                    Single(drawing, "desc").Value,
                    StringComparison.Ordinal
                );
            }
        );
        Assert.Equal(
            ["a", "1", "b", "–", "c", "1,235"],
            Single(page, "details").Descendants().Where(one => one.Name.LocalName == "td").Select(one => one.Value)
        );
    }

    /// <summary>Colour is never the only sign: each level has its word and its symbol.</summary>
    [Fact]
    public void Level_IsSaidInWords()
    {
        foreach (var level in Enum.GetValues<FindingLevel>())
        {
            var page = Parse(ReportTexts.Html(new ReportBlock.Findings([new ReportFinding(level, "w")])));
            var mark = page.Descendants().Single(one => ((string?)one.Attribute("class"))?.StartsWith("mark ") == true);

            Assert.EndsWith(ReportTexts.Of("en").Write($"level.{level}"), mark.Value, StringComparison.Ordinal);
            Assert.Contains(ReportTexts.Of("en").Write($"status.{level}"), page.Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void MissingValues_SaySoAndWhy()
    {
        var html = ReportTexts.Html(
            new ReportBlock.Tiles([new ReportTile("Age", null, "h", FindingLevel.Missing) { Because = "refused" }]),
            new ReportBlock.Table(
                [new TableColumn("a"), new TableColumn("b", TextAlignment.Number)],
                [new TableRow([TableCell.Missing("no data points")])]
            )
        );
        var page = Parse(html);

        Assert.Contains("missing: refused", page.Value, StringComparison.Ordinal);
        Assert.Equal(
            ["–no data points", "–"],
            page.Descendants().Where(one => one.Name.LocalName == "td").Select(one => one.Value)
        );
        Assert.DoesNotMatch(">0<", html);
    }

    [Fact]
    public void Palette_HasTheContrastThatWcagAsksFor()
    {
        string[] onCard = ["text", "muted", "link", "fine", "missing", "warning", "danger"];
        (string Ink, string Paper, double Least)[] pairs =
        [
            .. onCard.Select(ink => (ink, "card", 4.5)),
            ("text", "page", 4.5),
            ("muted", "page", 4.5),
            ("link", "page", 4.5),
            .. onCard.Skip(3).Select(ink => (ink, $"{ink}-on", 4.5)),
            .. Enumerable.Range(1, 6).Select(series => ($"s{series}", "card", 3.0)),
            ("axis", "card", 3.0),
        ];

        foreach (var of in (Func<PageColour, string>[])[colour => colour.Light, colour => colour.Dark])
        {
            var colours = HtmlPalette.Colours.ToDictionary(colour => colour.Name, of);
            Assert.All(
                pairs,
                pair =>
                    Assert.True(
                        Contrast(colours[pair.Ink], colours[pair.Paper]) >= pair.Least,
                        $"{pair}: {Contrast(colours[pair.Ink], colours[pair.Paper]):0.00}"
                    )
            );
        }
    }

    /// <summary>Every variable that the styles use is one of the palette, and none is left over.</summary>
    [Fact]
    public void Styles_UseThePalette()
    {
        var used = Regex.Matches(HtmlStyle.Css, @"var\(--([\w-]+)\)").Select(match => match.Groups[1].Value);

        Assert.Equal(HtmlPalette.Colours.Select(colour => colour.Name).ToHashSet(), used.ToHashSet());
        Assert.Contains("prefers-color-scheme:dark", HtmlStyle.Css, StringComparison.Ordinal);
        Assert.Contains("@media print", HtmlStyle.Css, StringComparison.Ordinal);
        Assert.Equal(HtmlStyle.Css.Count(letter => letter == '{'), HtmlStyle.Css.Count(letter => letter == '}'));
    }

    [Fact]
    public void Contrast_IsThatOfWcag()
    {
        Assert.Equal(21, Contrast("#000000", "#ffffff"), 2);
        Assert.Equal(4.48, Contrast("#777777", "#ffffff"), 2);
    }

    private static string WholeOf(string word) =>
        HtmlDocument.Write(
            new ReportDocument(
                word,
                "en",
                word,
                word,
                word,
                FindingLevel.Danger,
                [word],
                [.. Enumerable.Repeat(new ReportSection(word, [.. ReportTexts.EveryBlock(word)]), 4)]
            ),
            ReportTexts.Of("en")
        );

    private static XElement Parse(string html) =>
        XDocument.Parse(html["<!DOCTYPE html>".Length..].TrimStart(), LoadOptions.PreserveWhitespace).Root!;

    private static XElement Single(XElement within, string name) =>
        within.Descendants().First(element => element.Name.LocalName == name);

    private static string[] Links(XElement page) =>
        [.. page.Descendants().Attributes("href").Select(link => link.Value)];

    private static double Contrast(string one, string other)
    {
        var (light, dark) = (Luminance(one), Luminance(other));
        return (Math.Max(light, dark) + 0.05) / (Math.Min(light, dark) + 0.05);
    }

    private static double Luminance(string colour)
    {
        double Part(int at)
        {
            var share = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
        }

        return 0.2126 * Part(1) + 0.7152 * Part(3) + 0.0722 * Part(5);
    }
}
