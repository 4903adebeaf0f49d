namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of the Availability Zones behind a service's load balancer.</summary>
public static class ZoneLooks
{
    /// <summary>
    /// Targets and errors zone by zone, with each zone's id, and whether another target group of the load balancer has its
    /// healthy targets in one zone alone.
    /// </summary>
    public static Look<ZoneReadings> Readings { get; } =
        new(
            "zones",
            "cloudwatch:GetMetricData",
            "ec2:DescribeAvailabilityZones",
            "ecs:DescribeServices",
            "elasticloadbalancing:DescribeListeners",
            "elasticloadbalancing:DescribeLoadBalancers",
            "elasticloadbalancing:DescribeRules",
            "elasticloadbalancing:DescribeTargetGroups",
            "elasticloadbalancing:DescribeTargetHealth"
        )
        {
            IsAbout = static target => target is OperatedService { LoadBalancer: not null },
        };

    /// <summary>Whether the load balancer lets its traffic be shifted, and who shifts it now.</summary>
    public static Look<ZoneTraffic> Traffic { get; } =
        new(
            "zonal shifts",
            "arc-zonal-shift:GetManagedResource",
            "arc-zonal-shift:ListAutoshifts",
            "elasticloadbalancing:DescribeLoadBalancerAttributes"
        )
        {
            IsAbout = static target => target is OperatedService { LoadBalancer: not null },
        };

    extension(Evidence seen)
    {
        /// <summary>Targets and errors zone by zone.</summary>
        public Fact<ZoneReadings> Zones => seen.Of(Readings);

        /// <summary>Who shifts the load balancer's traffic now.</summary>
        public Fact<ZoneTraffic> ZoneTraffic => seen.Of(Traffic);
    }
}
