using System.Globalization;

namespace LambdaOps.Account.World.Metrics;

/// <summary>
/// What is known of one metric in one period: a statistic set, and the values themselves where percentiles need
/// them.
/// </summary>
public sealed record MetricCell
{
    public required DateTimeOffset At { get; init; }

    /// <summary>From when readers see it.</summary>
    public required DateTimeOffset VisibleFrom { get; init; }

    public required double Count { get; init; }

    public required double Sum { get; init; }

    public required double Minimum { get; init; }

    public required double Maximum { get; init; }

    public string Unit { get; init; } = "None";

    /// <summary>Values and how often each occurred; empty when every value is the average.</summary>
    public IReadOnlyList<(double Value, double Weight)> Spread { get; init; } = [];

    /// <summary>
    /// Whether it came as a statistic set of values that differ: nobody knows those, and there are no percentiles.
    /// </summary>
    public bool IsSet { get; init; }

    public static MetricCell Of(
        DateTimeOffset at,
        DateTimeOffset visibleFrom,
        double value,
        double count,
        string unit
    ) =>
        new()
        {
            At = at,
            VisibleFrom = visibleFrom,
            Count = count,
            Sum = value * count,
            Minimum = value,
            Maximum = value,
            Unit = unit,
        };

    /// <summary>Adds up the cells of a longer period; null for none.</summary>
    public static MetricCell? Merge(IReadOnlyList<MetricCell> cells) =>
        cells.Count switch
        {
            0 => null,
            1 => cells[0],
            _ => cells[0] with
            {
                Count = cells.Sum(c => c.Count),
                Sum = cells.Sum(c => c.Sum),
                Minimum = cells.Min(c => c.Minimum),
                Maximum = cells.Max(c => c.Maximum),
                Spread = [.. cells.SelectMany(Weighted)],
                IsSet = cells.Any(c => c.IsSet),
            },
        };

    /// <summary>
    /// The value of a statistic (Average, Sum, Minimum, Maximum, SampleCount, p0–p100); null for an unknown one.
    /// </summary>
    public double? Statistic(string stat) =>
        stat switch
        {
            "Average" => Sum / Count,
            "Sum" => Sum,
            "Minimum" => Minimum,
            "Maximum" => Maximum,
            "SampleCount" => Count,
            _ => !IsSet && Stats.PercentOf(stat) is { } percent ? Percentile(percent) : null,
        };

    private static IEnumerable<(double Value, double Weight)> Weighted(MetricCell cell) =>
        cell.Spread.Count > 0 ? cell.Spread : [(cell.Sum / cell.Count, cell.Count)];

    private double Percentile(double percent)
    {
        var ordered = Weighted(this).OrderBy(v => v.Value).ToList();
        var wanted = ordered.Sum(v => v.Weight) * percent / 100;
        var reached = 0.0;
        foreach (var (value, weight) in ordered)
        {
            reached += weight;
            if (reached >= wanted)
            {
                return value;
            }
        }

        return ordered[^1].Value;
    }
}

/// <summary>Names of statistics.</summary>
public static class Stats
{
    /// <summary>The percent of "p95" or "p99.9"; null for anything else.</summary>
    public static double? PercentOf(string stat) =>
        stat.Length > 1
        && stat[0] == 'p'
        && double.TryParse(stat.AsSpan(1), CultureInfo.InvariantCulture, out var percent)
        && percent is >= 0 and <= 100
            ? percent
            : null;

    public static bool IsKnown(string stat) =>
        stat is "Average" or "Sum" or "Minimum" or "Maximum" or "SampleCount" || PercentOf(stat) is not null;
}
