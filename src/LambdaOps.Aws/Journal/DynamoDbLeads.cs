using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using static LambdaOps.Aws.Journal.JournalItems;

namespace LambdaOps.Aws.Journal;

/// <summary>Who leads a dependency's disturbance: DEPENDENCY#id/RECORD.</summary>
internal sealed class DynamoDbLeads(IAmazonDynamoDB dynamoDb, string table)
{
    public async Task<Lead> ReadAsync(string dependency, CancellationToken cancellationToken)
    {
        var item = (await dynamoDb.GetItemAsync(Read(table, LeadKey(dependency)), cancellationToken)).Item;
        return new Lead(
            dependency,
            Text(item, "leader") is { } leader ? new TargetId(leader) : null,
            Text(item, "incident") is { } incident ? new IncidentId(incident) : null,
            Number(item, "since") is { } since ? DateTimeOffset.FromUnixTimeSeconds(since) : null,
            Number(item, "version") ?? 0
        );
    }

    public async Task<bool> ClaimAsync(
        Lead seen,
        TargetId leader,
        IncidentId incident,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var next = seen.Version + 1;
        var request = OnlyIf(
            "version",
            seen.Version == 0 ? null : seen.Version,
            new UpdateItemRequest
            {
                TableName = table,
                Key = LeadKey(seen.Dependency),
                UpdateExpression = "SET leader = :leader, incident = :incident, since = :since, version = :next",
                ExpressionAttributeValues = new()
                {
                    [":leader"] = new() { S = leader.Value },
                    [":incident"] = new() { S = incident.Value },
                    [":since"] = Number(now.ToUnixTimeSeconds()),
                    [":next"] = Number(next),
                },
                ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
            }
        );
        try
        {
            await dynamoDb.UpdateItemAsync(request, cancellationToken);
            return true;
        }
        catch (ConditionalCheckFailedException refused)
        {
            // A write whose first answer was lost finds what it has written.
            return Number(refused.Item, "version") == next
                && Text(refused.Item, "leader") == leader.Value
                && Text(refused.Item, "incident") == incident.Value
                && Number(refused.Item, "since") == now.ToUnixTimeSeconds();
        }
    }

    private static Dictionary<string, AttributeValue> LeadKey(string dependency) =>
        Key($"DEPENDENCY#{dependency}", "RECORD");
}
