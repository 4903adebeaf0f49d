using System.Collections.Immutable;
using Amazon.CloudWatch;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>Targets of a target group by state (DescribeTargetHealth), and what reaches it (GetMetricData).</summary>
public sealed class LoadBalancingOnAws(Lazy<IAmazonElasticLoadBalancingV2> elb, Lazy<IAmazonCloudWatch> cloudWatch)
    : ResourceOnAws
{
    private const double MsPerSecond = 1000;

    public override ImmutableArray<LookCall> Looks =>
        [LookCall.To(LoadBalancingLooks.Targets, TargetsAsync), LookCall.To(LoadBalancingLooks.Load, LoadAsync)];

    private Task<TargetCounts> TargetsAsync(LookAt at, CancellationToken cancellationToken) =>
        CountAsync(elb.Value, ((OperatedService)at.Target).TargetGroupArn, cancellationToken);

    /// <summary>A group's targets by state.</summary>
    internal static async Task<TargetCounts> CountAsync(
        IAmazonElasticLoadBalancingV2 elb,
        string group,
        CancellationToken cancellationToken
    )
    {
        var answer = await elb.DescribeTargetHealthAsync(
            new DescribeTargetHealthRequest { TargetGroupArn = group },
            cancellationToken
        );
        var states = (answer.TargetHealthDescriptions ?? []).ConvertAll(target => target.TargetHealth.State);
        return new TargetCounts(
            states.Count(state => state == TargetHealthStateEnum.Healthy),
            states.Count(state =>
                state == TargetHealthStateEnum.Unhealthy || state == TargetHealthStateEnum.Unavailable
            ),
            states.Count(state => state == TargetHealthStateEnum.Initial),
            states.Count(state =>
                state == TargetHealthStateEnum.Draining || state == TargetHealthStateEnum.UnhealthyDraining
            )
        )
        {
            Unused = states.Count(state => state == TargetHealthStateEnum.Unused),
        };
    }

    private async Task<LoadReading> LoadAsync(LookAt at, CancellationToken cancellationToken)
    {
        var service = (OperatedService)at.Target;
        var window = LoadWindow.For(at.Now, at.OpenedAt);
        var metrics = new MetricQueries(cloudWatch.Value);
        var now = metrics.AskAsync(
            NowQueries(service),
            window.Now - MetricQueries.Newest,
            window.Now,
            cancellationToken
        );
        var well = metrics.AskAsync(WellQueries(service), window.WellFrom, window.WellUntil, cancellationToken);
        await Task.WhenAll(now, well);
        var seen = await now;
        var requests = seen.Newest("requests");
        return new LoadReading(
            seen.NewestAt("p95") ?? seen.NewestAt("cpu") ?? window.Now,
            seen.Newest("p50") * MsPerSecond,
            seen.Newest("p95") * MsPerSecond,
            seen.Newest("p99") * MsPerSecond,
            seen.Newest("cpu"),
            seen.Newest("memory"),
            requests / MetricQueries.PeriodSeconds,
            ErrorPercent(seen, requests),
            TasksPerRequest(await well)
        );
    }

    /// <summary>The load balancer counts errors only where there are some: no datapoint is none.</summary>
    private static double? ErrorPercent(MetricAnswers seen, double? requests) =>
        requests > 0 ? 100 * (seen.At("errors", seen.NewestAt("requests")) ?? 0) / requests : null;

    /// <summary>
    /// CPU × tasks ÷ requests per second, each as the mean of its minutes (longer periods would not begin where the
    /// time does); null unless all three are known.
    /// </summary>
    private static double? TasksPerRequest(MetricAnswers well) =>
        well.Mean("requests") / MetricQueries.PeriodSeconds is > 0 and var perSecond
            ? well.Mean("cpu") / 100 * well.Mean("hosts") / perSecond
            : null;

    private static List<MetricQuery> NowQueries(OperatedService service) =>
        [
            Balancer("p50", "TargetResponseTime", "p50", service),
            Balancer("p95", "TargetResponseTime", "p95", service),
            Balancer("p99", "TargetResponseTime", "p99", service),
            Balancer("requests", "RequestCount", "Sum", service),
            Balancer("errors", "HTTPCode_Target_5XX_Count", "Sum", service),
            Ecs("cpu", "CPUUtilization", service),
            Ecs("memory", "MemoryUtilization", service),
        ];

    private static List<MetricQuery> WellQueries(OperatedService service) =>
        [
            Balancer("requests", "RequestCount", "Sum", service),
            Balancer("hosts", "HealthyHostCount", "Average", service),
            Ecs("cpu", "CPUUtilization", service),
        ];

    private static MetricQuery Balancer(string id, string metric, string stat, OperatedService service) =>
        new(
            id,
            "AWS/ApplicationELB",
            metric,
            stat,
            ("LoadBalancer", service.LoadBalancer!),
            ("TargetGroup", service.TargetGroup)
        );

    private static MetricQuery Ecs(string id, string metric, OperatedService service) =>
        new(id, "AWS/ECS", metric, "Average", ("ClusterName", service.Cluster), ("ServiceName", service.Service));
}
