using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Procedures.ConfigChange;

/// <summary>Where a change of configuration stands, for people; while it is deployed, the rollout's phases say it.</summary>
public static class ConfigChangePhase
{
    /// <summary>The version gets a label, and the task definition its next revision.</summary>
    public static Phase Preparing { get; } = new("preparing");

    /// <summary>Deployed and monitored: the version becomes the current one.</summary>
    public static Phase Finishing { get; } = new("finishing");
}
