using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Models;

namespace LambdaOps.Account.Wire.Protocols;

/// <summary>Reads and writes shapes as the JSON protocols have them.</summary>
public static class JsonShapes
{
    public static JsonNode Read(JsonNode node, Shape shape, string path) =>
        shape.Kind switch
        {
            _ when shape.IsDocument => node.DeepClone(),
            ShapeKind.Structure => ReadStructure(As<JsonObject>(node, "START_OBJECT", path), shape, path),
            ShapeKind.List => ReadList(As<JsonArray>(node, "START_ARRAY", path), shape, path),
            ShapeKind.Map => ReadMap(As<JsonObject>(node, "START_OBJECT", path), shape, path),
            _ => ReadScalar(node, shape, path),
        };

    /// <summary>Writes what a service answered; members that the model does not know are the service's bug.</summary>
    public static JsonNode Write(JsonNode node, Shape shape) =>
        shape.Kind switch
        {
            _ when shape.IsDocument => node.DeepClone(),
            ShapeKind.Structure => WriteStructure(node.AsObject(), shape),
            ShapeKind.List => new JsonArray([.. node.AsArray().Select(x => Write(x!, shape.Element!.Shape))]),
            ShapeKind.Map => new JsonObject(
                node.AsObject()
                    .Where(x => x.Value is not null)
                    .Select(x => KeyValuePair.Create(x.Key, (JsonNode?)Write(x.Value!, shape.Value!.Shape)))
            ),
            ShapeKind.Timestamp => JsonValue.Create(Timestamps.ToEpochSeconds(Nodes.MomentOf(node))),
            ShapeKind.Blob => JsonValue.Create(Convert.ToBase64String(Nodes.BytesOf(node))),
            _ => node.DeepClone(),
        };

    private static JsonObject WriteStructure(JsonObject source, Shape shape)
    {
        var target = new JsonObject();
        foreach (var (name, value) in source)
        {
            if (value is not null)
            {
                var member = shape.MemberNamed(name) ?? throw OutputFault.Unknown(name, shape);
                target.Add(member.WireName, Write(value, member.Shape));
            }
        }

        return target;
    }

    private static JsonObject ReadStructure(JsonObject source, Shape shape, string path)
    {
        var target = new JsonObject();
        foreach (var (name, value) in source)
        {
            var member = shape.MemberNamed(name) ?? shape.Members.FirstOrDefault(m => m.WireName == name);
            if (member is null)
            {
                throw InputFault.UnknownMember(name, shape, path);
            }

            if (
                value is not null
                && !target.TryAdd(member.Name, Read(value, member.Shape, InputFault.Inside(path, member.Name)))
            )
            {
                throw new ServiceFault("SerializationException", $"{shape.Name} has '{name}' twice (at '{path}')");
            }
        }

        return target;
    }

    private static JsonArray ReadList(JsonArray source, Shape shape, string path)
    {
        var target = new JsonArray();
        foreach (var value in source)
        {
            var place = $"{path}.{target.Count + 1}.member";
            target.Add(Read(value ?? throw Wrong("NULL_VALUE", "a member", place), shape.Element!.Shape, place));
        }

        return target;
    }

    private static JsonObject ReadMap(JsonObject source, Shape shape, string path)
    {
        var target = new JsonObject();
        foreach (var (key, value) in source)
        {
            var place = $"{path}.{key}.member";
            target.Add(key, Read(value ?? throw Wrong("NULL_VALUE", "a member", place), shape.Value!.Shape, place));
        }

        return target;
    }

    private static JsonNode ReadScalar(JsonNode node, Shape shape, string path)
    {
        var kind = node.GetValueKind();
        return (shape.Kind, kind) switch
        {
            (ShapeKind.String, JsonValueKind.String) => node.DeepClone(),
            (ShapeKind.Boolean, JsonValueKind.True or JsonValueKind.False) => node.DeepClone(),
            (ShapeKind.Integer, JsonValueKind.Number) when node.AsValue().TryGetValue<int>(out _) => node.DeepClone(),
            (ShapeKind.Long, JsonValueKind.Number) when node.AsValue().TryGetValue<long>(out _) => node.DeepClone(),
            (ShapeKind.Double, JsonValueKind.Number) when double.IsFinite((double)node) => node.DeepClone(),
            (ShapeKind.Timestamp, JsonValueKind.Number) => Nodes.Scalar(node.ToJsonString(), shape, path),
            (ShapeKind.Timestamp, JsonValueKind.String) => Nodes.Scalar(node.GetValue<string>(), shape, path),
            (ShapeKind.Blob, JsonValueKind.String) => Nodes.Bytes(Nodes.Base64(node.GetValue<string>(), path)),
            _ => throw Wrong(Token(kind), shape.Kind.ToString(), path),
        };
    }

    private static T As<T>(JsonNode node, string wanted, string path)
        where T : JsonNode => node as T ?? throw Wrong(Token(node.GetValueKind()), wanted, path);

    private static string Token(JsonValueKind kind) =>
        kind switch
        {
            JsonValueKind.Object => "START_OBJECT",
            JsonValueKind.Array => "START_ARRAY",
            JsonValueKind.String => "STRING_VALUE",
            JsonValueKind.Number => "NUMBER_VALUE",
            JsonValueKind.True => "TRUE_VALUE",
            JsonValueKind.False => "FALSE_VALUE",
            _ => "NULL_VALUE",
        };

    private static ServiceFault Wrong(string token, string wanted, string path) =>
        new("SerializationException", $"{token} cannot be converted to {wanted} (at {path})");
}
