using System.Globalization;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SNSEvents;
using Amazon.Lambda.SQSEvents;
using LambdaOps.Aws.Journal;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.MaintenancePage;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Aws.Signals;

/// <summary>
/// Reads an invocation's payload: an alarm by SNS, EventBridge or directly, the function's own queue, or a person.
/// </summary>
public static class EventReader
{
    private const string Shapes =
        "an SNS or SQS event (Records), an EventBridge event (detail-type), "
        + "an alarm's direct action (alarmData), a request (operator), a lifecycle hook (lifecycleStage) or a scheduled "
        + "job (job)";

    private const string AlarmText = "an alarm's JSON text";

    private static readonly SourceGeneratorLambdaJsonSerializer<EventsJson> s_serializer = new();

    /// <exception cref="BadEventException">
    /// The payload, or a part of it outside a queue's batch, cannot be read.
    /// </exception>
    public static IncomingEvent Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return ReadShape(payload);
        }
        catch (InvalidOperationException notText)
        {
            // JsonElement says so of bytes that are not UTF-8, and of half a surrogate pair.
            throw new BadEventException("$", notText.Message, "Unicode text");
        }
    }

    /// <summary>Whether it is a lifecycle hook of ECS, which takes no answer for a failure.</summary>
    public static bool IsHook(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return Read(payload) is IncomingEvent.Hook;
        }
        catch (BadEventException)
        {
            return false;
        }
    }

    private static IncomingEvent ReadShape(ReadOnlyMemory<byte> payload)
    {
        using var document = Parse(payload);
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
        {
            // EventBridge Pipes bring a queue's messages as a list.
            byte[] records = [.. "{\"Records\":"u8, .. payload.Span, .. "}"u8];
            return ReadRecords(root, records);
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new BadEventException("$", root.ValueKind.ToString(), Shapes);
        }

        return root.TryGetProperty("Records", out var sent) ? ReadRecords(sent, payload)
            : root.TryGetProperty("detail-type", out _) ? One(ReadEventBridge(payload))
            : root.TryGetProperty("alarmData", out _) ? One(ReadDirect(payload))
            : root.TryGetProperty("operator", out _)
                ? One(OperatorReader.Read(Bind<OperatorEvent>(payload, OperatorReader.Expected)))
            : root.TryGetProperty(HookReader.Stage, out _) ? new IncomingEvent.Hook(HookReader.Read(root))
            : root.TryGetProperty(JobRequests.Job, out _) ? new IncomingEvent.Job(JobRequests.Read(root, "$"))
            : throw new BadEventException(
                "$",
                "members " + string.Join(", ", root.EnumerateObject().Select(member => member.Name)),
                Shapes
            );
    }

    private static IncomingEvent.Signals One(Signal signal) => new([signal]);

    private static JsonDocument Parse(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return JsonDocument.Parse(payload);
        }
        catch (JsonException notJson)
        {
            throw new BadEventException("$", notJson.Message, "a JSON document");
        }
    }

    private static IncomingEvent ReadRecords(JsonElement records, ReadOnlyMemory<byte> payload)
    {
        if (records.ValueKind != JsonValueKind.Array || records.GetArrayLength() == 0)
        {
            throw new BadEventException("Records", records.GetRawText(), "a list of at least one record");
        }

        var source =
            records[0].ValueKind == JsonValueKind.Object
            && (
                records[0].TryGetProperty("EventSource", out var named)
                || records[0].TryGetProperty("eventSource", out named)
            )
                ? named.ToString()
                : "nothing";
        return source switch
        {
            "aws:sns" => ReadSns(Bind<SNSEvent>(payload, "an SNS event")),
            "aws:sqs" => ReadSqs(Bind<SQSEvent>(payload, "an SQS event")),
            _ => throw new BadEventException("Records[0].EventSource", $"\"{source}\"", "aws:sns or aws:sqs"),
        };
    }

    private static IncomingEvent.Signals ReadSns(SNSEvent sns)
    {
        var opened = sns
            .Records.Select(
                (record, index) =>
                {
                    var place = FormattableString.Invariant($"Records[{index}].Sns.Message");
                    var message = AlarmSignals.Required(record?.Sns?.Message, place, AlarmText);
                    return Open(message, place, Envelope.NameOf(record?.Sns?.TopicArn));
                }
            )
            .ToList();
        return new([.. opened.Select(one => one.Signal).OfType<Signal>()])
        {
            Texts = [.. opened.Select(one => one.Text).OfType<ForeignText>()],
        };
    }

    /// <summary>A topic's message: an alarm, an event that a rule sent to the topic, or neither.</summary>
    private static (Signal? Signal, ForeignText? Text) Open(string message, string place, string topic) =>
        Envelope.Of(message) switch
        {
            Envelope.Alarm => (ReadAlarm(message, place), null),
            Envelope.EventBridge { DetailType: var type } when Envelope.IsKnown(type) => (
                ReadInner(message, place),
                null
            ),
            _ => (null, new ForeignText(topic, message)),
        };

    private static Signal.AlarmChanged ReadAlarm(string message, string place)
    {
        try
        {
            return AlarmSignals.From(
                JsonSerializer.Deserialize(message, EventsJson.Default.SnsAlarmMessage)
                    ?? throw new BadEventException(place, "null", AlarmText),
                place
            );
        }
        catch (JsonException notAlarm)
        {
            throw new BadEventException($"{place}{Below(notAlarm)}", Cut(message), $"{AlarmText} ({notAlarm.Message})");
        }
    }

    /// <summary>An event of EventBridge within another one: its errors name the place of both.</summary>
    private static Signal ReadInner(string message, string place)
    {
        try
        {
            return ReadEventBridge(Encoding.UTF8.GetBytes(message));
        }
        catch (BadEventException bad)
        {
            throw new BadEventException($"{place}: {bad.Place}", bad.Found, bad.Expected);
        }
    }

    private static IncomingEvent.Batch ReadSqs(SQSEvent sqs) =>
        new([
            .. sqs.Records.Select(
                (record, index) =>
                {
                    var place = FormattableString.Invariant($"Records[{index}].body");

                    // Without an id a message cannot fail alone.
                    var id = AlarmSignals.Required(
                        record?.MessageId,
                        FormattableString.Invariant($"Records[{index}].messageId"),
                        "a message's id"
                    );
                    try
                    {
                        return Delivered(record!, ReadBody(record!.Body, id, place));
                    }
                    catch (BadEventException bad)
                    {
                        return Delivered(record!, new BatchItem(id, null, bad));
                    }
                    catch (Exception bad)
                        when (bad
                                is JsonException
                                    or NotSupportedException
                                    or ArgumentNullException
                                    or InvalidOperationException
                        )
                    {
                        return Delivered(
                            record!,
                            new BatchItem(
                                id,
                                null,
                                new BadEventException(
                                    place,
                                    Cut(record!.Body ?? "nothing"),
                                    $"a signal ({bad.Message})"
                                )
                            )
                        );
                    }
                }
            ),
        ]);

    /// <summary>
    /// A message of a function's own queue: a signal of the loop, or how a check goes on. Or, of a queue that people put
    /// behind a topic or a rule: an alarm, in SNS's envelope or (raw delivery) without.
    /// </summary>
    private static BatchItem ReadBody(string body, string id, string place)
    {
        switch (Envelope.Of(body))
        {
            case Envelope.Alarm:
                return new BatchItem(id, ReadAlarm(body, place), null);
            case Envelope.EventBridge { DetailType: var type } when Envelope.IsKnown(type):
                return new BatchItem(id, ReadInner(body, place), null);
            case Envelope.Notification { Topic: var topic, Message: var message }:
                var (signal, text) = Open(message, $"{place}.Message", topic);
                return new BatchItem(id, signal, null) { Text = text };
        }

        using var document = JsonDocument.Parse(body);
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty(JobRequests.Job, out _)
                ? new BatchItem(id, null, null) { Job = JobRequests.Read(document.RootElement, place) }
            : JsonSerializer.Deserialize(body, JournalJson.Default.Signal) is { } own ? new BatchItem(id, own, null)
            : new BatchItem(id, null, new BadEventException(place, "null", "a signal"));
    }

    private static BatchItem Delivered(SQSEvent.SQSMessage record, BatchItem item) =>
        item with
        {
            Receipt = record.ReceiptHandle ?? "",
            Received =
                record.Attributes is { } attributes
                && attributes.TryGetValue("ApproximateReceiveCount", out var count)
                && int.TryParse(count, CultureInfo.InvariantCulture, out var times)
                    ? times
                    : 1,
        };

    private static Signal ReadEventBridge(ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload);
        var type = document.RootElement.GetProperty("detail-type").ToString();
        if (EcsEvents.DetailTypes.Contains(type))
        {
            var happened = Bind<CloudWatchEvent<DeploymentDetail>>(payload, "a deployment's state change");
            return DeploymentSignals.From(happened.Detail, happened.Resources ?? [], AwsTime.Of(happened.Time));
        }

        if (!AlarmEvents.All.Contains(type))
        {
            throw new BadEventException(
                "detail-type",
                $"\"{type}\"",
                $"\"{string.Join("\", \"", AlarmEvents.All)}\", \"{EcsEvents.DeploymentState}\" or "
                    + $"\"{EcsEvents.HookState}\""
            );
        }

        var change = Bind<CloudWatchEvent<AlarmDetail>>(payload, "an alarm's state change");
        if (
            type == AlarmEvents.ContributorStateChange
            && (change.Detail?.AlarmContributor ?? change.Detail?.Contributor) is null
        )
        {
            // Without its series it would pass for the whole alarm's.
            throw new BadEventException("detail.alarmContributor", "nothing", "the series that changed its state");
        }

        return AlarmSignals.From(
            change.Detail,
            change.Resources is [var arn, ..] ? arn : null,
            "resources[0]",
            "detail",
            AlarmRoute.EventBridge
        );
    }

    private static Signal.AlarmChanged ReadDirect(ReadOnlyMemory<byte> payload)
    {
        var direct = Bind<DirectAlarmEvent>(payload, "an alarm's direct action");
        return AlarmSignals.From(direct.AlarmData, direct.AlarmArn, "alarmArn", "alarmData", AlarmRoute.Direct);
    }

    private static T Bind<T>(ReadOnlyMemory<byte> payload, string expected)
    {
        try
        {
            using var stream = new MemoryStream(payload.ToArray());
            return ((ILambdaSerializer)s_serializer).Deserialize<T>(stream);
        }
        catch (Exception bad) when (bad is JsonSerializerException or JsonException)
        {
            var inner = bad.InnerException as JsonException ?? bad as JsonException;
            throw new BadEventException(
                inner is null ? "$" : "$" + Below(inner),
                inner?.Message ?? bad.Message,
                expected
            );
        }
    }

    private static string Below(JsonException error) =>
        error.Path is { Length: > 1 } path && path.StartsWith('$') ? path[1..] : "";

    private static string Cut(string text)
    {
        const int Longest = 80;
        return text.Length <= Longest ? text : text[..Longest] + "…";
    }
}
