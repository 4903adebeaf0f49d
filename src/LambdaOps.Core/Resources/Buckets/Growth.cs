using System.Collections.Immutable;
using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>What is stored, and what was some days before.</summary>
/// <param name="On">The day of the newest size.</param>
/// <param name="WeekBefore">Null where nobody knows it.</param>
public sealed record Growth(DateOnly On, double Bytes, double? WeekBefore, double? MonthBefore)
{
    /// <summary>A day without a datapoint stands for the one before it, so far back.</summary>
    private const int MostDaysBack = 2;

    /// <summary>S3 is some two days late; what is older than that says nothing of today.</summary>
    private const int MostDaysLate = 4;

    /// <summary>
    /// The sum of a bucket's classes of storage on the newest day that all have a size of; null where there is none of the last
    /// days. A class that is younger had nothing before.
    /// </summary>
    public static Growth? Of(ImmutableArray<MetricSeries> classes, DateTimeOffset now)
    {
        var today = DayOf(now);
        var alive = classes.Where(one =>
            one.Last is { } last && today.DayNumber - DayOf(last.At).DayNumber <= MostDaysLate
        );
        if (!alive.Any())
        {
            return null;
        }

        var on = alive.Min(one => DayOf(one.Last!.Value.At));
        return new Growth(on, Sum(0) ?? 0, Sum(7), Sum(28));

        double? Sum(int daysBefore)
        {
            var values = classes.Select(one => ValueOn(one, on.AddDays(-daysBefore))).OfType<double>().ToList();
            return values.Count == 0 ? null : values.Sum();
        }
    }

    /// <summary>How much more there is than a week before, in bytes; null where that is not known.</summary>
    public double? InAWeek => Bytes - WeekBefore;

    /// <summary>In percent; infinite where there was nothing.</summary>
    public double? PercentInAWeek => InAWeek is { } more ? Percent(more, WeekBefore!.Value) : null;

    /// <summary>"12.3 GB (+1.2 GB or 10.8 % in 7 days, +3.4 GB or 38.2 % in 28 days)".</summary>
    public override string ToString() =>
        (WeekBefore, MonthBefore) is (null, null)
            ? $"{Size(Bytes)} (how much it was a week before is not known)"
            : $"{Size(Bytes)} ({Change(WeekBefore, 7)}, {Change(MonthBefore, 28)})";

    /// <summary>In units of 1000, as bills count.</summary>
    public static string Size(double bytes) =>
        Math.Abs(bytes) switch
        {
            >= 1e12 => Text($"{bytes / 1e12:0.#} TB"),
            >= 1e9 => Text($"{bytes / 1e9:0.#} GB"),
            >= 1e6 => Text($"{bytes / 1e6:0.#} MB"),
            >= 1e3 => Text($"{bytes / 1e3:0.#} kB"),
            _ => Text($"{bytes:0} bytes"),
        };

    private string Change(double? before, int days) =>
        before is not { } some ? Text($"unknown for {days} days before")
        : Bytes == some ? Text($"no change in {days} days")
        : Text($"{(Bytes > some ? "+" : "")}{Size(Bytes - some)}{Share(Bytes - some, some)} in {days} days");

    private static string Share(double more, double before) =>
        before == 0 ? "" : Text($" or {Percent(more, before):0.#} %");

    private static double Percent(double more, double before) =>
        before == 0 ? (more > 0 ? double.PositiveInfinity : 0) : 100 * more / before;

    private static double? ValueOn(MetricSeries series, DateOnly day)
    {
        var found = series.Values.Where(one =>
            DayOf(one.At) is var at && at <= day && day.DayNumber - at.DayNumber <= MostDaysBack
        );
        return found.Any() ? found.Last().Value : null;
    }

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
