using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Metrics;

/// <summary>
/// All metrics. A period in which nothing happened has no cell: AWS has no datapoint then, not a zero.
/// </summary>
public sealed class MetricStore(TimeProvider clock)
{
    private const int CellsKept = 20_000;
    private readonly Dictionary<string, (MetricName Name, List<MetricCell> Cells)> _series = new(
        StringComparer.Ordinal
    );

    /// <summary>
    /// The StatusCode of a metric's answers to GetMetricData where CloudWatch has only a part of it, by the metric's name.
    /// </summary>
    private readonly Dictionary<string, string> _incomplete = new(StringComparer.Ordinal);

    /// <summary>CloudWatch has trouble with a metric: its answers have no datapoint, and a status that is not Complete.</summary>
    /// <param name="status">InternalError, PartialData or Forbidden; null ends it.</param>
    public void Withhold(string metric, string? status)
    {
        if (status is null)
        {
            _incomplete.Remove(metric);
        }
        else
        {
            _incomplete[metric] = status;
        }
    }

    /// <summary>Null where it is complete.</summary>
    internal string? WithheldAs(string metric) => _incomplete.GetValueOrDefault(metric);

    /// <summary>Every metric that has had a datapoint since then, in the order of its first one.</summary>
    public IEnumerable<MetricName> NamesSince(DateTimeOffset since) =>
        _series.Values.Where(series => series.Cells[^1].At >= since).Select(series => series.Name);

    public void Add(MetricName name, MetricCell cell)
    {
        if (!_series.TryGetValue(name.Key, out var series))
        {
            series = (name, []);
            _series[name.Key] = series;
        }

        var cells = series.Cells;
        var place = cells.Count;
        while (place > 0 && cells[place - 1].At > cell.At)
        {
            place--;
        }

        cells.Insert(place, cell);
        if (cells.Count > CellsKept)
        {
            cells.RemoveRange(0, CellsKept / 10);
        }
    }

    /// <summary>
    /// What a reader at <paramref name="seenAt"/> sees of [from, from + period); null when there is nothing.
    /// </summary>
    public MetricCell? Read(
        MetricName name,
        DateTimeOffset from,
        TimeSpan period,
        DateTimeOffset seenAt,
        string? unit = null
    )
    {
        if (!_series.TryGetValue(name.Key, out var series))
        {
            return null;
        }

        var until = from + period;
        var found = new List<MetricCell>();
        for (var i = FirstFrom(series.Cells, from); i < series.Cells.Count && series.Cells[i].At < until; i++)
        {
            var cell = series.Cells[i];
            if (cell.VisibleFrom <= seenAt && (unit is null || cell.Unit == unit))
            {
                found.Add(cell);
            }
        }

        return MetricCell.Merge(found);
    }

    /// <summary>
    /// What GetMetricData answers now for one metric: the periods that touch [from, until) and have a datapoint, oldest
    /// first.
    /// </summary>
    /// <param name="stat">Average, Sum, Minimum, Maximum, SampleCount, or a percentile such as p95.</param>
    public IReadOnlyList<MetricPoint> Points(
        MetricName metric,
        string stat,
        TimeSpan period,
        DateTimeOffset from,
        DateTimeOffset until
    )
    {
        if (!Stats.IsKnown(stat))
        {
            throw new ArgumentException($"'{stat}' is no statistic.", nameof(stat));
        }

        var points = new List<MetricPoint>();
        foreach (var at in MetricGrid.Of(from, until, period))
        {
            if (Read(metric, at, period, clock.GetUtcNow())?.Statistic(stat) is { } value)
            {
                points.Add(new MetricPoint(at, value));
            }
        }

        return points;
    }

    public double? Value(MetricTerm query, DateTimeOffset from, DateTimeOffset seenAt) =>
        Read(query.Metric!, from, TimeSpan.FromSeconds(query.Period), seenAt, query.Unit)?.Statistic(query.Stat);

    private static int FirstFrom(List<MetricCell> cells, DateTimeOffset from)
    {
        var (low, high) = (0, cells.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (cells[middle].At < from)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}

/// <summary>One datapoint of a metric, named by the beginning of its period.</summary>
public readonly record struct MetricPoint(DateTimeOffset At, double Value);

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
