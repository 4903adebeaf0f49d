using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Amazon.Runtime;

namespace LambdaOps.Compat.AwsSdk.Tests;

/// <summary>
/// Makes up answers that have everything the model knows, each value different, and compares what was read with them.
/// A structure is a dictionary by wire name, a list a list, a map a sorted dictionary.
/// </summary>
internal sealed class ModelAnswer
{
    private readonly Stack<string> _within = new();

    private int _count;

    public static object Full(PublishedShape shape) => new ModelAnswer().Make(shape);

    private object Make(PublishedShape shape)
    {
        _count++;
        return shape.Type switch
        {
            "structure" => Structure(shape),
            "list" => new List<object> { Make(shape.Item), Make(shape.Item) },
            "map" => new SortedDictionary<string, object>
            {
                ["key 1"] = Make(shape.Value),
                ["key 2"] = Make(shape.Value),
            },
            "string" when shape.Enum is { Length: > 0 } values => values[_count % values.Length],
            "string" => $"text {_count} &<é",
            "integer" => _count,
            "long" => 10_000_000_000L + _count,
            "double" => _count + 0.25,
            "float" => _count + 0.25f,
            "boolean" => _count % 2 == 0,
            "timestamp" => DateTime.UnixEpoch.AddDays(20_000).AddMilliseconds(_count * 1001),
            "blob" => new byte[] { 0, 255, (byte)_count },
            _ => throw new NotSupportedException(shape.Type),
        };
    }

    /// <summary>
    /// What comes as a header is an address: a header cannot carry every text. What may hold its own kind does so once.
    /// </summary>
    private Dictionary<string, object> Structure(PublishedShape shape)
    {
        _within.Push(shape.Name);
        var members = shape
            .Members.Where(member => _within.Count(outer => outer == Innermost(member.Value).Name) < Filled.Nested)
            .ToDictionary(member => shape.WireName(member.Key), member => Make(member.Value));
        _within.Pop();
        foreach (var (member, _) in shape.Located("header"))
        {
            members[member] = $"https://example.com/{++_count}";
        }

        return members;
    }

    internal static PublishedShape Innermost(PublishedShape shape) =>
        shape.Type switch
        {
            "list" => Innermost(shape.Item),
            "map" => Innermost(shape.Value),
            _ => shape,
        };

    public static JsonNode Json(object value) =>
        value switch
        {
            Dictionary<string, object> members => new JsonObject(
                members
                    .Select(member => KeyValuePair.Create(member.Key, (JsonNode?)Json(member.Value)))
                    .Append(new("notYetModelled", new JsonObject { ["id"] = new JsonArray(1, null, "x") }))
            ),
            SortedDictionary<string, object> map => new JsonObject(
                map.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)Json(entry.Value)))
            ),
            List<object> items => new JsonArray([.. items.Select(Json)]),
            DateTime time => JsonValue.Create((time - DateTime.UnixEpoch).Ticks / (decimal)TimeSpan.TicksPerSecond),
            _ => JsonValue.Create(value)!,
        };

    public static XElement Xml(XNamespace ns, string name, PublishedShape shape, object value) =>
        value switch
        {
            Dictionary<string, object> members => new XElement(
                ns + name,
                shape
                    .Members.Select(member => (Name: shape.WireName(member.Key), Shape: member.Value))
                    .Where(member => members.ContainsKey(member.Name))
                    .Select(member => Xml(ns, member.Name, member.Shape, members[member.Name]))
                    .Append(new XElement(ns + "NotYetModelled", 1))
            ),
            List<object> items => new XElement(
                ns + name,
                items.Select(item => Xml(ns, shape.ItemName, shape.Item, item))
            ),
            DateTime time => new XElement(
                ns + name,
                time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            ),
            byte[] bytes => new XElement(ns + name, Convert.ToBase64String(bytes)),
            _ => new XElement(ns + name, value),
        };

    /// <summary>Everything in which what was read is not what was answered.</summary>
    public static IEnumerable<string> Differences(string path, object? read, object? answered)
    {
        switch (answered)
        {
            case SortedDictionary<string, object> entries when read is IDictionary map:
                return entries.SelectMany(entry => Differences($"{path}[{entry.Key}]", map[entry.Key], entry.Value));
            case Dictionary<string, object> members when read != null:
                return Filled
                    .OwnMembers(read.GetType())
                    .SelectMany(property =>
                        Differences(
                            $"{path}.{property.Name}",
                            property.GetValue(read),
                            members.SingleOrDefault(member => PublishedModel.Pascal(member.Key) == property.Name).Value
                        )
                    );
            case List<object> items when read is IList list && list.Count == items.Count:
                return items.SelectMany((item, index) => Differences($"{path}[{index}]", list[index], item));
            case byte[] bytes when read is MemoryStream stream:
                return bytes.SequenceEqual(stream.ToArray()) ? [] : [$"{path}: other bytes"];
            case DateTime time when read is DateTime other:
                return time == other && other.Kind == DateTimeKind.Utc ? [] : [$"{path}: {other:O}, not {time:O}"];
            default:
                var value = read is ConstantClass constant ? constant.Value : read;
                return Equals(value, answered) ? [] : [$"{path}: {value ?? "null"}, not {answered}"];
        }
    }
}

/// <summary>A success that says nothing.</summary>
internal static class EmptyAnswer
{
    public static Answer To(CompatService service, string operation) =>
        new(
            service.Model.Success(operation),
            service.Protocol switch
            {
                WireProtocol.Json or WireProtocol.RestJson => "{}",
                WireProtocol.Query => $"<{operation}Response><{operation}Result/></{operation}Response>",
                _ => $"<{service.Model.Output(operation).Payload ?? $"{operation}Response"}/>",
            }
        );
}
