using LambdaOps.Core.Checks;

namespace LambdaOps.Core.Reports.Documents;

/// <summary>The blocks of a report as HTML.</summary>
internal sealed class HtmlBlocks(HtmlWriter html, NoticeTexts texts)
{
    public void Write(ReportBlock.Checklist checklist)
    {
        if (checklist.Lines.IsEmpty)
        {
            WriteEmpty("Checklist");
            return;
        }

        html.Element("p", CountOf(checklist, texts), ("class", "muted")).Open("ul", ("class", "checks"));
        foreach (var line in checklist.Lines)
        {
            var style = LevelWords.ClassOf(line.State);
            html.Open("li")
                .Element("span", SymbolOf(line.State), ("class", $"box {style}"), ("aria-hidden", "true"))
                .Open("div", ("class", "what"))
                .Element("strong", line.Text)
                .Space()
                .Element("span", StateOf(line, texts), ("class", $"state {style}"));
            WriteLink(line.Link, line.Text);
            if (!string.IsNullOrWhiteSpace(line.Evidence))
            {
                html.Element("small", line.Evidence);
            }

            html.Close().Close();
        }

        html.Close();
    }

    public void Write(ReportBlock.Tiles tiles)
    {
        if (tiles.Figures.IsEmpty)
        {
            WriteEmpty("Tiles");
            return;
        }

        html.Open("ul", ("class", "tiles"));
        foreach (var tile in tiles.Figures)
        {
            html.Open("li", ("class", "tile")).Element("small", tile.Label);
            WriteValue(tile);
            WriteMark(tile.Level);
            if (!tile.Comparisons.IsEmpty)
            {
                html.Open("ul");
                foreach (var comparison in tile.Comparisons)
                {
                    html.Element("li", comparison);
                }

                html.Close();
            }

            html.Close();
        }

        html.Close();
    }

    public void Write(ReportBlock.Table table)
    {
        if (table.Rows.IsEmpty)
        {
            if (!string.IsNullOrWhiteSpace(table.Caption))
            {
                html.Element("p", table.Caption, ("class", "muted"));
            }

            WriteEmpty("Table");
            return;
        }

        // A box that scrolls is reached with the keyboard too.
        html.Open("div", ("class", "scroll"), ("tabindex", "0")).Open("table");
        if (!string.IsNullOrWhiteSpace(table.Caption))
        {
            html.Element("caption", table.Caption);
        }

        html.Open("thead").Open("tr");
        if (table.HasLevels)
        {
            html.Element("th", texts.Write("table.level"), ("scope", "col"));
        }

        foreach (var column in table.Columns)
        {
            html.Element("th", column.Name, ("scope", "col"), ("class", ClassOf(column)));
        }

        html.Close().Close().Open("tbody");
        foreach (var row in table.Rows)
        {
            WriteRow(table, row);
        }

        html.Close().Close().Close();
    }

    /// <param name="id">Begins the ids of its drawings.</param>
    public void Write(ReportBlock.Chart chart, string id)
    {
        var reading = new ChartReading(chart, texts);
        html.Open("figure").Open("figcaption").Text(chart.Title);
        if (chart.Unit.Length > 0)
        {
            html.Space().Element("small", $"({chart.Unit})");
        }

        html.Close();
        if (reading.IsEmpty)
        {
            WriteEmpty("Chart");
            WriteNotes(reading);
            html.Close();
            return;
        }

        var drawing = new SvgChart(chart, reading, texts);
        WriteLegend(chart, reading, drawing);
        drawing.Write(html, ChartSize.Wide, $"{id}w");
        drawing.Write(html, ChartSize.Narrow, $"{id}n");
        WriteNotes(reading);
        html.Open("details").Element("summary", texts.Write("chart.numbers"));
        Write(reading.Numbers());
        html.Close().Close();
    }

    public void Write(ReportBlock.Findings findings)
    {
        if (findings.Lines.IsEmpty)
        {
            WriteEmpty("Findings");
            return;
        }

        html.Open("ul", ("class", "findings"));
        foreach (var line in findings.Lines)
        {
            html.Open("li");
            WriteMark(line.Level);
            html.Element("div", line.Text, ("class", "what")).Close();
        }

        html.Close();
    }

    /// <summary>"3 of 8 checked".</summary>
    internal static string CountOf(ReportBlock.Checklist checklist, NoticeTexts texts) =>
        texts.Write(
            "check.count",
            ("ticked", DocumentNumber.Write(checklist.Lines.Count(line => line.State == TickState.Ticked))),
            ("count", DocumentNumber.Write(checklist.Lines.Length))
        );

    /// <summary>The state in words, and since when people have not ticked it.</summary>
    internal static string StateOf(ChecklistLine line, NoticeTexts texts) =>
        string.IsNullOrWhiteSpace(line.CarriedOverSince)
            ? LevelWords.Of(line.State, texts)
            : $"{LevelWords.Of(line.State, texts)} · " + texts.Write("check.carried", ("since", line.CarriedOverSince));

    private static string SymbolOf(TickState state) =>
        state switch
        {
            TickState.Ticked => "✓",
            TickState.Unknown => "?",
            _ => "",
        };

    private static string ClassOf(TableColumn column) => column.Alignment == TextAlignment.Number ? "number" : "text";

    private void WriteRow(ReportBlock.Table table, TableRow row)
    {
        html.Open("tr");
        if (table.HasLevels)
        {
            html.Open("td");
            if (row.Level is { } level)
            {
                WriteMark(level);
            }

            html.Close();
        }

        foreach (var (index, column) in table.Columns.Index())
        {
            html.Open("td", ("class", ClassOf(column)));
            WriteCell(row.At(index));
            html.Close();
        }

        html.Close();
    }

    private void WriteCell(TableCell cell)
    {
        if (cell.Text is null)
        {
            html.Element("span", "–", ("role", "img"), ("aria-label", texts.Write("missing")));
            if (!string.IsNullOrWhiteSpace(cell.Because))
            {
                html.Element("small", cell.Because);
            }
        }
        else if (DocumentLink.Of(cell.Link) is { } address)
        {
            html.Element("a", cell.Text, ("href", address), ("rel", "noopener noreferrer"));
        }
        else
        {
            html.Text(cell.Text);
        }
    }

    private void WriteValue(ReportTile tile)
    {
        if (tile.Value is null)
        {
            html.Element("div", LevelWords.Missing(tile.Because, texts), ("class", "value none"));
            return;
        }

        html.Open("div", ("class", "value")).Text(tile.Value);
        if (tile.Unit.Length > 0)
        {
            html.Space().Element("small", tile.Unit);
        }

        html.Close();
    }

    private void WriteLegend(ReportBlock.Chart chart, ChartReading reading, SvgChart drawing)
    {
        html.Open("ul", ("class", "legend"));
        foreach (var (index, series) in reading.Drawn.Index())
        {
            html.Open("li");
            SvgChart.WriteSwatch(html, chart.Kind, index);
            html.Element("span", series.Name).Close();
        }

        foreach (var (lane, label) in reading.BandLabels.Index())
        {
            html.Open("li");
            drawing.WriteBandSwatch(html, lane);
            html.Element("span", label).Close();
        }

        if (Enumerable.Range(0, chart.X.Length).Any(reading.IsMissingAt))
        {
            html.Open("li");
            SvgChart.WriteGapSwatch(html);
            html.Element("span", texts.Write("missing")).Close();
        }

        html.Close();
    }

    private void WriteNotes(ChartReading reading)
    {
        var notes = reading.Notes().ToList();
        if (notes.Count == 0)
        {
            return;
        }

        html.Open("ul", ("class", "notes"));
        foreach (var note in notes)
        {
            html.Element("li", note);
        }

        html.Close();
    }

    private void WriteMark(FindingLevel level) =>
        html.Open("span", ("class", $"mark {LevelWords.ClassOf(level)}"))
            .Element("span", LevelWords.SymbolOf(level), ("class", "sign"), ("aria-hidden", "true"))
            .Element("span", LevelWords.Of(level, texts))
            .Close();

    private void WriteLink(string? link, string about)
    {
        if (DocumentLink.Of(link) is { } address)
        {
            var word = texts.Write("link");
            html.Space()
                .Element(
                    "a",
                    word,
                    ("href", address),
                    ("rel", "noopener noreferrer"),
                    ("aria-label", $"{word}: {about}")
                );
        }
    }

    private void WriteEmpty(string what) => html.Element("p", texts.Write($"empty.{what}"), ("class", "empty"));
}
