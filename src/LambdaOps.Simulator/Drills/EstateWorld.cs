using System.Globalization;
using LambdaOps.Core.Estates;
using LambdaOps.Simulator.Lambda.Stacks;
using LambdaOps.Simulator.World.Plans;

namespace LambdaOps.Simulator.Drills;

/// <summary>Makes a world's plan from an estate: its services, and an alarm for each rule that names one.</summary>
public static class EstateWorld
{
    private const double RequestsPerSecondPerTask = 25;

    /// <summary>At the normal count a service is this much used.</summary>
    private const double NormalUse = 0.4;

    /// <param name="shape">Changes each service's plan.</param>
    public static WorldPlan Of(Estate estate, DeployedStack stack, Func<ServicePlan, ServicePlan> shape)
    {
        var services = estate.Services.Select(service => shape(ServiceOf(service, stack))).ToList();
        return new WorldPlan
        {
            Region = stack.Region,
            AccountId = stack.AccountId,
            Services = services,
            Alarms = [.. estate.Alarms.SelectMany(rule => AlarmsOf(rule, estate, services, stack))],
        };
    }

    private static ServicePlan ServiceOf(OperatedService service, DeployedStack stack)
    {
        var definition = new TaskDefinitionPlan { Family = $"{service.Cluster}-{service.Service}", Revision = 41 };
        return new ServicePlan
        {
            Cluster = service.Cluster,
            Name = service.Service,
            Desired = service.Capacity.Normal,
            Revisions = [definition with { Revision = 40 }, definition],
            TargetGroupArn = service.TargetGroupArn,
            LoadBalancerArn =
                $"arn:aws:elasticloadbalancing:{stack.Region}:{stack.AccountId}:"
                + $"loadbalancer/app/{service.Cluster}-alb/50dc6c495c0c9188",
            HealthHost = service.Health.Url.Host,
            HealthPath = service.Health.Url.AbsolutePath,
            Traffic = new TrafficPlan
            {
                RequestsPerSecond = service.Capacity.Normal * RequestsPerSecondPerTask * NormalUse,
            },
        };
    }

    /// <summary>
    /// ESTATE-FACTS' rule for an alarm that is named (5XX sum over 10 in three minutes), and for a name pattern one
    /// alarm on
    /// the number of healthy targets.
    /// </summary>
    private static IEnumerable<AlarmPlan> AlarmsOf(
        AlarmRule rule, Estate estate, List<ServicePlan> services, DeployedStack stack)
    {
        var service = services[estate.Services.IndexOf(estate.Find(rule.Target)!)];
        var topic = stack.Topics.First(found => found.LogicalId == "AlarmTopic").Arn;
        return rule.Match switch
        {
            AlarmMatch.ByName(var name) when name.EndsWith("5xx", StringComparison.OrdinalIgnoreCase) =>
                [Errors(name, service, topic)],
            AlarmMatch.ByPattern(var pattern) when pattern.Contains("unhealthy", StringComparison.OrdinalIgnoreCase) =>
                [NoHealthyTarget(pattern.Replace("*", "hosts", StringComparison.Ordinal), service, topic)],
            _ => [],
        };
    }

    private static AlarmPlan.Metric Errors(string name, ServicePlan service, string topic) => new()
    {
        Name = name,
        Description = "HTTPCode_Target_5XX_Count over 10 in three minutes",
        AlarmActions = [topic],
        OkActions = [topic],
        Queries = [new MetricQuery { Metric = Balancer(service, "HTTPCode_Target_5XX_Count"), Stat = "Sum" }],
        Threshold = 10,
        EvaluationPeriods = 3,
        DatapointsToAlarm = 3,
        Comparison = Comparison.GreaterThanThreshold,
        MissingData = MissingData.NotBreaching,
    };

    private static AlarmPlan.Metric NoHealthyTarget(string name, ServicePlan service, string topic) => new()
    {
        Name = name,
        Description = "No healthy target for two minutes",
        AlarmActions = [topic],
        OkActions = [topic],
        Queries = [new MetricQuery { Metric = Balancer(service, "HealthyHostCount"), Stat = "Maximum" }],
        Threshold = 1,
        EvaluationPeriods = 2,
        DatapointsToAlarm = 2,
        Comparison = Comparison.LessThanThreshold,
        MissingData = MissingData.Breaching,
    };

    private static MetricName Balancer(ServicePlan service, string metric) => MetricName.Of(
        "AWS/ApplicationELB", metric,
        ("LoadBalancer", World.Balancing.TargetGroup.LoadBalancerDimensionOf(service.LoadBalancerArn)),
        ("TargetGroup", service.TargetGroupArn[(service.TargetGroupArn.LastIndexOf(':') + 1)..]));
}
