using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.Backup;

/// <summary>What AWS Backup keeps of a table, in one vault.</summary>
/// <param name="At">When the table was backed up; a copy keeps that.</param>
/// <param name="DoneAt">From when on it is complete.</param>
/// <param name="By">The plan that made it; null where a person asked for it.</param>
internal sealed record RecoveryPoint(
    string Arn,
    VaultPlan Vault,
    string Table,
    DateTimeOffset At,
    DateTimeOffset DoneAt,
    RunningPlan? By
)
{
    public required long Bytes { get; init; }

    /// <summary>Where it was copied from; null for the original.</summary>
    public VaultPlan? Source { get; init; }

    /// <summary>When it expires.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Its backup came to nothing whole.</summary>
    public bool IsPartial { get; init; }

    public string StatusAt(DateTimeOffset now) =>
        now < DoneAt ? "CREATING"
        : IsPartial ? "PARTIAL"
        : "COMPLETED";
}

/// <summary>One try to back up or to copy.</summary>
/// <param name="Copies">What it copies; null for a backup.</param>
/// <param name="Makes">What it makes; null where it fails.</param>
internal sealed record RecoveryJob(
    string Id,
    string Table,
    VaultPlan Vault,
    DateTimeOffset At,
    DateTimeOffset DoneAt,
    RunningPlan By
)
{
    public RecoveryPoint? Copies { get; init; }

    public RecoveryPoint? Makes { get; init; }

    public string? WhyFailed { get; init; }

    public string StateAt(DateTimeOffset now) =>
        now < At ? "CREATED"
        : now < DoneAt ? "RUNNING"
        : WhyFailed is null ? "COMPLETED"
        : "FAILED";
}

/// <summary>A plan as it stands in the account.</summary>
internal sealed class RunningPlan(AwsBackupPlan plan, string id, DateTimeOffset createdAt)
{
    /// <summary>Replaced when somebody edits it.</summary>
    public AwsBackupPlan Plan { get; set; } = plan;

    public string Id { get; } = id;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public DateTimeOffset? DeletedAt { get; set; }

    public DateTimeOffset? LastRunAt { get; set; }
}
