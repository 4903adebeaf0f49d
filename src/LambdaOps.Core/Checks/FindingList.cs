using System.Collections.Immutable;

namespace LambdaOps.Core.Checks;

/// <summary>The findings of one report, bounded.</summary>
internal static class FindingList
{
    /// <summary>Problems that one report names.</summary>
    private const int MostProblems = 50;

    private const int MostOfAKind = 10;

    /// <summary>What is fine, then the worst problems first; those beyond fifty are only counted.</summary>
    /// <param name="ofWhat">As in "7 further problems of certificates".</param>
    public static ImmutableArray<Finding> WorstFirst(IReadOnlyList<Finding> all, string ofWhat)
    {
        var problems = all.Where(finding => finding.IsProblem).OrderByDescending(finding => finding.Level).ToList();
        var rest = problems.Skip(MostProblems).ToList();
        return
        [
            .. all.Where(finding => !finding.IsProblem),
            .. problems.Take(MostProblems),
            .. rest.Count == 0
                ? Array.Empty<Finding>()
                :
                [
                    new Finding(
                        rest[0].Level,
                        "more",
                        FormattableString.Invariant($"{rest.Count} further problems of {ofWhat}")
                    ),
                ],
        ];
    }

    /// <summary>The first ten problems of one kind; the rest are only counted, so that each kind has its place.</summary>
    /// <param name="ofWhat">As in "7 further unused roles".</param>
    public static ImmutableArray<Finding> Bounded(IReadOnlyList<Finding> all, string ofWhat)
    {
        var rest = all.Count - MostOfAKind;
        return rest <= 0
            ? [.. all]
            :
            [
                .. all.Take(MostOfAKind),
                new Finding(
                    all[MostOfAKind].Level,
                    $"more {ofWhat}",
                    FormattableString.Invariant($"{rest} further {ofWhat}")
                ),
            ];
    }
}
