using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.SQSEvents;
using LambdaOps.Engine;

namespace LambdaOps.Aws.Signals;

/// <summary>What an invocation answers, as JSON: the other way of <see cref="EventReader"/>.</summary>
public static class EventAnswer
{
    /// <summary>What each signal led to.</summary>
    public static byte[] Of(List<LoopReport> reports)
    {
        // People read it: quotes, plus signs and their own language stay as they are.
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_readable))
        {
            JsonSerializer.Serialize(json, reports, AnswerJson.Default.ListLoopReport);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static readonly JsonWriterOptions s_readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What the watchdog found.</summary>
    public static byte[] Of(IReadOnlyList<WatchReport> reports) =>
        JsonSerializer.SerializeToUtf8Bytes(reports, AnswerJson.Default.IReadOnlyListWatchReport);

    /// <summary>An SQSBatchResponse: the messages of a batch that failed, and come again.</summary>
    public static byte[] OfBatch(IEnumerable<string> failedMessageIds) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new SQSBatchResponse([
                .. failedMessageIds.Select(id => new SQSBatchResponse.BatchItemFailure { ItemIdentifier = id }),
            ]),
            AnswerJson.Default.SQSBatchResponse
        );
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(List<LoopReport>))]
[JsonSerializable(typeof(IReadOnlyList<WatchReport>))]
[JsonSerializable(typeof(SQSBatchResponse))]
internal sealed partial class AnswerJson : JsonSerializerContext;
