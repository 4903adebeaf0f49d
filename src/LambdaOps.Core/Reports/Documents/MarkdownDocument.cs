using System.Diagnostics;

namespace LambdaOps.Core.Reports.Documents;

/// <summary>
/// A report as Markdown that GitHub shows and that is read in a terminal as well: tables are laid out, checklists are
/// ones, and charts are tables or lines of letters with their lowest, highest and newest numbers.
/// </summary>
public static class MarkdownDocument
{
    /// <param name="texts">The fixed words (reports.*.json) in the document's language.</param>
    public static string Write(ReportDocument document, NoticeTexts texts)
    {
        var blocks = new MarkdownBlocks(texts);
        var status = MarkdownBlocks.Inline(document.StandingIn(texts));
        string[] top =
        [
            $"# {MarkdownBlocks.Inline(document.Title)}",
            "",
            MarkdownBlocks.Inline(
                $"{texts.Write("estate", ("estate", document.Estate))} · {document.Period} · "
                    + texts.Write("written", ("time", document.WrittenAt))
            ),
            "",
            $"{LevelWords.SymbolOf(document.Worst)} **{status}**",
            "",
            .. document.Digest.Select(line => $"- {MarkdownBlocks.Item(line)}"),
        ];
        var sections = document.Sections.SelectMany(section =>
            (string[])
                [
                    "",
                    $"## {MarkdownBlocks.Inline(section.Heading)}",
                    .. section.Blocks.SelectMany(block => Of(block, blocks).Prepend("")),
                ]
        );
        return string.Join('\n', [.. top, .. sections, ""]);
    }

    private static IEnumerable<string> Of(ReportBlock block, MarkdownBlocks blocks) =>
        block switch
        {
            ReportBlock.Paragraph paragraph => [MarkdownBlocks.Item(paragraph.Text)],
            ReportBlock.Checklist checklist => blocks.Of(checklist),
            ReportBlock.Tiles tiles => blocks.Of(tiles),
            ReportBlock.Table table => blocks.Of(table),
            ReportBlock.Chart chart => blocks.Of(chart),
            ReportBlock.Findings findings => blocks.Of(findings),
            _ => throw new UnreachableException(),
        };
}
