using System.Collections.Immutable;
using Amazon.CloudWatch;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Targets by state of the groups that serve (DescribeServices, DescribeRules or DescribeListeners, DescribeTargetHealth),
/// and what reaches the service's groups (GetMetricData).
/// </summary>
public sealed class LoadBalancingOnAws(
    ServiceDescriptions services,
    Lazy<IAmazonElasticLoadBalancingV2> elb,
    Lazy<IAmazonCloudWatch> cloudWatch
) : ResourceOnAws
{
    private readonly ServiceTargetGroups _groups = new(services, elb);

    public override ImmutableArray<LookCall> Looks =>
        [LookCall.To(LoadBalancingLooks.Targets, TargetsAsync), LookCall.To(LoadBalancingLooks.Load, LoadAsync)];

    /// <summary>The estate's group is asked at once: mostly it is the one.</summary>
    private async Task<TargetCounts> TargetsAsync(LookAt at, CancellationToken cancellationToken)
    {
        var named = ((OperatedService)at.Target).TargetGroupArn;
        var ofNamed = DescribeAsync(elb.Value, named, cancellationToken);
        var live = _groups.LiveAsync(at, cancellationToken);

        // Where both fail, it is said first what the service has, and not that the estate's group is none of AWS.
        await Task.WhenAll(live, ofNamed);
        var groups = await Task.WhenAll(
            (await live).Select(group => group == named ? ofNamed : DescribeAsync(elb.Value, group, cancellationToken))
        );
        return Count([.. groups.SelectMany(group => group)]);
    }

    /// <summary>A group's targets by state.</summary>
    internal static async Task<TargetCounts> CountAsync(
        IAmazonElasticLoadBalancingV2 elb,
        string group,
        CancellationToken cancellationToken
    ) => Count(await DescribeAsync(elb, group, cancellationToken));

    private static async Task<List<TargetHealthDescription>> DescribeAsync(
        IAmazonElasticLoadBalancingV2 elb,
        string group,
        CancellationToken cancellationToken
    )
    {
        var answer = await elb.DescribeTargetHealthAsync(
            new DescribeTargetHealthRequest { TargetGroupArn = group },
            cancellationToken
        );
        return answer.TargetHealthDescriptions ?? [];
    }

    private static TargetCounts Count(List<TargetHealthDescription> targets)
    {
        var states = targets.ConvertAll(target => target.TargetHealth.State);
        return new TargetCounts(
            states.Count(state => state == TargetHealthStateEnum.Healthy),
            states.Count(IsUnhealthy),
            states.Count(state => state == TargetHealthStateEnum.Initial),
            states.Count(state =>
                state == TargetHealthStateEnum.Draining || state == TargetHealthStateEnum.UnhealthyDraining
            )
        )
        {
            Unused = states.Count(state => state == TargetHealthStateEnum.Unused),
            DownZone = DownZoneOf(targets),
        };
    }

    private static bool IsUnhealthy(TargetHealthStateEnum state) =>
        state == TargetHealthStateEnum.Unhealthy || state == TargetHealthStateEnum.Unavailable;

    /// <summary>An address outside the VPC is in "all" of them.</summary>
    private static string? DownZoneOf(List<TargetHealthDescription> targets)
    {
        var healthy = targets.FindAll(one => one.TargetHealth.State == TargetHealthStateEnum.Healthy);
        var zones = targets
            .Where(one => IsUnhealthy(one.TargetHealth.State))
            .Select(one => one.Target?.AvailabilityZone)
            .Distinct()
            .Take(2)
            .ToList();
        return
            zones is [{ } zone and not "all"]
            && healthy.Count > 0
            && !healthy.Exists(one => one.Target?.AvailabilityZone == zone)
            ? zone
            : null;
    }

    /// <summary>The estate's group is asked at once, with the numbers of the tasks: mostly it is the only one.</summary>
    private async Task<LoadReading> LoadAsync(LookAt at, CancellationToken cancellationToken)
    {
        var service = (OperatedService)at.Target;
        var window = LoadWindow.For(at.Now, at.OpenedAt);
        var ofNamed = ReadAsync(service, service.TargetGroupArn, TaskQueries(service), window, cancellationToken);
        var groups = _groups.AllAsync(at, cancellationToken);
        await Task.WhenAll(ofNamed, groups);
        var others = await Task.WhenAll(
            (await groups)
                .Where(group => group != service.TargetGroupArn)
                .Select(group => ReadAsync(service, group, [], window, cancellationToken))
        );
        return new GroupLoads([await ofNamed, .. others]).Read(window.Now);
    }

    private async Task<GroupLoad> ReadAsync(
        OperatedService service,
        string group,
        IReadOnlyList<MetricQuery> besides,
        LoadWindow window,
        CancellationToken cancellationToken
    )
    {
        var metrics = new MetricQueries(cloudWatch.Value);
        var now = metrics.AskAsync(
            [
                Balancer("p50", "TargetResponseTime", "p50"),
                Balancer("p95", "TargetResponseTime", "p95"),
                Balancer("p99", "TargetResponseTime", "p99"),
                Balancer("requests", "RequestCount", "Sum"),
                Balancer("errors", "HTTPCode_Target_5XX_Count", "Sum"),
                .. besides,
            ],
            window.Now - MetricQueries.Newest,
            window.Now,
            cancellationToken
        );
        var well = metrics.AskAsync(
            [Balancer("requests", "RequestCount", "Sum"), Balancer("hosts", "HealthyHostCount", "Average"), .. besides],
            window.WellFrom,
            window.WellUntil,
            cancellationToken
        );
        await Task.WhenAll(now, well);
        return new GroupLoad(await now, await well);

        MetricQuery Balancer(string id, string metric, string stat) =>
            MetricQuery.OfTargets(id, metric, stat, service, OperatedService.GroupInMetrics(group));
    }

    private static List<MetricQuery> TaskQueries(OperatedService service) =>
        [
            MetricQuery.OfTasks("cpu", "CPUUtilization", service),
            MetricQuery.OfTasks("memory", "MemoryUtilization", service),
        ];
}
