using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.AccessPatterns;

/// <summary>Two weeks of an application whose people sleep at night and rest on Sundays, as CloudWatch has them.</summary>
/// <param name="until">The end of the last day.</param>
internal sealed class TwoWeeks(DateTimeOffset until, ulong seed = 7)
{
    /// <summary>Days that are there.</summary>
    public double Days { get; init; } = 14;

    /// <summary>Changes what is expected of a reading.</summary>
    public Func<DateTimeOffset, double, double> Change { get; init; } = (_, value) => value;

    /// <summary>Counts of five minutes, as many as chance makes of the expected ones.</summary>
    public MetricSeries Counts(double perPeriod)
    {
        var chance = Chance.StreamOf(seed, FormattableString.Invariant($"{perPeriod}"));
        var readings = new List<MinuteValue>();
        for (var at = until - TimeSpan.FromDays(Days); at < until; at += AccessLooks.Period)
        {
            var count = chance.Count(Change(at, perPeriod * Shape(at)));
            if (count > 0)
            {
                readings.Add(new MinuteValue(at, count));
            }
        }

        return new([.. readings]);
    }

    private static double Shape(DateTimeOffset at)
    {
        var local = at.ToOffset(TimeSpan.FromHours(9));
        var ofDay = 1.05 + Math.Sin((local.TimeOfDay.TotalHours - 8) / 24 * 2 * Math.PI);
        return ofDay * (local.DayOfWeek == DayOfWeek.Sunday ? 0.6 : 1);
    }
}
