using System.Collections.Immutable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.ExpiredItems;

/// <summary>How many items of each verdict were seen.</summary>
public sealed record ItemTally(ImmutableArray<VerdictCount> Counts)
{
    /// <summary>Of a key, so much is told: keys of sessions and tokens are secrets.</summary>
    private const int Shown = 6;

    public static ItemTally None { get; } = new([]);

    public int Items => Counts.Sum(one => one.Count);

    public int Of(params ReadOnlySpan<ItemVerdict> verdicts)
    {
        var sum = 0;
        foreach (var one in Counts)
        {
            sum += verdicts.Contains(one.Verdict) ? one.Count : 0;
        }

        return sum;
    }

    /// <summary>The beginning of the first such item's key value, for people who look it up.</summary>
    public string ExampleOf(ItemVerdict verdict) => Counts.FirstOrDefault(one => one.Verdict == verdict)?.Example ?? "";

    public ItemTally With(ItemVerdict verdict, string key)
    {
        var known = Counts.FirstOrDefault(one => one.Verdict == verdict);
        return new ItemTally(
            known is null
                ? Counts.Add(new VerdictCount(verdict, 1, Beginning(key)))
                : Counts.Replace(known, known with { Count = known.Count + 1 })
        );
    }

    /// <summary>Of {"id":{"S":"3fa85f64-…"}} that is 3fa85f….</summary>
    private static string Beginning(string key)
    {
        const string Before = "\":\"";
        var at = key.IndexOf(Before, StringComparison.Ordinal);
        var text = at < 0 ? key : key[(at + Before.Length)..];
        return text.Length <= Shown ? "…" : text[..Shown] + "…";
    }
}

/// <param name="Example">The beginning of the first one's key.</param>
public sealed record VerdictCount(ItemVerdict Verdict, int Count, string Example);
