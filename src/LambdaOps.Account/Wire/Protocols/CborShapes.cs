using System.Formats.Cbor;
using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Models;

namespace LambdaOps.Account.Wire.Protocols;

/// <summary>Reads and writes shapes as CBOR.</summary>
internal static class CborShapes
{
    public static JsonNode Read(CborReader reader, Shape shape, string path) =>
        shape.Kind switch
        {
            ShapeKind.Structure => ReadStructure(reader, shape, path),
            ShapeKind.List => ReadList(reader, shape, path),
            ShapeKind.Map => ReadMap(reader, shape, path),
            ShapeKind.Blob => Nodes.Bytes(reader.ReadByteString()),
            ShapeKind.Boolean => JsonValue.Create(reader.ReadBoolean()),
            ShapeKind.String => JsonValue.Create(reader.ReadTextString()),
            ShapeKind.Timestamp => ReadMoment(reader, shape, path),
            ShapeKind.Double => Nodes.Scalar(Text(ReadDouble(reader)), shape, path),
            _ => Nodes.Scalar(reader.ReadInt64().ToString(CultureInfo.InvariantCulture), shape, path),
        };

    public static void Write(CborWriter writer, JsonNode node, Shape shape)
    {
        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                writer.WriteStartMap(null);
                foreach (var (name, value) in node.AsObject())
                {
                    WriteMember(writer, name, value, shape.MemberNamed(name) ?? throw OutputFault.Unknown(name, shape));
                }

                writer.WriteEndMap();
                break;
            case ShapeKind.Map:
                writer.WriteStartMap(null);
                foreach (var (key, value) in node.AsObject())
                {
                    WriteMember(writer, key, value, shape.Value!);
                }

                writer.WriteEndMap();
                break;
            case ShapeKind.List:
                writer.WriteStartArray(node.AsArray().Count);
                foreach (var element in node.AsArray())
                {
                    Write(writer, element!, shape.Element!.Shape);
                }

                writer.WriteEndArray();
                break;
            default:
                WriteScalar(writer, node, shape);
                break;
        }
    }

    private static void WriteMember(CborWriter writer, string name, JsonNode? value, Member member)
    {
        if (value is not null)
        {
            writer.WriteTextString(name);
            Write(writer, value, member.Shape);
        }
    }

    private static void WriteScalar(CborWriter writer, JsonNode node, Shape shape)
    {
        switch (shape.Kind)
        {
            case ShapeKind.String:
                writer.WriteTextString(node.GetValue<string>());
                break;
            case ShapeKind.Boolean:
                writer.WriteBoolean(node.GetValue<bool>());
                break;
            case ShapeKind.Blob:
                writer.WriteByteString(Nodes.BytesOf(node));
                break;
            case ShapeKind.Timestamp:
                writer.WriteTag(CborTag.UnixTimeSeconds);
                writer.WriteDouble((double)Timestamps.ToEpochSeconds(Nodes.MomentOf(node)));
                break;
            case ShapeKind.Double:
                writer.WriteDouble(double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture));
                break;
            default:
                writer.WriteInt64(long.Parse(node.ToJsonString(), CultureInfo.InvariantCulture));
                break;
        }
    }

    private static JsonObject ReadStructure(CborReader reader, Shape shape, string path)
    {
        var target = new JsonObject();
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            var name = reader.ReadTextString();
            var member = shape.MemberNamed(name) ?? throw InputFault.UnknownMember(name, shape, path);
            if (reader.PeekState() == CborReaderState.Null)
            {
                reader.ReadNull();
                continue;
            }

            target[name] = Read(reader, member.Shape, InputFault.Inside(path, name));
        }

        reader.ReadEndMap();
        return target;
    }

    private static JsonArray ReadList(CborReader reader, Shape shape, string path)
    {
        var target = new JsonArray();
        reader.ReadStartArray();
        while (reader.PeekState() != CborReaderState.EndArray)
        {
            target.Add(Read(reader, shape.Element!.Shape, $"{path}.{target.Count + 1}.member"));
        }

        reader.ReadEndArray();
        return target;
    }

    private static JsonObject ReadMap(CborReader reader, Shape shape, string path)
    {
        var target = new JsonObject();
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            var key = reader.ReadTextString();
            target[key] = Read(reader, shape.Value!.Shape, $"{path}.{key}.member");
        }

        reader.ReadEndMap();
        return target;
    }

    private static JsonNode ReadMoment(CborReader reader, Shape shape, string path)
    {
        var tag = reader.ReadTag();
        return tag == CborTag.UnixTimeSeconds
            ? Nodes.Scalar(Text(ReadDouble(reader)), shape, path)
            : throw new ServiceFault("SerializationException", $"A timestamp has the CBOR tag {tag}");
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static double ReadDouble(CborReader reader) =>
        reader.PeekState() switch
        {
            CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger => reader.ReadInt64(),
            _ => reader.ReadDouble(),
        };
}
