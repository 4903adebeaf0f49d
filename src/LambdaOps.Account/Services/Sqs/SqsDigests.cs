using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace LambdaOps.Account.Services.Sqs;

/// <summary>The MD5 digests by which SDKs check that a message arrived whole.</summary>
[SuppressMessage("Security", "CA5351", Justification = "SQS's own check sum, not a protection")]
public static class SqsDigests
{
    public static string OfBody(string body) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(body)));

    /// <summary>Null without attributes, as SQS then has no such digest.</summary>
    public static string? OfAttributes(IReadOnlyDictionary<string, SqsAttribute> attributes)
    {
        if (attributes.Count == 0)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        foreach (var (name, attribute) in attributes.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            Append(bytes, Encoding.UTF8.GetBytes(name));
            Append(bytes, Encoding.UTF8.GetBytes(attribute.DataType));
            bytes.WriteByte(attribute.StringValue is not null ? (byte)1 : (byte)2);
            Append(
                bytes,
                attribute.StringValue is not null
                    ? Encoding.UTF8.GetBytes(attribute.StringValue)
                    : attribute.BinaryValue ?? []
            );
        }

        return Convert.ToHexStringLower(MD5.HashData(bytes.ToArray()));
    }

    private static void Append(MemoryStream bytes, byte[] part)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        bytes.Write(length);
        bytes.Write(part);
    }
}
