namespace LambdaOps.Account.World.Plans;

/// <summary>A role of IAM beside those of the stack's functions.</summary>
/// <param name="Trust">Its trust policy, as JSON.</param>
public sealed record IamRolePlan(string Name, string Trust)
{
    public string Path { get; init; } = "/";

    /// <summary>Inline policies, as JSON by their names.</summary>
    public IReadOnlyDictionary<string, string> Policies { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of the account's managed policies, and ARNs of AWS's.</summary>
    public IReadOnlyList<string> Attached { get; init; } = [];

    /// <summary>Which of them limits it; null for none.</summary>
    public string? Boundary { get; init; }

    /// <summary>How long before the world's start it was made.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(500);

    /// <summary>How long before the world's start it was last used; null for never, as far as AWS knows.</summary>
    public TimeSpan? Unused { get; init; } = TimeSpan.FromHours(2);
}

/// <summary>A group of IAM.</summary>
public sealed record IamGroupPlan(string Name)
{
    /// <summary>Inline policies, as JSON by their names.</summary>
    public IReadOnlyDictionary<string, string> Policies { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of the account's managed policies, and ARNs of AWS's.</summary>
    public IReadOnlyList<string> Attached { get; init; } = [];
}

/// <summary>A managed policy of the account.</summary>
/// <param name="Document">As JSON.</param>
public sealed record IamPolicyPlan(string Name, string Document);
