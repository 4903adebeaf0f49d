using System.Collections.Immutable;
using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>What a service's tasks use, as an average of all, a value a minute.</summary>
public sealed record TaskUsage(MetricSeries Cpu, MetricSeries Memory)
{
    /// <summary>For an incident without an alarm: nobody asks.</summary>
    public static TaskUsage None { get; } = new(MetricSeries.Empty, MetricSeries.Empty);

    /// <summary>Only the minutes from that moment on: those before are of other tasks.</summary>
    public TaskUsage From(DateTimeOffset moment) => new(From(Cpu, moment), From(Memory, moment));

    public override string ToString() => $"CPU {Text(Cpu)}, memory {Text(Memory)}";

    private static MetricSeries From(MetricSeries series, DateTimeOffset moment) =>
        series with
        {
            Values = [.. series.Values.Where(minute => minute.At >= moment)],
        };

    private static string Text(MetricSeries series) =>
        series.Last is { } last ? string.Create(CultureInfo.InvariantCulture, $"{last.Value:0} %") : "?";
}

/// <summary>How a number of the last minutes stands to its threshold.</summary>
public static class UsageLevel
{
    /// <summary>One minute is a peak, three are none.</summary>
    private const int Minutes = 3;

    /// <summary>
    /// The median of the newest minutes where it is a danger, and the end of the first minute in a row that was one; null
    /// where it is none, or there are not enough minutes.
    /// </summary>
    /// <param name="from">Minutes before it say when it began, and nothing of now.</param>
    public static (double Percent, DateTimeOffset BegunBy)? Danger(
        this MetricSeries series,
        double danger,
        DateTimeOffset from
    )
    {
        var newest = series
            .Values.Where(minute => minute.At >= from)
            .TakeLast(Minutes)
            .Select(minute => minute.Value)
            .Order()
            .ToImmutableArray();
        if (newest.Length < Minutes || newest[Minutes / 2] < danger)
        {
            return null;
        }

        var first = series.Values.Length - 1;
        while (first > 0 && series.Values[first - 1].Value >= danger)
        {
            first--;
        }

        return (newest[Minutes / 2], series.Values[first].At.AddMinutes(1));
    }
}
