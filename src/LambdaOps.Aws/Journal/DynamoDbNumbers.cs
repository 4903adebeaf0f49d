using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LambdaOps.Core;
using static LambdaOps.Aws.Journal.JournalItems;

namespace LambdaOps.Aws.Journal;

/// <summary>
/// The incidents' numbers of one day: DAY#yyyyMMdd/NUMBERS, with the count, and an attribute by each incident's id that
/// has its number. One conditional write counts and gives, so that no crash, race or retry gives a number twice.
/// </summary>
internal sealed class DynamoDbNumbers(IAmazonDynamoDB dynamoDb, string table)
{
    private const string CountKey = "count";

    private const string ExpiresKey = "expiresAt";

    /// <summary>As long as the incidents themselves, which may end some days after they were opened.</summary>
    private static readonly TimeSpan s_keep = TimeSpan.FromDays(430);

    public async Task<int> GiveAsync(IncidentId incident, DateOnly day, CancellationToken cancellationToken)
    {
        var expires = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) + s_keep;
        var request = new UpdateItemRequest
        {
            TableName = table,
            Key = KeyOf(day),
            UpdateExpression =
                "SET #count = if_not_exists(#count, :none) + :one, #incident = if_not_exists(#count, :none) + :one, "
                + "#expires = :expires",
            ConditionExpression = "attribute_not_exists(#incident)",
            ExpressionAttributeNames = new()
            {
                ["#count"] = CountKey,
                ["#incident"] = incident.Value,
                ["#expires"] = ExpiresKey,
            },
            ExpressionAttributeValues = new()
            {
                [":none"] = Number(0),
                [":one"] = Number(1),
                [":expires"] = Number(expires.ToUnixTimeSeconds()),
            },
            ReturnValues = ReturnValue.UPDATED_NEW,
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        try
        {
            return Given((await dynamoDb.UpdateItemAsync(request, cancellationToken)).Attributes);
        }
        catch (ConditionalCheckFailedException has)
        {
            // It was asked before, or this very write was sent twice.
            return Given(has.Item);
        }

        int Given(Dictionary<string, AttributeValue>? item) =>
            checked(
                (int)(Number(item, incident.Value) ?? throw new InvalidOperationException($"{incident}: no number"))
            );
    }

    public async Task<IncidentId?> FindAsync(IncidentNumber number, CancellationToken cancellationToken)
    {
        var item = (await dynamoDb.GetItemAsync(Read(table, KeyOf(number.Day)), cancellationToken)).Item;
        var count = number.Count.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in item ?? [])
        {
            if (name is not (CountKey or ExpiresKey) && value.N == count)
            {
                return new IncidentId(name);
            }
        }

        return null;
    }

    private static Dictionary<string, AttributeValue> KeyOf(DateOnly day) =>
        Key(string.Create(CultureInfo.InvariantCulture, $"DAY#{day:yyyyMMdd}"), "NUMBERS");
}
