namespace LambdaOps.Account.World.Plans;

/// <summary>A stack of CloudFormation.</summary>
public sealed record StackPlan(string Name, string Region)
{
    public string Status { get; init; } = "CREATE_COMPLETE";

    /// <summary>How long before the world's start it was last changed.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(90);

    /// <summary>What differs from its template.</summary>
    public IReadOnlyList<DriftPlan> Drift { get; init; } = [];

    /// <summary>How long CloudFormation looks for drift.</summary>
    public TimeSpan DetectionTakes { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Why the search for drift fails; null where it does not.</summary>
    public string? WhyDetectionFails { get; init; }
}

/// <summary>A resource of a stack that is not as the template says.</summary>
/// <param name="Status">MODIFIED or DELETED.</param>
/// <param name="Properties">What differs, by its path: expected and actual.</param>
public sealed record DriftPlan(
    string LogicalId,
    string Type,
    string Status,
    IReadOnlyDictionary<string, (string Expected, string Actual)> Properties
);
