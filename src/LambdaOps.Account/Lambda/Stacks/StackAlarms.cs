using System.Text.Json;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Resources;

namespace LambdaOps.Account.Lambda.Stacks;

/// <summary>A stack's alarms as CloudWatch evaluates them.</summary>
public static class StackAlarms
{
    /// <summary>Whether all that it looks at is in these namespaces.</summary>
    public static bool IsOn(this StackAlarm alarm, params string[] spaces) =>
        !alarm.IsComposite
        && Terms(alarm.Properties).All(term => term.Metric is not { } metric || spaces.Contains(metric.Namespace));

    /// <summary>The plan of an alarm on a metric, or on metric math.</summary>
    public static AlarmPlan.Metric Plan(this StackAlarm alarm)
    {
        var of = alarm.Properties;
        return new AlarmPlan.Metric
        {
            Name = alarm.Name,
            Description = Text(of, "AlarmDescription"),
            AlarmActions = Texts(of, "AlarmActions"),
            OkActions = Texts(of, "OKActions"),
            Queries = Terms(of),
            Threshold = of.GetProperty("Threshold").GetDouble(),
            EvaluationPeriods = of.GetProperty("EvaluationPeriods").GetInt32(),
            DatapointsToAlarm = of.TryGetProperty("DatapointsToAlarm", out var points) ? points.GetInt32() : null,
            Comparison = Enum.Parse<Comparison>(Text(of, "ComparisonOperator")!),
            MissingData = Enum.Parse<MissingData>(Text(of, "TreatMissingData") ?? "missing", ignoreCase: true),
        };
    }

    private static List<MetricTerm> Terms(JsonElement of) =>
        of.TryGetProperty("Metrics", out var metrics)
            ? [.. metrics.EnumerateArray().Select(Term)]
            :
            [
                new MetricTerm
                {
                    Metric = Metric(of),
                    Stat = Text(of, "Statistic") ?? Text(of, "ExtendedStatistic")!,
                    Period = of.GetProperty("Period").GetInt32(),
                },
            ];

    private static MetricTerm Term(JsonElement query)
    {
        var returns = !query.TryGetProperty("ReturnData", out var data) || data.GetBoolean();
        var term = new MetricTerm
        {
            Id = Text(query, "Id")!,
            ReturnData = returns,
            Label = Text(query, "Label"),
        };
        return query.TryGetProperty("MetricStat", out var of)
            ? term with
            {
                Metric = Metric(of.GetProperty("Metric")),
                Stat = Text(of, "Stat")!,
                Period = of.GetProperty("Period").GetInt32(),
            }
            : term with
            {
                Expression = Text(query, "Expression"),
            };
    }

    private static MetricName Metric(JsonElement of) =>
        MetricName.Of(
            Text(of, "Namespace")!,
            Text(of, "MetricName")!,
            [.. of.GetProperty("Dimensions").EnumerateArray().Select(one => (Text(one, "Name")!, Text(one, "Value")!))]
        );

    private static string? Text(JsonElement of, string member) =>
        of.TryGetProperty(member, out var text) ? text.GetString() : null;

    private static List<string> Texts(JsonElement of, string member) =>
        of.TryGetProperty(member, out var list) ? [.. list.EnumerateArray().Select(one => one.GetString()!)] : [];
}
