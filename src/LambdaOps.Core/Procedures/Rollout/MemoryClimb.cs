using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.Rollout;

/// <summary>
/// Memory that climbs: the median slope of all pairs of its minutes (Theil and Sen), which single minutes do not move.
/// </summary>
/// <param name="FromPercent">Where that line begins.</param>
/// <param name="ToPercent">Where it is now.</param>
/// <param name="Over">The time between.</param>
public sealed record MemoryClimb(double FromPercent, double ToPercent, TimeSpan Over)
{
    /// <summary>Fewer minutes may be a start that has not settled.</summary>
    public const int FewestMinutes = 10;

    /// <summary>Of so many pairs, in percent, the later one must be higher: up and down again is no climb.</summary>
    private const int PairsClimbPercent = 75;

    public double PercentPerMinute => (ToPercent - FromPercent) / Over.TotalMinutes;

    /// <summary>Null where it does not climb, or where there are too few minutes to say so: no data is no climb.</summary>
    public static MemoryClimb? Of(MetricSeries memory)
    {
        var minutes = memory.Values;
        if (minutes.Length < FewestMinutes)
        {
            return null;
        }

        var slopes = ImmutableArray.CreateBuilder<double>(minutes.Length * (minutes.Length - 1) / 2);
        for (var later = 1; later < minutes.Length; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                slopes.Add(
                    (minutes[later].Value - minutes[earlier].Value)
                        / (minutes[later].At - minutes[earlier].At).TotalMinutes
                );
            }
        }

        slopes.Sort();
        var slope = slopes[slopes.Count / 2];
        if (slopes[slopes.Count * (100 - PairsClimbPercent) / 100] <= 0)
        {
            return null;
        }

        var end = minutes[^1].At;
        var levels = minutes
            .Select(minute => minute.Value + (slope * (end - minute.At).TotalMinutes))
            .Order()
            .ToImmutableArray();
        var (to, over) = (levels[levels.Length / 2], end - minutes[0].At);
        return new(to - (slope * over.TotalMinutes), to, over);
    }

    /// <summary>In what time it is there, at that slope; zero where it is.</summary>
    public TimeSpan Until(double percent) =>
        ToPercent >= percent
            ? TimeSpan.Zero
            : TimeSpan.FromMinutes(Math.Min((percent - ToPercent) / PercentPerMinute, 1_000_000));

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"memory climbs by {PercentPerMinute:0.##} % a minute, from {FromPercent:0.#} to {ToPercent:0.#} % in {Over.TotalMinutes:0} min"
        );
}
