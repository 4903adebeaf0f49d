using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Lambda;

/// <summary>
/// An event source mapping: hands a queue's messages to a function. Messages that the function has dealt with are
/// deleted; the others come back when their visibility timeout is over, and moving them to a dead-letter queue after
/// too many receptions is the queue's own matter.
/// </summary>
/// <remarks>
/// Receives only when the function has room: a throttled reception would use up a message's receive count.
/// </remarks>
public sealed class QueueEventSource
{
    private readonly SimulatedWorld _world;
    private readonly LambdaService _lambda;
    private readonly IQueueSource _queue;
    private readonly QueueEventSourceSettings _settings;
    private bool _polling;
    private int _running;

    public QueueEventSource(
        SimulatedWorld world,
        LambdaService lambda,
        IQueueSource queue,
        QueueEventSourceSettings settings
    )
    {
        (_world, _lambda, _queue, _settings) = (world, lambda, queue, settings);
        lock (world.Gate)
        {
            queue.WhenVisible(PollSoon);
            PollSoon();
        }
    }

    /// <summary>Never inside the queue's own change: as the next thing that happens.</summary>
    private void PollSoon()
    {
        if (_polling)
        {
            return;
        }

        _polling = true;
        _world.Clock.In(
            TimeSpan.Zero,
            $"poll {_queue.Arn}",
            () =>
            {
                _polling = false;
                Poll();
            }
        );
    }

    private void Poll()
    {
        while (!(_running >= _settings.MaximumConcurrency) && _lambda.HasCapacity(_settings.Function, PollSoon))
        {
            var messages = _queue.TryReceive(_settings.BatchSize);
            if (messages.Count == 0)
            {
                return;
            }

            // What Lambda refuses stays hidden, comes back when its visibility timeout is over, and is refused again
            // until the queue gives it up.
            var accepted = messages.Where(message => !_lambda.Refuses(_settings.Function, message.Trace)).ToList();
            if (accepted.Count > 0)
            {
                _running++;
                _lambda.InvokeFromPoller(
                    _settings.Function,
                    SqsEvent.For(_queue.Arn, accepted),
                    _queue.Arn,
                    accepted[0].Trace,
                    outcome => Settle(accepted, outcome)
                );
            }
        }
    }

    private void Settle(IReadOnlyList<QueueMessage> messages, InvocationOutcome outcome)
    {
        _running--;
        var batch = messages.Select(message => message.Id).ToHashSet(StringComparer.Ordinal);
        var failed = outcome switch
        {
            InvocationOutcome.Succeeded succeeded when _settings.ReportsBatchItemFailures => BatchResponse.FailedIds(
                succeeded.Payload,
                batch
            ),
            InvocationOutcome.Succeeded => new HashSet<string>(),
            InvocationOutcome.FunctionFailed or InvocationOutcome.Crashed or InvocationOutcome.TimedOut => batch,
            _ => throw new UnreachableException(),
        };
        foreach (var message in messages.Where(message => !failed.Contains(message.Id)))
        {
            _queue.Delete(message.Receipt);
        }

        PollSoon();
    }
}

/// <param name="ReportsBatchItemFailures">FunctionResponseTypes has ReportBatchItemFailures.</param>
/// <param name="MaximumConcurrency">ScalingConfig's; null is as many as the function has room for.</param>
public sealed record QueueEventSourceSettings(
    string Function,
    int BatchSize = 10,
    bool ReportsBatchItemFailures = false,
    int? MaximumConcurrency = null
);

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

/// <summary>A function's answer to a batch when it reports failures of single items, read as Lambda reads it.</summary>
internal static class BatchResponse
{
    /// <summary>
    /// The ids of the messages that failed: none for an empty or null answer or list, all for anything malformed or for
    /// an id that the batch did not have.
    /// </summary>
    public static IReadOnlySet<string> FailedIds(byte[] answer, IReadOnlySet<string> batch)
    {
        var none = new HashSet<string>(StringComparer.Ordinal);
        if (answer.Length == 0)
        {
            return none;
        }

        JsonNode? document;
        try
        {
            document = StrictJson.Parse(answer);
        }
        catch (JsonException)
        {
            return batch;
        }

        return document switch
        {
            null => none,
            JsonObject answered => answered["batchItemFailures"] switch
            {
                null => none,
                JsonArray items => Ids(items, batch) ?? batch,
                _ => batch,
            },
            _ => batch,
        };
    }

    private static HashSet<string>? Ids(JsonArray items, IReadOnlySet<string> batch)
    {
        var failed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var named = (item as JsonObject)?["itemIdentifier"] as JsonValue;
            if (named is null || !named.TryGetValue(out string? id) || !batch.Contains(id))
            {
                return null;
            }

            failed.Add(id);
        }

        return failed;
    }
}
