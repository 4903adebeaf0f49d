namespace LambdaOps.Account.World.Plans;

/// <summary>A service of AWS that looks for security problems, as it is on in a region.</summary>
/// <param name="Product">As Security Hub names it.</param>
public sealed record SecurityServicePlan(string Product, string Region)
{
    public const string AccessAnalyzer = "IAM Access Analyzer";
    public const string GuardDuty = "GuardDuty";
    public const string SecurityHub = "Security Hub";
    public const string Inspector = "Inspector";

    /// <summary>Whether a person has suspended it: it is there and finds nothing new.</summary>
    public bool IsSuspended { get; init; }

    public IReadOnlyList<SecurityFindingPlan> Findings { get; init; } = [];
}

/// <summary>What it found.</summary>
/// <param name="Severity">CRITICAL, HIGH, MEDIUM, LOW; Access Analyzer does not say it.</param>
/// <param name="Title">Of Access Analyzer the type of the finding: ExternalAccess.</param>
/// <param name="Resource">An ARN, or the id of an instance.</param>
/// <param name="Age">How long before the world's start it was found; negative for a time after it.</param>
public sealed record SecurityFindingPlan(string Severity, string Title, string Resource, TimeSpan Age)
{
    /// <summary>Whether a person has archived, suppressed or resolved it.</summary>
    public bool IsClosed { get; init; }

    /// <summary>As Inspector names kinds of resources.</summary>
    public string ResourceType { get; init; } = "AWS_LAMBDA_FUNCTION";
}
