using System.Collections.Immutable;

namespace LambdaOps.Core.Resources;

/// <summary>The newest of what AWS Backup has of tables; a table that is not in it has nothing of the last days.</summary>
public sealed record VaultedTables(ImmutableSortedDictionary<string, VaultedTable> Newest)
{
    public static VaultedTables None { get; } =
        new(ImmutableSortedDictionary.Create<string, VaultedTable>(StringComparer.Ordinal));

    public VaultedTable? Of(string table) => Newest.GetValueOrDefault(table);
}

/// <summary>What AWS Backup has of one table.</summary>
/// <param name="Good">When the newest recovery point was made that is complete; null where none is.</param>
public sealed record VaultedTable(DateTimeOffset? Good)
{
    /// <summary>When the newest complete one was made that a plan asked for: the next will come, too.</summary>
    public DateTimeOffset? ByPlan { get; init; }

    /// <summary>The status of a newer one that is not complete; null where there is none.</summary>
    public string? Newer { get; init; }

    /// <summary>When the newest was made that is not complete; null where none is.</summary>
    public DateTimeOffset? NewestIncomplete { get; init; }
}

/// <summary>DynamoDB's own backups, table by table.</summary>
public sealed record ListedBackups(ImmutableSortedDictionary<string, ListedTable> All);

/// <summary>The backups of one table.</summary>
/// <param name="Backups">Whole: no page of the list is missing.</param>
public sealed record ListedTable(ImmutableArray<OnDemandBackup> Backups)
{
    /// <summary>Why they could not be listed; null where they were.</summary>
    public string? WhyMissing { get; init; }

    /// <summary>When the newest was made that is available; null where none is.</summary>
    public DateTimeOffset? Good =>
        Backups.Where(backup => backup.IsAvailable).Select(backup => (DateTimeOffset?)backup.At).Max();
}

/// <summary>One backup of a table in DynamoDB.</summary>
/// <param name="At">When it was asked for.</param>
/// <param name="IsAvailable">Whether it is complete, so that a table can be restored from it.</param>
public sealed record OnDemandBackup(string Arn, string Name, DateTimeOffset At, bool IsAvailable);

/// <summary>How tables are protected, table by table.</summary>
public sealed record TableProtections(ImmutableSortedDictionary<string, TableProtection> All);

/// <summary>How one table is protected.</summary>
/// <param name="Exists">False: there is no such table.</param>
public sealed record TableProtection(bool Exists)
{
    public bool IsDeletionProtected { get; init; }

    /// <summary>How many days point-in-time recovery reaches back; null where it is off.</summary>
    public int? RecoveryDays { get; init; }

    /// <summary>Why it could not be seen; null where it was.</summary>
    public string? WhyMissing { get; init; }
}
