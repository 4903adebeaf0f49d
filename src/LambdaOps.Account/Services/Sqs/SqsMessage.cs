using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace LambdaOps.Account.Services.Sqs;

/// <summary>A message in a queue.</summary>
public sealed class SqsMessage
{
    internal SqsMessage(
        string id,
        string body,
        IReadOnlyDictionary<string, SqsAttribute> attributes,
        string sender,
        IReadOnlyDictionary<string, string> systemAttributes,
        DateTimeOffset sentAt
    )
    {
        Id = id;
        Body = body;
        Attributes = attributes;
        SystemAttributes = systemAttributes;
        Sender = sender;
        SentAt = sentAt;
    }

    public string Id { get; }

    public string Body { get; }

    public IReadOnlyDictionary<string, SqsAttribute> Attributes { get; }

    /// <summary>What the sender gave as system attributes: AWSTraceHeader.</summary>
    public IReadOnlyDictionary<string, string> SystemAttributes { get; }

    public string Sender { get; }

    public DateTimeOffset SentAt { get; }

    /// <summary>Of the latest receive; empty before the first.</summary>
    public string ReceiptHandle { get; internal set; } = "";

    public int ReceiveCount { get; internal set; }

    public DateTimeOffset? FirstReceivedAt { get; internal set; }

    public DateTimeOffset VisibleAt { get; internal set; }

    /// <summary>The queue that gave it up, when it is in a dead-letter queue.</summary>
    public string? DeadLetterSourceArn { get; internal set; }

    public string Md5OfBody => SqsDigests.OfBody(Body);

    internal bool IsDelayed { get; set; }

    internal long VisibleOrder { get; set; }
}

/// <summary>A message attribute: DataType with either a string (String.*, Number.*) or bytes (Binary.*).</summary>
public sealed record SqsAttribute(string DataType, string? StringValue, byte[]? BinaryValue);

/// <summary>How a queue is set up. Defaults are AWS's.</summary>
public sealed record SqsQueueSettings(string Name)
{
    public TimeSpan Visibility { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan Delay { get; init; } = TimeSpan.Zero;

    /// <summary>How long a receive that does not say so waits for a message.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.Zero;

    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(4);

    public int MostBytes { get; init; } = 1024 * 1024;

    /// <summary>The name of the dead-letter queue, which must exist already; null for none.</summary>
    public string? DeadLetterQueue { get; init; }

    /// <summary>A message goes to the dead-letter queue instead of being received once more than this.</summary>
    public int MaxReceiveCount { get; init; } = int.MaxValue;
}

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
