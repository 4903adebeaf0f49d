using System.Text.Json.Nodes;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.EstateTemplates;

/// <summary>
/// The alarms that the stack makes with CreateAlarms=true: those of the estate's rules whose name says what they watch
/// (-5xx, -p95, -cpu, -all-down, or a pattern with "unhealthy"; of a table -throttled, -system-errors). Of any other the estate's owner has made the alarm.
/// </summary>
internal sealed class StandardAlarms
{
    public const string Condition = "CreatesAlarms";

    private readonly Estate _estate;
    private readonly List<(string LogicalId, JsonObject Resource)> _all = [];

    private readonly Func<ProcedureName, FunctionName> _functionOf;

    private StandardAlarms(Estate estate, Func<ProcedureName, FunctionName> functionOf) =>
        (_estate, _functionOf) = (estate, functionOf);

    /// <summary>Logical ids and resources, in the order of the estate's rules.</summary>
    public static IReadOnlyList<(string LogicalId, JsonObject Resource)> Of(
        Estate estate,
        Func<ProcedureName, FunctionName> functionOf
    )
    {
        var alarms = new StandardAlarms(estate, functionOf);
        foreach (var rule in estate.Alarms)
        {
            alarms.Add(rule);
        }

        return alarms._all;
    }

    private void Add(AlarmRule rule)
    {
        JsonNode topic = new JsonArray(new JsonObject { ["Ref"] = $"{_functionOf(rule.Remedy)}AlarmTopic" });
        if (_estate.Find(rule.Target) is OperatedTable table)
        {
            if (rule.Match is AlarmMatch.ByName(var named) && TableAlarms.Of(named, table.Name) is { } alarm)
            {
                Add(named, alarm, topic);
            }

            return;
        }

        var service = (OperatedService)_estate.Find(rule.Target)!;
        switch (rule.Match)
        {
            case AlarmMatch.ByName(var name) when EndsWith(name, "cpu"):
                Add(name, Busy(name, service), topic);
                break;
            case AlarmMatch.ByName or AlarmMatch.ByPattern when service.LoadBalancer is null:
                break;
            case AlarmMatch.ByName(var name) when EndsWith(name, "5xx"):
                Add(name, Errors(name, service), topic);
                break;
            case AlarmMatch.ByName(var name) when EndsWith(name, "p95"):
                Add(name, Slow(name, service), topic);
                break;
            case AlarmMatch.ByName(var name) when EndsWith(name, "all-down"):
                AddAllDown(name, rule.Target, service, topic);
                break;
            case AlarmMatch.ByPattern(var pattern) when pattern.Contains("unhealthy", StringComparison.Ordinal):
                var hosts = pattern.Replace("*", "hosts", StringComparison.Ordinal);
                Add(hosts, NoHealthyTarget(hosts, service, minutes: 2), topic);
                break;
        }
    }

    private static bool EndsWith(string name, string end) => name.EndsWith($"-{end}", StringComparison.Ordinal);

    private string Add(string name, JsonObject properties, JsonNode? topic, string type = "AWS::CloudWatch::Alarm")
    {
        if (topic is not null)
        {
            properties["AlarmActions"] = topic.DeepClone();
            properties["OKActions"] = topic.DeepClone();
        }

        properties["Tags"] = new JsonArray(new JsonObject { ["Key"] = "application", ["Value"] = "lambdaops" });
        var logicalId = LogicalId(name);
        if (!_all.Any(one => (string?)one.Resource["Properties"]!["AlarmName"] == name))
        {
            _all.Add(
                (
                    logicalId,
                    new JsonObject
                    {
                        ["Type"] = type,
                        ["Condition"] = Condition,
                        ["Properties"] = properties,
                    }
                )
            );
        }

        return logicalId;
    }

    /// <summary>api-service-5xx is ApiService5xxAlarm; a second of that name gets a number.</summary>
    private string LogicalId(string name)
    {
        var words = name.Split([.. name.Where(one => !char.IsAsciiLetterOrDigit(one))]);
        var plain = string.Concat(words.Where(word => word.Length > 0).Select(ProcedureName.Capital)) + "Alarm";
        var others = _all.Where(one =>
                (string?)one.Resource["Properties"]!["AlarmName"] != name
                && one.LogicalId.StartsWith(plain, StringComparison.Ordinal)
            )
            .ToList();
        return others.Count == 0 ? plain : FormattableString.Invariant($"{plain}{others.Count + 1}");
    }

    private static JsonObject Errors(string name, OperatedService service) =>
        Alarm(
            name,
            "HTTPCode_Target_5XX_Count over 10 in each of three minutes",
            ("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count"),
            Balancer(service),
            ("Statistic", "Sum"),
            new Limit(60, 3, 10, "GreaterThanThreshold", "notBreaching")
        );

    private static JsonObject Slow(string name, OperatedService service) =>
        Alarm(
            name,
            "P95 of the answer time over 1 s in each of three minutes",
            ("AWS/ApplicationELB", "TargetResponseTime"),
            Balancer(service),
            ("ExtendedStatistic", "p95"),
            new Limit(60, 3, 1, "GreaterThanThreshold", "notBreaching")
        );

    private static JsonObject Busy(string name, OperatedService service) =>
        Alarm(
            name,
            "CPU over 80 % for ten minutes",
            ("AWS/ECS", "CPUUtilization"),
            [("ClusterName", service.Cluster), ("ServiceName", service.Service)],
            ("Statistic", "Average"),
            new Limit(300, 2, 80, "GreaterThanThreshold", "notBreaching")
        );

    private static JsonObject NoHealthyTarget(string name, OperatedService service, int minutes) =>
        Alarm(
            name,
            FormattableString.Invariant($"No healthy target for {minutes} minutes"),
            ("AWS/ApplicationELB", "HealthyHostCount"),
            Balancer(service),
            ("Statistic", "Maximum"),
            new Limit(60, minutes, 1, "LessThanThreshold", "breaching")
        );

    /// <summary>Requests fail, and for four minutes no target has been healthy: a restart had its time.</summary>
    private void AddAllDown(string name, TargetId target, OperatedService service, JsonNode topic)
    {
        var noHosts = name.Replace("all-down", "no-hosts", StringComparison.Ordinal);
        var hosts = Add(noHosts, NoHealthyTarget(noHosts, service, minutes: 4), topic: null);
        var errors = _estate
            .Alarms.Where(rule => rule.Target == target)
            .Select(rule => (rule.Match as AlarmMatch.ByName)?.Name)
            .FirstOrDefault(one => one is not null && EndsWith(one, "5xx"));
        var failing = errors is null ? "" : $"ALARM(\"{errors}\") AND ";
        Add(
            name,
            new JsonObject
            {
                ["AlarmName"] = name,
                ["AlarmDescription"] = "Requests fail, and no target is healthy",
                ["AlarmRule"] = new JsonObject { ["Fn::Sub"] = $"{failing}ALARM(\"${{{hosts}}}\")" },
            },
            topic,
            "AWS::CloudWatch::CompositeAlarm"
        );
    }

    private static (string, string)[] Balancer(OperatedService service) =>
        [("LoadBalancer", service.LoadBalancer!), ("TargetGroup", service.TargetGroup)];

    private static JsonObject Alarm(
        string name,
        string description,
        (string Namespace, string Name) metric,
        (string Name, string Value)[] dimensions,
        (string Name, string Value) statistic,
        Limit limit
    ) =>
        new()
        {
            ["AlarmName"] = name,
            ["AlarmDescription"] = description,
            ["Namespace"] = metric.Namespace,
            ["MetricName"] = metric.Name,
            ["Dimensions"] = new JsonArray([
                .. dimensions.Select(one => new JsonObject { ["Name"] = one.Name, ["Value"] = one.Value }),
            ]),
            [statistic.Name] = statistic.Value,
            ["Period"] = limit.Period,
            ["EvaluationPeriods"] = limit.Periods,
            ["DatapointsToAlarm"] = limit.Periods,
            ["Threshold"] = limit.Threshold,
            ["ComparisonOperator"] = limit.Comparison,
            ["TreatMissingData"] = limit.MissingData,
        };

    /// <summary>Crossed in each of so many periods, of so many seconds.</summary>
    private sealed record Limit(int Period, int Periods, int Threshold, string Comparison, string MissingData);
}
