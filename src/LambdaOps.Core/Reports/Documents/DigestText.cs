using System.Collections.Immutable;
using LambdaOps.Core.Checks;

namespace LambdaOps.Core.Reports.Documents;

/// <summary>A report in a chat: how bad it is, what matters most, what is missing, where the whole is.</summary>
public static class DigestText
{
    /// <summary>More is not read in a chat.</summary>
    public const int MostLines = 10;

    public const int MostLetters = 200;

    private const string Between = "; ";

    /// <summary>Plain text, at most <see cref="MostLines"/> lines of <see cref="MostLetters"/> letters each.</summary>
    /// <param name="texts">The fixed words (reports.*.json) in the document's language.</param>
    public static ImmutableArray<string> Of(ReportDocument document, NoticeTexts texts)
    {
        string[] first =
        [
            Line(
                texts.Write(
                    "digest.title",
                    ("title", document.Title),
                    ("estate", document.Estate),
                    ("period", document.Period)
                )
            ),
            Line($"{LevelWords.SymbolOf(document.Worst)} {document.StandingIn(texts)}"),
        ];
        string[] last =
        [
            .. MissingIn(document, texts),
            .. document.Place is { } place
                ? [Line(texts.Write("digest.place", ("place", place)))]
                : Array.Empty<string>(),
        ];
        return [.. first, .. Most(ImportantOf(document), MostLines - first.Length - last.Length, texts), .. last];
    }

    /// <summary>The lines that the report was given; without any the worst findings.</summary>
    private static List<string> ImportantOf(ReportDocument document) =>
        document.Digest.IsEmpty
            ?
            [
                .. document
                    .Blocks.OfType<ReportBlock.Findings>()
                    .SelectMany(findings => findings.Lines)
                    .Where(line => line.Level >= FindingLevel.Warning)
                    .OrderByDescending(line => line.Level)
                    .Select(line => line.Text),
            ]
            : [.. document.Digest];

    private static IEnumerable<string> Most(List<string> lines, int most, NoticeTexts texts) =>
        lines.Count <= most
            ? lines.Select(line => Line($"- {line}"))
            :
            [
                .. lines.Take(most - 1).Select(line => Line($"- {line}")),
                Line($"- {texts.Write("digest.more", ("count", DocumentNumber.Write(lines.Count - most + 1)))}"),
            ];

    /// <summary>One line that names what could not be seen, as far as it has space; none where all was seen.</summary>
    private static IEnumerable<string> MissingIn(ReportDocument document, NoticeTexts texts)
    {
        var missing = document.Blocks.SelectMany(MissingIn).Select(DocumentText.Clean).Distinct().ToList();
        for (var named = missing.Count; named > 0; named--)
        {
            var what = string.Join(Between, missing.Take(named));
            if (named < missing.Count)
            {
                var more = texts.Write("digest.more", ("count", DocumentNumber.Write(missing.Count - named)));
                what += Between + more;
            }

            var line = texts.Write("digest.missing", ("what", what));
            if (line.Length <= MostLetters || named == 1)
            {
                return [Line(line)];
            }
        }

        return [];
    }

    private static IEnumerable<string> MissingIn(ReportBlock block) =>
        block switch
        {
            ReportBlock.Checklist checklist => checklist
                .Lines.Where(line => line.State == TickState.Unknown)
                .Select(line => line.Text),
            ReportBlock.Tiles tiles => tiles.Figures.Where(tile => tile.Value is null).Select(tile => tile.Label),
            ReportBlock.Findings findings => findings
                .Lines.Where(line => line.Level == FindingLevel.Missing)
                .Select(line => line.Text),
            // What is missing in tables and charts is a part of them; a finding says so where it matters.
            _ => [],
        };

    private static string Line(string text) => DocumentText.Shorten(DocumentText.Clean(text), MostLetters);
}
