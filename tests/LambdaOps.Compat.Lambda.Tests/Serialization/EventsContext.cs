using System.Text.Json.Serialization;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.SNSEvents;
using Amazon.Lambda.SQSEvents;

namespace LambdaOps.Compat.Lambda.Tests.Serialization;

[JsonSerializable(typeof(SNSEvent))]
// SNS and SQS each have a MessageAttribute; the generator wants one of them renamed.
[JsonSerializable(typeof(SNSEvent.MessageAttribute), TypeInfoPropertyName = "SnsMessageAttribute")]
[JsonSerializable(
    typeof(IDictionary<string, SNSEvent.MessageAttribute>),
    TypeInfoPropertyName = "SnsMessageAttributes"
)]
[JsonSerializable(typeof(SQSEvent))]
[JsonSerializable(typeof(SQSBatchResponse))]
[JsonSerializable(typeof(CloudWatchEvent<StateChangeDetail>))]
[JsonSerializable(typeof(ScheduledEvent))]
[JsonSerializable(typeof(Blobs))]
[JsonSerializable(typeof(string))]
internal sealed partial class EventsContext : JsonSerializerContext;

internal sealed record StateChangeDetail(string AlarmName, StateChangeValue State);

internal sealed record StateChangeValue(string Value, string Timestamp);

internal sealed record Blobs(byte[]? Bytes, MemoryStream? Stream, DateTime Time, string? XAmzId2);
