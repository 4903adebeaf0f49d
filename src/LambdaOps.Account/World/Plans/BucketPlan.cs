namespace LambdaOps.Account.World.Plans;

/// <summary>A bucket of the operated application beside its sites'.</summary>
public sealed record BucketPlan(string Name)
{
    /// <summary>What lies in it at the start: keys of small objects.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Null: objects stay as they are for good.</summary>
    public LifecyclePlan? Lifecycle { get; init; }
}

/// <summary>After how many days an object moves to cheaper storage, and goes.</summary>
public sealed record LifecyclePlan(int InfrequentAccessAfter, int GlacierAfter, int ExpiresAfter);
