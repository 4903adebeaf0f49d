using LambdaOps.Core.Checks;

namespace LambdaOps.Core.Reports.Documents;

/// <summary>The blocks of a report as lines of Markdown.</summary>
internal sealed class MarkdownBlocks(NoticeTexts texts)
{
    /// <summary>A chart of so few places is a table; a longer one would bury what stands under it.</summary>
    private const int MostRows = 8;

    /// <summary>A wider cell is not laid out: it would make every row as wide.</summary>
    private const int MostPadding = 40;

    /// <summary>Text where a line or an item of a list begins.</summary>
    public static string Item(string text) => MarkdownText.Of(DocumentText.Clean(text)).Value;

    /// <summary>
    /// Text that something stands before: what would begin a list there begins none, and a number keeps its point. The
    /// letter before it is one that nothing reads otherwise.
    /// </summary>
    public static string Inline(string text) => MarkdownText.Of("." + DocumentText.Clean(text)).Value[1..];

    public IEnumerable<string> Of(ReportBlock.Checklist checklist)
    {
        if (checklist.Lines.IsEmpty)
        {
            yield return Empty("Checklist");
            yield break;
        }

        yield return Item(HtmlBlocks.CountOf(checklist, texts));
        yield return "";
        foreach (var line in checklist.Lines)
        {
            var text = $"{(line.State == TickState.Ticked ? "- [x]" : "- [ ]")} {Inline(line.Text)}";
            // The box says all of what is ticked.
            if (line.State != TickState.Ticked || !string.IsNullOrWhiteSpace(line.CarriedOverSince))
            {
                text += $" – **{Inline(HtmlBlocks.StateOf(line, texts))}**";
            }

            if (!string.IsNullOrWhiteSpace(line.Evidence))
            {
                text += $" – {Inline(line.Evidence)}";
            }

            yield return text + Link(line.Link, texts.Write("link"));
        }
    }

    public IEnumerable<string> Of(ReportBlock.Tiles tiles) =>
        tiles.Figures.IsEmpty
            ? [Empty("Tiles")]
            : tiles.Figures.Select(tile =>
            {
                var value = tile.Value is null
                    ? LevelWords.Missing(tile.Because, texts)
                    : DocumentNumber.WithUnit(tile.Value, tile.Unit);
                var comparisons = tile.Comparisons.IsEmpty ? "" : $" ({Inline(string.Join("; ", tile.Comparisons))})";
                return $"- {Marked(tile.Level)} {Inline(tile.Label)}: **{Inline(value)}**{comparisons}";
            });

    public IEnumerable<string> Of(ReportBlock.Table table)
    {
        string[] caption = string.IsNullOrWhiteSpace(table.Caption) ? [] : [Item(table.Caption), ""];
        return table.Rows.IsEmpty ? [.. caption, Empty("Table")] : [.. caption, .. Rows(table)];
    }

    public IEnumerable<string> Of(ReportBlock.Chart chart)
    {
        var reading = new ChartReading(chart, texts);
        yield return $"**{Inline(reading.Title)}**";
        yield return "";
        if (reading.IsEmpty)
        {
            yield return Empty("Chart");
            yield break;
        }

        if (chart.X.Length <= MostRows)
        {
            foreach (var row in Of(reading.Numbers()))
            {
                yield return row;
            }
        }
        else
        {
            var scale = reading.Scale();
            foreach (var series in chart.Series)
            {
                var line = Sparkline.Of(series, chart.X.Length, scale);
                yield return $"- {MarkdownText.Code(line)} {Inline(reading.Of(series))}";
            }
        }

        string[] notes =
        [
            .. chart.Thresholds.Select(reading.Of),
            .. reading.BandSentences(),
            .. chart.Series.Select(reading.GapsOf).OfType<string>(),
        ];
        if (notes.Length > 0)
        {
            yield return "";
        }

        foreach (var note in notes)
        {
            yield return $"- {Item(note)}";
        }
    }

    public IEnumerable<string> Of(ReportBlock.Findings findings) =>
        findings.Lines.IsEmpty
            ? [Empty("Findings")]
            : findings.Lines.Select(line => $"- {Marked(line.Level)}: {Inline(line.Text)}");

    private IEnumerable<string> Rows(ReportBlock.Table table)
    {
        var numbers = table.Columns.Select(column => column.Alignment == TextAlignment.Number).ToList();
        List<string[]> rows =
        [
            [.. table.Columns.Select(column => Inline(column.Name))],
            .. table.Rows.Select(row => table.Columns.Select((_, at) => Of(row.At(at))).ToArray()),
        ];
        if (table.HasLevels)
        {
            numbers.Insert(0, false);
            rows = [.. rows.Select((row, at) => (string[])[LevelCell(table, at), .. row])];
        }

        var widths = numbers
            .Select((_, column) => Math.Clamp(rows.Max(row => DocumentText.ColumnsOf(row[column])), 3, MostPadding))
            .ToList();
        yield return Row(rows[0], widths, numbers);
        yield return "|"
            + string.Concat(
                widths.Select(
                    (width, at) => numbers[at] ? $" {new string('-', width - 1)}: |" : $" {new string('-', width)} |"
                )
            );
        foreach (var row in rows.Skip(1))
        {
            yield return Row(row, widths, numbers);
        }
    }

    private string LevelCell(ReportBlock.Table table, int row) =>
        row == 0 ? Inline(texts.Write("table.level"))
        : table.Rows[row - 1].Level is { } level ? Marked(level)
        : "";

    private static string Row(string[] cells, List<int> widths, List<bool> numbers) =>
        "|"
        + string.Concat(
            cells.Select(
                (cell, at) =>
                {
                    var padding = new string(' ', Math.Max(0, widths[at] - DocumentText.ColumnsOf(cell)));
                    return numbers[at] ? $" {padding}{cell} |" : $" {cell}{padding} |";
                }
            )
        );

    private static string Of(TableCell cell)
    {
        if (cell.Text is null)
        {
            return string.IsNullOrWhiteSpace(cell.Because) ? "–" : $"– ({Inline(cell.Because)})";
        }

        return DocumentLink.Of(cell.Link) is { } address ? $"[{Inline(cell.Text)}]({address})" : Inline(cell.Text);
    }

    private string Marked(FindingLevel level) => $"{LevelWords.SymbolOf(level)} {Inline(LevelWords.Of(level, texts))}";

    private static string Link(string? link, string word) =>
        DocumentLink.Of(link) is { } address ? $" ([{Inline(word)}]({address}))" : "";

    private string Empty(string what) => Item(texts.Write($"empty.{what}"));
}
