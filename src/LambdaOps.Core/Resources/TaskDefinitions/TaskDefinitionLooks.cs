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

    extension(Evidence seen)
    {
        /// <summary>The task definition that the service is to run, and the newest of its family.</summary>
        public Fact<DefinitionStates> Definitions => seen.Of(InUse);
    }
}
