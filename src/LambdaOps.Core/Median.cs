namespace LambdaOps.Core;

/// <summary>The middle of values: a few wild ones do not move it.</summary>
internal static class Median
{
    /// <summary>Of one value at least, in any order.</summary>
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Of those that are known, and not before what they are counted from; null where there is none.</summary>
    public static TimeSpan? Of(IEnumerable<TimeSpan?> durations)
    {
        var known = durations.OfType<TimeSpan>().Where(one => one >= TimeSpan.Zero).ToList();
        return known.Count == 0 ? null : TimeSpan.FromTicks((long)Of(known.Select(one => (double)one.Ticks)));
    }
}
