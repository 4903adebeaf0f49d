using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Procedures.Rollout;

/// <summary>Where a rollout stands, for people.</summary>
public static class RolloutPhase
{
    /// <summary>A person asked for a deployment, and it was started.</summary>
    public static Phase Starting { get; } = new("starting");

    /// <summary>ECS starts tasks, or moves traffic.</summary>
    public static Phase Shifting { get; } = new("shifting");

    /// <summary>At a hook: the new revision's numbers do not say yet whether it goes on.</summary>
    public static Phase Holding { get; } = new("holding");

    /// <summary>A hook was answered: it goes on.</summary>
    public static Phase Continuing { get; } = new("continuing");

    /// <summary>Back to the revision before.</summary>
    public static Phase RollingBack { get; } = new("rollingBack");

    /// <summary>Tasks whose memory climbs are replaced by their like.</summary>
    public static Phase Replacing { get; } = new("replacing");

    /// <summary>Over, and monitored for a while.</summary>
    public static Phase Watching { get; } = new("watching");
}
