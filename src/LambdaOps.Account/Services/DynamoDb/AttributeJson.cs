using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Account.Wire.Protocols;

namespace LambdaOps.Account.Services.DynamoDb;

/// <summary>Attribute values between JSON and their types, with DynamoDB's checks of each value.</summary>
internal static class AttributeJson
{
    /// <summary>The value at the bottom counts as a level.</summary>
    private const int MostDepth = 32;

    public static Item ReadItem(JsonObject source) =>
        new(source.ToDictionary(x => x.Key, x => Read(x.Value!.AsObject(), 1), StringComparer.Ordinal));

    public static JsonObject WriteItem(Item item) =>
        new(
            item.Attributes.OrderBy(x => x.Key, StringComparer.Ordinal)
                .Select(x => KeyValuePair.Create(x.Key, (JsonNode?)Write(x.Value)))
        );

    public static AttributeValue Read(JsonObject source, int depth = 1)
    {
        if (source.Count != 1)
        {
            throw Invalid(
                source.Count == 0
                    ? "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
                    : "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
                        + "supported datatypes"
            );
        }

        if (depth > MostDepth)
        {
            throw TooDeep();
        }

        var (type, value) = source.First();
        return type switch
        {
            "S" => new AttributeValue.Text((string)value!),
            "N" => new AttributeValue.Number(DynamoNumber.Parse((string)value!)),
            "B" => new AttributeValue.Binary(Nodes.BytesOf(value!)),
            "BOOL" => new AttributeValue.Bool((bool)value!),
            "NULL" => (bool)value!
                ? new AttributeValue.Null()
                : throw Parameter("Null attribute value types must have the value of true"),
            "SS" => ReadTexts(value!.AsArray()),
            "NS" => ReadNumbers(value!.AsArray()),
            "BS" => ReadBinaries(value!.AsArray()),
            "L" => new AttributeValue.List([.. value!.AsArray().Select(x => Read(x!.AsObject(), depth + 1))]),
            "M" => new AttributeValue.Map(
                value!
                    .AsObject()
                    .ToDictionary(x => x.Key, x => Read(x.Value!.AsObject(), depth + 1), StringComparer.Ordinal)
            ),
            _ => throw Invalid($"Unknown datatype {type}"),
        };
    }

    /// <summary>Refuses an item that an update has made deeper than one may be stored.</summary>
    public static void RequireDepth(Item item)
    {
        if (item.Attributes.Values.Any(value => DepthOf(value) > MostDepth))
        {
            throw TooDeep();
        }
    }

    private static int DepthOf(AttributeValue value) =>
        1
        + value switch
        {
            AttributeValue.List list => list.Values.Select(DepthOf).DefaultIfEmpty().Max(),
            AttributeValue.Map map => map.Values.Values.Select(DepthOf).DefaultIfEmpty().Max(),
            _ => 0,
        };

    private static ServiceFault TooDeep() =>
        Invalid(
            "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported "
                + "limit"
        );

    public static JsonObject Write(AttributeValue value) =>
        new()
        {
            [value.Type] = value switch
            {
                AttributeValue.Text s => s.Value,
                AttributeValue.Number n => n.Value.ToString(),
                AttributeValue.Binary b => Nodes.Bytes(b.Value),
                AttributeValue.Bool b => b.Value,
                AttributeValue.Null => true,
                AttributeValue.TextSet ss => new JsonArray([.. ss.Values.Select(x => JsonValue.Create(x))]),
                AttributeValue.NumberSet ns => new JsonArray([
                    .. ns.Values.Select(x => JsonValue.Create(x.ToString())),
                ]),
                AttributeValue.BinarySet bs => new JsonArray([.. bs.Values.Select(Nodes.Bytes)]),
                AttributeValue.List l => new JsonArray([.. l.Values.Select(Write)]),
                AttributeValue.Map m => new JsonObject(
                    m.Values.OrderBy(x => x.Key, StringComparer.Ordinal)
                        .Select(x => KeyValuePair.Create(x.Key, (JsonNode?)Write(x.Value)))
                ),
                _ => throw new System.Diagnostics.UnreachableException(),
            },
        };

    private static AttributeValue.TextSet ReadTexts(JsonArray source)
    {
        var all = source.Select(x => (string)x!).ToList();
        RefuseEmpty(all.Count, "An string set  may not be empty");
        RefuseDuplicates(all.Count, all.Distinct(StringComparer.Ordinal).Count(), source);
        return new([.. all.OrderBy(x => x, Utf8Order.Instance)]);
    }

    private static AttributeValue.NumberSet ReadNumbers(JsonArray source)
    {
        var all = source.Select(x => DynamoNumber.Parse((string)x!)).ToList();
        RefuseEmpty(all.Count, "An number set  may not be empty");
        RefuseDuplicates(all.Count, all.Distinct().Count(), source);
        return new([.. all.Order()]);
    }

    private static AttributeValue.BinarySet ReadBinaries(JsonArray source)
    {
        var all = source.Select(x => Nodes.BytesOf(x!)).ToList();
        RefuseEmpty(all.Count, "Binary sets should not be empty");
        RefuseDuplicates(all.Count, all.Select(Convert.ToHexString).Distinct().Count(), source);
        return new([.. all.OrderBy(Convert.ToHexString, StringComparer.Ordinal)]);
    }

    private static void RefuseEmpty(int count, string message)
    {
        if (count == 0)
        {
            throw Parameter(message);
        }
    }

    private static void RefuseDuplicates(int count, int distinct, JsonArray source)
    {
        if (distinct != count)
        {
            throw Parameter(
                $"Input collection [{string.Join(", ", source.Select(x => x!.ToString()))}] contains " + "duplicates."
            );
        }
    }

    private static ServiceFault Parameter(string message) =>
        Invalid($"One or more parameter values were invalid: {message}");

    private static ServiceFault Invalid(string message) => new("ValidationException", message);
}

/// <summary>The order of strings in DynamoDB: by their UTF-8 bytes.</summary>
internal sealed class Utf8Order : IComparer<string>
{
    public static readonly Utf8Order Instance = new();

    public int Compare(string? x, string? y) =>
        Encoding.UTF8.GetBytes(x!).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y!));
}
