using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Scaling;

/// <summary>A service whose desired count Application Auto Scaling keeps between two bounds.</summary>
public sealed class ScalableTarget
{
    public required FleetService Service { get; init; }

    public required string Arn { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public int Min { get; internal set; }

    public int Max { get; internal set; }

    /// <summary>What target tracking goes by; null for bounds alone.</summary>
    public AutoscalingPlan? Tracking { get; init; }

    /// <summary>"service/cluster/name".</summary>
    public string ResourceId => $"service/{Service.Plan.Cluster}/{Service.Name}";

    /// <summary>Every change of the bounds, oldest first.</summary>
    public IReadOnlyList<BoundsChange> Changes => Noted;

    internal List<BoundsChange> Noted { get; } = [];

    internal DateTimeOffset LastScaleOut { get; set; } = DateTimeOffset.MinValue;
}

/// <summary>A change of a scalable target's bounds, and by whom.</summary>
public sealed record BoundsChange(DateTimeOffset At, string By, int Min, int Max);
