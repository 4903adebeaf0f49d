using System.Collections.Immutable;
using LambdaOps.Core.Checks;

namespace LambdaOps.Core.Reports.Documents;

/// <summary>
/// A report as people read it, in plain text, numbers and times that are already written: what a rendering shows is
/// decided here once, and is the same in Markdown, on the page and in the notice.
/// </summary>
/// <param name="Culture">The language of all its texts: "en" or "ja".</param>
/// <param name="Period">The day or the days it is about.</param>
/// <param name="WrittenAt">When it was written, with the time zone.</param>
/// <param name="Worst">The worst level; <see cref="WorstOf"/> gives the worst that its sections show.</param>
/// <param name="Digest">The most important lines, the most important one first.</param>
public sealed record ReportDocument(
    string Title,
    string Culture,
    string Period,
    string WrittenAt,
    string Estate,
    FindingLevel Worst,
    ImmutableArray<string> Digest,
    ImmutableArray<ReportSection> Sections
)
{
    /// <summary>How things stand, in the place of the words for <see cref="Worst"/>; null for those.</summary>
    public string? Standing { get; init; }

    /// <summary>Where the whole report is: an https address, or a command that shows it.</summary>
    public string? Place { get; init; }

    /// <summary>How things stand, in words.</summary>
    internal string StandingIn(NoticeTexts texts) => Standing ?? texts.Write($"status.{Worst}");

    /// <summary>All blocks in their order.</summary>
    public IEnumerable<ReportBlock> Blocks => Sections.SelectMany(section => section.Blocks);

    /// <summary>The worst level that any block of the sections has; fine where they have none.</summary>
    public static FindingLevel WorstOf(IEnumerable<ReportSection> sections) =>
        sections.SelectMany(section => section.Blocks).Select(block => block.Worst).DefaultIfEmpty().Max();
}

/// <summary>What stands under one heading.</summary>
public sealed record ReportSection(string Heading, ImmutableArray<ReportBlock> Blocks);
