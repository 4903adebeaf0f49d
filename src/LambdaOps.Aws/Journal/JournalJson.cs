using System.Text.Json.Serialization;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Signals;

namespace LambdaOps.Aws.Journal;

/// <summary>Records and follow-ups as JSON: what lies in the table and in the queue.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    Converters = [
        typeof(TargetIdConverter),
        typeof(IncidentIdConverter),
        typeof(ProcedureNameConverter),
        typeof(PhaseConverter),
        typeof(IncidentConverter),
    ]
)]
[JsonSerializable(typeof(TargetRecord))]
[JsonSerializable(typeof(Incident))]
[JsonSerializable(typeof(IncidentRow))]
[JsonSerializable(typeof(Signal))]
public sealed partial class JournalJson : JsonSerializerContext;
