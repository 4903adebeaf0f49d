using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Resources;

/// <summary>Keys of items as texts, in DynamoDB's own JSON: keys are of the types S, N and B.</summary>
internal static class ItemKeys
{
    public static string Write(IEnumerable<string> names, Dictionary<string, AttributeValue> item)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            foreach (var name in names)
            {
                writer.WriteStartObject(name);
                Write(writer, item[name]);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    public static Dictionary<string, AttributeValue> Read(string key)
    {
        using var document = JsonDocument.Parse(key);
        return document.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => Read(member.Value));
    }

    /// <summary>A value's type, and of S and N its text: only those say a time.</summary>
    public static ItemValue ValueOf(AttributeValue value) =>
        value.N is { } number ? new ItemValue("N", number)
        : value.S is { } text ? new ItemValue("S", text)
        : new ItemValue(TypeOf(value), "");

    /// <exception cref="ArgumentException">It is no value by which an item is deleted.</exception>
    public static AttributeValue ToAttribute(ItemValue value) =>
        value.Type switch
        {
            "N" => new AttributeValue { N = value.Text },
            "S" => new AttributeValue { S = value.Text },
            _ => throw new ArgumentException($"an item's time is of type {value.Type}", nameof(value)),
        };

    private static string TypeOf(AttributeValue value) =>
        value.B is not null ? "B"
        : value.BOOL is not null ? "BOOL"
        : value.NULL is not null ? "NULL"
        : value.M is not null ? "M"
        : value.L is not null ? "L"
        : "a set";

    private static void Write(Utf8JsonWriter writer, AttributeValue value)
    {
        if (value.N is { } number)
        {
            writer.WriteString("N", number);
        }
        else if (value.S is { } text)
        {
            writer.WriteString("S", text);
        }
        else
        {
            writer.WriteBase64String("B", value.B.ToArray());
        }
    }

    private static AttributeValue Read(JsonElement value)
    {
        var member = value.EnumerateObject().Single();
        return member.Name switch
        {
            "N" => new AttributeValue { N = member.Value.GetString() },
            "S" => new AttributeValue { S = member.Value.GetString() },
            "B" => new AttributeValue { B = new MemoryStream(member.Value.GetBytesFromBase64()) },
            _ => throw new JsonException($"found a key of type {member.Name}, expected S, N or B"),
        };
    }
}
