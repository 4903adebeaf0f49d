using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Amazon.Runtime;

namespace LambdaOps.Compat.AwsSdk.Tests;

/// <summary>Encodes request objects by the model alone, knowing nothing of the marshallers.</summary>
internal static class ModelEncoding
{
    public static JsonNode Json(PublishedShape shape, object value) =>
        shape.Type switch
        {
            "structure" => new JsonObject(
                Set(shape, value)
                    .Select(member =>
                        KeyValuePair.Create(shape.WireName(member.Name), (JsonNode?)Json(member.Shape, member.Value))
                    )
            ),
            "list" => new JsonArray([.. ((IEnumerable)value).Cast<object>().Select(item => Json(shape.Item, item))]),
            "string" => JsonValue.Create(Text(value)),
            "map" => new JsonObject(
                ((IDictionary)value)
                    .Keys.Cast<string>()
                    .Select(key => KeyValuePair.Create(key, (JsonNode?)Json(shape.Value, ((IDictionary)value)[key]!)))
            ),
            "integer" => JsonValue.Create((int)value),
            "long" => JsonValue.Create((long)value),
            "double" => JsonValue.Create((double)value),
            "boolean" => JsonValue.Create((bool)value),
            "timestamp" => JsonValue.Create(
                ((DateTime)value - DateTime.UnixEpoch).Ticks / (decimal)TimeSpan.TicksPerSecond
            ),
            _ => throw new NotSupportedException(shape.Type),
        };

    public static IEnumerable<KeyValuePair<string, string>> Query(
        PublishedShape shape,
        object value,
        string path = ""
    ) =>
        shape.Type switch
        {
            "structure" => Set(shape, value)
                .SelectMany(member =>
                    Query(member.Shape, member.Value, path == "" ? member.Name : $"{path}.{member.Name}")
                ),
            "list" => ((IEnumerable)value)
                .Cast<object>()
                .SelectMany((item, index) => Query(shape.Item, item, $"{path}.member.{index + 1}")),
            "map" => ((IDictionary)value)
                .Keys.Cast<string>()
                .SelectMany(
                    (key, index) =>
                        Query(shape.Key, key, $"{path}.entry.{index + 1}.{shape.KeyName}")
                            .Concat(
                                Query(
                                    shape.Value,
                                    ((IDictionary)value)[key]!,
                                    $"{path}.entry.{index + 1}.{shape.ValueName}"
                                )
                            )
                ),
            "string" => [new(path, Text(value))],
            "integer" => [new(path, ((int)value).ToString(CultureInfo.InvariantCulture))],
            "boolean" => [new(path, (bool)value ? "true" : "false")],
            "blob" => [new(path, Convert.ToBase64String(((MemoryStream)value).ToArray()))],
            _ => throw new NotSupportedException(shape.Type),
        };

    public static XElement Xml(XNamespace ns, string name, PublishedShape shape, object value) =>
        shape.Type switch
        {
            "structure" => new XElement(
                ns + name,
                Set(shape, value).Select(member => Xml(ns, member.Name, member.Shape, member.Value))
            ),
            "list" => new XElement(
                ns + name,
                ((IEnumerable)value).Cast<object>().Select(item => Xml(ns, shape.ItemName, shape.Item, item))
            ),
            "string" => new XElement(ns + name, Text(value)),
            "integer" => new XElement(ns + name, (int)value),
            _ => throw new NotSupportedException(shape.Type),
        };

    public static string Path(string template, PublishedShape shape, object request) =>
        shape
            .Located("uri")
            .Aggregate(
                template,
                (path, located) =>
                    path.Replace(
                        $"{{{located.WireName}}}",
                        Uri.EscapeDataString((string)Member(request, located.Member)),
                        StringComparison.Ordinal
                    )
            );

    /// <summary>Members that are not in the body.</summary>
    public static IEnumerable<string> InTheAddress(PublishedShape shape) =>
        shape.Located("uri").Concat(shape.Located("querystring")).Select(located => located.Member);

    /// <summary>What the address says after the question mark, by name.</summary>
    public static SortedDictionary<string, string> QueryString(PublishedShape shape, object request) =>
        new(
            shape
                .Located("querystring")
                .Where(one => request.GetType().GetProperty(PublishedModel.Pascal(one.Member)) is not null)
                .ToDictionary(one => one.WireName, one => InAddress(Member(request, one.Member))),
            StringComparer.Ordinal
        );

    private static string InAddress(object value) =>
        value switch
        {
            bool isSo => isSo ? "true" : "false",
            int number => number.ToString(CultureInfo.InvariantCulture),
            DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            _ => Text(value),
        };

    public static object Member(object value, string member) =>
        value.GetType().GetProperty(PublishedModel.Pascal(member))!.GetValue(value)!;

    private static string Text(object value) => value is ConstantClass constant ? constant.Value : (string)value;

    private static IEnumerable<(string Name, PublishedShape Shape, object Value)> Set(
        PublishedShape shape,
        object value
    )
    {
        foreach (var required in shape.Required)
        {
            if (value.GetType().GetProperty(PublishedModel.Pascal(required)) == null)
            {
                throw new InvalidOperationException($"{value.GetType().Name} lacks {required}, which is required.");
            }
        }

        var members = shape.Members.ToDictionary(member => PublishedModel.Pascal(member.Key));
        foreach (var property in Filled.OwnMembers(value.GetType()))
        {
            var member = members[property.Name];
            if (property.GetValue(value) is { } set)
            {
                yield return (member.Key, member.Value, set);
            }
        }
    }
}
