using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.StorageCheck;

/// <summary>How tables grow: DynamoDB says what they are, and earlier runs what they were.</summary>
/// <param name="before">Oldest first.</param>
internal sealed class TableGrowth(StorageCheckPolicy policy, ImmutableArray<SizesThen> before, DateTimeOffset now)
{
    /// <summary>A run by hand between two weekly ones neither counts as a week nor moves what is kept.</summary>
    private static readonly TimeSpan s_week = TimeSpan.FromDays(6.5);

    private static readonly TimeSpan s_month = TimeSpan.FromDays(27.5);

    private static readonly TimeSpan s_kept = TimeSpan.FromDays(36);

    public IEnumerable<Finding> Of(ImmutableArray<string> tables, Fact<TableSizes> seen) =>
        tables.Select(table =>
            seen switch
            {
                Fact<TableSizes>.Known { Value.All: var all } => Of(
                    table,
                    all.GetValueOrDefault(table) ?? new TableSize(0, 0, "nobody looked")
                ),
                _ => Of(table, new TableSize(0, 0, seen.WhyUnknown)),
            }
        );

    /// <summary>What the next runs have to know: a sample a week. Of what could not be seen the old ones stay.</summary>
    public static CheckMemory? Kept(ImmutableArray<SizesThen> before, Fact<TableSizes> seen, DateTimeOffset now)
    {
        var kept = before.Where(one => now - one.At < s_kept).ToImmutableArray();
        var isDue = kept.IsEmpty || now - kept[^1].At >= s_week;
        if (isDue && seen is Fact<TableSizes>.Known { Value.All: var all })
        {
            kept = kept.Add(
                new SizesThen(
                    now,
                    all.Where(one => one.Value.WhyMissing is null)
                        .ToImmutableSortedDictionary(one => one.Key, one => one.Value.Bytes, StringComparer.Ordinal)
                )
            );
        }

        return kept.IsEmpty ? null : new CheckMemory.StorageCheck(kept);
    }

    private Finding Of(string table, TableSize size)
    {
        var key = $"size {table}";
        if (size.WhyMissing is { } why)
        {
            return new Finding(FindingLevel.Missing, key, $"{table}: its size could not be seen: {why}");
        }

        var growth = new Growth(
            DateOnly.FromDateTime(now.UtcDateTime),
            size.Bytes,
            Before(table, s_week),
            Before(table, s_month)
        );
        return new Finding(
            policy.IsTooMuch(growth) ? FindingLevel.Warning : FindingLevel.Fine,
            key,
            string.Create(CultureInfo.InvariantCulture, $"{table} holds {growth} in {size.Items} items")
        );
    }

    /// <summary>The youngest size that is as old; null where none is.</summary>
    private double? Before(string table, TimeSpan age)
    {
        foreach (var then in before.Reverse())
        {
            if (now - then.At >= age && then.Bytes.TryGetValue(table, out var bytes))
            {
                return now - then.At < age + s_week ? bytes : null;
            }
        }

        return null;
    }
}
