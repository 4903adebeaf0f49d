using System.Globalization;
using Amazon.DynamoDBv2.Model;
using LambdaOps.Core;

namespace LambdaOps.Aws.Journal;

/// <summary>Keys and values of the journal's items.</summary>
internal static class JournalItems
{
    public const string TargetPrefix = "TARGET#";

    public static Dictionary<string, AttributeValue> TargetKey(TargetId target) =>
        Key($"{TargetPrefix}{target}", "RECORD");

    public static Dictionary<string, AttributeValue> Key(string pk, string sk) =>
        new()
        {
            ["pk"] = new AttributeValue { S = pk },
            ["sk"] = new AttributeValue { S = sk },
        };

    public static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    public static string? Text(Dictionary<string, AttributeValue>? item, string name) =>
        item is not null && item.TryGetValue(name, out var value) ? value.S : null;

    public static long? Number(Dictionary<string, AttributeValue>? item, string name) =>
        item is not null && item.TryGetValue(name, out var value)
            ? long.Parse(value.N, CultureInfo.InvariantCulture)
            : null;

    /// <summary>The write is made only while a number of the item is the one seen; null when it had none.</summary>
    public static UpdateItemRequest OnlyIf(string number, long? seen, UpdateItemRequest request)
    {
        request.ConditionExpression = seen is null ? $"attribute_not_exists({number})" : $"{number} = :seen";
        if (seen is { } value)
        {
            request.ExpressionAttributeValues[":seen"] = Number(value);
        }

        return request;
    }

    public static GetItemRequest Read(string table, Dictionary<string, AttributeValue> key) =>
        new()
        {
            TableName = table,
            Key = key,
            ConsistentRead = true,
        };
}
