using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Checks;

namespace LambdaOps.Drills;

/// <summary>What one run of a check must report, over all its parts.</summary>
/// <param name="Worst">The worst level of its findings.</param>
/// <param name="Problems">
/// What its problems must say, each a part of one problem's text; there must be no other problem.
/// </param>
public sealed record ReportExpectation(FindingLevel Worst, params ImmutableArray<string> Problems)
{
    /// <summary>Parts of texts of findings that are fine.</summary>
    public ImmutableArray<string> Says { get; init; } = [];

    /// <summary>How many changes of which kind must have been made, and no others ("createBackup 6").</summary>
    public ImmutableArray<string> Changes { get; init; } = [];

    /// <summary>The first that was missed, or null.</summary>
    internal string? Missed(RunOfCheck run)
    {
        var findings = run.Reports.SelectMany(report => report.Findings).ToList();
        var worst = findings.Select(finding => finding.Level).DefaultIfEmpty(FindingLevel.Fine).Max();
        var problems = findings.Where(finding => finding.IsProblem).ToList();
        var changes = run
            .Reports.SelectMany(report => report.Counts)
            .Where(count => count.Done > 0)
            .GroupBy(count => count.Kind)
            .Select(same => string.Create(CultureInfo.InvariantCulture, $"{same.Key} {same.Sum(one => one.Done)}"))
            .Order(StringComparer.Ordinal)
            .ToList();
        var lacks =
            Problems.FirstOrDefault(text => !Has(problems, text)) ?? Says.FirstOrDefault(text => !Has(findings, text));
        return lacks is not null ? $"no finding says '{lacks}': {Show(findings)}"
            : problems.Find(finding => !Problems.Any(text => IsSaidBy(finding, text))) is { } other
                ? $"there is another problem: {other.Text}"
            : worst != Worst ? $"the worst is {worst}, expected {Worst}: {Show(findings)}"
            : !changes.SequenceEqual(Changes.Order(StringComparer.Ordinal))
                ? $"changes made: [{string.Join(", ", changes)}], expected [{string.Join(", ", Changes)}]"
            : null;
    }

    private static bool Has(List<Finding> findings, string text) => findings.Exists(finding => IsSaidBy(finding, text));

    private static bool IsSaidBy(Finding finding, string text) => finding.Text.Contains(text, StringComparison.Ordinal);

    private static string Show(IEnumerable<Finding> findings) =>
        string.Join("; ", findings.Select(finding => $"{finding.Level} {finding.Text}"));
}

/// <summary>One run of a check: the reports of its parts.</summary>
/// <param name="At">For which time of its schedule; where a person asked, when it began.</param>
internal sealed record RunOfCheck(DateTimeOffset At, ImmutableArray<CheckReport> Reports);
