using Amazon.DynamoDBv2.Model;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Journal;

// Which incidents are open: a sparse index, so that asking costs one read while none is.
public sealed partial class DynamoDbJournal
{
    /// <summary>The index of serverless.template.</summary>
    private const string OpenIndex = "OpenIncidents";

    private const string OpenKey = "openIncident";

    private const string DueKey = "dueAt";

    private const string TargetPrefix = "TARGET#";

    private static readonly AttributeValue s_open = new() { S = "OPEN" };

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

    /// <summary>The write that puts the target's item into the index, or takes it out.</summary>
    private static string MarkOpen(Incident? open, Dictionary<string, AttributeValue> values)
    {
        if (open?.DueAt is not { } due)
        {
            return ClosedExpression;
        }

        values[":open"] = s_open;
        values[":due"] = Number(due.ToUnixTimeSeconds());
        return OpenExpression;
    }
}
