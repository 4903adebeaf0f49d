namespace LambdaOps.Campaigns.World;

/// <summary>What chance gave a service.</summary>
/// <param name="ProbesDependency">Whether the health URL fails with a dependency.</param>
/// <param name="DependencyFailsTargets">Whether the targets' checks fail with it, too.</param>
/// <param name="KnowsCost">Whether the metrics say what a request cost while all was well.</param>
/// <param name="KeepsOld">Whether a deployment whose tasks die leaves some of the old ones running.</param>
internal sealed record CampaignServicePlan(
    bool IsAutomatic,
    bool ProbesDependency,
    bool DependencyFailsTargets,
    bool KnowsCost,
    TimeSpan StartsIn,
    double BaseCpu,
    bool KeepsOld
)
{
    /// <summary>How much of the traffic each step of its deployments moves, in percent; 0 where they do not shift.</summary>
    public int StepPercent { get; init; }

    /// <summary>Whether who registers a revision deregisters those before it, as some tools do.</summary>
    public bool Deregisters { get; init; }

    /// <summary>How often the tags of its images are pushed anew; null where they stay.</summary>
    public TimeSpan? TagMovesEvery { get; init; }

    /// <summary>Who replaces its tasks, unless it takes turns with another service.</summary>
    public ServiceDriver Driver { get; init; }
}
