using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Reports.Documents;

namespace LambdaOps.Core.Tests.Reports.Documents;

/// <summary>The shipped words of reports, and documents to write.</summary>
internal static class ReportTexts
{
    public static TheoryData<string> Cultures => ["en", "ja"];

    public static NoticeTexts Of(string culture) => NoticeTexts.Parse(Texts.Json(culture, "reports"));

    public static ReportDocument Document(params ReportBlock[] blocks) => Document("en", blocks);

    public static ReportDocument Document(string culture, params ReportBlock[] blocks)
    {
        ImmutableArray<ReportSection> sections = [new("Section", [.. blocks])];
        return new ReportDocument(
            "Daily report",
            culture,
            "29 November 2026",
            "30 November 2026, 08:00",
            "shop",
            ReportDocument.WorstOf(sections),
            [],
            sections
        );
    }

    public static string Html(params ReportBlock[] blocks) => HtmlDocument.Write(Document(blocks), Of("en"));

    public static string Markdown(params ReportBlock[] blocks) => MarkdownDocument.Write(Document(blocks), Of("en"));

    /// <summary>A block of each kind in which the word stands wherever a text can stand.</summary>
    public static ReportBlock[] EveryBlock(string word) =>
        [
            new ReportBlock.Paragraph(word),
            new ReportBlock.Checklist([
                .. Enum.GetValues<TickState>()
                    .Select(state => new ChecklistLine(word, state, word) { CarriedOverSince = word, Link = word }),
            ]),
            new ReportBlock.Tiles([
                new ReportTile(word, word, word, FindingLevel.Fine) { Comparisons = [word] },
                new ReportTile(word, null, word, FindingLevel.Missing) { Because = word },
            ]),
            new ReportBlock.Table(
                [new TableColumn(word), new TableColumn(word, TextAlignment.Number)],
                [
                    .. Enum.GetValues<FindingLevel>()
                        .Select(level => new TableRow(
                            [new TableCell(word, null, word), TableCell.Missing(word)],
                            level
                        )),
                ]
            )
            {
                Caption = word,
            },
            Chart(ChartKind.Line, word, [1, null, 3]),
            Chart(ChartKind.Bars, word, [1, null, 3]),
            Chart(ChartKind.Line, word, [.. Enumerable.Range(0, 30).Select(at => (double?)at)]),
            new ReportBlock.Findings([
                .. Enum.GetValues<FindingLevel>().Select(level => new ReportFinding(level, word)),
            ]),
        ];

    public static ReportBlock.Chart Chart(ChartKind kind, string word, double?[] values) =>
        new(word, word, kind, [.. values.Select(_ => word)], [new ChartSeries(word, [.. values])])
        {
            Thresholds = [new ChartThreshold(word, 2, FindingLevel.Danger)],
            Bands = [new ChartBand(word, 0, 1)],
        };

    /// <summary>A chart of one series named "api" in milliseconds, its places named a, b, c and so on.</summary>
    public static ReportBlock.Chart Chart(ChartKind kind, params double?[] values) =>
        new(
            "Latency",
            "ms",
            kind,
            [.. values.Select((_, at) => $"{(char)('a' + at)}")],
            [new ChartSeries("api", [.. values])]
        );
}
