using System.Globalization;
using System.Text.RegularExpressions;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Metrics;

/// <summary>A range between two values that a metric is expected to stay in.</summary>
public readonly record struct Band(double Lower, double Upper);

/// <summary>
/// Answers queries with metrics, math and anomaly bands on a grid of periods. Used by alarms and by GetMetricData.
/// </summary>
public sealed partial class MetricEvaluator(MetricStore store, DateTimeOffset trainedUntil)
{
    private const int TrainedOn = 180;
    private const int LeastToTrain = 8;
    private readonly Dictionary<string, (double Mean, double Deviation)> _models = new(StringComparer.Ordinal);

    /// <summary>The values of one query in each period, oldest first; null where there is no datapoint.</summary>
    /// <exception cref="FormatException">An expression is not understood or names an unknown id.</exception>
    public double?[] Values(
        IReadOnlyList<MetricTerm> all,
        string id,
        IReadOnlyList<DateTimeOffset> grid,
        int period,
        DateTimeOffset seenAt
    )
    {
        var query = Find(all, id);
        if (query.Metric is not null)
        {
            return [.. grid.Select(at => store.Value(query with { Period = period }, at, seenAt))];
        }

        return MetricMath.Evaluate(
            query.Expression ?? "",
            grid.Count,
            period,
            inner => Values(all, inner, grid, period, seenAt)
        );
    }

    /// <summary>The band of an ANOMALY_DETECTION_BAND query; null while there is too little history.</summary>
    public Band? BandOf(IReadOnlyList<MetricTerm> all, string id, DateTimeOffset seenAt)
    {
        var match = BandCall().Match(Find(all, id).Expression ?? "");
        if (!match.Success)
        {
            throw new FormatException($"'{id}' is not an anomaly detection band");
        }

        var width = match.Groups[2].Success ? double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) : 2;
        return ModelOf(Find(all, match.Groups[1].Value), seenAt) is { } model
            ? new Band(model.Mean - (width * model.Deviation), model.Mean + (width * model.Deviation))
            : null;
    }

    public static bool IsBand(MetricTerm query) => query.Expression is { } text && BandCall().IsMatch(text);

    private static MetricTerm Find(IReadOnlyList<MetricTerm> all, string id) =>
        all.FirstOrDefault(q => q.Id == id) ?? throw new FormatException($"Undefined variable '{id}'");

    /// <summary>
    /// Mean and deviation before the world's start; of later datapoints only when there were none before.
    /// </summary>
    private (double Mean, double Deviation)? ModelOf(MetricTerm query, DateTimeOffset seenAt)
    {
        var key = $"{query.Metric!.Key} {query.Stat} {query.Period}";
        if (_models.TryGetValue(key, out var known))
        {
            return known;
        }

        var values = History(query, trainedUntil);
        values = values.Count < LeastToTrain ? History(query, seenAt) : values;
        if (values.Count < LeastToTrain)
        {
            return null;
        }

        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        var model = (mean, Math.Max(deviation, Math.Abs(mean) * 0.01));
        _models[key] = model;
        return model;
    }

    private List<double> History(MetricTerm query, DateTimeOffset until)
    {
        var period = TimeSpan.FromSeconds(query.Period);
        var end = until.AddTicks(-(until.Ticks % period.Ticks));
        return
        [
            .. Enumerable
                .Range(1, TrainedOn)
                .Select(back => store.Value(query, end - (period * back), DateTimeOffset.MaxValue))
                .OfType<double>(),
        ];
    }

    [GeneratedRegex(@"^\s*ANOMALY_DETECTION_BAND\s*\(\s*(\w+)\s*(?:,\s*([0-9.]+)\s*)?\)\s*$")]
    private static partial Regex BandCall();
}
