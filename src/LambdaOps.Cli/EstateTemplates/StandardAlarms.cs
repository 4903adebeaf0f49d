using System.Text.Json.Nodes;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.EstateTemplates;

/// <summary>
/// The alarms that the stack makes with CreateAlarms=true: those of the estate's rules whose name says what they watch
/// (-5xx, -error-rate, -p95, -cpu, -memory, -all-down, or a pattern with "unhealthy"; of a table -throttled, -system-errors). Of any other the estate's owner has made the alarm.
/// </summary>
internal sealed class StandardAlarms
{
    public const string Condition = "CreatesAlarms";

    private const string Balancing = "AWS/ApplicationELB";

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
        if (rule.Contributor is not null)
        {
            return;
        }

        JsonNode topic = new JsonArray(new JsonObject { ["Ref"] = $"{_functionOf(rule.Remedy)}AlarmTopic" });
        if (_estate.Find(rule.Target) is OperatedTable table)
        {
            if (rule.Match is AlarmMatch.ByName(var named) && TableAlarms.Of(named, table) is { } alarm)
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
            case AlarmMatch.ByName(var name) when EndsWith(name, "memory"):
                Add(name, Full(name, service, rule.Remedy), topic);
                break;
            case AlarmMatch.ByName or AlarmMatch.ByPattern when service.LoadBalancer is null:
                break;
            case AlarmMatch.ByName(var name) when EndsWith(name, "5xx"):
                Add(name, Errors(name, service), topic);
                break;
            case AlarmMatch.ByName(var name) when EndsWith(name, "error-rate"):
                Add(name, ErrorRate(name, service), topic);
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
        OfTargets(
            name,
            "HTTPCode_Target_5XX_Count over 10 in each of three minutes",
            "HTTPCode_Target_5XX_Count",
            service,
            ("Statistic", "Sum"),
            MathAlarm.Sum,
            new AlarmLimit(60, 3, 10, "GreaterThanThreshold", "notBreaching")
        );

    private static JsonObject Slow(string name, OperatedService service) =>
        OfTargets(
            name,
            "P95 of the answer time over 1 s in each of three minutes",
            "TargetResponseTime",
            service,
            ("ExtendedStatistic", "p95"),
            MathAlarm.Largest,
            new AlarmLimit(60, 3, 1, "GreaterThanThreshold", "notBreaching")
        );

    private static JsonObject Busy(string name, OperatedService service) =>
        Alarm(
            name,
            "CPU over 80 % for ten minutes",
            ("AWS/ECS", "CPUUtilization"),
            MathAlarm.Dimensions(("ClusterName", service.Cluster), ("ServiceName", service.Service)),
            ("Statistic", "Average"),
            new AlarmLimit(300, 2, 80, "GreaterThanThreshold", "notBreaching")
        );

    /// <summary>Who replaces tasks before they fall over has to hear of the warning.</summary>
    private static JsonObject Full(string name, OperatedService service, ProcedureName remedy)
    {
        var percent =
            remedy == RolloutProcedure.ProcedureName
                ? service.Thresholds.Memory.Warning
                : service.Thresholds.Memory.Danger;
        return Alarm(
            name,
            FormattableString.Invariant($"Memory over {percent:0.##} % for ten minutes"),
            ("AWS/ECS", "MemoryUtilization"),
            MathAlarm.Dimensions(("ClusterName", service.Cluster), ("ServiceName", service.Service)),
            ("Statistic", "Average"),
            new AlarmLimit(300, 2, percent, "GreaterThanThreshold", "notBreaching")
        );
    }

    /// <summary>
    /// The load balancer counts failures only where there are some: no datapoint is none. Without any request there is
    /// no share.
    /// </summary>
    private static JsonObject ErrorRate(string name, OperatedService service)
    {
        var percent = service.Thresholds.Errors.Warning;
        return MathAlarm.Of(
            name,
            FormattableString.Invariant($"More than {percent:0.##} % of the requests fail in each of three minutes"),
            [.. Counted("HTTPCode_Target_5XX_Count"), .. Counted("RequestCount")],
            "Sum",
            ids => MathAlarm.Percent([.. ids]),
            new AlarmLimit(60, 3, percent, "GreaterThanThreshold", "notBreaching")
        );

        IEnumerable<JsonObject> Counted(string metric) =>
            service.TargetGroups.Select(group => new JsonObject
            {
                ["Namespace"] = Balancing,
                ["MetricName"] = metric,
                ["Dimensions"] = MathAlarm.Dimensions(("LoadBalancer", service.LoadBalancer!), ("TargetGroup", group)),
            });
    }

    private static JsonObject NoHealthyTarget(string name, OperatedService service, int minutes) =>
        OfTargets(
            name,
            FormattableString.Invariant($"No healthy target for {minutes} minutes"),
            "HealthyHostCount",
            service,
            ("Statistic", "Maximum"),
            MathAlarm.Sum,
            new AlarmLimit(60, minutes, 1, "LessThanThreshold", "breaching")
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

    /// <summary>Of both target groups where a service has two, as either of them may be the one that serves.</summary>
    private static JsonObject OfTargets(
        string name,
        string description,
        string metric,
        OperatedService service,
        (string Name, string Value) statistic,
        Func<IEnumerable<string>, string> together,
        AlarmLimit limit
    )
    {
        var groups = service
            .TargetGroups.Select(group =>
                MathAlarm.Dimensions(("LoadBalancer", service.LoadBalancer!), ("TargetGroup", group))
            )
            .ToList();
        return groups is [var only]
            ? Alarm(name, description, (Balancing, metric), only, statistic, limit)
            : MathAlarm.Of(
                name,
                description,
                groups.ConvertAll(group => new JsonObject
                {
                    ["Namespace"] = Balancing,
                    ["MetricName"] = metric,
                    ["Dimensions"] = group,
                }),
                statistic.Value,
                together,
                limit
            );
    }

    private static JsonObject Alarm(
        string name,
        string description,
        (string Namespace, string Name) metric,
        JsonArray dimensions,
        (string Name, string Value) statistic,
        AlarmLimit limit
    ) =>
        new()
        {
            ["AlarmName"] = name,
            ["AlarmDescription"] = description,
            ["Namespace"] = metric.Namespace,
            ["MetricName"] = metric.Name,
            ["Dimensions"] = dimensions,
            [statistic.Name] = statistic.Value,
            ["Period"] = limit.Period,
            ["EvaluationPeriods"] = limit.Periods,
            ["DatapointsToAlarm"] = limit.Periods,
            ["Threshold"] = limit.Threshold,
            ["ComparisonOperator"] = limit.Comparison,
            ["TreatMissingData"] = limit.MissingData,
        };
}
