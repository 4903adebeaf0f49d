using System.Text;
using System.Text.Json.Nodes;

namespace LambdaOps.Account.Services.DynamoDb;

/// <summary>DynamoDB's checks of keys in items and requests.</summary>
internal static class TableKeys
{
    private const string Parameters = "One or more parameter values were invalid: ";

    /// <summary>Reads a Key member: exactly the table's keys, of the right types.</summary>
    public static Item Read(Table table, JsonObject given)
    {
        var key = AttributeJson.ReadItem(given);
        var fits =
            key.Attributes.Count == table.Keys.Names.Count()
            && table.Keys.Names.All(n => key[n]?.Type == table.Types[n]);
        if (!fits)
        {
            throw Invalid("The provided key element does not match the schema");
        }

        foreach (var name in table.Keys.Names)
        {
            CheckContent(table, name, key[name]!, Parameters);
        }

        return key;
    }

    /// <summary>Checks an item that is to be stored.</summary>
    public static void Check(
        Table table,
        Item item,
        string tooLarge = "Item size has exceeded the maximum allowed size"
    )
    {
        foreach (var name in table.Keys.Names)
        {
            var value = item[name] ?? throw Invalid($"{Parameters}Missing the key {name} in the item");
            if (value.Type != table.Types[name])
            {
                throw Invalid(
                    $"{Parameters}Type mismatch for key {name} expected: {table.Types[name]} actual: " + $"{value.Type}"
                );
            }

            CheckContent(table, name, value, "One or more parameter values are not valid. ");
        }

        foreach (var index in table.Indexes)
        {
            foreach (var name in index.Keys.Names)
            {
                if (item[name] is { } value && value.Type != table.Types[name])
                {
                    throw Invalid(
                        $"{Parameters}Type mismatch for Index Key {name} Expected: {table.Types[name]} "
                            + $"Actual: {value.Type} IndexName: {index.Name}"
                    );
                }
            }
        }

        AttributeJson.RequireDepth(item);
        if (item.Size > Item.MostBytes)
        {
            throw Invalid(tooLarge);
        }
    }

    private static void CheckContent(Table table, string name, AttributeValue value, string introduction)
    {
        var size = value switch
        {
            AttributeValue.Text s => Encoding.UTF8.GetByteCount(s.Value),
            AttributeValue.Binary b => b.Value.Length,
            _ => 1,
        };
        if (size == 0)
        {
            var what = value is AttributeValue.Text ? "string" : "binary";
            throw Invalid(
                $"{introduction}The AttributeValue for a key attribute cannot contain an empty {what} "
                    + $"value. Key: {name}"
            );
        }

        var isHash = name == table.Keys.Hash;
        var most = isHash ? 2048 : 1024;
        var subject = isHash ? "Size of hashkey" : "Aggregated size of all range keys";
        if (size > most)
        {
            throw Invalid($"{Parameters}{subject} has exceeded the maximum size limit of {most} bytes");
        }
    }

    private static ServiceFault Invalid(string message) => new("ValidationException", message);
}
