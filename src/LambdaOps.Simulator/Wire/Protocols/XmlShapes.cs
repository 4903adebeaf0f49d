using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using LambdaOps.Simulator.Services;
using LambdaOps.Simulator.Wire.Models;

namespace LambdaOps.Simulator.Wire.Protocols;

/// <summary>Reads and writes shapes as XML elements.</summary>
public static class XmlShapes
{
    private static readonly XmlWriterSettings s_utf8 = new() { Encoding = new UTF8Encoding(false) };
    private static readonly XmlReaderSettings s_safe = new() { DtdProcessing = DtdProcessing.Prohibit };

    public static byte[] Document(Action<XmlWriter> write)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, s_utf8))
        {
            write(xml);
        }

        return stream.ToArray();
    }

    /// <summary>The members that go into the body, in the model's order.</summary>
    public static void WriteStructure(XmlWriter xml, JsonObject source, Shape shape)
    {
        foreach (var (name, _) in source)
        {
            _ = shape.MemberNamed(name) ?? throw OutputFault.Unknown(name, shape);
        }

        foreach (var member in shape.Members.Where(m => m.Location is null).OrderByDescending(m => m.IsXmlAttribute))
        {
            if (source[member.Name] is not { } value)
            {
                continue;
            }

            if (member.IsXmlAttribute)
            {
                WriteAttribute(xml, member, value);
            }
            else
            {
                WriteMember(xml, member, value);
            }
        }
    }

    public static void WriteMember(XmlWriter xml, Member member, JsonNode value)
    {
        var shape = member.Shape;
        var isFlattened = member.IsFlattened || shape.IsFlattened;
        switch (shape.Kind)
        {
            case ShapeKind.List when isFlattened:
                foreach (var element in value.AsArray())
                {
                    WriteNamed(xml, shape.Element!.LocationName ?? member.WireName, shape.Element, element!);
                }

                break;
            case ShapeKind.Map when isFlattened:
                WriteEntries(xml, member.WireName, shape, value.AsObject());
                break;
            default:
                WriteNamed(xml, member.WireName, member, value);
                break;
        }
    }

    public static JsonObject ReadStructure(XElement source, Shape shape, string path)
    {
        var target = new JsonObject();
        foreach (var attribute in source.Attributes().Where(a => !a.IsNamespaceDeclaration))
        {
            if (
                shape.Members.FirstOrDefault(m => m.IsXmlAttribute && LocalName(m) == attribute.Name.LocalName) is
                { } known
            )
            {
                target[known.Name] = Nodes.Scalar(attribute.Value, known.Shape, path);
            }
        }

        foreach (var group in source.Elements().GroupBy(e => e.Name.LocalName))
        {
            var member =
                shape.Members.FirstOrDefault(m => ElementName(m) == group.Key)
                ?? throw InputFault.UnknownMember(group.Key, shape, path);
            target[member.Name] = ReadMember([.. group], member, InputFault.Inside(path, member.Name));
        }

        return target;
    }

    public static XElement Parse(byte[] body)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body), s_safe);
            return XElement.Load(reader);
        }
        catch (XmlException malformed)
        {
            throw new ServiceFault("MalformedXML", $"The XML you provided was not well-formed: {malformed.Message}");
        }
    }

    private static void WriteNamed(XmlWriter xml, string name, Member member, JsonNode value)
    {
        xml.WriteStartElement(name);
        if (member.XmlNamespace is not null)
        {
            xml.WriteAttributeString("xmlns", member.XmlNamespace);
        }

        var shape = member.Shape;
        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                WriteStructure(xml, value.AsObject(), shape);
                break;
            case ShapeKind.List:
                foreach (var element in value.AsArray())
                {
                    WriteNamed(xml, shape.Element!.LocationName ?? "member", shape.Element, element!);
                }

                break;
            case ShapeKind.Map:
                WriteEntries(xml, "entry", shape, value.AsObject());
                break;
            default:
                xml.WriteString(Nodes.TextOf(value, shape, member.TimestampFormat));
                break;
        }

        xml.WriteEndElement();
    }

    private static void WriteEntries(XmlWriter xml, string name, Shape shape, JsonObject map)
    {
        foreach (var (key, value) in map)
        {
            xml.WriteStartElement(name);
            xml.WriteElementString(shape.Key!.LocationName ?? "key", key);
            WriteNamed(xml, shape.Value!.LocationName ?? "value", shape.Value, value!);
            xml.WriteEndElement();
        }
    }

    private static void WriteAttribute(XmlWriter xml, Member member, JsonNode value)
    {
        var text = Nodes.TextOf(value, member.Shape, member.TimestampFormat);
        var colon = member.WireName.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            xml.WriteAttributeString(member.WireName, text);
        }
        else
        {
            const string Instance = "http://www.w3.org/2001/XMLSchema-instance";
            xml.WriteAttributeString(member.WireName[..colon], member.WireName[(colon + 1)..], Instance, text);
        }
    }

    private static JsonNode ReadMember(IReadOnlyList<XElement> found, Member member, string path)
    {
        var shape = member.Shape;
        var isFlattened = member.IsFlattened || shape.IsFlattened;
        return shape.Kind switch
        {
            ShapeKind.List => ReadList(isFlattened ? found : found[0].Elements(), shape, path),
            ShapeKind.Map => ReadMap(isFlattened ? found : found[0].Elements(), shape, path),
            ShapeKind.Structure => ReadStructure(found[0], shape, path),
            _ => Nodes.Scalar(found[0].Value, shape, path),
        };
    }

    private static JsonArray ReadList(IEnumerable<XElement> elements, Shape shape, string path) =>
        new([.. elements.Select(e => ReadMember([e], shape.Element!, $"{path}.member"))]);

    private static JsonObject ReadMap(IEnumerable<XElement> entries, Shape shape, string path)
    {
        var target = new JsonObject();
        foreach (var entry in entries)
        {
            var key = entry.Elements().First(e => e.Name.LocalName == (shape.Key!.LocationName ?? "key")).Value;
            var value = entry.Elements().First(e => e.Name.LocalName == (shape.Value!.LocationName ?? "value"));
            target[key] = ReadMember([value], shape.Value!, $"{path}.{key}");
        }

        return target;
    }

    /// <summary>A flattened list stands under its element's name.</summary>
    private static string ElementName(Member member)
    {
        var isFlattenedList = member.Shape.Kind == ShapeKind.List && (member.IsFlattened || member.Shape.IsFlattened);
        return (isFlattenedList ? member.Shape.Element!.LocationName : null) ?? member.WireName;
    }

    private static string LocalName(Member member) => member.WireName[(member.WireName.IndexOf(':') + 1)..];
}
