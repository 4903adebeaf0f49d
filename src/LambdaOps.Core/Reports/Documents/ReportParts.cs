using System.Collections.Immutable;
using LambdaOps.Core.Checks;

namespace LambdaOps.Core.Reports.Documents;

/// <summary>One line of a checklist.</summary>
/// <param name="Evidence">What the state rests on, with the numbers; for an unknown state why it is unknown.</param>
public sealed record ChecklistLine(string Text, TickState State, string? Evidence = null)
{
    /// <summary>The day since when people have not ticked it, already written.</summary>
    public string? CarriedOverSince { get; init; }

    /// <summary>An https address; any other one is left out.</summary>
    public string? Link { get; init; }
}

/// <summary>What became of a line of a checklist.</summary>
public enum TickState
{
    Ticked,

    /// <summary>It was looked at, and does not hold.</summary>
    NotTicked,

    /// <summary>It could not be looked at: never ticked.</summary>
    Unknown,

    /// <summary>Only people can tick it.</summary>
    ForPeople,
}

/// <summary>One figure.</summary>
/// <param name="Value">As people read it; null where it is missing.</param>
public sealed record ReportTile(string Label, string? Value, string Unit, FindingLevel Level)
{
    /// <summary>Such as "+12 % against the day before".</summary>
    public ImmutableArray<string> Comparisons { get; init; } = [];

    /// <summary>Why the value is missing.</summary>
    public string? Because { get; init; }
}

public sealed record TableColumn(string Name, TextAlignment Alignment = TextAlignment.Text);

/// <summary>Numbers stand at the right, so that their digits are under each other.</summary>
public enum TextAlignment
{
    Text,
    Number,
}

/// <param name="Level">How the row is meant; null in a table that judges nothing.</param>
public sealed record TableRow(ImmutableArray<TableCell> Cells, FindingLevel? Level = null)
{
    /// <summary>The cell of a column, a missing one where the row is too short.</summary>
    internal TableCell At(int column) => column < Cells.Length ? Cells[column] : default;
}

/// <param name="Text">Null where it is missing.</param>
/// <param name="Because">Why it is missing.</param>
/// <param name="Link">An https address; any other one is left out.</param>
public readonly record struct TableCell(string? Text, string? Because = null, string? Link = null)
{
    public static TableCell Missing(string because) => new(null, because);
}

/// <param name="Values">One for each place of the chart; null, and what is no finite number, is a gap.</param>
public sealed record ChartSeries(string Name, ImmutableArray<double?> Values)
{
    /// <summary>The value of a place, null where there is none.</summary>
    internal double? At(int place) =>
        place < Values.Length && Values[place] is { } value && double.IsFinite(value) ? value : null;
}

/// <summary>A level line across a chart.</summary>
public sealed record ChartThreshold(string Label, double Value, FindingLevel Level);

/// <summary>A stretch of a chart's places in which something was so.</summary>
/// <param name="From">The first place.</param>
/// <param name="Until">The last place.</param>
public sealed record ChartBand(string Label, int From, int Until);

public enum ChartKind
{
    Line,
    Bars,
}

/// <summary>One sentence with the numbers.</summary>
public sealed record ReportFinding(FindingLevel Level, string Text);
