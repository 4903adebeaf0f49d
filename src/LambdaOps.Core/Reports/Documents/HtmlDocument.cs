using System.Diagnostics;

namespace LambdaOps.Core.Reports.Documents;

/// <summary>
/// A report as one page of XHTML-compatible HTML: no script, nothing loaded, so that it opens from a bucket, from mail
/// and from a disk years later, and so that nothing in it can act.
/// </summary>
public static class HtmlDocument
{
    /// <summary>The page may show itself and nothing else, even if an escape were missed.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    /// <summary>So few sections are seen at a glance.</summary>
    private const int MostWithoutContents = 3;

    /// <param name="texts">The fixed words (reports.*.json) in the document's language.</param>
    public static string Write(ReportDocument document, NoticeTexts texts)
    {
        var html = new HtmlWriter();
        html.Open("html", ("lang", document.Culture), ("xmlns", "http://www.w3.org/1999/xhtml"));
        WriteHead(html, document);
        html.Open("body").Open("div", ("class", "page"));
        WriteTop(html, document, texts);
        WriteContents(html, document, texts);
        html.Open("main");
        foreach (var (index, section) in document.Sections.Index())
        {
            WriteSection(html, section, index + 1, texts);
        }

        html.Close().Close().Close().Close();
        return html.ToString();
    }

    private static void WriteHead(HtmlWriter html, ReportDocument document) =>
        html.Open("head")
            .Empty("meta", ("charset", "utf-8"))
            .Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", ContentSecurityPolicy))
            .Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"))
            .Empty("meta", ("name", "referrer"), ("content", "no-referrer"))
            .Empty("meta", ("name", "robots"), ("content", "noindex"))
            .Element("title", $"{document.Title} – {document.Estate}, {document.Period}")
            .Style(HtmlStyle.Css)
            .Close();

    private static void WriteTop(HtmlWriter html, ReportDocument document, NoticeTexts texts)
    {
        html.Open("header", ("class", "card"))
            .Element(
                "p",
                $"{texts.Write("estate", ("estate", document.Estate))} · {document.Period}",
                ("class", "over")
            )
            .Element("h1", document.Title)
            .Open("p", ("class", $"status {LevelWords.ClassOf(document.Worst)}"))
            .Element("span", LevelWords.SymbolOf(document.Worst), ("class", "sign"), ("aria-hidden", "true"))
            .Element("span", document.StandingIn(texts))
            .Close();
        if (!document.Digest.IsEmpty)
        {
            html.Open("ul", ("class", "digest"), ("aria-label", texts.Write("summary")));
            foreach (var line in document.Digest)
            {
                html.Element("li", line);
            }

            html.Close();
        }

        html.Element("p", texts.Write("written", ("time", document.WrittenAt)), ("class", "over")).Close();
    }

    private static void WriteContents(HtmlWriter html, ReportDocument document, NoticeTexts texts)
    {
        if (document.Sections.Length <= MostWithoutContents)
        {
            return;
        }

        html.Open("nav", ("aria-label", texts.Write("contents"))).Open("ul");
        foreach (var (index, section) in document.Sections.Index())
        {
            html.Open("li").Element("a", section.Heading, ("href", $"#s{index + 1}")).Close();
        }

        html.Close().Close();
    }

    private static void WriteSection(HtmlWriter html, ReportSection section, int number, NoticeTexts texts)
    {
        html.Open("section", ("class", "card"), ("id", $"s{number}"), ("aria-labelledby", $"h{number}"))
            .Element("h2", section.Heading, ("id", $"h{number}"));
        foreach (var (index, block) in section.Blocks.Index())
        {
            html.Open("div", ("class", "block"));
            WriteBlock(html, block, $"c{number}-{index + 1}", texts);
            html.Close();
        }

        html.Close();
    }

    private static void WriteBlock(HtmlWriter html, ReportBlock block, string id, NoticeTexts texts)
    {
        var blocks = new HtmlBlocks(html, texts);
        switch (block)
        {
            case ReportBlock.Paragraph paragraph:
                html.Element("p", paragraph.Text);
                break;
            case ReportBlock.Checklist checklist:
                blocks.Write(checklist);
                break;
            case ReportBlock.Tiles tiles:
                blocks.Write(tiles);
                break;
            case ReportBlock.Table table:
                blocks.Write(table);
                break;
            case ReportBlock.Chart chart:
                blocks.Write(chart, id);
                break;
            case ReportBlock.Findings findings:
                blocks.Write(findings);
                break;
            default:
                throw new UnreachableException();
        }
    }
}
