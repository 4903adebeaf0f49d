namespace LambdaOps.Account.World.Plans;

/// <summary>A second region in which services stand by.</summary>
public sealed record StandbyPlan(string Region)
{
    public IReadOnlyList<StandbyServicePlan> Services { get; init; } = [];

    /// <summary>The name whose failover records lead to one region or the other; null without.</summary>
    public string? PublicHost { get; init; }

    /// <summary>A name that leads to the first region whatever happens; null without.</summary>
    public string? PrimaryHost { get; init; }
}

/// <summary>An ECS service of the second region.</summary>
/// <param name="Host">Its own name there.</param>
/// <param name="Text">What a healthy answer of it has, beside what every one has.</param>
public sealed record StandbyServicePlan(string Cluster, string Name, int Desired, string Host, string Text)
{
    /// <summary>What its task definition runs; null for the simulator's own image.</summary>
    public string? Image { get; init; }

    /// <summary>How long a task takes until it serves.</summary>
    public TimeSpan StartsIn { get; init; } = TimeSpan.FromSeconds(40);
}
