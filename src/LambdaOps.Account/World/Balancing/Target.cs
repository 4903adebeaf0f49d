using LambdaOps.Account.World.Fleets;

namespace LambdaOps.Account.World.Balancing;

public enum TargetState
{
    Initial,
    Healthy,
    Unhealthy,
    Draining,
}

/// <summary>A task in a target group, with what the health checks made of it.</summary>
public sealed class Target
{
    public required FleetTask Task { get; init; }

    public required int Port { get; init; }

    public TargetState State { get; internal set; }

    /// <summary>The reason code of DescribeTargetHealth; none for a healthy target.</summary>
    public string? Reason { get; internal set; } = "Elb.RegistrationInProgress";

    public string? Description { get; internal set; } = "Target registration is in progress";

    internal int PassedInARow { get; set; }

    internal int FailedInARow { get; set; }

    internal DateTimeOffset NextCheckAt { get; set; }

    internal DateTimeOffset GoneAt { get; set; }

    public string StateText =>
        State switch
        {
            TargetState.Initial => "initial",
            TargetState.Healthy => "healthy",
            TargetState.Unhealthy => "unhealthy",
            _ => "draining",
        };
}
