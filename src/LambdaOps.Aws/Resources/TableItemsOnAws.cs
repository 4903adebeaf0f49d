using System.Collections.Immutable;
using Amazon.CloudWatch;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// The items of tables whose items expire: how they do (DescribeTable, DescribeTimeToLive, GetMetricData), some of them
/// (Scan), and the end of the expired ones (DeleteItem).
/// </summary>
/// <param name="once">Sends once: a throttled request is not sent again, as the table's users come first.</param>
public sealed class TableItemsOnAws(
    Lazy<IAmazonDynamoDB> dynamoDb,
    Lazy<IAmazonDynamoDB> once,
    Lazy<IAmazonCloudWatch> cloudWatch
) : ResourceOnAws
{
    private const string Deletions = "deleted";

    public override ImmutableArray<LookCall> Looks =>
        [
            LookCall.To(TableLooks.Shape, ShapeAsync),
            LookCall.To(TableLooks.TimeToLive, TimeToLiveAsync),
            LookCall.To(TableLooks.Expirations, ExpirationsAsync),
            LookCall.To(TableLooks.Items, ItemsAsync),
        ];

    public override ImmutableArray<ChangeCall> Changes =>
        [Outcomes.ChangeOfMany<Change.DeleteExpiredItems>(ChangeKind.DeleteExpiredItems, DeleteAsync)];

    private async Task<TableShape> ShapeAsync(LookAt at, CancellationToken cancellationToken)
    {
        var table = (OperatedTable)at.Target;
        var answer = await dynamoDb.Value.DescribeTableAsync(
            new DescribeTableRequest { TableName = table.Name },
            cancellationToken
        );
        var found = answer.Table;
        var isOnDemand = found.BillingModeSummary?.BillingMode == BillingMode.PAY_PER_REQUEST;
        return new TableShape(
            [.. (found.KeySchema ?? []).Select(key => key.AttributeName)],
            found.ItemCount ?? 0,
            isOnDemand ? null : found.ProvisionedThroughput?.ReadCapacityUnits,
            isOnDemand ? null : found.ProvisionedThroughput?.WriteCapacityUnits
        );
    }

    private async Task<TimeToLiveSetting> TimeToLiveAsync(LookAt at, CancellationToken cancellationToken)
    {
        var table = (OperatedTable)at.Target;
        var answer = await dynamoDb.Value.DescribeTimeToLiveAsync(
            new DescribeTimeToLiveRequest { TableName = table.Name },
            cancellationToken
        );
        var found =
            answer.TimeToLiveDescription
            ?? throw new NotObservableException("DescribeTimeToLive answered without a description");
        return new TimeToLiveSetting(found.TimeToLiveStatus?.Value ?? "DISABLED", found.AttributeName);
    }

    private async Task<ExpirationCount> ExpirationsAsync(LookAt at, CancellationToken cancellationToken)
    {
        var table = (OperatedTable)at.Target;
        var seen = await new MetricQueries(cloudWatch.Value).AskAsync(
            [
                new MetricQuery(
                    Deletions,
                    "AWS/DynamoDB",
                    "TimeToLiveDeletedItemCount",
                    "Sum",
                    ("TableName", table.Name)
                ),
            ],
            at.Now - ExpirationCount.Lately,
            at.Now,
            cancellationToken
        );
        return new ExpirationCount(seen.Newest(Deletions) is null ? null : seen.Sum(Deletions));
    }

    private async Task<ScanPage> ItemsAsync(LookAt at, CancellationToken cancellationToken)
    {
        var step = (ScanStep)at.Target;
        var attribute = step.Table.Expiry!.Attribute;
        var names = step.Keys.Append(attribute).Distinct().ToList();
        try
        {
            var answer = await once.Value.ScanAsync(
                new ScanRequest
                {
                    TableName = step.Table.Name,
                    Segment = step.Place.Segment,
                    TotalSegments = step.Segments,
                    Limit = step.Limit,
                    ExclusiveStartKey = step.Place.After is { } after ? ItemKeys.Read(after) : null,
                    ProjectionExpression = string.Join(", ", names.Select((_, at) => Placeholder(at))),
                    ExpressionAttributeNames = names
                        .Select((name, at) => (Name: name, At: at))
                        .ToDictionary(one => Placeholder(one.At), one => one.Name),
                    ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
                },
                cancellationToken
            );
            return new ScanPage(
                [
                    .. (answer.Items ?? []).Select(item => new ScannedItem(
                        ItemKeys.Write(step.Keys, item),
                        item.TryGetValue(attribute, out var value) ? ItemKeys.ValueOf(value) : null
                    )),
                ],
                answer.LastEvaluatedKey is { Count: > 0 } last ? ItemKeys.Write(step.Keys, last) : null,
                answer.ConsumedCapacity?.CapacityUnits ?? 0
            );
        }
        catch (AmazonServiceException throttled) when (IsThrottled(throttled))
        {
            return ScanPage.Throttled;
        }
    }

    private static string Placeholder(int at) => FormattableString.Invariant($"#n{at}");

    /// <summary>Item after item; those that the table does not take in any more are neither deleted nor left alone.</summary>
    private async Task<ActionOutcome.Done> DeleteAsync(
        Change.DeleteExpiredItems change,
        Resource target,
        CancellationToken cancellationToken
    )
    {
        var tally = new ChangeTally(0, 0);
        foreach (var item in change.Items)
        {
            try
            {
                var answer = await once.Value.DeleteItemAsync(Delete(change, item), cancellationToken);
                tally = tally with
                {
                    Done = tally.Done + 1,
                    CapacityUnits = tally.CapacityUnits + (answer.ConsumedCapacity?.CapacityUnits ?? 0),
                };
            }
            catch (ConditionalCheckFailedException)
            {
                // What the condition stops takes a unit at least; AWS does not say how many.
                tally = tally with
                {
                    Left = tally.Left + 1,
                    CapacityUnits = tally.CapacityUnits + 1,
                };
            }
            catch (AmazonServiceException throttled) when (IsThrottled(throttled))
            {
                break;
            }
        }

        return new ActionOutcome.Done(
            FormattableString.Invariant($"{tally.Done} of {change.Items.Length} deleted, {tally.Left} left alone")
        )
        {
            Tally = tally,
        };
    }

    private static DeleteItemRequest Delete(Change.DeleteExpiredItems change, ScannedItem item) =>
        new()
        {
            TableName = change.Table,
            Key = ItemKeys.Read(item.Key),
            ConditionExpression = "#time = :read",
            ExpressionAttributeNames = new() { ["#time"] = change.Attribute },
            ExpressionAttributeValues = new() { [":read"] = ItemKeys.ToAttribute(item.Time!) },
            ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
        };

    private static bool IsThrottled(AmazonServiceException error) =>
        error is ProvisionedThroughputExceededException or RequestLimitExceededException
        || error.ErrorCode is "ThrottlingException" or "Throttling";
}
