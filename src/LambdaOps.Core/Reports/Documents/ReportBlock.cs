using System.Collections.Immutable;
using LambdaOps.Core.Checks;

namespace LambdaOps.Core.Reports.Documents;

/// <summary>One part of a section. What is missing in it is shown as missing, and never as zero or as fine.</summary>
public abstract record ReportBlock
{
    private ReportBlock() { }

    /// <summary>The worst level that it shows.</summary>
    public virtual FindingLevel Worst => FindingLevel.Fine;

    public sealed record Paragraph(string Text) : ReportBlock;

    /// <summary>What was to be checked, and what became of it.</summary>
    public sealed record Checklist(ImmutableArray<ChecklistLine> Lines) : ReportBlock
    {
        /// <summary>A line that only people can tick says nothing about the estate, and is fine.</summary>
        public override FindingLevel Worst => Lines.Select(line => LevelOf(line.State)).DefaultIfEmpty().Max();

        private static FindingLevel LevelOf(TickState state) =>
            state switch
            {
                TickState.Unknown => FindingLevel.Missing,
                TickState.NotTicked => FindingLevel.Warning,
                _ => FindingLevel.Fine,
            };
    }

    /// <summary>The few figures that everyone looks at first.</summary>
    public sealed record Tiles(ImmutableArray<ReportTile> Figures) : ReportBlock
    {
        public override FindingLevel Worst => Figures.Select(tile => tile.Level).DefaultIfEmpty().Max();
    }

    /// <param name="Rows">A row with fewer cells than there are columns has the others missing.</param>
    public sealed record Table(ImmutableArray<TableColumn> Columns, ImmutableArray<TableRow> Rows) : ReportBlock
    {
        public string? Caption { get; init; }

        public override FindingLevel Worst => Rows.Select(row => row.Level ?? FindingLevel.Fine).DefaultIfEmpty().Max();

        /// <summary>Whether a first column says how each row is meant.</summary>
        internal bool HasLevels => Rows.Any(row => row.Level is not null);
    }

    /// <summary>Numbers over time, or by name.</summary>
    /// <param name="X">The labels of the places from left to right: times that are already written, or names.</param>
    public sealed record Chart(
        string Title,
        string Unit,
        ChartKind Kind,
        ImmutableArray<string> X,
        ImmutableArray<ChartSeries> Series
    ) : ReportBlock
    {
        public ImmutableArray<ChartThreshold> Thresholds { get; init; } = [];

        /// <summary>Stretches behind the lines; those with one label have one colour.</summary>
        public ImmutableArray<ChartBand> Bands { get; init; } = [];
    }

    /// <summary>Sentences with how they are meant, in the order they are given.</summary>
    public sealed record Findings(ImmutableArray<ReportFinding> Lines) : ReportBlock
    {
        public override FindingLevel Worst => Lines.Select(line => line.Level).DefaultIfEmpty().Max();
    }
}
