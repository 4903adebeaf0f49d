using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Drills.Ports;

/// <summary>A service's load from the world's metrics, as the adapter on AWS reads it from CloudWatch.</summary>
internal sealed class SimulatedLoad(MetricStore metrics, OperatedService service, LoadWindow window)
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_newest = TimeSpan.FromMinutes(5);

    private static readonly string[] s_throttles = ["ReadThrottleEvents", "WriteThrottleEvents"];

    public LoadReading Read()
    {
        var requests = Newest(Balancer("RequestCount"), "Sum");
        var p95 = Newest(Balancer("TargetResponseTime"), "p95");
        var cpu = Newest(Ecs("CPUUtilization"), "Average");
        return new LoadReading(
            p95?.At ?? cpu?.At ?? window.Now,
            Newest(Balancer("TargetResponseTime"), "p50")?.Value * 1000,
            p95?.Value * 1000,
            Newest(Balancer("TargetResponseTime"), "p99")?.Value * 1000,
            cpu?.Value,
            Newest(Ecs("MemoryUtilization"), "Average")?.Value,
            requests?.Value / 60,
            ErrorPercent(requests),
            TasksPerRequest()
        );
    }

    public static double ThrottlesOf(MetricStore metrics, string table, DateTimeOffset now) =>
        s_throttles
            .SelectMany(metric =>
                metrics.Points(
                    MetricName.Of("AWS/DynamoDB", metric, ("TableName", table)),
                    "Sum",
                    s_minute,
                    now - s_newest,
                    now
                )
            )
            .Sum(point => point.Value);

    private double? ErrorPercent(MetricPoint? requests) =>
        requests is { Value: > 0 } all
            ? 100
                * Points(Balancer("HTTPCode_Target_5XX_Count"), "Sum", s_minute, window.Now - s_newest, window.Now)
                    .Where(point => point.At == all.At)
                    .Sum(point => point.Value)
                / all.Value
            : null;

    private double? TasksPerRequest()
    {
        double? Well(MetricName name, string stat) =>
            Points(name, stat, s_minute, window.WellFrom, window.WellUntil)
                .Select(point => (double?)point.Value)
                .Average();
        var perSecond = Well(Balancer("RequestCount"), "Sum") / s_minute.TotalSeconds;
        return perSecond > 0
            ? Well(Ecs("CPUUtilization"), "Average") / 100 * Well(Balancer("HealthyHostCount"), "Average") / perSecond
            : null;
    }

    private MetricPoint? Newest(MetricName name, string stat) =>
        Points(name, stat, s_minute, window.Now - s_newest, window.Now) is [.., var last] ? last : null;

    private IReadOnlyList<MetricPoint> Points(
        MetricName name,
        string stat,
        TimeSpan period,
        DateTimeOffset from,
        DateTimeOffset until
    ) => metrics.Points(name, stat, period, from, until);

    private MetricName Balancer(string metric) =>
        MetricName.Of(
            "AWS/ApplicationELB",
            metric,
            ("LoadBalancer", service.LoadBalancer!),
            ("TargetGroup", service.TargetGroup)
        );

    private MetricName Ecs(string metric) =>
        MetricName.Of("AWS/ECS", metric, ("ClusterName", service.Cluster), ("ServiceName", service.Service));
}
