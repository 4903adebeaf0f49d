using System.Text.Json.Serialization;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.SNSEvents;
using Amazon.Lambda.SQSEvents;

namespace LambdaOps.Aws.Signals;

/// <summary>Every event and answer that a function reads or writes.</summary>
[JsonSourceGenerationOptions(
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
[JsonSerializable(typeof(DirectAlarmEvent))]
[JsonSerializable(typeof(SnsAlarmMessage))]
[JsonSerializable(typeof(OperatorEvent))]
public sealed partial class EventsJson : JsonSerializerContext;
