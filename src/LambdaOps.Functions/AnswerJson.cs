using System.Text.Json.Serialization;
using Amazon.Lambda.SQSEvents;
using LambdaOps.Engine;

namespace LambdaOps.Functions;

/// <summary>What the functions answer.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(List<LoopReport>))]
[JsonSerializable(typeof(SQSBatchResponse))]
internal sealed partial class AnswerJson : JsonSerializerContext;
