using System.Collections.Immutable;

namespace LambdaOps.Account.Lambda;

/// <summary>A queue as an event source mapping sees it. Called with the world's gate held.</summary>
public interface IQueueSource
{
    string Arn { get; }

    /// <summary>
    /// Takes up to <paramref name="max"/> visible messages; they stay hidden for the visibility timeout.
    /// </summary>
    IReadOnlyList<QueueMessage> TryReceive(int max);

    void Delete(string receipt);

    /// <summary>
    /// Has the callback called, with the gate held, whenever messages become visible: new, delayed or returned.
    /// </summary>
    void WhenVisible(Action notify);
}

/// <summary>A received message.</summary>
/// <param name="ReceiveCount">How often it was received, this time included.</param>
/// <param name="Attributes">SQS's own: SentTimestamp, ApproximateFirstReceiveTimestamp, SenderId, …</param>
public sealed record QueueMessage(
    string Id,
    string Body,
    string Receipt,
    int ReceiveCount,
    ImmutableSortedDictionary<string, string> Attributes
)
{
    /// <summary>The trace header that the message was sent with, or null.</summary>
    public string? Trace => Attributes.GetValueOrDefault("AWSTraceHeader");

    /// <summary>The sender's attributes, by name.</summary>
    public ImmutableSortedDictionary<string, QueueMessageAttribute> MessageAttributes { get; init; } =
        ImmutableSortedDictionary<string, QueueMessageAttribute>.Empty;
}

/// <summary>One attribute of the sender: a text or, in base64, bytes.</summary>
public sealed record QueueMessageAttribute(string DataType, string? StringValue, string? BinaryValue);
