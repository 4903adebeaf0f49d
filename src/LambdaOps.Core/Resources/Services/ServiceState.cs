using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>An ECS service as DescribeServices shows it.</summary>
/// <param name="StartFailure">
/// ECS's words when tasks could not be started lately for a reason that no restart fixes; null when they could.
/// </param>
public sealed record ServiceState(
    int Desired,
    int Running,
    int Pending,
    string TaskDefinition,
    IReadOnlyList<ServiceDeployment> Deployments,
    string? StartFailure
)
{
    /// <summary>Who had a deployment for so long, and did not replace it, was served by it.</summary>
    private static readonly TimeSpan s_proves = TimeSpan.FromMinutes(30);

    /// <summary>What ECS complains of lately, newest first: for people.</summary>
    public IReadOnlyList<string> Complaints { get; init; } = [];

    /// <summary>Who replaces its tasks.</summary>
    public DeploymentController Controller { get; init; }

    /// <summary>Whether it has a task on each instance (DAEMON): then it has no count that could be set.</summary>
    public bool IsDaemon { get; init; }

    /// <summary>Why ECS would refuse a restart, a revision or a rollback by UpdateService; null where it takes them.</summary>
    public string? WhyNotDeployed =>
        Controller switch
        {
            DeploymentController.Ecs => null,
            DeploymentController.CodeDeploy => "CodeDeploy deploys the service (controller CODE_DEPLOY)",
            DeploymentController.External => "a third party deploys the service (controller EXTERNAL)",
            _ => "the service's deployment controller is not known",
        };

    /// <summary>The newest deployment, or null when the service has none.</summary>
    public ServiceDeployment? Primary => Deployments.FirstOrDefault(deployment => deployment.IsPrimary);

    /// <summary>
    /// The newest deployment while it is not complete: it rolls out, or has failed to. One whose state ECS does not say
    /// goes on as long as others have tasks, too. Null when the service is steady.
    /// </summary>
    public ServiceDeployment? Rolling =>
        Primary switch
        {
            { Rollout: RolloutState.Completed } => null,
            { Rollout: RolloutState.Unknown } when Deployments.Count == 1 => null,
            var primary => primary,
        };

    /// <summary>Whether a deployment is rolling now.</summary>
    public bool IsDeploying => Rolling is { Rollout: not RolloutState.Failed };

    /// <summary>
    /// The primary deployment while it is a rollback to an older revision, by ECS's circuit breaker or a person;
    /// null when it is not.
    /// </summary>
    public ServiceDeployment? RollingBack =>
        Rolling is { } primary
        && (
            primary.Reason.Contains("rolling back", StringComparison.OrdinalIgnoreCase)
            || Deployments.Any(other =>
                !other.IsPrimary && TaskRevision.IsNewer(other.TaskDefinition, primary.TaskDefinition)
            )
        )
            ? primary
            : null;

    /// <summary>
    /// The task definition that serves now beside the primary deployment's and is older; null when there is none. One
    /// whose own rollout failed, or was never completed, is not known to serve.
    /// </summary>
    public string? OlderTaskDefinition => OlderOf(static (_, _) => true);

    /// <summary>
    /// The same where no target is healthy: then tasks whose rollout ECS does not speak of are known to have served only
    /// by the time that they had.
    /// </summary>
    public string? OlderProvenTaskDefinition =>
        OlderOf(
            static (other, primary) =>
                other.Rollout == RolloutState.Completed || primary.CreatedAt - other.CreatedAt >= s_proves
        );

    /// <summary>
    /// Whether a later deployment, before the primary one, led from it to an older task definition: nobody wanted it
    /// any more.
    /// </summary>
    public bool IsLeft(string definition)
    {
        var since = DateTimeOffset.MaxValue;
        foreach (var one in Deployments)
        {
            since = one.TaskDefinition == definition && one.CreatedAt < since ? one.CreatedAt : since;
        }

        foreach (var one in Deployments)
        {
            if (!one.IsPrimary && one.CreatedAt > since && TaskRevision.IsNewer(definition, one.TaskDefinition))
            {
                return true;
            }
        }

        return false;
    }

    private string? OlderOf(Func<ServiceDeployment, ServiceDeployment, bool> isProven)
    {
        if (Primary is not { } primary)
        {
            return null;
        }

        ServiceDeployment? newest = null;
        foreach (var other in Deployments)
        {
            if (
                other is { IsPrimary: false, Rollout: RolloutState.Completed or RolloutState.Unknown, Running: > 0 }
                && isProven(other, primary)
                && other.CreatedAt < primary.CreatedAt
                && other.TaskDefinition != primary.TaskDefinition
                && !TaskRevision.IsNewer(other.TaskDefinition, primary.TaskDefinition)
                && !IsLeft(other.TaskDefinition)
                && (newest is null || other.CreatedAt > newest.CreatedAt)
            )
            {
                newest = other;
            }
        }

        return newest?.TaskDefinition;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"desired {Desired}, running {Running}, pending {Pending}");
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
    DateTimeOffset CreatedAt
)
{
    /// <summary>ECS's words about the rollout's state; empty when it has none.</summary>
    public string Reason { get; init; } = "";
}

public enum RolloutState
{
    InProgress,
    Completed,
    Failed,

    /// <summary>ECS does not say: behind a Classic Load Balancer it never does.</summary>
    Unknown,
}

/// <summary>Task definitions of one family are numbered (FAMILY:REVISION, or its ARN).</summary>
public static class TaskRevision
{
    /// <summary>False when they are of different families, or not numbered.</summary>
    public static bool IsNewer(string one, string other) =>
        Split(one) is var (family, revision)
        && Split(other) is var (otherFamily, otherRevision)
        && family == otherFamily
        && revision > otherRevision;

    /// <summary>Whether they are one, whether either is written as an ARN or not.</summary>
    public static bool IsSame(string one, string other) => Name(one) == Name(other);

    /// <summary>Without what an ARN has before it.</summary>
    public static string Name(string definition) => definition[(definition.LastIndexOf('/') + 1)..];

    private static (string Family, int Revision)? Split(string definition)
    {
        var colon = definition.LastIndexOf(':');
        return
            colon > 0
            && int.TryParse(
                definition.AsSpan(colon + 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var number
            )
            ? (definition[..colon], number)
            : null;
    }
}
