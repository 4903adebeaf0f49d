using System.Collections.Immutable;
using System.Diagnostics;
using LambdaOps.Core.Reports.Documents;

namespace LambdaOps.Core.Reports;

/// <summary>Writes reports for people: one document each, rendered three times.</summary>
/// <param name="texts">The reports' (reports.*.json).</param>
public sealed class ReportWriter(NoticeTexts texts, NoticePlace place, string culture)
{
    public WrittenDocument Write(ReportFacts facts) =>
        new(
            facts switch
            {
                ReportFacts.Daily daily => new DailyReportWriter(texts, place, culture).Write(daily),
                ReportFacts.Rehearsal rehearsal => new RehearsalReportWriter(texts, place, culture).Write(rehearsal),
                ReportFacts.Period period => new PeriodReportWriter(texts, place, culture).Write(period),
                _ => throw new UnreachableException(),
            },
            facts.Command,
            texts
        );
}

/// <summary>A report as it is stored, shown and notified.</summary>
/// <param name="command">What a person writes to have it made again.</param>
public sealed class WrittenDocument(ReportDocument document, string command, NoticeTexts texts)
{
    /// <summary>Markdown.</summary>
    public string Text => MarkdownDocument.Write(document, texts);

    /// <summary>One HTML file, with all that it needs.</summary>
    public string Page => HtmlDocument.Write(document, texts);

    /// <param name="link">Where the whole report is; null where it is not stored: then who wants it makes it.</param>
    public ReportDigest Digest(string? link) =>
        new(DigestText.Of(document with { Place = link ?? command }, texts), document.Period);
}

/// <summary>A report in a few lines.</summary>
/// <param name="Lines">The first is its title.</param>
/// <param name="Period">The day or days that it is about.</param>
public sealed record ReportDigest(ImmutableArray<string> Lines, string Period);
