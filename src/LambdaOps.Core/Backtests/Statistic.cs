using System.Globalization;

namespace LambdaOps.Core.Backtests;

/// <summary>What an alarm makes of the points of a period: Average, Sum, Minimum, Maximum, SampleCount, or p95.</summary>
public sealed class Statistic
{
    private readonly double? _percentile;

    private Statistic(string name, double? percentile = null) => (Name, _percentile) = (name, percentile);

    /// <summary>By CloudWatch's name.</summary>
    public string Name { get; }

    public static Statistic Average { get; } = new("Average");

    /// <summary>What may be given.</summary>
    public const string Names = "Average, Sum, Minimum, Maximum, SampleCount, or a percentile such as p95";

    /// <summary>The statistic of that name, whatever its letters' case; null for what is none.</summary>
    public static Statistic? Read(string text) =>
        text.ToUpperInvariant() switch
        {
            "AVERAGE" => Average,
            "SUM" => new("Sum"),
            "MINIMUM" => new("Minimum"),
            "MAXIMUM" => new("Maximum"),
            "SAMPLECOUNT" => new("SampleCount"),
            ['P', .. var percent]
                when double.TryParse(
                    percent,
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var number
                ) && number is >= 0 and <= 100 => new("p" + percent, number),
            _ => null,
        };

    /// <param name="points">One at least.</param>
    public double Of(ReadOnlySpan<double> points) =>
        Name switch
        {
            _ when _percentile is { } percent => Percentile(points, percent),
            "Sum" => SumOf(points),
            "Minimum" => Least(points),
            "Maximum" => Most(points),
            "SampleCount" => points.Length,
            _ => points.Length == 1 ? points[0] : SumOf(points) / points.Length,
        };

    public override string ToString() => Name;

    private static double SumOf(ReadOnlySpan<double> points)
    {
        var sum = 0.0;
        foreach (var point in points)
        {
            sum += point;
        }

        return sum;
    }

    private static double Least(ReadOnlySpan<double> points)
    {
        var least = points[0];
        foreach (var point in points)
        {
            least = Math.Min(least, point);
        }

        return least;
    }

    private static double Most(ReadOnlySpan<double> points)
    {
        var most = points[0];
        foreach (var point in points)
        {
            most = Math.Max(most, point);
        }

        return most;
    }

    /// <summary>Between the two points next to it.</summary>
    private static double Percentile(ReadOnlySpan<double> points, double percent)
    {
        var sorted = points.ToArray();
        Array.Sort(sorted);
        var place = percent / 100 * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length
            ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]))
            : sorted[below];
    }
}
