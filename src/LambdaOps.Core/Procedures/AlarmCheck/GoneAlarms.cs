using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.AlarmCheck;

/// <summary>Alarms that a pattern matched, and that are there no longer, while others still are.</summary>
internal static class GoneAlarms
{
    /// <summary>After that, nobody misses them any more.</summary>
    private static readonly TimeSpan s_missedFor = TimeSpan.FromDays(7);

    /// <param name="last">What the last run kept; null when it kept nothing.</param>
    public static CheckMemory.Alarms Of(
        AlarmBatch batch,
        StandingAlarms standing,
        CheckMemory.Alarms? last,
        DateTimeOffset now
    )
    {
        var there = standing.Alarms.Select(alarm => alarm.Name).ToHashSet(StringComparer.Ordinal);
        var gone = (last?.Gone ?? ImmutableSortedDictionary<string, DateTimeOffset>.Empty).ToBuilder();
        foreach (var name in last?.Matched ?? [])
        {
            gone.TryAdd(name, now);
        }

        gone.RemoveRange(
            gone.Where(one => there.Contains(one.Key) || now - one.Value >= s_missedFor || !IsMatched(batch, one.Key))
                .Select(one => one.Key)
                .ToList()
        );
        return new CheckMemory.Alarms(
            [.. there.Where(name => IsMatched(batch, name)).Order(StringComparer.Ordinal)],
            gone.ToImmutable()
        );
    }

    public static IEnumerable<Finding> Findings(CheckMemory.Alarms kept) =>
        kept.Gone.Select(one => new Finding(
            FindingLevel.Warning,
            $"gone {one.Key}",
            string.Create(
                CultureInfo.InvariantCulture,
                $"the alarm {one.Key} has not been there since {one.Value.UtcDateTime:yyyy-MM-dd HH:mm} UTC"
            )
        ));

    /// <summary>Whether a pattern names it, and no name: that one is missed anyway.</summary>
    private static bool IsMatched(AlarmBatch batch, string alarm) =>
        batch.Rules.FirstOrDefault(rule => rule.Names(alarm)) is { Match: AlarmMatch.ByPattern };
}
