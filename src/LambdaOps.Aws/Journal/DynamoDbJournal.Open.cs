using Amazon.DynamoDBv2.Model;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Journal;

// Which incidents are open: a sparse index, so that asking costs one read while none is. And what the write of a
// record says for it, and for the index of DynamoDbIncidents.
public sealed partial class DynamoDbJournal
{
    /// <summary>The index of serverless.template.</summary>
    internal const string OpenIndex = "OpenIncidents";

    internal const string OpenKey = "openIncident";

    private const string DueKey = "dueAt";

    private const string ListedKey = DynamoDbIncidents.ListedKey;

    private const string OpenedKey = DynamoDbIncidents.OpenedKey;

    internal const string TargetPrefix = "TARGET#";

    internal static readonly AttributeValue s_open = new() { S = "OPEN" };

    public async Task<OpenIncidents> ListOpenAsync(CancellationToken cancellationToken)
    {
        var all = new List<OpenIncident>();
        var request = new QueryRequest
        {
            TableName = table,
            IndexName = OpenIndex,
            KeyConditionExpression = $"{OpenKey} = :open",
            ExpressionAttributeValues = new() { [":open"] = s_open },
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

    private const string Closed = $"{SaveExpression} REMOVE {OpenKey}, {DueKey}, {ListedKey}, {OpenedKey}";

    private const string Listed = $"{SaveExpression}, {ListedKey} = :listed, {OpenedKey} = :opened";

    /// <summary>Of an incident of an older version: nobody knows when its tick is due.</summary>
    private const string NotDue = $"{Listed} REMOVE {OpenKey}, {DueKey}";

    private const string Due = $"{Listed}, {OpenKey} = :open, {DueKey} = :due";

    /// <summary>The write that puts the target's item into the indexes, or takes it out.</summary>
    private static string Mark(Incident? open, Dictionary<string, AttributeValue> values)
    {
        if (open is null)
        {
            return Closed;
        }

        values[":listed"] = DynamoDbIncidents.Listed;
        values[":opened"] = Number(open.OpenedAt.ToUnixTimeSeconds());
        if (open.DueAt is not { } due)
        {
            return NotDue;
        }

        values[":open"] = s_open;
        values[":due"] = Number(due.ToUnixTimeSeconds());
        return Due;
    }
}
