using System.Text.Json;
using System.Text.Json.Serialization;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Journal;

/// <summary>Records and follow-ups as JSON: what lies in the table and in the queue.</summary>
/// <remarks>Without writers of their own for each type, which would be a hundredth of the package.</remarks>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    Converters = [
        typeof(TargetIdConverter),
        typeof(IncidentIdConverter),
        typeof(IncidentNumberConverter),
        typeof(ProcedureNameConverter),
        typeof(PhaseConverter),
        typeof(IncidentConverter),
    ]
)]
[JsonSerializable(typeof(TargetRecord))]
[JsonSerializable(typeof(Incident))]
[JsonSerializable(typeof(IncidentRow))]
[JsonSerializable(typeof(Signal))]
[JsonSerializable(typeof(CheckRecord))]
[JsonSerializable(typeof(SmokeResult))]
[JsonSerializable(typeof(Core.Resources.DayFigures))]
[JsonSerializable(typeof(Core.Resources.TickedLine))]
public sealed partial class JournalJson : JsonSerializerContext
{
    /// <summary>
    /// For what is written into the table: letters of every language as they are. As escapes a letter of Japanese has six
    /// bytes instead of three, of the 400 KB that an item may have, and people cannot read them in the console.
    /// </summary>
    public static JournalJson Written =>
        field ??= new(
            new JsonSerializerOptions(Default.Options)
            {
                Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );
}

/// <summary>Ids are plain strings in JSON.</summary>
internal abstract class TextConverter<T>(Func<string, T> make, Func<T, string> show) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? make(reader.GetString()!)
            : throw new JsonException($"found {reader.TokenType}, expected a string");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(show(value));
}

internal sealed class TargetIdConverter() : TextConverter<TargetId>(text => new(text), id => id.Value);

internal sealed class IncidentIdConverter() : TextConverter<IncidentId>(text => new(text), id => id.Value);

internal sealed class IncidentNumberConverter()
    : TextConverter<IncidentNumber>(
        text => IncidentNumber.Read(text) ?? throw new JsonException($"'{text}' is no incident's number"),
        number => $"{number}"
    );

internal sealed class ProcedureNameConverter() : TextConverter<ProcedureName>(text => new(text), name => name.Value);

/// <summary>Phases that older versions called otherwise are read by those names too.</summary>
internal sealed class PhaseConverter() : TextConverter<Phase>(text => new(NameOf(text)), phase => phase.Name)
{
    private static string NameOf(string text) =>
        text switch
        {
            "handedOver" => "handedOff",
            "givingBack" => "scalingIn",
            "puttingBack" => "restoring",
            "saving" => "backingUp",
            "scalingUp" => "scalingOut",
            _ => text,
        };
}
