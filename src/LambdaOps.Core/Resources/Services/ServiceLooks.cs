namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of an ECS service.</summary>
public static class ServiceLooks
{
    /// <summary>Counts and deployments (runbook: ECSタスク状態確認).</summary>
    public static Look<ServiceState> State { get; } =
        new("service", "ecs:DescribeServices") { IsAbout = static target => target is OperatedService };

    extension(Evidence seen)
    {
        /// <summary>Counts and deployments of the ECS service.</summary>
        public Fact<ServiceState> Service => seen.Of(State);
    }
}
