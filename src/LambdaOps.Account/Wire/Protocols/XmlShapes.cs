using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Models;

namespace LambdaOps.Account.Wire.Protocols;

/// <summary>Reads and writes shapes as XML elements.</summary>
public static class XmlShapes
{
    // Unchecked: names and errors may hold control characters, which then are written as references, as S3 does.
    private static readonly XmlWriterSettings s_utf8 = new()
    {
        Encoding = new UTF8Encoding(false),
        CheckCharacters = false,
    };
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
        switch (shape.Kind)
        {
            case ShapeKind.List when member.IsFlattenedHere:
                foreach (var element in value.AsArray())
                {
                    WriteNamed(xml, member.XmlName, shape.Element!, element!);
                }

                break;
            case ShapeKind.Map when member.IsFlattenedHere:
                WriteEntries(xml, member.XmlName, shape, value.AsObject());
                break;
            default:
                WriteNamed(xml, member.XmlName, member, value);
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
                shape.Members.FirstOrDefault(m => m.XmlName == group.Key)
                ?? throw Malformed($"{shape.Name} has no element '{group.Key}' (at '{path}')");
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
                    WriteNamed(xml, shape.Element!.XmlLocation ?? "member", shape.Element, element!);
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
            xml.WriteElementString(shape.Key!.XmlLocation ?? "key", key);
            WriteNamed(xml, shape.Value!.XmlLocation ?? "value", shape.Value, value!);
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
        if (found.Count > 1 && !member.IsFlattenedHere)
        {
            throw Malformed($"there is more than one {member.XmlName} (at '{path}')");
        }

        return shape.Kind switch
        {
            ShapeKind.List => ReadList(member.IsFlattenedHere ? found : found[0].Elements(), shape, path),
            ShapeKind.Map => ReadMap(member.IsFlattenedHere ? found : found[0].Elements(), shape, path),
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
            var key = Part(entry, shape.Key!.XmlLocation ?? "key", path).Value;
            var value = Part(entry, shape.Value!.XmlLocation ?? "value", path);
            target[key] = ReadMember([value], shape.Value!, $"{path}.{key}");
        }

        return target;
    }

    private static XElement Part(XElement entry, string name, string path) =>
        entry.Elements().FirstOrDefault(e => e.Name.LocalName == name)
        ?? throw Malformed($"an entry has no {name} (at '{path}')");

    private static ServiceFault Malformed(string why) =>
        new("MalformedXML", $"The XML you provided was not well-formed or did not validate: {why}");

    private static string LocalName(Member member) => member.WireName[(member.WireName.IndexOf(':') + 1)..];
}
