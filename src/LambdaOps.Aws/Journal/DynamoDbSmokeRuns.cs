using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LambdaOps.Engine.Ports;
using static LambdaOps.Aws.Journal.JournalItems;

namespace LambdaOps.Aws.Journal;

/// <summary>Smoke tests: SMOKE#id/RECORD, with how often the revision was asked and, in the end, the answer.</summary>
public sealed class DynamoDbSmokeRuns(IAmazonDynamoDB dynamoDb, AwsDate date, string table) : ISmokeRuns
{
    /// <summary>ECS asks for as long as a stage may take at most, which is a day.</summary>
    private static readonly TimeSpan s_keep = TimeSpan.FromDays(30);

    public async Task<SmokeRun> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var item = (await dynamoDb.GetItemAsync(Read(table, KeyOf(id)), cancellationToken)).Item;
        return new SmokeRun(id, (int)(Number(item, "attempts") ?? 0))
        {
            Result = Text(item, "result") is { } result
                ? JsonSerializer.Deserialize(result, JournalJson.Default.SmokeResult)
                : null,
        };
    }

    public async Task<bool> SaveAsync(SmokeRun next, CancellationToken cancellationToken)
    {
        var request = OnlyIf(
            "attempts",
            next.Attempts == 1 ? null : next.Attempts - 1,
            new UpdateItemRequest
            {
                TableName = table,
                Key = KeyOf(next.Id),
                UpdateExpression =
                    "SET attempts = :attempts, expiresAt = :expires"
                    + (next.Result is null ? "" : ", #result = :result"),
                ExpressionAttributeValues = new()
                {
                    [":attempts"] = Number(next.Attempts),
                    [":expires"] = Number((date.Latest + s_keep).ToUnixTimeSeconds()),
                },
            }
        );
        if (next.Result is { } result)
        {
            request.ExpressionAttributeNames = new() { ["#result"] = "result" };
            request.ExpressionAttributeValues[":result"] = new()
            {
                S = JsonSerializer.Serialize(result, JournalJson.Default.SmokeResult),
            };
        }

        try
        {
            await dynamoDb.UpdateItemAsync(request, cancellationToken);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    private static Dictionary<string, AttributeValue> KeyOf(string id) => Key($"SMOKE#{id}", "RECORD");
}
