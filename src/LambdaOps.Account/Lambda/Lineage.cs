using System.Globalization;
using System.Text;

namespace LambdaOps.Account.Lambda;

/// <summary>
/// The trace header by which Lambda notices that functions run in a loop: Lineage counts how often each function was
/// invoked in one chain of events (Root=…;Parent=…;Sampled=…;Lineage=hash:count|hash:count). It travels on in what
/// a function sends through an AWS SDK: a queue keeps it with the message (AWSTraceHeader), a topic passes it on.
/// </summary>
internal static class Lineage
{
    /// <summary>
    /// AWS says "approximately 16 times" (Lambda's guide, "Use Lambda recursive loop detection to prevent infinite
    /// loops").
    /// </summary>
    public const int MostInvocations = 16;

    private const string Member = "Lineage=";

    /// <summary>Whether the function has been invoked as often as Lambda lets it be in one chain.</summary>
    public static bool IsExhausted(string? header, string functionArn) =>
        CountsOf(header).FirstOrDefault(one => one.Hash == HashOf(functionArn)).Count >= MostInvocations;

    /// <summary>The header of the function's next invocation in the chain, or of the first in a new one.</summary>
    /// <param name="started">Root, Parent and Sampled of a new chain.</param>
    public static string Next(string? header, string functionArn, string started)
    {
        var hash = HashOf(functionArn);
        var counts = CountsOf(header).ToList();
        var at = counts.FindIndex(one => one.Hash == hash);
        if (at < 0)
        {
            counts.Add((hash, 1));
        }
        else
        {
            counts[at] = (hash, counts[at].Count + 1);
        }

        var members = (header is null ? started : Decoded(header))
            .Split(';')
            .Where(member => !member.StartsWith(Member, StringComparison.Ordinal));
        var lineage = counts.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Hash}:{one.Count}"));
        return $"{string.Join(';', members)};{Member}{string.Join('|', lineage)}";
    }

    private static IEnumerable<(string Hash, int Count)> CountsOf(string? header)
    {
        var lineage = header is null
            ? null
            : Decoded(header).Split(';').FirstOrDefault(member => member.StartsWith(Member, StringComparison.Ordinal));
        foreach (var one in lineage?[Member.Length..].Split('|') ?? [])
        {
            if (one.Split(':') is [var hash, var count] && int.TryParse(count, CultureInfo.InvariantCulture, out var n))
            {
                yield return (hash, n);
            }
        }
    }

    /// <summary>SDKs encode what a header may not have.</summary>
    private static string Decoded(string header) => Uri.UnescapeDataString(header);

    private static string HashOf(string functionArn)
    {
        // FNV-1a: any hash that is the same everywhere.
        var hash = 2166136261U;
        foreach (var letter in Encoding.UTF8.GetBytes(functionArn))
        {
            hash = unchecked((hash ^ letter) * 16777619U);
        }

        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
