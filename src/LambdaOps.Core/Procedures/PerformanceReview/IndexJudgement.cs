using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using static LambdaOps.Core.Procedures.PerformanceReview.ReviewContext;
using Memory = LambdaOps.Core.Checks.CheckMemory.PerformanceReview;

namespace LambdaOps.Core.Procedures.PerformanceReview;

/// <summary>
/// What is said of global secondary indexes (runbook: GSIの使用状況確認): no reads in so many days, never that an index is
/// unused. What reads it may run once a month, and nobody sees that here.
/// </summary>
internal static class IndexJudgement
{
    private const string Active = "ACTIVE";

    public static Memory Of(ReviewContext context, ImmutableArray<string> tables, Fact<IndexUses> seen, Memory memory)
    {
        if (seen is not Fact<IndexUses>.Known { Value: var uses })
        {
            return With(
                memory,
                FindingLevel.Missing,
                $"indexes {tables[0]}",
                $"the indexes of {TableJudgement.InWords(tables)} could not be seen: {seen.WhyUnknown}"
            );
        }

        var all = uses.All.SelectMany(table => table.Indexes).ToList();
        var problems = uses.All.SelectMany(table => Of(context, table)).ToList();
        if (all.Count > 0 || uses.All.Any(table => table.WhyMissing is null))
        {
            var read = all.Count(index => Sum(index.ReadUnits) > 0);
            memory = With(
                memory,
                FindingLevel.Fine,
                $"indexes {tables[0]}",
                all.Count == 0
                    ? $"{TableJudgement.InWords(tables)}: no global secondary index"
                    : Text(
                        $"{TableJudgement.InWords(tables)}: {read} of {all.Count} global secondary indexes had reads "
                    ) + Text($"in {context.Policy.IndexDays} days")
            );
        }

        return With(memory, problems, $"indexes of {TableJudgement.InWords(tables)}");
    }

    private static IEnumerable<Finding> Of(ReviewContext context, TableIndexes table)
    {
        if (table.WhyMissing is { } why)
        {
            yield return new Finding(
                FindingLevel.Missing,
                $"indexes of {table.Table}",
                $"{table.Table}: its indexes could not be seen: {why}"
            );
        }

        foreach (var index in table.Indexes)
        {
            var name = $"index {index.Name} of {table.Table}";
            if (index.Status != Active)
            {
                yield return new Finding(FindingLevel.Warning, $"status of {name}", $"{name} is {index.Status}");
            }

            if (Reads(context, table, index, name) is { } reads)
            {
                yield return reads;
            }
        }
    }

    private static Finding? Reads(ReviewContext context, TableIndexes table, IndexUse index, string name)
    {
        if (index.ReadUnits.Hole is { } hole)
        {
            return new Finding(FindingLevel.Missing, name, $"{name}: its reads are not known: {hole}");
        }

        if (Sum(index.ReadUnits) > 0)
        {
            return null;
        }

        // Before a table is that old, nothing could have been read for so long.
        var since = table.CreatedAt > context.About.From ? table.CreatedAt : null;
        return since is { } created
            ? new Finding(
                FindingLevel.Fine,
                name,
                Text(
                    $"{name}: no reads in the {(context.About.Until - created).TotalDays:0.#} days since its table was created"
                )
            )
            : new Finding(
                FindingLevel.Warning,
                name,
                Text($"{name}: no reads in {context.Policy.IndexDays} days; it has {Number(index.Items)} items of ")
                    + Growth.Size(index.Bytes)
                    + (
                        index.WriteUnits.Hole is null
                            ? Text($", and its writes took {Number(Sum(index.WriteUnits))} units")
                            : ""
                    )
            );
    }
}
