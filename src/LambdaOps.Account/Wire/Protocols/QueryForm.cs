using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Models;

namespace LambdaOps.Account.Wire.Protocols;

/// <summary>Turns a query form's dotted names (Actions.member.1.Type) back into shapes.</summary>
internal sealed class QueryForm
{
    private readonly SortedDictionary<string, QueryForm> _inside = new(StringComparer.Ordinal);
    private readonly bool _isEc2;
    private string? _text;

    private QueryForm(bool isEc2) => _isEc2 = isEc2;

    /// <param name="isEc2">Whether lists are numbered without a name between, and names begin with a capital.</param>
    public static JsonObject Read(IEnumerable<KeyValuePair<string, string>> form, Shape? shape, bool isEc2 = false)
    {
        var root = new QueryForm(isEc2);
        foreach (var (name, value) in form)
        {
            var place = root.At(name);
            if (place._text is not null)
            {
                throw new ServiceFault("MalformedInput", $"The form has more than one parameter '{name}'");
            }

            place._text = value;
        }

        if (shape is null)
        {
            return root._inside.Count == 0
                ? []
                : throw new ServiceFault(
                    "MalformedInput",
                    "The operation takes no parameter " + $"'{root._inside.First().Key}'"
                );
        }

        return root.Structure(shape, "");
    }

    private QueryForm At(string name)
    {
        var place = this;
        foreach (var part in name.Split('.'))
        {
            if (!place._inside.TryGetValue(part, out var next))
            {
                place._inside.Add(part, next = new QueryForm(_isEc2));
            }

            place = next;
        }

        return place;
    }

    private JsonNode Value(Member member, string path)
    {
        var shape = member.Shape;
        return shape.Kind switch
        {
            ShapeKind.Structure => Structure(shape, path),
            ShapeKind.List => List(shape, member.IsFlattenedHere, path),
            ShapeKind.Map => Map(shape, member.IsFlattenedHere, path),
            _ => Nodes.Scalar(_text ?? throw Malformed(path), shape, path),
        };
    }

    private JsonObject Structure(Shape shape, string path)
    {
        var target = new JsonObject();
        foreach (var (name, inside) in _inside)
        {
            var member =
                shape.Members.FirstOrDefault(m => NameOf(m) == name)
                ?? throw InputFault.UnknownMember(name, shape, path);
            target.Add(member.Name, inside.Value(member, InputFault.Inside(path, member.Name)));
        }

        return target;
    }

    private string NameOf(Member member) =>
        _isEc2 ? char.ToUpperInvariant(member.XmlName[0]) + member.XmlName[1..] : member.XmlName;

    private JsonArray List(Shape shape, bool isFlattened, string path)
    {
        var holder = isFlattened || _isEc2 ? this : Only(shape.Element!.XmlLocation ?? "member", path);
        return new JsonArray([.. holder.Numbered(path).Select(x => x.Value(shape.Element!, $"{path}.member"))]);
    }

    private JsonObject Map(Shape shape, bool isFlattened, string path)
    {
        var holder = isFlattened ? this : Only("entry", path);
        var target = new JsonObject();
        foreach (var entry in holder.Numbered(path))
        {
            var key = entry.Inside(shape.Key!.XmlLocation ?? "key", path)._text ?? throw Malformed(path);
            target[key] = entry.Inside(shape.Value!.XmlLocation ?? "value", path).Value(shape.Value, $"{path}.{key}");
        }

        return target;
    }

    /// <summary>The one part that a list or map may have; an empty one ("Name=") has none.</summary>
    private QueryForm Only(string name, string path) =>
        _inside.Count == 0 && _text is "" ? new QueryForm(_isEc2)
        : _inside.Count == 1 ? Inside(name, path)
        : throw Malformed(path);

    private QueryForm Inside(string name, string path) =>
        _inside.TryGetValue(name, out var found) ? found : throw Malformed(path);

    private IEnumerable<QueryForm> Numbered(string path) =>
        _inside
            .Select(x =>
                (At: int.TryParse(x.Key, CultureInfo.InvariantCulture, out var n) ? n : throw Malformed(path), x.Value)
            )
            .OrderBy(x => x.At)
            .Select(x => x.Value);

    private static ServiceFault Malformed(string path) => new("MalformedInput", $"The form is malformed at '{path}'");
}
