using System.Collections.Immutable;
using System.Globalization;
using Amazon.ApplicationAutoScaling;
using Amazon.ApplicationAutoScaling.Model;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using LambdaOps.Aws.Signals;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;
using LimitExceededException = Amazon.DynamoDBv2.Model.LimitExceededException;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// A table to restore and what was restored of it (DescribeTable, DescribeContinuousBackups, DescribeTimeToLive,
/// ListTagsOfResource, GetResourcePolicy, DescribeScalableTargets, ListTables), the changes of the new table
/// (RestoreTableToPointInTime, TagResource, UpdateContinuousBackups, UpdateTable, UpdateTimeToLive), and those of scratch
/// tables (RestoreTableToPointInTime, DeleteTable).
/// </summary>
/// <param name="once">Sends once.</param>
public sealed class RestoresOnAws(
    Lazy<IAmazonDynamoDB> dynamoDb,
    Lazy<IAmazonDynamoDB> once,
    Lazy<IAmazonApplicationAutoScaling> scaling
) : ResourceOnAws
{
    private const int MostPages = 20;

    /// <summary>A page has a hundred tables.</summary>
    private const int MostPagesOfTables = 200;

    /// <summary>What DynamoDB reaches back to where it does not say.</summary>
    private const int UsualRecoveryDays = 35;

    private readonly TableComparing _comparing = new(dynamoDb);

    public override ImmutableArray<LookCall> Looks =>
        [
            LookCall.To(RestoreLooks.Source, SourceAsync),
            LookCall.To(RestoreLooks.Restored, RestoredAsync),
            LookCall.To(RestoreLooks.Comparison, _comparing.CompareAsync),
            LookCall.To(RestoreLooks.Trial, _comparing.CompareAsync),
            LookCall.To(RestoreLooks.Made, MadeAsync),
        ];

    public override ImmutableArray<ChangeCall> Changes =>
        [
            ChangeCall.To<Change.RestoreTable>(
                ChangeKind.RestoreTable,
                (change, _, stop) => RestoreAsync(change.Target.Value, change.Name, change.At, stop)
            ),
            ChangeCall.To<Change.RestoreScratchTable>(
                ChangeKind.RestoreScratchTable,
                (change, _, stop) => RestoreAsync(change.Table, change.Name, change.At, stop)
            ),
            Outcomes.ChangeCall<Change.DeleteScratchTable>(ChangeKind.DeleteScratchTable, DeleteAsync),
            Outcomes.ChangeCall<Change.TagRestoredTable>(ChangeKind.TagRestoredTable, TagAsync),
            ChangeCall.To<Change.ProtectRestoredTable>(
                ChangeKind.ProtectRestoredTable,
                (change, _, stop) => ProtectAsync(change, stop)
            ),
            Outcomes.ChangeCall<Change.StreamRestoredTable>(ChangeKind.StreamRestoredTable, StreamAsync),
            Outcomes.ChangeCall<Change.ExpireRestoredTable>(ChangeKind.ExpireRestoredTable, ExpireAsync),
        ];

    private async Task<RestoreSource> SourceAsync(LookAt at, CancellationToken stop)
    {
        var name = VerifiedTable.TableOf(at.Target).Name;
        if (await DescribeAsync(name, stop) is not { } table)
        {
            return new RestoreSource(null, null, null);
        }

        var recovery = await RecoveryAsync(name, stop);
        var features = await FeaturesAsync(table, recovery, stop);
        return new RestoreSource(
            features with
            {
                Besides = await BesidesAsync(table, stop),
                Replicas = [.. (table.Replicas ?? []).Select(replica => replica.RegionName)],
            },
            AwsTime.Of(recovery?.EarliestRestorableDateTime),
            AwsTime.Of(recovery?.LatestRestorableDateTime)
        )
        {
            Bytes =
                (table.TableSizeBytes ?? 0)
                + (table.GlobalSecondaryIndexes ?? []).Sum(index => index.IndexSizeBytes ?? 0),
        };
    }

    /// <summary>While it is being made, nothing more is asked of it than that.</summary>
    private async Task<RestoredTable> RestoredAsync(LookAt at, CancellationToken stop)
    {
        var name = at.Restore!.Name;
        if (await DescribeAsync(name, stop) is not { } table)
        {
            return RestoredTable.None;
        }

        var summary = table.RestoreSummary;
        return new RestoredTable(
            table.TableStatus == TableStatus.ACTIVE
                ? await FeaturesAsync(table, await RecoveryAsync(name, stop), stop)
                : new TableFeatures(StatusOf(table), ""),
            summary?.RestoreInProgress == true,
            SourceOf(table),
            AwsTime.Of(summary?.RestoreDateTime)
        );
    }

    private static string? SourceOf(TableDescription table) =>
        table.RestoreSummary?.SourceTableArn is { } source ? source[(source.LastIndexOf('/') + 1)..] : null;

    /// <summary>Of all tables those whose names say it: one that is deleted meanwhile is none.</summary>
    private async Task<MadeTables> MadeAsync(LookAt at, CancellationToken stop)
    {
        var table = VerifiedTable.TableOf(at.Target).Name;
        var made = ImmutableArray.CreateBuilder<MadeTable>();
        string? last = null;
        for (var page = 0; page < MostPagesOfTables; page++)
        {
            var answer = await dynamoDb.Value.ListTablesAsync(
                new ListTablesRequest { ExclusiveStartTableName = last },
                stop
            );
            foreach (var name in (answer.TableNames ?? []).Where(name => IsMadeOf(name, table)))
            {
                if (await DescribeAsync(name, stop) is { } one)
                {
                    made.Add(
                        new MadeTable(
                            name,
                            SourceOf(one),
                            one.TableStatus == TableStatus.ACTIVE ? StatusOf(one) : one.TableStatus?.Value ?? "",
                            one.RestoreSummary?.RestoreInProgress == true
                        )
                    );
                }
            }

            if ((last = answer.LastEvaluatedTableName) is not { Length: > 0 })
            {
                return new MadeTables(made.ToImmutable());
            }
        }

        throw new NotObservableException("the account has too many tables");
    }

    private static bool IsMadeOf(string name, string table) =>
        ScratchTable.IsNameFor(name, table) || RestoreAim.IsNameFor(name, table);

    private async Task<TableDescription?> DescribeAsync(string name, CancellationToken stop)
    {
        try
        {
            var answer = await dynamoDb.Value.DescribeTableAsync(new DescribeTableRequest { TableName = name }, stop);
            return answer.Table ?? throw new NotObservableException("DescribeTable answered without a table");
        }
        catch (Amazon.DynamoDBv2.Model.ResourceNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Null where it is off.</summary>
    private async Task<PointInTimeRecoveryDescription?> RecoveryAsync(string name, CancellationToken stop)
    {
        var answer = await dynamoDb.Value.DescribeContinuousBackupsAsync(
            new DescribeContinuousBackupsRequest { TableName = name },
            stop
        );
        return
            answer.ContinuousBackupsDescription?.PointInTimeRecoveryDescription is { } recovery
            && recovery.PointInTimeRecoveryStatus == PointInTimeRecoveryStatus.ENABLED
            ? recovery
            : null;
    }

    private async Task<TableFeatures> FeaturesAsync(
        TableDescription table,
        PointInTimeRecoveryDescription? recovery,
        CancellationToken stop
    )
    {
        var expiry = (
            await dynamoDb.Value.DescribeTimeToLiveAsync(
                new DescribeTimeToLiveRequest { TableName = table.TableName },
                stop
            )
        ).TimeToLiveDescription;
        var expires =
            expiry?.TimeToLiveStatus == TimeToLiveStatus.ENABLED
            || expiry?.TimeToLiveStatus == TimeToLiveStatus.ENABLING;
        return new TableFeatures(StatusOf(table), TableLayout.Of(table))
        {
            Arn = table.TableArn,
            Tags = await TagsAsync(table.TableArn, stop),
            Stream =
                table.StreamSpecification?.StreamEnabled == true
                    ? table.StreamSpecification.StreamViewType?.Value
                    : null,
            TimeToLive = expires ? expiry!.AttributeName : null,
            RecoveryDays = recovery is null ? null : recovery.RecoveryPeriodInDays ?? UsualRecoveryDays,
        };
    }

    /// <summary>The table's, or that of the first index that is not ACTIVE.</summary>
    private static string StatusOf(TableDescription table) =>
        (table.GlobalSecondaryIndexes ?? [])
            .Select(index => index.IndexStatus?.Value)
            .Prepend(table.TableStatus?.Value)
            .FirstOrDefault(status => status != TablePart.Active, TablePart.Active)
        ?? throw new NotObservableException("DescribeTable answered without a status");

    /// <summary>Without those that AWS itself sets: nobody else may.</summary>
    private async Task<TableTags> TagsAsync(string arn, CancellationToken stop)
    {
        var tags = new List<TableTag>();
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await dynamoDb.Value.ListTagsOfResourceAsync(
                new ListTagsOfResourceRequest { ResourceArn = arn, NextToken = next },
                stop
            );
            tags.AddRange((answer.Tags ?? []).Select(tag => new TableTag(tag.Key, tag.Value ?? "")));
            if ((next = answer.NextToken) is null)
            {
                return new TableTags([
                    .. tags.Where(tag => !tag.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
                        .OrderBy(tag => tag.Key, StringComparer.Ordinal),
                ]);
            }
        }

        throw new NotObservableException(FormattableString.Invariant($"more than {MostPages} pages of tags"));
    }

    /// <summary>What neither a restore nor a step here gives the new table.</summary>
    private async Task<ImmutableArray<string>> BesidesAsync(TableDescription table, CancellationToken stop)
    {
        var besides = ImmutableArray.CreateBuilder<string>();
        var scaled = await scaling.Value.DescribeScalableTargetsAsync(
            new DescribeScalableTargetsRequest
            {
                ServiceNamespace = ServiceNamespace.Dynamodb,
                ResourceIds =
                [
                    $"table/{table.TableName}",
                    .. (table.GlobalSecondaryIndexes ?? []).Select(index =>
                        $"table/{table.TableName}/index/{index.IndexName}"
                    ),
                ],
            },
            stop
        );
        if (scaled.ScalableTargets is { Count: > 0 } targets)
        {
            besides.Add(
                $"automatic scaling ({string.Join(", ", targets.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.ResourceId} {one.ScalableDimension?.Value.Split(':')[^1]} {one.MinCapacity} to {one.MaxCapacity}")))}), which on-demand capacity does not need"
            );
        }

        if (await HasPolicyAsync(table.TableArn, stop))
        {
            besides.Add("its resource policy, which names the old table");
        }

        if (table.DeletionProtectionEnabled == true)
        {
            besides.Add("deletion protection");
        }

        return besides.ToImmutable();
    }

    private async Task<bool> HasPolicyAsync(string arn, CancellationToken stop)
    {
        try
        {
            var answer = await dynamoDb.Value.GetResourcePolicyAsync(
                new GetResourcePolicyRequest { ResourceArn = arn },
                stop
            );
            return answer.Policy is { Length: > 0 };
        }
        catch (PolicyNotFoundException)
        {
            return false;
        }
    }

    private Task<ActionOutcome> RestoreAsync(
        string table,
        string name,
        DateTimeOffset moment,
        CancellationToken stop
    ) =>
        LaterWhereAsync<LimitExceededException>(async () =>
        {
            var answer = await once.Value.RestoreTableToPointInTimeAsync(
                new RestoreTableToPointInTimeRequest
                {
                    SourceTableName = table,
                    TargetTableName = name,
                    RestoreDateTime = moment.UtcDateTime,
                    BillingModeOverride = BillingMode.PAY_PER_REQUEST,
                },
                stop
            );
            return answer.TableDescription?.TableStatus?.Value ?? "accepted";
        });

    private async Task<string> DeleteAsync(
        Change.DeleteScratchTable change,
        Core.Resources.Resource target,
        CancellationToken stop
    )
    {
        var answer = await once.Value.DeleteTableAsync(new DeleteTableRequest { TableName = change.Name }, stop);
        return answer.TableDescription?.TableStatus?.Value ?? "accepted";
    }

    /// <summary>
    /// What passes by itself, though it is an error of the request by its code: too many restores at a time, or a new table
    /// whose backups are not switched on yet.
    /// </summary>
    private static Task<ActionOutcome> LaterWhereAsync<TBusy>(Func<Task<string>> call)
        where TBusy : AmazonServiceException =>
        Outcomes.OfAsync(call, error => error is TBusy ? new ActionOutcome.Later(OutsideText.Of(error)) : null);

    private async Task<string> TagAsync(
        Change.TagRestoredTable change,
        Core.Resources.Resource target,
        CancellationToken stop
    )
    {
        await once.Value.TagResourceAsync(
            new TagResourceRequest
            {
                ResourceArn = change.Arn,
                Tags = [.. change.Tags.All.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })],
            },
            stop
        );
        return "accepted";
    }

    private Task<ActionOutcome> ProtectAsync(Change.ProtectRestoredTable change, CancellationToken stop) =>
        LaterWhereAsync<ContinuousBackupsUnavailableException>(async () =>
        {
            await once.Value.UpdateContinuousBackupsAsync(
                new UpdateContinuousBackupsRequest
                {
                    TableName = change.Name,
                    PointInTimeRecoverySpecification = new PointInTimeRecoverySpecification
                    {
                        PointInTimeRecoveryEnabled = true,
                        RecoveryPeriodInDays = change.Days,
                    },
                },
                stop
            );
            return "accepted";
        });

    private async Task<string> StreamAsync(
        Change.StreamRestoredTable change,
        Core.Resources.Resource target,
        CancellationToken stop
    )
    {
        await once.Value.UpdateTableAsync(
            new UpdateTableRequest
            {
                TableName = change.Name,
                StreamSpecification = new StreamSpecification { StreamEnabled = true, StreamViewType = change.View },
            },
            stop
        );
        return "accepted";
    }

    private async Task<string> ExpireAsync(
        Change.ExpireRestoredTable change,
        Core.Resources.Resource target,
        CancellationToken stop
    )
    {
        await once.Value.UpdateTimeToLiveAsync(
            new UpdateTimeToLiveRequest
            {
                TableName = change.Name,
                TimeToLiveSpecification = new TimeToLiveSpecification
                {
                    Enabled = true,
                    AttributeName = change.Attribute,
                },
            },
            stop
        );
        return "accepted";
    }
}
