using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.World;

/// <summary>All that looks at a service can see.</summary>
internal sealed record ServiceSnapshot(
    ServiceState State,
    TargetCounts Targets,
    HealthProbe Health,
    ScalingState Scaling,
    NativeDeployments Deployments,
    RuleWeights? Weights
);
