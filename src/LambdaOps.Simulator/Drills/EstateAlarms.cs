using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Simulator.Lambda.Stacks;
using LambdaOps.Simulator.World.Plans;

namespace LambdaOps.Simulator.Drills;

/// <summary>
/// The alarms of an estate's rules, made as serverless.template makes them (CreateAlarms): what an alarm watches is
/// known by the end of its name, -5xx, -p95, -cpu, -all-down, or by "unhealthy" in a name pattern. Others are left out.
/// </summary>
internal sealed class EstateAlarms(Estate estate, List<ServicePlan> services, DeployedStack stack)
{
    private const int Minute = 60;

    public IReadOnlyList<AlarmPlan> All => [.. estate.Alarms.SelectMany(Of)];

    private IEnumerable<AlarmPlan> Of(AlarmRule rule)
    {
        var service = services[estate.Services.IndexOf((OperatedService)estate.Find(rule.Target)!)];
        var topic = TopicOf(rule.Remedy);
        return rule.Match switch
        {
            AlarmMatch.ByName(var name) when EndsWith(name, "5xx") => [Errors(name, service, topic)],
            AlarmMatch.ByName(var name) when EndsWith(name, "p95") => [Slow(name, service, topic)],
            AlarmMatch.ByName(var name) when EndsWith(name, "cpu") => [Busy(name, service, topic)],
            AlarmMatch.ByName(var name) when EndsWith(name, "all-down") => AllDown(name, rule.Target, service, topic),
            AlarmMatch.ByPattern(var pattern) when pattern.Contains("unhealthy", StringComparison.OrdinalIgnoreCase) =>
            [
                NoHealthyTarget(pattern.Replace("*", "hosts", StringComparison.Ordinal), service, 2, [topic]),
            ],
            _ => [],
        };
    }

    /// <summary>serviceUnavailable -> ServiceUnavailableAlarmTopic.</summary>
    private string TopicOf(RemedyName remedy) =>
        stack
            .Topics.First(topic => topic.LogicalId.Equals($"{remedy}AlarmTopic", StringComparison.OrdinalIgnoreCase))
            .Arn;

    private static bool EndsWith(string name, string end) => name.EndsWith(end, StringComparison.OrdinalIgnoreCase);

    private static AlarmPlan.Metric Errors(string name, ServicePlan service, string topic) =>
        new()
        {
            Name = name,
            Description = "HTTPCode_Target_5XX_Count over 10 in each of three minutes",
            AlarmActions = [topic],
            OkActions = [topic],
            Queries = [new MetricQuery { Metric = Balancer(service, "HTTPCode_Target_5XX_Count"), Stat = "Sum" }],
            Threshold = 10,
            EvaluationPeriods = 3,
            DatapointsToAlarm = 3,
            Comparison = Comparison.GreaterThanThreshold,
            MissingData = MissingData.NotBreaching,
        };

    private static AlarmPlan.Metric Slow(string name, ServicePlan service, string topic) =>
        new()
        {
            Name = name,
            Description = "P95 of the answer time over 1 s in each of three minutes",
            AlarmActions = [topic],
            OkActions = [topic],
            Queries = [new MetricQuery { Metric = Balancer(service, "TargetResponseTime"), Stat = "p95" }],
            Threshold = 1,
            EvaluationPeriods = 3,
            DatapointsToAlarm = 3,
            Comparison = Comparison.GreaterThanThreshold,
            MissingData = MissingData.NotBreaching,
        };

    private static AlarmPlan.Metric Busy(string name, ServicePlan service, string topic) =>
        new()
        {
            Name = name,
            Description = "CPU over 80 % for ten minutes",
            AlarmActions = [topic],
            OkActions = [topic],
            Queries =
            [
                new MetricQuery
                {
                    Metric = MetricName.Of(
                        "AWS/ECS",
                        "CPUUtilization",
                        ("ClusterName", service.Cluster),
                        ("ServiceName", service.Name)
                    ),
                    Period = 5 * Minute,
                },
            ],
            Threshold = 80,
            EvaluationPeriods = 2,
            DatapointsToAlarm = 2,
            Comparison = Comparison.GreaterThanThreshold,
            MissingData = MissingData.NotBreaching,
        };

    private static AlarmPlan.Metric NoHealthyTarget(
        string name,
        ServicePlan service,
        int minutes,
        IReadOnlyList<string> actions
    ) =>
        new()
        {
            Name = name,
            Description = $"No healthy target for {minutes} minutes",
            AlarmActions = actions,
            OkActions = actions,
            Queries = [new MetricQuery { Metric = Balancer(service, "HealthyHostCount"), Stat = "Maximum" }],
            Threshold = 1,
            EvaluationPeriods = minutes,
            DatapointsToAlarm = minutes,
            Comparison = Comparison.LessThanThreshold,
            MissingData = MissingData.Breaching,
        };

    /// <summary>Requests fail, and for four minutes no target has been healthy: a restart had its time.</summary>
    private IEnumerable<AlarmPlan> AllDown(string name, TargetId target, ServicePlan service, string topic)
    {
        var noHosts = name.Replace("all-down", "no-hosts", StringComparison.OrdinalIgnoreCase);
        var errors = estate
            .Alarms.Where(rule => rule.Target == target)
            .Select(rule => rule.Match)
            .OfType<AlarmMatch.ByName>()
            .FirstOrDefault(match => EndsWith(match.Name, "5xx"))
            ?.Name;
        yield return NoHealthyTarget(noHosts, service, 4, []);
        yield return new AlarmPlan.Composite
        {
            Name = name,
            Description = "Requests fail, and no target is healthy",
            AlarmActions = [topic],
            OkActions = [topic],
            Rule = errors is null ? $"ALARM(\"{noHosts}\")" : $"ALARM(\"{errors}\") AND ALARM(\"{noHosts}\")",
        };
    }

    private static MetricName Balancer(ServicePlan service, string metric) =>
        MetricName.Of(
            "AWS/ApplicationELB",
            metric,
            ("LoadBalancer", World.Balancing.TargetGroup.LoadBalancerDimensionOf(service.LoadBalancerArn)),
            ("TargetGroup", service.TargetGroupArn[(service.TargetGroupArn.LastIndexOf(':') + 1)..])
        );
}
