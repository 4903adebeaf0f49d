using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.SNSEvents;
using Amazon.Lambda.SQSEvents;
using LambdaOps.Aws.Journal;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Engine;
using LambdaOps.Engine.Checks;

namespace LambdaOps.Aws.Signals;

/// <summary>What an invocation answers: the other way of <see cref="EventReader"/>.</summary>
/// <remarks>
/// A type of its own, not a stream: of a function from stream to stream Lambda's runtime client cannot tell whether its
/// serializer is for the event or for the answer. Its JSON is the same whatever the serializer's options.
/// </remarks>
[JsonConverter(typeof(EventAnswerConverter))]
public sealed class EventAnswer
{
    // People read it: quotes, plus signs and their own language stay as they are. As Lambda's serializer writes.
    private static readonly JsonWriterOptions s_readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Action<Utf8JsonWriter> _write;

    private EventAnswer(Action<Utf8JsonWriter> write) => _write = write;

    /// <summary>What each signal led to.</summary>
    public static EventAnswer Of(List<LoopReport> reports) =>
        new(json => JsonSerializer.Serialize(json, reports, AnswerJson.Default.ListLoopReport));

    /// <summary>What the watchdog found.</summary>
    public static EventAnswer Of(IReadOnlyList<WatchReport> reports) =>
        new(json => JsonSerializer.Serialize(json, reports, AnswerJson.Default.IReadOnlyListWatchReport));

    /// <summary>What became of a check's job.</summary>
    public static EventAnswer Of(CheckAnswer answer) =>
        new(json => JsonSerializer.Serialize(json, answer, AnswerJson.Default.CheckAnswer));

    /// <summary>What ECS is answered.</summary>
    public static EventAnswer Of(HookAnswer answer) =>
        new(json =>
        {
            json.WriteStartObject();
            json.WriteString("hookStatus", answer.Status.Word);
            if (answer.CallBackDelay is { } delay)
            {
                json.WriteNumber("callBackDelay", (int)delay.TotalSeconds);
            }

            json.WriteEndObject();
        });

    /// <summary>An SQSBatchResponse: the messages of a batch that failed, and are delivered again.</summary>
    public static EventAnswer OfBatch(IEnumerable<string> failedMessageIds)
    {
        var failed = failedMessageIds.Select(id => new SQSBatchResponse.BatchItemFailure { ItemIdentifier = id });
        return new(json =>
            JsonSerializer.Serialize(json, new SQSBatchResponse([.. failed]), AnswerJson.Default.SQSBatchResponse)
        );
    }

    /// <summary>The answer as Lambda's serializer writes it.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_readable))
        {
            _write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    internal void Write(Utf8JsonWriter json) => _write(json);
}

/// <summary>For the serializer that Lambda's runtime client writes answers with.</summary>
internal sealed class EventAnswerConverter : JsonConverter<EventAnswer>
{
    public override EventAnswer Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("An answer is only written.");

    public override void Write(Utf8JsonWriter writer, EventAnswer value, JsonSerializerOptions options) =>
        value.Write(writer);
}

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TargetIdConverter), typeof(ProcedureNameConverter)]
)]
[JsonSerializable(typeof(List<LoopReport>))]
[JsonSerializable(typeof(IReadOnlyList<WatchReport>))]
[JsonSerializable(typeof(CheckAnswer))]
[JsonSerializable(typeof(SQSBatchResponse))]
internal sealed partial class AnswerJson : JsonSerializerContext;

/// <summary>Every event and answer that a function reads or writes.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true
)]
[JsonSerializable(typeof(SNSEvent))]
[JsonSerializable(typeof(SNSEvent.MessageAttribute), TypeInfoPropertyName = "SnsMessageAttribute")]
[JsonSerializable(
    typeof(IDictionary<string, SNSEvent.MessageAttribute>),
    TypeInfoPropertyName = "SnsMessageAttributes"
)]
[JsonSerializable(typeof(SQSEvent))]
[JsonSerializable(typeof(EventAnswer))]
[JsonSerializable(typeof(CloudWatchEvent<AlarmDetail>))]
[JsonSerializable(typeof(CloudWatchEvent<DeploymentDetail>))]
[JsonSerializable(typeof(DirectAlarmEvent))]
[JsonSerializable(typeof(SnsAlarmMessage))]
[JsonSerializable(typeof(OperatorEvent))]
public sealed partial class EventsJson : JsonSerializerContext;
