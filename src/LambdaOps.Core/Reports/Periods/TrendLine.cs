namespace LambdaOps.Core.Reports;

/// <summary>
/// The line through the values of some days, by the median of the slopes between each two of them (Theil 1950; Sen
/// 1968), with Sen's interval of 95 %: a few wild days do not turn it, and a rise that may be chance is told from one that
/// is not.
/// </summary>
/// <param name="PerDay">The slope, in the figure's unit a day.</param>
/// <param name="Low">Of the slope's interval.</param>
/// <param name="High">Of the slope's interval.</param>
/// <param name="Now">The line on the last day.</param>
/// <param name="Points">Days with a value.</param>
public sealed record TrendLine(double PerDay, double Low, double High, double Now, int Points)
{
    /// <summary>Below two weeks of days, weekends alone look like a trend.</summary>
    public const int FewestPoints = 14;

    /// <summary>Of the normal distribution, two-sided: 95 %.</summary>
    private const double Deviations = 1.96;

    public bool IsRising => Low > 0;

    public bool IsFalling => High < 0;

    /// <param name="days">By the day, oldest first; null where a day has no value.</param>
    /// <returns>Null where there are fewer than <see cref="FewestPoints"/> values.</returns>
    public static TrendLine? Of(IReadOnlyList<double?> days)
    {
        var points = days.Select((value, day) => (Day: day, Value: value))
            .Where(point => point.Value is { } value && double.IsFinite(value))
            .Select(point => (point.Day, Value: point.Value!.Value))
            .ToList();
        if (points.Count < FewestPoints)
        {
            return null;
        }

        double[] slopes =
        [
            .. points.SelectMany(
                (one, at) => points.Skip(at + 1).Select(other => (other.Value - one.Value) / (other.Day - one.Day))
            ),
        ];
        Array.Sort(slopes);
        double n = points.Count;
        var spread = Deviations * Math.Sqrt(n * (n - 1) * ((2 * n) + 5) / 18);
        var slope = Median.Of(slopes);
        return new TrendLine(
            slope,
            At(slopes, ((slopes.Length - spread) / 2) - 1),
            At(slopes, (slopes.Length + spread) / 2),
            Median.Of(points.Select(point => point.Value - (slope * point.Day))) + (slope * (days.Count - 1)),
            points.Count
        );
    }

    /// <summary>After how many days it reaches the limit, if it goes on like that; null where it does not rise to it.</summary>
    public double? DaysUntil(double limit) =>
        !IsRising ? null
        : Now >= limit ? 0
        : (limit - Now) / PerDay;

    private static double At(double[] sorted, double place) =>
        sorted[Math.Clamp((int)Math.Round(place), 0, sorted.Length - 1)];
}
