using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Models;

namespace LambdaOps.Account.Wire.Protocols;

/// <summary>
/// Values between the wire and the services. Numbers are made from their text, so that a service may read one as int,
/// long, double or decimal whatever protocol it came by.
/// </summary>
public static class Nodes
{
    public static JsonValue Number(string text) => (JsonValue)JsonNode.Parse(text)!;

    public static JsonValue Moment(DateTimeOffset at) => JsonValue.Create(Timestamps.ToIso(at));

    public static JsonValue Bytes(byte[] bytes) => JsonValue.Create<byte[]>(bytes)!;

    public static byte[] BytesOf(JsonNode node) =>
        node.AsValue().TryGetValue<byte[]>(out var bytes) ? bytes : Convert.FromBase64String(node.GetValue<string>());

    public static DateTimeOffset MomentOf(JsonNode node) =>
        node.GetValueKind() == JsonValueKind.Number
            ? Timestamps.FromEpochSeconds(double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture))
            : Timestamps.TryParse(node.GetValue<string>())
                ?? throw new InvalidDataException($"A service answered '{node}' for a timestamp.");

    /// <summary>Text of a scalar as it stands in forms, headers and XML.</summary>
    public static string TextOf(JsonNode node, Shape shape, string? timestampFormat) =>
        shape.Kind switch
        {
            ShapeKind.Timestamp => TimestampText(MomentOf(node), timestampFormat ?? shape.TimestampFormat),
            ShapeKind.Blob => Convert.ToBase64String(BytesOf(node)),
            ShapeKind.String => node.GetValue<string>(),
            _ => node.ToJsonString(),
        };

    /// <summary>Reads a scalar from forms, headers and XML.</summary>
    public static JsonNode Scalar(string text, Shape shape, string path) =>
        shape.Kind switch
        {
            ShapeKind.String => JsonValue.Create(text),
            ShapeKind.Blob => Bytes(Base64(text, path)),
            ShapeKind.Boolean when text is "true" or "false" => JsonValue.Create(text == "true"),
            ShapeKind.Integer
                when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var i) =>
                Number(i.ToString(CultureInfo.InvariantCulture)),
            ShapeKind.Long
                when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var l) =>
                Number(l.ToString(CultureInfo.InvariantCulture)),
            ShapeKind.Double
                when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var d)
                    && double.IsFinite(d) => Number(d.ToString("R", CultureInfo.InvariantCulture)),
            ShapeKind.Timestamp when Timestamps.TryParse(text) is { } at => Moment(at),
            _ => throw new ServiceFault(
                "MalformedInput",
                $"'{text}' at {path} is not a " + $"{shape.Kind.ToString().ToLowerInvariant()}"
            ),
        };

    public static byte[] Base64(string text, string path)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw new ServiceFault("SerializationException", $"The value at {path} is not Base64");
        }
    }

    private static string TimestampText(DateTimeOffset at, string? format) =>
        format switch
        {
            "rfc822" => Timestamps.ToHttpDate(at),
            "unixTimestamp" => Timestamps.ToEpochSeconds(at).ToString(CultureInfo.InvariantCulture),
            _ => Timestamps.ToXml(at),
        };
}
