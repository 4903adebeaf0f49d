using System.Collections.Immutable;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine.Ports;
using static LambdaOps.Aws.Journal.JournalItems;

namespace LambdaOps.Aws.Journal;

/// <summary>
/// The runs of checks: CHECK#name/PART#part (record, revision, leaseUntil). One number is lease and revision in one:
/// whoever writes must have seen the last write.
/// </summary>
public sealed class DynamoDbRuns(IAmazonDynamoDB dynamoDb, AwsDate date, string table) : IRuns
{
    private const string Prefix = "CHECK#";

    public async Task<RunView> ReadPartAsync(ProcedureName check, string part, CancellationToken cancellationToken)
    {
        var reading = dynamoDb.GetItemAsync(Read(table, RunKey(check, part)), cancellationToken);
        var control = dynamoDb.GetItemAsync(Read(table, DynamoDbJournal.SwitchKey), cancellationToken);
        await Task.WhenAll(reading, control);
        var item = (await reading).Item;
        return new RunView(
            RecordIn(item, check, part),
            DynamoDbJournal.ReadSwitch((await control).Item).At(date.Latest),
            Number(item, "revision") ?? 0,
            Number(item, "leaseUntil") is { } until and > 0 ? DateTimeOffset.FromUnixTimeSeconds(until) : null,
            date.Latest
        );
    }

    /// <summary>The record of a part; an empty one where it has never run.</summary>
    public async Task<CheckRecord> FindAsync(ProcedureName check, string part, CancellationToken cancellationToken)
    {
        var answer = await dynamoDb.GetItemAsync(Read(table, RunKey(check, part)), cancellationToken);
        return RecordIn(answer.Item, check, part);
    }

    private CheckRecord RecordIn(Dictionary<string, AttributeValue>? item, ProcedureName check, string part) =>
        Text(item, "record") is { } record
            ? JsonSerializer.Deserialize(record, JournalJson.Default.CheckRecord)
                ?? throw new InvalidOperationException($"table {table}, CHECK#{check}: the record is null")
            : new CheckRecord(check, part);

    /// <summary>The records of all parts of a check, for people.</summary>
    public async Task<ImmutableArray<CheckRecord>> ListAsync(ProcedureName check, CancellationToken cancellationToken)
    {
        var (key, records) = ($"{Prefix}{check}", ImmutableArray.CreateBuilder<CheckRecord>());
        var request = new QueryRequest
        {
            TableName = table,
            KeyConditionExpression = "pk = :check",
            ExpressionAttributeValues = new() { [":check"] = new() { S = key } },
            ConsistentRead = true,
        };
        do
        {
            var page = await dynamoDb.QueryAsync(request, cancellationToken);
            records.AddRange(
                (page.Items ?? []).Select(item => Of(key, Text(item, "record") ?? "null")).OfType<CheckRecord>()
            );
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        } while (request.ExclusiveStartKey is { Count: > 0 });

        return records.ToImmutable();
    }

    public async Task<ControlSwitch> ReadControlAsync(CancellationToken cancellationToken)
    {
        var item = (await dynamoDb.GetItemAsync(Read(table, DynamoDbJournal.SwitchKey), cancellationToken)).Item;
        return DynamoDbJournal.ReadSwitch(item).At(date.Latest);
    }

    public Task<RunLease?> ClaimAsync(
        RunView view,
        CheckRecord record,
        TimeSpan duration,
        CancellationToken cancellationToken
    ) => WriteAsync(record, view.Revision, view.At + duration, cancellationToken);

    public Task<RunLease?> SaveAsync(
        RunLease lease,
        CheckRecord record,
        bool release,
        CancellationToken cancellationToken
    ) => WriteAsync(record, lease.Revision, release ? null : lease.Until, cancellationToken);

    public async Task<bool> NoteAsync(RunView view, CheckRecord record, CancellationToken cancellationToken) =>
        await WriteAsync(record, view.Revision, view.LeasedUntil, cancellationToken) is not null;

    private async Task<RunLease?> WriteAsync(
        CheckRecord record,
        long seen,
        DateTimeOffset? until,
        CancellationToken cancellationToken
    )
    {
        var (next, text) = (seen + 1, JsonSerializer.Serialize(record, JournalJson.Default.CheckRecord));
        var lease = new RunLease(record.Check, record.Part, next, until ?? DateTimeOffset.UnixEpoch);
        try
        {
            await dynamoDb.UpdateItemAsync(
                OnlyIf(
                    "revision",
                    seen == 0 ? null : seen,
                    new UpdateItemRequest
                    {
                        TableName = table,
                        Key = RunKey(record.Check, record.Part),
                        UpdateExpression = "SET #record = :record, leaseUntil = :until, revision = :next",
                        ExpressionAttributeNames = new() { ["#record"] = "record" },
                        ExpressionAttributeValues = new()
                        {
                            [":record"] = new() { S = text },
                            [":until"] = Number(lease.Until.ToUnixTimeSeconds()),
                            [":next"] = Number(next),
                        },
                        ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                    }
                ),
                cancellationToken
            );
            return lease;
        }
        catch (ConditionalCheckFailedException refused)
        {
            // A write whose first answer was lost finds what it has written.
            return Number(refused.Item, "revision") == next && Text(refused.Item, "record") == text ? lease : null;
        }
    }

    /// <summary>The record in an item of the journal's table; null where it is about something else.</summary>
    /// <param name="pk">The item's partition key.</param>
    public static CheckRecord? Of(string pk, string record) =>
        pk.StartsWith(Prefix, StringComparison.Ordinal)
            ? JsonSerializer.Deserialize(record, JournalJson.Default.CheckRecord)
            : null;

    private static Dictionary<string, AttributeValue> RunKey(ProcedureName check, string part) =>
        Key($"{Prefix}{check}", $"PART#{part}");
}
