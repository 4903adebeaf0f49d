namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of a service's deployments.</summary>
public static class DeploymentLooks
{
    /// <summary>The newest service deployment: revisions, weights, stage, and the hook that waits.</summary>
    public static Look<NativeDeployments> Newest { get; } =
        new(
            "service deployment",
            "ecs:DescribeServiceDeployments",
            "ecs:DescribeServiceRevisions",
            "ecs:ListServiceDeployments"
        )
        {
            IsAbout = static target => target is OperatedService,
        };

    /// <summary>What the revision of the newest deployment answers, by its own target group.</summary>
    public static Look<RevisionLoad> NewRevision { get; } =
        new(
            "new revision",
            "cloudwatch:GetMetricData",
            "ecs:DescribeServiceDeployments",
            "ecs:DescribeServiceRevisions",
            "ecs:ListServiceDeployments",
            "elasticloadbalancing:DescribeTargetHealth"
        )
        {
            IsAbout = static target => target is OperatedService { LoadBalancer: not null },
        };

    /// <summary>What the service's tasks use, where an alarm is to be graded by it.</summary>
    public static Look<TaskUsage> Usage { get; } =
        new("task usage", "cloudwatch:GetMetricData")
        {
            IsAbout = static target => target is OperatedService,
            Known = static at => at.Alarm is null ? TaskUsage.None : null,
        };

    extension(Evidence seen)
    {
        /// <summary>What the service's tasks use.</summary>
        public Fact<TaskUsage> Usage => seen.Of(Usage);

        /// <summary>The newest service deployment.</summary>
        public Fact<NativeDeployments> Deployments => seen.Of(Newest);

        /// <summary>What its revision answers.</summary>
        public Fact<RevisionLoad> NewRevision => seen.Of(NewRevision);
    }
}
