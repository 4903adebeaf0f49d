namespace LambdaOps.Core.Resources;

/// <summary>The questions about tables' backups.</summary>
public static class BackupLooks
{
    private const string ListVaults = "backup:ListBackupVaults";
    private const string ListPoints = "backup:ListRecoveryPointsByBackupVault";

    /// <summary>How far back AWS Backup's vaults are read.</summary>
    public static TimeSpan Reach { get; } = TimeSpan.FromDays(4);

    /// <summary>What AWS Backup has made of the tables in the last days. DynamoDB's own list does not have it.</summary>
    public static Look<VaultedTables> Vaulted { get; } =
        new("AWS Backup's recovery points", ListVaults, ListPoints) { Words = Words };

    /// <summary>What AWS Backup has copied to the region for disaster recovery.</summary>
    public static Look<VaultedTables> Copies { get; } =
        new("AWS Backup's copies in the other region", ListVaults, ListPoints)
        {
            Known = at => at.Estate.DisasterRecovery is null ? VaultedTables.None : null,
            Words = Words,
        };

    /// <summary>DynamoDB's own backups of each table, whoever asked for them.</summary>
    public static Look<ListedBackups> OnDemand { get; } =
        new("on-demand backups", "dynamodb:ListBackups")
        {
            Words = fact =>
                fact is Fact<ListedBackups>.Known { Value: var seen }
                    ? FormattableString.Invariant(
                        $"{seen.All.Count} tables, {seen.All.Values.Sum(one => one.Backups.Length)} backups"
                    )
                    : fact.WhyMissing ?? "not looked at",
        };

    /// <summary>Point-in-time recovery and deletion protection of each table.</summary>
    public static Look<TableProtections> Protection { get; } =
        new("recovery and deletion protection", "dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTable")
        {
            Words = fact =>
                fact is Fact<TableProtections>.Known { Value: var seen }
                    ? FormattableString.Invariant($"{seen.All.Count} tables")
                    : fact.WhyMissing ?? "not looked at",
        };

    private static string Words(Fact<VaultedTables> fact) =>
        fact is Fact<VaultedTables>.Known { Value: var seen }
            ? FormattableString.Invariant($"{seen.Newest.Count} tables")
            : fact.WhyMissing ?? "not looked at";
}
