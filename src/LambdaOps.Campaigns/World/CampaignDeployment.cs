using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.World;

/// <summary>One deployment of a simulated service.</summary>
internal sealed class CampaignDeployment
{
    public required string Id { get; init; }

    public required string TaskDefinition { get; init; }

    /// <summary>Whether its tasks answer once they run.</summary>
    public bool Serves { get; set; }

    /// <summary>Whether its tasks die before they run.</summary>
    public bool Dies { get; init; }

    /// <summary>Whether its rollout never ends.</summary>
    public bool IsStuck { get; init; }

    public RolloutState Rollout { get; set; } = RolloutState.InProgress;

    /// <summary>What its image's tag meant when it began.</summary>
    public string Digest { get; init; } = "";

    public RunningImage Image => new("app", TaskDefinition, Digest, Running) { Deployment = Id };

    public int Running { get; set; }

    /// <summary>Running tasks that do not answer.</summary>
    public int Hung { get; set; }

    public int Failed { get; set; }

    public long CreatedAt { get; set; }

    public ServiceDeployment Seen(bool isPrimary, int desired) =>
        new(Id, isPrimary, Rollout, TaskDefinition, desired, Running, Failed, CampaignClock.Start.AddTicks(CreatedAt));
}
