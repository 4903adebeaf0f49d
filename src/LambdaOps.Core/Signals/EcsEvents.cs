using System.Collections.Immutable;

namespace LambdaOps.Core.Signals;

/// <summary>ECS's events about deployments, as EventBridge names them.</summary>
public static class EcsEvents
{
    public const string Source = "aws.ecs";

    public const string DeploymentState = "ECS Deployment State Change";

    public const string HookState = "ECS Hook State Change";

    /// <summary>A pause hook waits for an answer.</summary>
    public const string HookAwaits = "HOOK_AWAITING_ACTION";

    public static ImmutableArray<string> DetailTypes { get; } = [DeploymentState, HookState];
}
