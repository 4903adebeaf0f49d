using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LambdaOps.Core.Resources;
using static LambdaOps.Aws.Journal.JournalItems;

namespace LambdaOps.Aws.Journal;

/// <summary>What people ticked on the checklists: CHECKLIST#line/TICK (tick), the newest of each line.</summary>
internal sealed class DynamoDbTicks(IAmazonDynamoDB dynamoDb, string table)
{
    public Task SaveAsync(TickedLine tick, CancellationToken cancellationToken) =>
        dynamoDb.UpdateItemAsync(
            new UpdateItemRequest
            {
                TableName = table,
                Key = KeyOf(tick.Line),
                UpdateExpression = "SET tick = :tick",
                ExpressionAttributeValues = new()
                {
                    [":tick"] = new() { S = JsonSerializer.Serialize(tick, JournalJson.Written.TickedLine) },
                },
            },
            cancellationToken
        );

    public async Task<TickedLines> ReadAsync(CancellationToken cancellationToken)
    {
        var items = await Task.WhenAll(
            TickedLine.Lines.Select(line => dynamoDb.GetItemAsync(Read(table, KeyOf(line)), cancellationToken))
        );
        return new TickedLines([
            .. items
                .Select(item => Text(item.Item, "tick"))
                .OfType<string>()
                .Select(text => JsonSerializer.Deserialize(text, JournalJson.Default.TickedLine))
                .OfType<TickedLine>(),
        ]);
    }

    private static Dictionary<string, AttributeValue> KeyOf(string line) => Key($"CHECKLIST#{line}", "TICK");
}
