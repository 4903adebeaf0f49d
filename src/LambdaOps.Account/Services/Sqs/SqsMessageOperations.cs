using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Account.Wire.Protocols;

namespace LambdaOps.Account.Services.Sqs;

/// <summary>SendMessage, ReceiveMessage, DeleteMessage, ChangeMessageVisibility.</summary>
public static class SqsMessageOperations
{
    private const int MostDelaySeconds = 900;
    private const int MostVisibilitySeconds = 43200;
    private const int MostWaitSeconds = 20;

    public const string TraceHeader = "AWSTraceHeader";

    /// <param name="input">The message: the call's input, or an entry of its batch.</param>
    public static JsonObject Send(SqsQueue queue, ServiceCall call, JsonObject input)
    {
        var body = (string)input["MessageBody"]!;
        var delay = Bounded(input, "DelaySeconds", 0, MostDelaySeconds);
        var attributes = ReadAttributes(input["MessageAttributes"] as JsonObject);
        CheckContent(queue, body, attributes);
        var system = ReadAttributes(input["MessageSystemAttributes"] as JsonObject)
            .ToDictionary(x => x.Key, x => x.Value.StringValue ?? "", StringComparer.Ordinal);
        if (call.Trace is { } trace)
        {
            system.TryAdd(TraceHeader, trace);
        }

        var sent = queue.Send(body, delay is { } d ? TimeSpan.FromSeconds(d) : null, attributes, call.Caller, system);
        return new JsonObject
        {
            ["MessageId"] = sent.Id,
            ["MD5OfMessageBody"] = sent.Md5OfBody,
            ["MD5OfMessageAttributes"] = SqsDigests.OfAttributes(attributes),
        };
    }

    public static JsonObject Receive(SqsQueue queue, JsonObject input)
    {
        var most = Bounded(input, "MaxNumberOfMessages", 1, 10) ?? 1;
        var visibility = Bounded(input, "VisibilityTimeout", 0, MostVisibilitySeconds);
        _ = Bounded(input, "WaitTimeSeconds", 0, MostWaitSeconds);
        var received = queue.Receive(most, visibility is { } v ? TimeSpan.FromSeconds(v) : null);
        var system = Names(input, "MessageSystemAttributeNames").Concat(Names(input, "AttributeNames")).ToHashSet();
        var named = Names(input, "MessageAttributeNames").ToList();
        return received.Count == 0
            ? []
            : new JsonObject { ["Messages"] = new JsonArray([.. received.Select(m => Shown(m, system, named))]) };
    }

    /// <summary>What a receive waits for; null for nothing, also when its answer will be an error.</summary>
    public static Task? Wait(SqsQueue queue, ServiceCall call)
    {
        var asked = (int?)call.Input["WaitTimeSeconds"];
        var wait = asked is { } seconds ? TimeSpan.FromSeconds(seconds) : queue.Settings.Wait;
        var isRight =
            asked is null or (>= 0 and <= MostWaitSeconds)
            && IsWithin(call.Input, "MaxNumberOfMessages", 1, 10)
            && IsWithin(call.Input, "VisibilityTimeout", 0, MostVisibilitySeconds);
        return isRight ? queue.Arrival(call.CameAt + wait) : null;
    }

    public static JsonObject Delete(SqsQueue queue, JsonObject input)
    {
        var handle = (string)input["ReceiptHandle"]!;
        RefuseInvalid(handle);
        queue.Delete(handle);
        return [];
    }

    public static JsonObject ChangeVisibility(SqsQueue queue, JsonObject input)
    {
        var handle = (string)input["ReceiptHandle"]!;
        RefuseInvalid(handle);
        var seconds = Bounded(input, "VisibilityTimeout", 0, MostVisibilitySeconds) ?? 0;
        if (queue.Find(handle) is null)
        {
            throw new ServiceFault(
                "InvalidParameterValue",
                $"Value {handle} for parameter ReceiptHandle is invalid. "
                    + "Reason: Message does not exist or is not available for visibility timeout change."
            );
        }

        return queue.MakeVisible(handle, TimeSpan.FromSeconds(seconds))
            ? []
            : throw new ServiceFault("MessageNotInflight", "The specified message isn't in flight.");
    }

    private static JsonObject Shown(SqsMessage message, HashSet<string> system, List<string> named)
    {
        var shown = new JsonObject
        {
            ["MessageId"] = message.Id,
            ["ReceiptHandle"] = message.ReceiptHandle,
            ["MD5OfBody"] = message.Md5OfBody,
            ["Body"] = message.Body,
        };
        var facts = SystemFacts(message)
            .Where(f => system.Contains("All") || system.Contains(f.Key))
            .Select(f => KeyValuePair.Create(f.Key, (JsonNode?)JsonValue.Create(f.Value)))
            .ToList();
        if (facts.Count > 0)
        {
            shown["Attributes"] = new JsonObject(facts);
        }

        var picked = message
            .Attributes.Where(a => named.Any(n => IsMeant(n, a.Key)))
            .ToDictionary(a => a.Key, a => a.Value, StringComparer.Ordinal);
        if (picked.Count > 0)
        {
            shown["MessageAttributes"] = new JsonObject(
                picked.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)Shown(a.Value)))
            );
            shown["MD5OfMessageAttributes"] = SqsDigests.OfAttributes(picked);
        }

        return shown;
    }

    /// <summary>The system attributes of a received message, also for the Lambda event source.</summary>
    public static Dictionary<string, string> SystemFacts(SqsMessage message)
    {
        var facts = new Dictionary<string, string>(message.SystemAttributes, StringComparer.Ordinal)
        {
            ["SenderId"] = message.Sender,
            ["SentTimestamp"] = Millis(message.SentAt),
            ["ApproximateReceiveCount"] = message.ReceiveCount.ToString(CultureInfo.InvariantCulture),
            ["ApproximateFirstReceiveTimestamp"] = Millis(message.FirstReceivedAt ?? message.SentAt),
        };
        if (message.DeadLetterSourceArn is { } source)
        {
            facts["DeadLetterQueueSourceArn"] = source;
        }

        return facts;
    }

    private static Dictionary<string, SqsAttribute> ReadAttributes(JsonObject? given) =>
        (given ?? []).ToDictionary(x => x.Key, x => ReadAttribute(x.Key, x.Value!.AsObject()), StringComparer.Ordinal);

    private static SqsAttribute ReadAttribute(string name, JsonObject given)
    {
        var type = (string)given["DataType"]!;
        var text = (string?)given["StringValue"];
        var bytes = given["BinaryValue"] is { } binary ? Nodes.BytesOf(binary) : null;
        var kind = type.Split('.')[0];
        var isWhole = kind switch
        {
            "String" or "Number" => !string.IsNullOrEmpty(text) && bytes is null,
            "Binary" => bytes is { Length: > 0 } && text is null,
            _ => throw new ServiceFault(
                "InvalidParameterValue",
                $"The message attribute '{name}' has an invalid "
                    + "message "
                    + "attribute type, the set of supported type prefixes is Binary, Number, and String."
            ),
        };
        return isWhole
            ? new SqsAttribute(type, text, bytes)
            : throw new ServiceFault(
                "InvalidParameterValue",
                $"The message attribute '{name}' must contain non-empty message attribute value for message "
                    + $"attribute type '{kind}'."
            );
    }

    private static JsonObject Shown(SqsAttribute attribute)
    {
        var shown = new JsonObject { ["DataType"] = attribute.DataType, ["StringValue"] = attribute.StringValue };
        if (attribute.BinaryValue is { } bytes)
        {
            shown["BinaryValue"] = Nodes.Bytes(bytes);
        }

        return shown;
    }

    private static void CheckContent(SqsQueue queue, string body, Dictionary<string, SqsAttribute> attributes)
    {
        if (body.Length == 0)
        {
            throw new ServiceFault("MissingParameter", "The request must contain the parameter MessageBody.");
        }

        if (attributes.Count > 10)
        {
            throw new ServiceFault(
                "InvalidParameterValue",
                "Number of message attributes exceeds the allowed " + "maximum [10]."
            );
        }

        var bytes =
            Encoding.UTF8.GetByteCount(body)
            + attributes.Sum(a =>
                Encoding.UTF8.GetByteCount(a.Key)
                + a.Value.DataType.Length
                + (a.Value.BinaryValue?.Length ?? Encoding.UTF8.GetByteCount(a.Value.StringValue!))
            );
        if (bytes > queue.Settings.MostBytes)
        {
            throw new ServiceFault(
                "InvalidParameterValue",
                "One or more parameters are invalid. Reason: Message "
                    + "must be "
                    + $"shorter than {queue.Settings.MostBytes} bytes."
            );
        }

        if (body.Any(c => c is < ' ' and not ('\t' or '\n' or '\r') or '\uFFFE' or '\uFFFF'))
        {
            throw new ServiceFault("InvalidMessageContents", "Invalid characters found.");
        }
    }

    internal static int? Bounded(JsonObject input, string name, int least, int most) =>
        IsWithin(input, name, least, most)
            ? (int?)input[name]
            : throw new ServiceFault(
                "InvalidParameterValue",
                $"Value {input[name]} for parameter {name} is invalid. "
                    + $"Reason: Must be >= {least} and <= {most}, if provided."
            );

    private static bool IsWithin(JsonObject input, string name, int least, int most) =>
        (int?)input[name] is not { } value || (value >= least && value <= most);

    private static void RefuseInvalid(string handle)
    {
        if (handle.Split('#').Length != 3)
        {
            throw new ServiceFault(
                "ReceiptHandleIsInvalid",
                $"The input receipt handle \"{handle}\" is not a valid " + "receipt handle."
            );
        }
    }

    private static bool IsMeant(string pattern, string name) =>
        pattern is "All" or ".*"
        || pattern == name
        || (
            pattern.EndsWith(".*", StringComparison.Ordinal) && name.StartsWith(pattern[..^2], StringComparison.Ordinal)
        );

    private static IEnumerable<string> Names(JsonObject input, string member) =>
        (input[member] as JsonArray ?? []).Select(x => (string)x!);

    private static string Millis(DateTimeOffset at) =>
        at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
