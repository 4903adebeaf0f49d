using System.Text.Json;
using System.Text.Json.Serialization;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Aws.Journal;

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
