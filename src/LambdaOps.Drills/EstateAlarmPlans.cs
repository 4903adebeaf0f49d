using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>
/// The world's plans of an estate's alarms: what serverless.template makes (CreateAlarms) for each kind of alarm, with
/// the service's own thresholds.
/// </summary>
internal sealed class EstateAlarmPlans(Estate estate, List<ServicePlan> services, DeployedStack stack)
{
    private static readonly string[] s_operations = ["GetItem", "PutItem", "Query", "UpdateItem"];

    private const double FailuresOver = 10;

    private readonly EstateAlarms _alarms = EstateAlarms.Of(estate);

    /// <summary>Rules about series of one alarm share it.</summary>
    public IReadOnlyList<AlarmPlan> All => [.. _alarms.Simulated.SelectMany(Of).DistinctBy(plan => plan.Name)];

    private IEnumerable<AlarmPlan> Of(EstateAlarm alarm)
    {
        if (estate.Find(alarm.Rule.Target) is OperatedTable table)
        {
            yield return OfTable(alarm, table);
            yield break;
        }

        var operated = (OperatedService)estate.Find(alarm.Rule.Target)!;
        if (alarm.Rule.Contributor is { } series)
        {
            yield return BySeries(alarm, operated, series.Key);
            yield break;
        }

        var service = services[estate.Services.IndexOf(operated)];
        var topic = TopicOf(alarm.Rule.Remedy);
        AlarmPlan plan = alarm.Kind switch
        {
            AlarmSymptom.FailedRequests => Over(
                alarm,
                OfTargets(operated, service, "HTTPCode_Target_5XX_Count", "Sum", Added),
                FailuresOver,
                "Failed requests over 10"
            ),
            AlarmSymptom.ErrorRate => Over(
                alarm,
                Together(
                    [
                        .. Balanced(operated, service, "HTTPCode_Target_5XX_Count"),
                        .. Balanced(operated, service, "RequestCount"),
                    ],
                    "Sum",
                    ids => Percent([.. ids])
                ),
                operated.Thresholds.Errors.Warning,
                "Share of failed requests too high"
            ),
            AlarmSymptom.SlowAnswers when alarm.Name.Contains("p99", StringComparison.OrdinalIgnoreCase) => Over(
                alarm,
                OfTargets(operated, service, "TargetResponseTime", "p99", Largest),
                operated.Thresholds.P99Ms.Danger / 1000,
                "P99 of the answer time too long"
            ),
            AlarmSymptom.SlowAnswers => Over(
                alarm,
                OfTargets(operated, service, "TargetResponseTime", "p95", Largest),
                operated.Thresholds.P95Ms.Danger / 1000,
                "P95 of the answer time too long"
            ),
            AlarmSymptom.BusyCpu => Over(
                alarm,
                [new MetricTerm { Metric = Ecs(service, "CPUUtilization"), Stat = "Average" }],
                CpuOver(operated),
                "CPU too high"
            ),
            AlarmSymptom.FullMemory => Over(
                alarm,
                [new MetricTerm { Metric = Ecs(service, "MemoryUtilization"), Stat = "Average" }],
                MemoryOver(alarm, operated),
                "Memory too full"
            ),
            AlarmSymptom.NoHealthyTarget => NoHealthyTarget(alarm.Name, operated, service, alarm.Periods),
            AlarmSymptom.AllDown => AllDown(alarm),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (alarm.Kind == AlarmSymptom.AllDown)
        {
            yield return NoHealthyTarget(ChildOf(alarm), operated, service, alarm.Periods);
        }

        yield return plan with
        {
            AlarmActions = [topic],
            OkActions = [topic],
            Tags = alarm.Rule.Match is AlarmMatch.ByTag(var key, var value)
                ? new Dictionary<string, string> { [key] = value }
                : plan.Tags,
        };
    }

    /// <summary>One alarm over all that there are; only EventBridge hears which of its series changed.</summary>
    private static AlarmPlan.Metric BySeries(EstateAlarm alarm, OperatedService operated, string dimension)
    {
        const string OfTasks = "FROM SCHEMA(\"AWS/ECS\", ClusterName, ServiceName)";
        const string OfRequests = "FROM SCHEMA(\"AWS/ApplicationELB\", LoadBalancer, TargetGroup)";
        var (select, over) = alarm.Kind switch
        {
            AlarmSymptom.BusyCpu => ($"SELECT AVG(CPUUtilization) {OfTasks}", CpuOver(operated)),
            AlarmSymptom.FullMemory => ($"SELECT AVG(MemoryUtilization) {OfTasks}", MemoryOver(alarm, operated)),
            AlarmSymptom.FailedRequests => ($"SELECT SUM(HTTPCode_Target_5XX_Count) {OfRequests}", FailuresOver),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        var query = new MetricTerm { Id = "q1", Expression = $"{select} GROUP BY {dimension}" };
        return Over(alarm, [query], over, $"{alarm.Kind} by {dimension}");
    }

    private static double CpuOver(OperatedService operated) =>
        Math.Clamp(80, operated.Thresholds.Cpu.Warning, operated.Thresholds.Cpu.Danger);

    /// <summary>Who replaces tasks before they fall over has to hear of it before.</summary>
    private static double MemoryOver(EstateAlarm alarm, OperatedService operated) =>
        alarm.Rule.Remedy == RolloutProcedure.ProcedureName
            ? operated.Thresholds.Memory.Warning
            : operated.Thresholds.Memory.Danger;

    private AlarmPlan.Metric OfTable(EstateAlarm alarm, OperatedTable table)
    {
        MetricName[] counted =
            alarm.Kind == AlarmSymptom.ThrottledTable
                ?
                [
                    .. Throttled(("TableName", table.Name)),
                    .. table.Indexes.SelectMany(index =>
                        Throttled(("TableName", table.Name), ("GlobalSecondaryIndexName", index))
                    ),
                ]
                :
                [
                    .. s_operations.Select(operation =>
                        MetricName.Of(
                            "AWS/DynamoDB",
                            "SystemErrors",
                            ("TableName", table.Name),
                            ("Operation", operation)
                        )
                    ),
                ];
        return Over(alarm, Together(counted, "Sum", Added), 0, $"{alarm.Kind}") with
        {
            AlarmActions = [TopicOf(alarm.Rule.Remedy)],
            OkActions = [TopicOf(alarm.Rule.Remedy)],
        };
    }

    private static MetricName[] Throttled(params (string Name, string Value)[] about) =>
        [
            MetricName.Of("AWS/DynamoDB", "ReadThrottleEvents", about),
            MetricName.Of("AWS/DynamoDB", "WriteThrottleEvents", about),
        ];

    /// <summary>Of both target groups where a service has two, as either of them may be the one that serves.</summary>
    private static IReadOnlyList<MetricTerm> OfTargets(
        OperatedService operated,
        ServicePlan service,
        string metric,
        string stat,
        Func<IEnumerable<string>, string> together
    ) => Together([.. Balanced(operated, service, metric)], stat, together);

    private static IEnumerable<MetricName> Balanced(OperatedService operated, ServicePlan service, string metric) =>
        operated.TargetGroups.Select(group => Balancer(service, group, metric));

    private static IReadOnlyList<MetricTerm> Together(
        MetricName[] metrics,
        string stat,
        Func<IEnumerable<string>, string> together
    )
    {
        if (metrics is [var only])
        {
            return [new MetricTerm { Metric = only, Stat = stat }];
        }

        var terms = metrics
            .Select(
                (metric, at) =>
                    new MetricTerm
                    {
                        Id = FormattableString.Invariant($"m{at}"),
                        Metric = metric,
                        Stat = stat,
                        ReturnData = false,
                    }
            )
            .ToList();
        return [.. terms, new MetricTerm { Id = "all", Expression = together(terms.Select(term => term.Id)) }];
    }

    /// <summary>What is counted has no datapoint for a minute without any, and is filled with 0.</summary>
    private static string Added(IEnumerable<string> ids) => string.Join(" + ", ids.Select(id => $"FILL({id}, 0)"));

    /// <summary>The sum of the first half as a share of that of the second half.</summary>
    private static string Percent(IReadOnlyList<string> ids) =>
        $"100 * ({Added(ids.Take(ids.Count / 2))}) / ({Added(ids.Skip(ids.Count / 2))})";

    private static string Largest(IEnumerable<string> ids) =>
        $"MAX([{string.Join(", ", ids.Select(id => $"FILL({id}, 0)"))}])";

    /// <summary>serviceUnavailable -> ServiceUnavailableAlarmTopic.</summary>
    private string TopicOf(ProcedureName remedy) =>
        stack
            .Topics.First(topic => topic.LogicalId.Equals($"{remedy}AlarmTopic", StringComparison.OrdinalIgnoreCase))
            .Arn;

    private static AlarmPlan.Metric Over(
        EstateAlarm alarm,
        IReadOnlyList<MetricTerm> terms,
        double threshold,
        string what
    ) =>
        new()
        {
            Name = alarm.Name,
            Description = $"{what} in {alarm.Periods} periods of {alarm.Period.TotalMinutes:0} min",
            Queries = [.. terms.Select(term => term with { Period = (int)alarm.Period.TotalSeconds })],
            Threshold = threshold,
            EvaluationPeriods = alarm.Periods,
            DatapointsToAlarm = alarm.Periods,
            Comparison = Comparison.GreaterThanThreshold,
            MissingData = MissingData.NotBreaching,
        };

    private static AlarmPlan.Metric NoHealthyTarget(
        string name,
        OperatedService operated,
        ServicePlan service,
        int minutes
    ) =>
        new()
        {
            Name = name,
            Description = $"No healthy target for {minutes} minutes",
            Queries = OfTargets(operated, service, "HealthyHostCount", "Maximum", Added),
            Threshold = 1,
            EvaluationPeriods = minutes,
            DatapointsToAlarm = minutes,
            Comparison = Comparison.LessThanThreshold,
            MissingData = MissingData.Breaching,
        };

    private AlarmPlan.Composite AllDown(EstateAlarm alarm)
    {
        var hosts = ChildOf(alarm);
        var errors = _alarms.Simulated.FirstOrDefault(one =>
            one.Kind == AlarmSymptom.FailedRequests && one.Rule.Target == alarm.Rule.Target
        );
        return new AlarmPlan.Composite
        {
            Name = alarm.Name,
            Description = "Requests fail, and no target is healthy",
            Rule = errors is null ? $"ALARM(\"{hosts}\")" : $"ALARM(\"{errors.Name}\") AND ALARM(\"{hosts}\")",
        };
    }

    /// <summary>The alarm that a composite one reads: one that no rule of the estate takes for its own.</summary>
    private string ChildOf(EstateAlarm alarm) =>
        new[]
        {
            alarm.Name.Replace("all-down", "no-hosts", StringComparison.OrdinalIgnoreCase),
            $"{alarm.Name}-no-hosts",
            $"no-hosts-of-{alarm.Rule.Target}",
        }.FirstOrDefault(name => name != alarm.Name && !estate.Alarms.Any(rule => rule.Names(name)))
        ?? $"lambdaops-drill {alarm.Rule.Target} {alarm.Name.Length}";

    private static MetricName Balancer(ServicePlan service, string group, string metric) =>
        MetricName.Of(
            service.IsBehindNetwork ? "AWS/NetworkELB" : "AWS/ApplicationELB",
            metric,
            (
                "LoadBalancer",
                LambdaOps.Account.World.Balancing.TargetGroup.LoadBalancerDimensionOf(service.LoadBalancerArn)
            ),
            ("TargetGroup", group)
        );

    private static MetricName Ecs(ServicePlan service, string metric) =>
        MetricName.Of("AWS/ECS", metric, ("ClusterName", service.Cluster), ("ServiceName", service.Name));
}
