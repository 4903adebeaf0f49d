using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace LambdaOps.Simulator.World;

/// <summary>
/// Reads JSON of strangers so that nothing in it can fail later: no member twice, all of it UTF-8, no half of a
/// character. (The reader itself looks into texts and names only when they are asked for.)
/// </summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions s_noneTwice = new() { AllowDuplicateProperties = false };

    /// <summary>Null for JSON's null.</summary>
    /// <exception cref="JsonException">It is not such JSON.</exception>
    public static JsonNode? Parse(byte[] text)
    {
        if (!Utf8.IsValid(text))
        {
            throw new JsonException("The text is not UTF-8.");
        }

        RefuseHalfCharacters(text);
        return JsonNode.Parse(text, documentOptions: s_noneTwice);
    }

    private static void RefuseHalfCharacters(byte[] text)
    {
        if (!text.AsSpan().Contains((byte)'\\'))
        {
            return;
        }

        try
        {
            var reader = new Utf8JsonReader(text);
            while (reader.Read())
            {
                var isText = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
                _ = isText && reader.ValueIsEscaped ? reader.GetString() : null;
            }
        }
        catch (InvalidOperationException half)
        {
            throw new JsonException(half.Message, half);
        }
    }
}
