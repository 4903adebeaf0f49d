using System.Collections.Concurrent;
using System.Collections.Immutable;
using Amazon.Backup;
using Amazon.Backup.Model;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Tables' backups: AWS Backup's recovery points (ListBackupVaults, ListRecoveryPointsByBackupVault), DynamoDB's own
/// (ListBackups, CreateBackup, DeleteBackup), and how tables are protected (DescribeContinuousBackups, DescribeTable).
/// </summary>
/// <param name="once">Sends once.</param>
/// <param name="backupIn">AWS Backup in a region; null is the function's own.</param>
public sealed class BackupsOnAws(
    Lazy<IAmazonDynamoDB> dynamoDb,
    Lazy<IAmazonDynamoDB> once,
    Func<string?, IAmazonBackup> backupIn
) : ResourceOnAws
{
    private const int MostPages = 500;
    private const int PageSize = 1000;

    /// <summary>What DynamoDB reaches back to where it does not say.</summary>
    private const int UsualRecoveryDays = 35;

    private readonly ConcurrentDictionary<string, IAmazonBackup> _backups = new(StringComparer.Ordinal);

    public override ImmutableArray<LookCall> Looks =>
        [
            LookCall.To(BackupLooks.Vaulted, (at, stop) => VaultedAsync(at, "", stop)),
            LookCall.To(BackupLooks.Copies, (at, stop) => VaultedAsync(at, at.Estate.DisasterRecovery!.Region, stop)),
            LookCall.To(BackupLooks.OnDemand, OnDemandAsync),
            LookCall.To(BackupLooks.Protection, ProtectionAsync),
        ];

    public override ImmutableArray<ChangeCall> Changes =>
        [
            Outcomes.ChangeCall<Change.CreateTableBackup>(ChangeKind.CreateTableBackup, CreateAsync),
            Outcomes.ChangeCall<Change.DeleteTableBackup>(ChangeKind.DeleteTableBackup, DeleteAsync),
        ];

    /// <summary>All vaults of a region: one that is left out could be the one with the newest.</summary>
    /// <param name="region">"" is the function's own.</param>
    private async Task<VaultedTables> VaultedAsync(LookAt at, string region, CancellationToken stop)
    {
        var backup = _backups.GetOrAdd(region, key => backupIn(key.Length == 0 ? null : key));
        var tables = ((BackedUpTables)at.Target).Names.ToHashSet(StringComparer.Ordinal);
        var seen = new Dictionary<string, VaultedTable>(StringComparer.Ordinal);
        foreach (var vault in await VaultsAsync(backup, stop))
        {
            await foreach (var point in PointsAsync(backup, vault, at.Now - BackupLooks.Reach, stop))
            {
                if (TableOf(point.ResourceArn, at.Estate) is { } table && tables.Contains(table))
                {
                    seen[table] = With(seen.GetValueOrDefault(table) ?? new VaultedTable(null), point);
                }
            }
        }

        return new VaultedTables(
            seen.Select(one => KeyValuePair.Create(one.Key, Told(one.Value)))
                .ToImmutableSortedDictionary(StringComparer.Ordinal)
        );
    }

    private static async Task<List<string>> VaultsAsync(IAmazonBackup backup, CancellationToken stop)
    {
        var names = new List<string>();
        string? token = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await backup.ListBackupVaultsAsync(
                new ListBackupVaultsRequest { MaxResults = PageSize, NextToken = token },
                stop
            );
            names.AddRange((answer.BackupVaultList ?? []).Select(vault => vault.BackupVaultName));
            if ((token = answer.NextToken) is null)
            {
                return names;
            }
        }

        throw new NotObservableException("AWS Backup has too many vaults");
    }

    private static async IAsyncEnumerable<RecoveryPointByBackupVault> PointsAsync(
        IAmazonBackup backup,
        string vault,
        DateTimeOffset since,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop
    )
    {
        string? token = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await backup.ListRecoveryPointsByBackupVaultAsync(
                new ListRecoveryPointsByBackupVaultRequest
                {
                    BackupVaultName = vault,
                    ByResourceType = "DynamoDB",
                    ByCreatedAfter = since.UtcDateTime,
                    MaxResults = PageSize,
                    NextToken = token,
                },
                stop
            );
            foreach (var point in answer.RecoveryPoints ?? [])
            {
                yield return point;
            }

            if ((token = answer.NextToken) is null)
            {
                yield break;
            }
        }

        throw new NotObservableException($"the vault {vault} has too many recovery points");
    }

    /// <summary>Tables of the estate's region and account: a vault may hold those of others.</summary>
    private static string? TableOf(string? arn, Estate estate) =>
        arn?.Split(':', 6) is [_, _, "dynamodb", var region, var account, var resource]
        && region == estate.Region
        && estate.Trusts(account)
        && resource.StartsWith("table/", StringComparison.Ordinal)
            ? resource["table/".Length..]
            : null;

    /// <summary>The newest of each: complete, complete and by a plan, and of what is not complete.</summary>
    private static VaultedTable With(VaultedTable seen, RecoveryPointByBackupVault point)
    {
        if (point.CreationDate is not { } created)
        {
            return seen;
        }

        DateTimeOffset at = created.ToUniversalTime();
        var isGood = point.Status == RecoveryPointStatus.COMPLETED || point.Status == RecoveryPointStatus.AVAILABLE;
        if (!isGood)
        {
            return seen.NewestIncomplete > at
                ? seen
                : seen with
                {
                    Newer = point.Status?.Value ?? "of no status",
                    NewestIncomplete = at,
                };
        }

        var isByPlan = point.CreatedBy?.BackupPlanId is { Length: > 0 };
        return seen with
        {
            Good = seen.Good > at ? seen.Good : at,
            ByPlan = !isByPlan || seen.ByPlan > at ? seen.ByPlan : at,
        };
    }

    /// <summary>Without the incomplete one where a complete one is newer.</summary>
    private static VaultedTable Told(VaultedTable seen) =>
        seen.Good > seen.NewestIncomplete ? seen with { Newer = null } : seen;

    private Task<ListedBackups> OnDemandAsync(LookAt at, CancellationToken stop) =>
        EachAsync(
            at,
            async table => new ListedTable(await BackupsOfAsync(table, stop)),
            why => new ListedTable([]) { WhyMissing = why },
            all => new ListedBackups(all)
        );

    private async Task<ImmutableArray<OnDemandBackup>> BackupsOfAsync(string table, CancellationToken stop)
    {
        var backups = ImmutableArray.CreateBuilder<OnDemandBackup>();
        string? last = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await dynamoDb.Value.ListBackupsAsync(
                new ListBackupsRequest { TableName = table, ExclusiveStartBackupArn = last },
                stop
            );
            backups.AddRange(
                (answer.BackupSummaries ?? []).Select(summary => new OnDemandBackup(
                    summary.BackupArn,
                    summary.BackupName,
                    (summary.BackupCreationDateTime ?? default).ToUniversalTime(),
                    summary.BackupStatus == BackupStatus.AVAILABLE
                ))
            );
            if ((last = answer.LastEvaluatedBackupArn) is null)
            {
                return backups.ToImmutable();
            }
        }

        throw new NotObservableException("it has too many backups");
    }

    private Task<TableProtections> ProtectionAsync(LookAt at, CancellationToken stop) =>
        EachAsync(
            at,
            table => ProtectionOfAsync(table, stop),
            why => new TableProtection(Exists: true) { WhyMissing = why },
            all => new TableProtections(all)
        );

    private async Task<TableProtection> ProtectionOfAsync(string table, CancellationToken stop)
    {
        DescribeTableResponse described;
        try
        {
            described = await dynamoDb.Value.DescribeTableAsync(new DescribeTableRequest { TableName = table }, stop);
        }
        catch (Amazon.DynamoDBv2.Model.ResourceNotFoundException)
        {
            return new TableProtection(Exists: false);
        }

        var backups = await dynamoDb.Value.DescribeContinuousBackupsAsync(
            new DescribeContinuousBackupsRequest { TableName = table },
            stop
        );
        var recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
        return new TableProtection(Exists: true)
        {
            IsDeletionProtected = described.Table.DeletionProtectionEnabled == true,
            RecoveryDays =
                recovery?.PointInTimeRecoveryStatus == PointInTimeRecoveryStatus.ENABLED
                    ? recovery.RecoveryPeriodInDays ?? UsualRecoveryDays
                    : null,
        };
    }

    /// <summary>One table after the other, as the rates are low; one that cannot be seen leaves the others.</summary>
    private static async Task<TAll> EachAsync<T, TAll>(
        LookAt at,
        Func<string, Task<T>> see,
        Func<string, T> missing,
        Func<ImmutableSortedDictionary<string, T>, TAll> together
    )
    {
        var seen = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        foreach (var table in ((BackedUpTables)at.Target).Names)
        {
            try
            {
                seen[table] = await see(table);
            }
            catch (AmazonServiceException failed)
            {
                seen[table] = missing(OutsideText.Of(failed));
            }
        }

        return together(seen.ToImmutable());
    }

    private async Task<string> CreateAsync(Change.CreateTableBackup change, Resource target, CancellationToken stop)
    {
        var answer = await once.Value.CreateBackupAsync(
            new CreateBackupRequest { TableName = change.Table, BackupName = change.Name },
            stop
        );
        return answer.BackupDetails?.BackupArn ?? "accepted";
    }

    private async Task<string> DeleteAsync(Change.DeleteTableBackup change, Resource target, CancellationToken stop)
    {
        await once.Value.DeleteBackupAsync(new DeleteBackupRequest { BackupArn = change.Arn }, stop);
        return "accepted";
    }
}
