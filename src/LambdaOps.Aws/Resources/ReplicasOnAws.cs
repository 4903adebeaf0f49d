using System.Collections.Immutable;
using System.Globalization;
using Amazon.CloudWatch;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// What the region for disaster recovery has of data: replicas of secrets (DescribeSecret), and of global tables with
/// their lag (DescribeTable, ReplicationLatency by GetMetricData). Both are asked where they come from.
/// </summary>
public sealed class ReplicasOnAws(
    Lazy<IAmazonSecretsManager> secrets,
    Lazy<IAmazonDynamoDB> dynamoDb,
    Lazy<IAmazonCloudWatch> cloudWatch
) : ResourceOnAws
{
    public override ImmutableArray<LookCall> Looks =>
        [LookCall.To(ReadinessLooks.Secrets, SecretsAsync), LookCall.To(ReadinessLooks.Tables, TablesAsync)];

    private async Task<SecretReplicas> SecretsAsync(LookAt at, CancellationToken stop)
    {
        var side = (RecoverySide)at.Target;
        return new SecretReplicas([
            .. await Task.WhenAll(side.Secrets.Select(name => SecretAsync(name, side.Recovery.Region, stop))),
        ]);
    }

    private async Task<SecretReplica> SecretAsync(string name, string region, CancellationToken stop)
    {
        try
        {
            var answer = await secrets.Value.DescribeSecretAsync(new DescribeSecretRequest { SecretId = name }, stop);
            var replica = (answer.ReplicationStatus ?? []).Find(one => one.Region == region);
            return new SecretReplica(name, replica is null ? null : replica.Status?.Value ?? "of no known status");
        }
        catch (AmazonServiceException failed)
        {
            return new SecretReplica(name, null) { WhyMissing = OutsideText.Of(failed) };
        }
    }

    private async Task<TableReplicas> TablesAsync(LookAt at, CancellationToken stop)
    {
        var recovery = ((RecoverySide)at.Target).Recovery;
        var lags = LagsAsync(recovery, at.Now, stop);
        return new TableReplicas([
            .. await Task.WhenAll(recovery.Tables.Select(table => TableAsync(table, recovery.Region, lags, stop))),
        ]);
    }

    private async Task<TableReplica> TableAsync(
        string table,
        string region,
        Task<Func<string, (TimeSpan?, string?)>> lags,
        CancellationToken stop
    )
    {
        try
        {
            var answer = await dynamoDb.Value.DescribeTableAsync(new DescribeTableRequest { TableName = table }, stop);
            var replica = (answer.Table?.Replicas ?? []).Find(one => one.RegionName == region);
            var (behind, why) = (await lags)(table);
            return replica is null
                ? new TableReplica(table, null, null)
                : new TableReplica(table, replica.ReplicaStatus?.Value ?? "", behind) { WhyNoLag = why };
        }
        catch (AmazonServiceException failed)
        {
            return new TableReplica(table, null, null) { WhyMissing = OutsideText.Of(failed) };
        }
    }

    /// <summary>The worst of the last minutes, by table, or why it is not known.</summary>
    private async Task<Func<string, (TimeSpan?, string?)>> LagsAsync(
        DisasterRecovery recovery,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        if (recovery.Tables.IsEmpty)
        {
            return static _ => (null, null);
        }

        try
        {
            var lag = await ReplicationLag.AskAsync(
                cloudWatch.Value,
                recovery.Tables,
                recovery.Region,
                TimeSpan.FromMinutes(TableReplica.Minutes),
                now,
                stop
            );
            return table =>
                lag.WhyIncomplete(table) is { } hole ? (null, hole)
                : lag.Worst(table) is { } behind ? (behind, null)
                : (
                    null,
                    $"CloudWatch has no ReplicationLatency of the last {TableReplica.Minutes.ToString(CultureInfo.InvariantCulture)} min: nothing was written, or nothing is replicated"
                );
        }
        catch (Exception failed) when (failed is AmazonServiceException or NotObservableException)
        {
            var why = OutsideText.Why(failed);
            return _ => (null, why);
        }
    }
}
