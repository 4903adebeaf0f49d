namespace LambdaOps.Account.World.Metrics;

/// <summary>The periods that a span of time touches, each named by its beginning, oldest first.</summary>
public static class MetricGrid
{
    public static DateTimeOffset[] Of(DateTimeOffset from, DateTimeOffset until, TimeSpan period) =>
        [.. Enumerable.Range(0, CountOf(from, until, period)).Select(i => FirstOf(from, period) + (period * i))];

    public static int CountOf(DateTimeOffset from, DateTimeOffset until, TimeSpan period) =>
        (int)Math.Ceiling((until - FirstOf(from, period)) / period);

    private static DateTimeOffset FirstOf(DateTimeOffset from, TimeSpan period) =>
        from.AddTicks(-(from.Ticks % period.Ticks));
}
