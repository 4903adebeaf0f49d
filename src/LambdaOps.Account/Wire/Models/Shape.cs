using System.Text.Json;
using System.Text.RegularExpressions;

namespace LambdaOps.Account.Wire.Models;

public enum ShapeKind
{
    Structure,
    List,
    Map,
    String,
    Integer,
    Long,
    Double,
    Boolean,
    Blob,
    Timestamp,
}

/// <summary>
/// One shape of an AWS service model: what it is made of, how it is named on the wire, what it may hold.
/// </summary>
public sealed class Shape
{
    private readonly Dictionary<string, Member> _byName = new(StringComparer.Ordinal);
    private readonly Lazy<Regex?> _pattern;

    internal Shape(ServiceModel model, string name, JsonElement source)
    {
        Name = name;
        Kind = KindOf(source.GetProperty("type").GetString()!);
        Members = source.TryGetProperty("members", out var members)
            ? [.. members.EnumerateObject().Select(m => new Member(model, m.Name, m.Value))]
            : [];
        foreach (var member in Members)
        {
            _byName.Add(member.Name, member);
        }

        Element = MemberOf(model, source, "member");
        Key = MemberOf(model, source, "key");
        Value = MemberOf(model, source, "value");
        Required = Strings(source, "required");
        Enum = Strings(source, "enum");
        Min = Number(source, "min");
        Max = Number(source, "max");
        Payload = source.TryGetProperty("payload", out var payload) ? payload.GetString() : null;
        IsFlattened = Flag(source, "flattened");
        IsDocument = Flag(source, "document");
        IsException = Flag(source, "exception");
        TimestampFormat = source.TryGetProperty("timestampFormat", out var format) ? format.GetString() : null;
        Error = ErrorTrait.Of(source);
        var pattern = source.TryGetProperty("pattern", out var text) ? text.GetString() : null;
        _pattern = new(() => pattern is null ? null : TryRegex(pattern));
    }

    public string Name { get; }

    public ShapeKind Kind { get; }

    public IReadOnlyList<Member> Members { get; }

    /// <summary>What a list is made of.</summary>
    public Member? Element { get; }

    public Member? Key { get; }

    public Member? Value { get; }

    public IReadOnlyList<string> Required { get; }

    public IReadOnlyList<string> Enum { get; }

    public double? Min { get; }

    public double? Max { get; }

    public Regex? Pattern => _pattern.Value;

    /// <summary>The member that is the whole HTTP body, in the rest protocols.</summary>
    public string? Payload { get; }

    public bool IsFlattened { get; }

    public bool IsDocument { get; }

    public bool IsException { get; }

    public string? TimestampFormat { get; }

    public ErrorTrait? Error { get; }

    public Member? MemberNamed(string name) => _byName.GetValueOrDefault(name);

    private static Member? MemberOf(ServiceModel model, JsonElement source, string name) =>
        source.TryGetProperty(name, out var found) ? new Member(model, name, found) : null;

    private static string[] Strings(JsonElement source, string name) =>
        source.TryGetProperty(name, out var found) ? [.. found.EnumerateArray().Select(x => x.GetString()!)] : [];

    private static double? Number(JsonElement source, string name) =>
        source.TryGetProperty(name, out var found) ? found.GetDouble() : null;

    private static bool Flag(JsonElement source, string name) =>
        source.TryGetProperty(name, out var found) && found.GetBoolean();

    private static ShapeKind KindOf(string type) =>
        type switch
        {
            "structure" => ShapeKind.Structure,
            "list" => ShapeKind.List,
            "map" => ShapeKind.Map,
            "string" or "character" => ShapeKind.String,
            "integer" => ShapeKind.Integer,
            "long" => ShapeKind.Long,
            "double" or "float" => ShapeKind.Double,
            "boolean" => ShapeKind.Boolean,
            "blob" => ShapeKind.Blob,
            "timestamp" => ShapeKind.Timestamp,
            _ => throw new InvalidDataException($"A service model has a shape of the unknown type '{type}'."),
        };

    private static Regex? TryRegex(string pattern)
    {
        try
        {
            return new Regex($"^(?:{pattern})$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException)
        {
            return null; // A few patterns are Java's own dialect: such a constraint is not checked.
        }
    }
}

/// <summary>A named part of a shape, with its place and name on the wire.</summary>
public sealed class Member
{
    private readonly ServiceModel _model;
    private readonly string _shape;

    internal Member(ServiceModel model, string name, JsonElement source)
    {
        _model = model;
        Name = name;
        _shape = source.GetProperty("shape").GetString()!;
        Location = source.TryGetProperty("location", out var location) ? location.GetString() : null;
        LocationName = source.TryGetProperty("locationName", out var wireName) ? wireName.GetString() : null;
        QueryName = source.TryGetProperty("queryName", out var queryName) ? queryName.GetString() : null;
        IsFlattened = source.TryGetProperty("flattened", out var flattened) && flattened.GetBoolean();
        IsXmlAttribute = source.TryGetProperty("xmlAttribute", out var attribute) && attribute.GetBoolean();
        XmlNamespace = source.TryGetProperty("xmlNamespace", out var ns) ? ns.GetProperty("uri").GetString() : null;
        TimestampFormat = source.TryGetProperty("timestampFormat", out var format) ? format.GetString() : null;
    }

    public string Name { get; }

    public Shape Shape => _model.Shape(_shape);

    /// <summary>header, headers, uri, querystring or statusCode; null for the body.</summary>
    public string? Location { get; }

    public string? LocationName { get; }

    public string? QueryName { get; }

    public bool IsFlattened { get; }

    public bool IsXmlAttribute { get; }

    public string? XmlNamespace { get; }

    public string? TimestampFormat { get; }

    public string WireName => LocationName ?? Name;

    /// <summary>What the model calls it in XML and in query forms; null when it says nothing.</summary>
    public string? XmlLocation => QueryName ?? LocationName;

    /// <summary>Its name in XML and in query forms: a flattened list stands under its element's.</summary>
    public string XmlName =>
        (IsFlattenedHere && Shape.Kind == ShapeKind.List ? Shape.Element!.XmlLocation : null) ?? XmlLocation ?? Name;

    /// <summary>A list or map without an element around it.</summary>
    public bool IsFlattenedHere => IsFlattened || Shape.IsFlattened;
}

/// <summary>How a modelled error looks on the wire.</summary>
/// <param name="Code">The code in XML answers, or null for the shape's own name.</param>
public sealed record ErrorTrait(string? Code, int HttpStatus, bool IsSender)
{
    internal static ErrorTrait? Of(JsonElement shape)
    {
        var isFault = shape.TryGetProperty("fault", out var fault) && fault.GetBoolean();
        if (!shape.TryGetProperty("error", out var error))
        {
            return isFault ? new ErrorTrait(null, 500, false) : null;
        }

        var code = error.TryGetProperty("code", out var named) ? named.GetString() : null;
        var status =
            error.TryGetProperty("httpStatusCode", out var given) ? given.GetInt32()
            : isFault ? 500
            : 400;
        return new ErrorTrait(code, status, status < 500);
    }
}
