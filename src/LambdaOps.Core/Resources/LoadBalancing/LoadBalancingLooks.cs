namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of a service's load balancer.</summary>
public static class LoadBalancingLooks
{
    /// <summary>The load balancer's view (runbook: ALBターゲット確認).</summary>
    public static Look<TargetCounts> Targets { get; } =
        new("target health", "elasticloadbalancing:DescribeTargetHealth")
        {
            IsAbout = static target => target is OperatedService,
        };

    /// <summary>The newest minute of the service's load, and what a request cost while all was well.</summary>
    public static Look<LoadReading> Load { get; } =
        new("load", "cloudwatch:GetMetricData")
        {
            IsAbout = static target => target is OperatedService { LoadBalancer: not null },
        };

    extension(Evidence seen)
    {
        /// <summary>The load balancer's view.</summary>
        public Fact<TargetCounts> Targets => seen.Of(Targets);

        /// <summary>How busy and how slow the service is.</summary>
        public Fact<LoadReading> Load => seen.Of(Load);

        /// <summary>
        /// Looks that contradict each other are no knowledge: tasks run, but the target group has none of them. Then
        /// another group has the traffic (blue/green moves it), or the estate names the wrong one.
        /// </summary>
        public Evidence WithoutContradiction() =>
            (seen.Targets, seen.Service)
                is (
                    Fact<TargetCounts>.Known { Value: { Registered: 0 } targets },
                    Fact<ServiceState>.Known { Value: { Running: > 0 } service }
                )
                ? seen.With(
                    Targets,
                    Fact.Missing<TargetCounts>(
                        FormattableString.Invariant(
                            $"{service.Running} tasks run, but the target group has none of them"
                        ) + $" ({targets}): does another target group get the traffic?"
                    )
                )
                : seen;
    }
}
