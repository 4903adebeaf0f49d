using System.Text.RegularExpressions;

namespace LambdaOps.Compat.SourceGenerator.Model;

/// <summary>A service as its model file describes it.</summary>
internal sealed class SdkModel
{
    private readonly Json _root;
    private readonly Dictionary<string, SdkShape> _shapes = [];
    private readonly Dictionary<string, Json> _shapeFacts;
    private readonly HashSet<string> _without;
    private readonly ILookup<string, string> _only;

    private SdkModel(Json root, IEnumerable<string> without, IEnumerable<string> only)
    {
        _root = root;
        _without = [.. without];
        _only = only.ToLookup(word => word.Split('.')[0], word => word.Substring(word.IndexOf('.') + 1));
        _shapeFacts = root["shapes"]!.Members.ToDictionary(shape => shape.Key, shape => shape.Value);
    }

    /// <param name="text">The model file.</param>
    /// <param name="without">The shapes to pass over, with all members that are of them.</param>
    /// <param name="only">Members as Shape.member: of a shape that is named here no others are taken.</param>
    /// <exception cref="FormatException">The text is no model.</exception>
    public static SdkModel Parse(string text, IEnumerable<string> without, IEnumerable<string> only) =>
        Json.Parse(text) is var root
        && root["metadata"] is not null
        && root["operations"] is not null
        && root["shapes"] is not null
            ? new(root, without, only)
            : throw new FormatException("A model has metadata, operations and shapes.");

    public string? Metadata(string name) => _root["metadata"]![name]?.Text;

    /// <summary>The protocols that the service speaks, the preferred one first.</summary>
    public IEnumerable<string> Protocols =>
        _root["metadata"]!["protocols"]?.Items.Select(protocol => protocol.Text!) ?? [Metadata("protocol")!];

    public string SigningName => Metadata("signingName") ?? Metadata("endpointPrefix")!;

    /// <summary>The service spoke the query protocol before and still tells its error codes.</summary>
    public bool IsQueryCompatible => _root["metadata"]!["awsQueryCompatible"] is not null;

    public Operation? Operation(string name) =>
        _root["operations"]![name] is { } facts ? new Operation(this, name, facts) : null;

    /// <summary>Whether the shape, or what a list or a map is of, is to be passed over.</summary>
    public bool IsLeftOut(SdkShape shape) =>
        shape.Type switch
        {
            "list" => IsLeftOut(shape.Item.Target),
            "map" => IsLeftOut(shape.Value.Target),
            _ => _without.Contains(shape.Name),
        };

    /// <summary>Whether the shape's member is taken as far as the project names members.</summary>
    public bool IsTaken(string shape, string member) => !_only.Contains(shape) || _only[shape].Contains(member);

    /// <summary>What is to be passed over, or is all that is to be taken, and is not there.</summary>
    public IEnumerable<string> NamedInVain =>
        _without
            .Where(name => !_shapeFacts.ContainsKey(name))
            .Concat(
                from shape in _only
                from member in shape
                where !_shapeFacts.TryGetValue(shape.Key, out var facts) || facts["members"]?[member] is null
                select $"{shape.Key}.{member}"
            );

    /// <summary>A structure without members that the model does not have.</summary>
    public SdkShape Empty(string name)
    {
        if (!_shapes.TryGetValue(name, out var shape))
        {
            _shapes[name] = shape = new SdkShape(this, name, Json.Parse("{\"type\":\"structure\"}"));
        }

        return shape;
    }

    /// <exception cref="FormatException">There is none.</exception>
    public SdkShape Shape(string name)
    {
        if (!_shapes.TryGetValue(name, out var shape))
        {
            var facts = _shapeFacts.TryGetValue(name, out var found)
                ? found
                : throw new FormatException($"There is no shape {name}.");
            _shapes[name] = shape = new SdkShape(this, name, facts);
        }

        return shape;
    }
}

/// <summary>One operation of a service.</summary>
internal sealed class Operation(SdkModel model, string name, Json facts)
{
    public string Name { get; } = name;

    public string Method => facts["http"]!["method"]!.Text!;

    public string RequestUri => facts["http"]!["requestUri"]!.Text!;

    /// <summary>Where the model has none, the SDK has a request without members all the same.</summary>
    public bool HasInput => facts["input"] is not null;

    public SdkShape? Input => Target("input") ?? model.Empty(Name + "Request");

    /// <summary>Where the model has none the answer's body is empty; the SDK has a response all the same.</summary>
    public bool HasOutput => facts["output"] is not null;

    public SdkShape? Output => Target("output") ?? model.Empty(Name + "Response");

    public string ResultWrapper => facts["output"]!["resultWrapper"]!.Text!;

    public bool HasEndpointOfItsOwn => facts["endpoint"] is not null;

    public IReadOnlyList<SdkShape> Errors =>
        [.. (facts["errors"]?.Items ?? []).Select(error => model.Shape(error["shape"]!.Text!))];

    private SdkShape? Target(string end) => facts[end]?["shape"]?.Text is { } shape ? model.Shape(shape) : null;
}

/// <summary>One shape of a model.</summary>
internal sealed class SdkShape(SdkModel model, string name, Json facts)
{
    private readonly SdkMember[] _members =
    [
        .. (facts["members"]?.Members ?? []).Select(member => new SdkMember(model, member.Key, member.Value)),
    ];

    public string Name { get; } = name;

    public string Type { get; } = facts["type"]!.Text!;

    public bool IsStructure => Type == "structure";

    public bool IsEnumeration => Type == "string" && facts["enum"] is not null;

    public bool IsFlattened => facts["flattened"] is { IsTrue: true };

    public bool IsDocument => facts["document"] is { IsTrue: true };

    public string? TimestampFormat => facts["timestampFormat"]?.Text;

    /// <summary>The values of an enumeration.</summary>
    public IEnumerable<string> Values => facts["enum"]!.Items.Select(value => value.Text!);

    /// <summary>The members of a structure, in the model's order: that of the wire.</summary>
    public IEnumerable<SdkMember> Members =>
        _members.Where(member => model.IsTaken(Name, member.Name) && !model.IsLeftOut(member.Target));

    /// <summary>The item of a list.</summary>
    public SdkMember Item => new(model, "member", facts["member"]!);

    public SdkMember Key => new(model, "key", facts["key"]!);

    public SdkMember Value => new(model, "value", facts["value"]!);

    public SdkMember? Payload =>
        facts["payload"]?.Text is { } payload ? Members.First(member => member.Name == payload) : null;

    /// <summary>The code that an error has where the protocol does not send its shape's name.</summary>
    public string ErrorCode => facts["error"]?["code"]?.Text ?? Name;

    /// <summary>What an error carries beyond its message.</summary>
    public IEnumerable<SdkMember> ErrorMembers =>
        Members.Where(member => !member.Name.Equals("message", StringComparison.OrdinalIgnoreCase));

    public bool Requires(SdkMember member) =>
        facts["required"]?.Items.Any(required => required.Text == member.Name) is true;
}

/// <summary>A member of a structure, or what a list or a map is of.</summary>
internal sealed class SdkMember(SdkModel model, string name, Json facts)
{
    public string Name { get; } = name;

    public string Property => SdkNames.Pascal(Name);

    public SdkShape Target => model.Shape(facts["shape"]!.Text!);

    /// <summary>Where it is, when not in the body: header, uri, querystring.</summary>
    public string? Location => facts["location"]?.Text;

    /// <summary>Its name on the wire.</summary>
    public string WireName => facts["locationName"]?.Text ?? Name;

    public string? XmlNamespace => facts["xmlNamespace"]?["uri"]?.Text;

    public string? TimestampFormat => facts["timestampFormat"]?.Text ?? Target.TimestampFormat;

    public bool Is(string flag) => facts[flag] is { IsTrue: true };
}

/// <summary>The SDK's rules for names.</summary>
internal static class SdkNames
{
    private static readonly Regex s_separators = new("[^A-Za-z0-9_]+");

    /// <summary>A member or a type.</summary>
    public static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>The field for a value of an enumeration: what is no letter, digit or underscore goes, a capital follows.</summary>
    public static string Constant(string value) =>
        string.Concat(s_separators.Split(value).Where(part => part.Length > 0).Select(Pascal));

    /// <summary>The exception for an error: a fault is an exception, and every exception says so.</summary>
    public static string Exception(string shape)
    {
        if (shape.EndsWith("Exception", StringComparison.Ordinal))
        {
            return Pascal(shape);
        }

        var stem = shape.EndsWith("Fault", StringComparison.Ordinal) ? shape.Substring(0, shape.Length - 5) : shape;
        return Pascal(stem) + "Exception";
    }

    /// <summary>A word of C# for a text.</summary>
    public static string Literal(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
}
