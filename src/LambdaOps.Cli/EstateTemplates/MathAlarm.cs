using System.Text.Json.Nodes;

namespace LambdaOps.Cli.EstateTemplates;

/// <summary>An alarm on what several metrics come to, by CloudWatch's metric math.</summary>
internal static class MathAlarm
{
    /// <param name="metrics">Each with Namespace, MetricName and Dimensions.</param>
    /// <param name="together">The expression, of the metrics' ids.</param>
    public static JsonObject Of(
        string name,
        string description,
        IReadOnlyList<JsonObject> metrics,
        string statistic,
        Func<IEnumerable<string>, string> together,
        AlarmLimit limit
    )
    {
        var ids = metrics.Select((_, at) => FormattableString.Invariant($"m{at}")).ToList();
        return new JsonObject
        {
            ["AlarmName"] = name,
            ["AlarmDescription"] = description,
            ["Metrics"] = new JsonArray([
                .. metrics.Zip(
                    ids,
                    (metric, id) =>
                        new JsonObject
                        {
                            ["Id"] = id,
                            ["MetricStat"] = new JsonObject
                            {
                                ["Metric"] = metric,
                                ["Period"] = limit.Period,
                                ["Stat"] = statistic,
                            },
                            ["ReturnData"] = false,
                        }
                ),
                new JsonObject
                {
                    ["Id"] = "all",
                    ["Expression"] = together(ids),
                    ["Label"] = description,
                    ["ReturnData"] = true,
                },
            ]),
            ["EvaluationPeriods"] = limit.Periods,
            ["DatapointsToAlarm"] = limit.Periods,
            ["Threshold"] = limit.Threshold,
            ["ComparisonOperator"] = limit.Comparison,
            ["TreatMissingData"] = limit.MissingData,
        };
    }

    /// <summary>Where a metric has no datapoint, it counts as 0: the sum of all.</summary>
    public static string Sum(IEnumerable<string> ids) => string.Join(" + ", ids.Select(id => $"FILL({id}, 0)"));

    /// <summary>Where a metric has no datapoint, it counts as 0: the largest of all.</summary>
    public static string Largest(IEnumerable<string> ids) =>
        $"MAX([{string.Join(", ", ids.Select(id => $"FILL({id}, 0)"))}])";

    /// <summary>The sum of the first half of them as a share of that of the second half.</summary>
    public static string Percent(IReadOnlyList<string> ids) =>
        $"100 * ({Sum(ids.Take(ids.Count / 2))}) / ({Sum(ids.Skip(ids.Count / 2))})";

    public static JsonArray Dimensions(params IEnumerable<(string Name, string Value)> dimensions) =>
        new([.. dimensions.Select(one => new JsonObject { ["Name"] = one.Name, ["Value"] = one.Value })]);
}

/// <summary>Crossed in each of so many periods, of so many seconds.</summary>
internal sealed record AlarmLimit(int Period, int Periods, double Threshold, string Comparison, string MissingData);
