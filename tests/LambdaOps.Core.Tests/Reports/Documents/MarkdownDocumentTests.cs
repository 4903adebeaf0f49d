using LambdaOps.Core.Checks;
using LambdaOps.Core.Reports.Documents;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LambdaOps.Core.Tests.Reports.Documents;

/// <summary>Markdown as GitHub reads it: what came from outside stays text, whatever it looks like.</summary>
public class MarkdownDocumentTests
{
    private static readonly MarkdownPipeline s_gitHub = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseTaskLists()
        .Build();

    public static TheoryData<string> Hostile =>
        [
            "<script>alert(1)</script>",
            "[a](javascript:alert(1))",
            "![a](https://evil.example/x.png)",
            "# heading",
            "- item",
            "1. item",
            "a | b | c",
            "**bold** _it_ `code` ~~gone~~",
            "> quote",
            "a\n\n## heading\n\n- [x] done",
            "<!-- comment",
            "```",
            "&lt;b&gt;",
        ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void HostileText_StaysText(string text)
    {
        var (with, without) = (Parse(ReportTexts.EveryBlock(text)), Parse(ReportTexts.EveryBlock("word")));

        Assert.Equal(Structure(without), Structure(with));
        Assert.Empty(with.Descendants<HtmlBlock>());
        Assert.Empty(with.Descendants<HtmlInline>());
        Assert.Empty(with.Descendants<LinkInline>());
    }

    [Fact]
    public void LettersThatAreNotSeen_AreRemoved() =>
        Assert.DoesNotMatch(
            "[\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\u2028\uFEFF]",
            ReportTexts.Markdown(ReportTexts.EveryBlock("a\u202Eb\u2066c\u200Fd\u200Be\uFEFFf\u2028g"))
        );

    [Fact]
    public void Link_IsHttpsOrNone()
    {
        var markdown = ReportTexts.Markdown(
            new ReportBlock.Checklist([
                new ChecklistLine("a", TickState.Ticked) { Link = "https://example.com/a_(b)?c=|d" },
                new ChecklistLine("b", TickState.Ticked) { Link = "http://example.com" },
                new ChecklistLine("c", TickState.Ticked) { Link = "javascript:alert(1)" },
            ])
        );

        var link = Assert.Single(Markdown.Parse(markdown, s_gitHub).Descendants<LinkInline>());
        Assert.Equal("https://example.com/a_%28b%29?c=%7Cd", link.Url);
    }

    [Fact]
    public void Document_IsReadInATerminal()
    {
        var markdown = ReportTexts.Markdown(
            new ReportBlock.Checklist([
                new ChecklistLine("Tasks run", TickState.Ticked, "6 of 6"),
                new ChecklistLine("P95 under 1 s", TickState.NotTicked, "1.2 s"),
                new ChecklistLine("Backups", TickState.Unknown, "refused"),
                new ChecklistLine("Advisories", TickState.ForPeople) { CarriedOverSince = "27 November" },
            ]),
            new ReportBlock.Tiles([
                new ReportTile("Requests", "1,284", "", FindingLevel.Fine) { Comparisons = ["+12 %"] },
                new ReportTile("Backup age", null, "h", FindingLevel.Missing) { Because = "refused" },
            ]),
            new ReportBlock.Table(
                [new TableColumn("Name"), new TableColumn("CPU", TextAlignment.Number)],
                [
                    new TableRow([new TableCell("api"), new TableCell("71.5")], FindingLevel.Warning),
                    new TableRow([new TableCell("検索"), TableCell.Missing("no data")], FindingLevel.Missing),
                ]
            ),
            new ReportBlock.Findings([new ReportFinding(FindingLevel.Danger, "P95 is 1,400 ms")])
        );

        Assert.Equal(
            """
            # Daily report

            Estate shop · 29 November 2026 · Written 30 November 2026, 08:00

            ✕ **Danger: needs action**


            ## Section

            1 of 4 checked

            - [x] Tasks run – 6 of 6
            - [ ] P95 under 1 s – **not met** – 1.2 s
            - [ ] Backups – **unknown** – refused
            - [ ] Advisories – **for people · carried over since 27 November**

            - ✓ fine Requests: **1,284** (+12 %)
            - ? not seen Backup age: **missing: refused**

            | State      | Name |         CPU |
            | ---------- | ---- | ----------: |
            | ! warning  | api  |        71.5 |
            | ? not seen | 検索 | – (no data) |

            - ✕ danger: P95 is 1,400 ms

            """,
            markdown
        );
    }

    [Fact]
    public void ShortChart_IsATableWithItsGaps() =>
        Assert.Contains(
            """
            | ms  | api |
            | --- | --: |
            | a   |   1 |
            | b   |   – |
            | c   |   0 |

            - api: 1 of 3 values missing
            """,
            ReportTexts.Markdown(ReportTexts.Chart(ChartKind.Line, 1, null, 0)),
            StringComparison.Ordinal
        );

    [Fact]
    public void LongChart_IsALineOfLetters() =>
        Assert.Contains(
            "- `▁▂▃▄·▆▇██▁` api: lowest 0 ms (a), highest 8 ms (i), newest 0 ms (j)",
            ReportTexts.Markdown(ReportTexts.Chart(ChartKind.Line, 0, 1, 2, 3, null, 5, 6, 7, 8, 0)),
            StringComparison.Ordinal
        );

    /// <summary>A peak of one place among hundreds is still the highest letter.</summary>
    [Fact]
    public void VeryLongChart_KeepsItsPeaksAndGaps()
    {
        var values = Enumerable.Repeat((double?)0, 480).ToArray();
        values[123] = 10;
        Array.Fill(values, null, 200, 40);
        var markdown = ReportTexts.Markdown(ReportTexts.Chart(ChartKind.Line, values));

        Assert.Contains(
            $"`{new string('▁', 12)}█{new string('▁', 7)}····{new string('▁', 24)}`",
            markdown,
            StringComparison.Ordinal
        );
    }

    private static Markdig.Syntax.MarkdownDocument Parse(ReportBlock[] blocks) =>
        Markdown.Parse(ReportTexts.Markdown(blocks), s_gitHub);

    /// <summary>The blocks and what is more than text in them: hostile text adds none and takes none away.</summary>
    private static string Structure(Markdig.Syntax.MarkdownDocument document) =>
        string.Join(
            ' ',
            document
                .Descendants()
                .Where(one => one is not LiteralInline and not LinkReferenceDefinitionGroup)
                .Select(one => one.GetType().Name)
        );
}
