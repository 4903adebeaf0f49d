using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine.Ports;
using static LambdaOps.Aws.Journal.JournalItems;

namespace LambdaOps.Aws.Journal;

/// <summary>
/// Which incidents are open: a sparse index, so that asking costs one read while none is. And what the write of a
/// record says for it, and for the index of <see cref="DynamoDbIncidents"/>.
/// </summary>
internal sealed class OpenIncidentIndex(IAmazonDynamoDB dynamoDb, AwsDate date, string table)
{
    /// <summary>The index of serverless.template.</summary>
    public const string Name = "OpenIncidents";

    public const string Key = "openIncident";

    private const string DueKey = "dueAt";

    private const string ListedKey = DynamoDbIncidents.ListedKey;

    private const string OpenedKey = DynamoDbIncidents.OpenedKey;

    public static readonly AttributeValue Open = new() { S = "OPEN" };

    public async Task<OpenIncidents> ListAsync(CancellationToken cancellationToken)
    {
        var all = new List<OpenIncident>();
        var request = new QueryRequest
        {
            TableName = table,
            IndexName = Name,
            KeyConditionExpression = $"{Key} = :open",
            ExpressionAttributeValues = new() { [":open"] = Open },
        };
        do
        {
            var page = await dynamoDb.QueryAsync(request, cancellationToken);
            all.AddRange(
                (page.Items ?? []).Select(item => new OpenIncident(
                    new TargetId(Text(item, "pk")![TargetPrefix.Length..]),
                    DateTimeOffset.FromUnixTimeSeconds(Number(item, DueKey)!.Value)
                ))
            );
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        } while (request.ExclusiveStartKey is { Count: > 0 });

        return new OpenIncidents([.. all], date.Latest);
    }

    private const string Save = "SET #record = :record, revision = :next, leaseUntil = :until";

    private const string Closed = $"{Save} REMOVE {Key}, {DueKey}, {ListedKey}, {OpenedKey}";

    private const string Listed = $"{Save}, {ListedKey} = :listed, {OpenedKey} = :opened";

    /// <summary>Of an incident of an older version: nobody knows when its tick is due.</summary>
    private const string NotDue = $"{Listed} REMOVE {Key}, {DueKey}";

    private const string Due = $"{Listed}, {Key} = :open, {DueKey} = :due";

    /// <summary>The write that puts the target's item into the indexes, or takes it out.</summary>
    public static string Mark(Incident? open, Dictionary<string, AttributeValue> values)
    {
        if (open is null)
        {
            return Closed;
        }

        values[":listed"] = DynamoDbIncidents.Listed;
        values[":opened"] = Number(open.OpenedAt.ToUnixTimeSeconds());
        if (open.Watch.DueAt is not { } due)
        {
            return NotDue;
        }

        values[":open"] = Open;
        values[":due"] = Number(due.ToUnixTimeSeconds());
        return Due;
    }
}
