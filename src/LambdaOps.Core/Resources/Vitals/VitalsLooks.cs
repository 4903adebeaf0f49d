using System.Collections.Immutable;

namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of many services at once.</summary>
public static class VitalsLooks
{
    /// <summary>One request to each health URL (runbook: クイックステータスチェック).</summary>
    public static Look<BatchHealth> Health { get; } = new("health URLs") { IsAbout = IsBatch };

    /// <summary>
    /// Answer times, errors, CPU, memory, connections and active users of the last hour. Of a series without a
    /// datapoint the last two weeks are asked: a wrong dimension is no error to CloudWatch, and never has any.
    /// </summary>
    public static Look<BatchNumbers> Numbers { get; } =
        new("service metrics", "cloudwatch:GetMetricData") { IsAbout = IsBatch };

    /// <summary>How many tasks run.</summary>
    public static Look<BatchTasks> Tasks { get; } = new("service tasks", "ecs:DescribeServices") { IsAbout = IsBatch };

    /// <summary>Which alarms of the services are in ALARM.</summary>
    public static Look<BatchAlarms> Alarms { get; } =
        new("service alarms", AlarmLooks.Permissions) { IsAbout = IsBatch };

    private static bool IsBatch(Resource about) => about is ServiceBatch;
}

/// <summary>Answers of health URLs by service; what the probe itself could not ask is missing.</summary>
public sealed record BatchHealth(ImmutableDictionary<TargetId, Fact<HealthProbe>> Probes)
{
    public override string ToString() => FormattableString.Invariant($"{Probes.Count} health URLs");
}

/// <summary>Metrics by service and by load balancer.</summary>
/// <param name="ActiveUsers">Null where nobody asked.</param>
public sealed record BatchNumbers(
    ImmutableDictionary<TargetId, ServiceNumbers> Services,
    ImmutableDictionary<string, BalancerNumbers> LoadBalancers,
    MetricSeries? ActiveUsers
)
{
    public override string ToString() => FormattableString.Invariant($"metrics of {Services.Count} services");
}

/// <summary>One service's metrics. Times in milliseconds, CPU and memory in percent.</summary>
/// <param name="Behind">Those at its load balancer; null where the estate names none.</param>
public sealed record ServiceNumbers(MetricSeries Cpu, MetricSeries Memory, BehindBalancer? Behind);

/// <summary>What a load balancer says of one target group.</summary>
/// <param name="Requests">How many, a minute.</param>
/// <param name="Errors">How many of them the targets answered with a 5XX. CloudWatch does not write zeros.</param>
public sealed record BehindBalancer(
    MetricSeries P50Ms,
    MetricSeries P95Ms,
    MetricSeries P99Ms,
    MetricSeries Requests,
    MetricSeries Errors
);

/// <summary>What a load balancer says of itself.</summary>
/// <param name="Errors">5XX that it answered itself, for want of a target's answer.</param>
/// <param name="Requests">Those for which it chose a target; one that it refused before is not among them.</param>
/// <param name="Connections">How many are open at a time.</param>
public sealed record BalancerNumbers(MetricSeries Errors, MetricSeries Requests, MetricSeries Connections);

/// <summary>Tasks by service; one that ECS did not describe is missing.</summary>
public sealed record BatchTasks(ImmutableDictionary<TargetId, Fact<TaskCounts>> Services)
{
    public override string ToString() => FormattableString.Invariant($"tasks of {Services.Count} services");
}

/// <param name="Deployments">Two and more: one is rolling out.</param>
public sealed record TaskCounts(int Desired, int Running, int Pending, int Deployments);

/// <summary>Alarms in ALARM by service; a service without one is not in it.</summary>
public sealed record BatchAlarms(ImmutableDictionary<TargetId, ActiveAlarms> Services)
{
    public ActiveAlarms Of(TargetId service) => Services.GetValueOrDefault(service, ActiveAlarms.None);

    public override string ToString() => FormattableString.Invariant($"alarms of {Services.Count} services");
}
