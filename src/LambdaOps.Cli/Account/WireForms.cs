using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using LambdaOps.Account.Wire.Models;

namespace LambdaOps.Cli.Account;

/// <summary>Input and output of AWS's protocols from the caller's side, by the service's model.</summary>
internal static class WireForms
{
    /// <summary>A query input's form: AlarmTypes.member.1=MetricAlarm.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Form(JsonNode value, Shape shape, string prefix) =>
        shape.Kind switch
        {
            ShapeKind.Structure => value
                .AsObject()
                .SelectMany(member =>
                {
                    var known = shape.MemberNamed(member.Key)!;
                    return Form(member.Value!, known.Shape, $"{prefix}{known.WireName}.");
                }),
            ShapeKind.List => value
                .AsArray()
                .SelectMany((item, index) => Form(item!, shape.Element!.Shape, $"{prefix}member.{index + 1}.")),
            _ => [new(prefix.TrimEnd('.'), Text(value))],
        };

    public static string Text(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    /// <summary>What a model does not know is left out: AWS adds members at any time.</summary>
    public static JsonObject Read(XElement element, Shape shape)
    {
        var read = new JsonObject();
        foreach (var member in shape.Members.Where(member => member.Location is null && !member.IsXmlAttribute))
        {
            var isFlattened = member.IsFlattened || member.Shape.IsFlattened;
            var name =
                isFlattened && member.Shape.Kind == ShapeKind.List
                    ? member.Shape.Element!.LocationName ?? member.WireName
                    : member.WireName;
            var found = element.Elements().Where(one => one.Name.LocalName == name).ToList();
            if (found.Count > 0)
            {
                read[member.Name] = Read(found, member.Shape, isFlattened);
            }
        }

        return read;
    }

    private static JsonNode Read(List<XElement> found, Shape shape, bool isFlattened) =>
        shape.Kind switch
        {
            ShapeKind.Structure => Read(found[0], shape),
            ShapeKind.List => new JsonArray([
                .. (isFlattened ? found : found[0].Elements()).Select(item =>
                    Read([item], shape.Element!.Shape, false)
                ),
            ]),
            ShapeKind.Map => new JsonObject(
                (isFlattened ? found : found[0].Elements()).Select(entry =>
                    KeyValuePair.Create(
                        Part(entry, shape.Key!, "key").Value,
                        (JsonNode?)Read([Part(entry, shape.Value!, "value")], shape.Value!.Shape, false)
                    )
                )
            ),
            ShapeKind.Boolean => found[0].Value == "true",
            ShapeKind.Integer
            or ShapeKind.Long when long.TryParse(found[0].Value, CultureInfo.InvariantCulture, out var whole) => whole,
            ShapeKind.Double when double.TryParse(found[0].Value, CultureInfo.InvariantCulture, out var number) =>
                number,
            _ => found[0].Value,
        };

    private static XElement Part(XElement entry, Member member, string standard) =>
        entry.Elements().First(one => one.Name.LocalName == (member.LocationName ?? standard));
}
