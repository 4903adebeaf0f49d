namespace LambdaOps.Account.World.Plans;

/// <summary>A user of IAM, or the account's root user.</summary>
public sealed record IamUserPlan(string Name)
{
    public bool HasPassword { get; init; }

    public bool HasMfa { get; init; }

    /// <summary>Two at most.</summary>
    public IReadOnlyList<AccessKeyPlan> Keys { get; init; } = [];

    /// <summary>The names of its groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Names of the account's managed policies, and ARNs of AWS's.</summary>
    public IReadOnlyList<string> Attached { get; init; } = [];
}

/// <param name="Age">How long before the world's start it was made.</param>
/// <param name="Unused">How long before the world's start it was last used; null for never.</param>
public sealed record AccessKeyPlan(TimeSpan Age, TimeSpan? Unused)
{
    public bool IsActive { get; init; } = true;
}
