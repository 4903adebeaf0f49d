using System.Globalization;

namespace LambdaOps.Core.Evidence;

/// <summary>An ECS service as DescribeServices shows it.</summary>
/// <param name="PlacementFailure">ECS's words when tasks could not be placed lately; null when they could.</param>
public sealed record ServiceState(
    int Desired,
    int Running,
    int Pending,
    string TaskDefinition,
    IReadOnlyList<ServiceDeployment> Deployments,
    string? PlacementFailure)
{
    /// <summary>The newest deployment, or null when the service has none.</summary>
    public ServiceDeployment? Primary => Deployments.FirstOrDefault(deployment => deployment.IsPrimary);

    /// <summary>Whether a deployment is rolling now.</summary>
    public bool IsDeploying => Primary?.Rollout == RolloutState.InProgress;

    /// <summary>The task definition that still runs beside a newer one; null when there is only one.</summary>
    public string? OlderTaskDefinition => Deployments
        .Where(deployment => !deployment.IsPrimary && deployment.TaskDefinition != Primary?.TaskDefinition)
        .OrderByDescending(deployment => deployment.CreatedAt)
        .Select(deployment => deployment.TaskDefinition)
        .FirstOrDefault();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"desired {Desired}, running {Running}, pending {Pending}");
}

/// <summary>One deployment of a service.</summary>
/// <param name="FailedTasks">Tasks in a row that did not start or did not get healthy.</param>
public sealed record ServiceDeployment(
    string Id,
    bool IsPrimary,
    RolloutState Rollout,
    string TaskDefinition,
    int Desired,
    int Running,
    int FailedTasks,
    DateTimeOffset CreatedAt);

public enum RolloutState
{
    InProgress,
    Completed,
    Failed,
}
