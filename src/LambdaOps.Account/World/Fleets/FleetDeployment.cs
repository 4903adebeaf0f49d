using LambdaOps.Account.World.Balancing;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Fleets;

public enum DeploymentKind
{
    /// <summary>Was there when the world began.</summary>
    Initial,

    /// <summary>Another revision of the task definition.</summary>
    Revision,

    /// <summary>The same revision again (forceNewDeployment).</summary>
    Forced,

    /// <summary>ECS's circuit breaker went back.</summary>
    Rollback,
}

public enum FleetRollout
{
    InProgress,
    Completed,
    Failed,
}

/// <summary>One deployment of a service, as DescribeServices shows it.</summary>
public sealed class FleetDeployment
{
    /// <summary>ecs-svc/ and 19 digits.</summary>
    public required string Id { get; init; }

    public required TaskDefinitionPlan Definition { get; init; }

    /// <summary>Where its tasks are registered.</summary>
    public required TargetGroup Group { get; init; }

    /// <summary>The deployment whose service revision it brings back; null for one with a revision of its own.</summary>
    public FleetDeployment? Restores { get; init; }

    public required DeploymentKind Kind { get; init; }

    /// <summary>The function or person that started it.</summary>
    public required string By { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string ServiceDeploymentId { get; init; }

    /// <summary>PRIMARY, ACTIVE, or INACTIVE when it is gone.</summary>
    public string Status { get; internal set; } = "PRIMARY";

    /// <summary>What its image meant when its first task began; null where it has had none.</summary>
    public string? ImageDigest { get; internal set; }

    public FleetRollout Rollout { get; internal set; } = FleetRollout.InProgress;

    public string RolloutReason { get; internal set; } = "";

    public int FailedTasks { get; internal set; }

    public DateTimeOffset UpdatedAt { get; internal set; }

    public DateTimeOffset? FinishedAt { get; internal set; }

    public bool RolledBack => BackTo is not null;

    /// <summary>The deployment that took its place when it was rolled back.</summary>
    public FleetDeployment? BackTo { get; internal set; }

    /// <summary>Why and since when it is rolled back.</summary>
    public (string Reason, DateTimeOffset At)? RolledBackBecause { get; internal set; }

    public string RolloutText =>
        Rollout switch
        {
            FleetRollout.InProgress => "IN_PROGRESS",
            FleetRollout.Completed => "COMPLETED",
            _ => "FAILED",
        };
}

/// <summary>A line of a service's events, newest first in DescribeServices.</summary>
public sealed record ServiceEvent(string Id, DateTimeOffset CreatedAt, string Message);
