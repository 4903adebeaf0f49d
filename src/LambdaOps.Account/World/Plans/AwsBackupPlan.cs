namespace LambdaOps.Account.World.Plans;

/// <summary>A plan of AWS Backup with one rule and one selection: which tables it backs up, when, and where to.</summary>
public sealed record AwsBackupPlan(string Name)
{
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>By the wall clock of <see cref="Zone"/>, as EventBridge writes it.</summary>
    public string Schedule { get; init; } = "cron(0 2 * * ? *)";

    /// <summary>The tables' ARNs; * stands for any text.</summary>
    public IReadOnlyList<string> Resources { get; init; } = ["arn:aws:dynamodb:*:*:table/*"];

    /// <summary>What <see cref="Resources"/> names and is not selected all the same.</summary>
    public IReadOnlyList<string> NotResources { get; init; } = [];

    public string Vault { get; init; } = "Default";

    public int KeptDays { get; init; } = 35;

    /// <summary>Where each recovery point is copied to; null for nowhere.</summary>
    public VaultPlan? CopyTo { get; init; }

    /// <summary>Tables whose last backup before the world began failed.</summary>
    public IReadOnlyList<string> Failed { get; init; } = [];

    /// <summary>Tables whose last copy before the world began failed.</summary>
    public IReadOnlyList<string> NotCopied { get; init; } = [];
}

/// <summary>A vault of AWS Backup in a region.</summary>
public sealed record VaultPlan(string Region, string Name);
