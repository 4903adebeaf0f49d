namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of the task definitions of a service.</summary>
public static class TaskDefinitionLooks
{
    /// <summary>The one that the service is to run, and the newest of its family.</summary>
    public static Look<DefinitionStates> InUse { get; } =
        new("task definition", "ecs:DescribeServices", "ecs:DescribeTaskDefinition")
        {
            IsAbout = static target => target is OperatedService,
        };

    /// <summary>
    /// Whether a service may be updated to what would be rolled back to. Unseen, it holds nothing back: ECS refuses what it
    /// does not take.
    /// </summary>
    public static Look<RevisionStatus> WayBack { get; } =
        new("way back", "ecs:DescribeTaskDefinition")
        {
            IsAbout = static target => target is OperatedService,
            IsOptional = true,
            OnlyIf = static seen => Rolled(seen) is { } || seen.WayBackFromWhatIsOver is not null,
            Known = static at => at.WayBackDefinition() is null ? RevisionStatus.None : null,
        };

    /// <summary>What would be rolled back to; null where there is nothing.</summary>
    public static string? WayBackDefinition(this LookAt at) =>
        at.Seen.WayBackFromWhatIsOver ?? Rolled(at.Seen)?.OlderTaskDefinition ?? at.LastGood;

    extension(Evidence seen)
    {
        /// <summary>Whether what would be rolled back to is there; null where that is not known.</summary>
        public RevisionStatus? WayBack => (seen.Of(WayBack) as Fact<RevisionStatus>.Known)?.Value;

        /// <summary>What served before the newest deployment, where that is over and came to its end.</summary>
        private string? WayBackFromWhatIsOver =>
            seen.Deployments
                is Fact<NativeDeployments>.Known
                {
                    Value.Newest:
                    { Course: DeploymentCourse.Successful, IsSameAgain: false, ServedBefore.TaskDefinition: var before }
                }
                ? before
                : null;

        /// <summary>The task definition that the service is to run, and the newest of its family.</summary>
        public Fact<DefinitionStates> Definitions => seen.Of(InUse);
    }

    /// <summary>A service whose newest deployment is not complete, and is its own; null for any other.</summary>
    private static ServiceState? Rolled(Evidence seen) =>
        seen.Service is Fact<ServiceState>.Known { Value: { Rolling: not null, WhyNotDeployed: null } service }
            ? service
            : null;
}
