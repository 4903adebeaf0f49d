using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace LambdaOps.Account.World;

/// <summary>
/// Reads JSON of strangers so that nothing in it can fail later: no member twice, all of it UTF-8, no half of a
/// character. (The reader itself looks into texts and names only when they are asked for.)
/// </summary>
internal static class StrictJson
{
    /// <summary>DynamoDB's deepest item has 68 levels of JSON.</summary>
    private const int MostDepth = 1000;

    private static readonly JsonDocumentOptions s_noneTwice = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = MostDepth,
    };

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

    /// <summary>The bytes of JSON of any depth; the serializer stops at 64 levels.</summary>
    public static byte[] BytesOf(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    private static void RefuseHalfCharacters(byte[] text)
    {
        if (!text.AsSpan().Contains((byte)'\\'))
        {
            return;
        }

        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MostDepth });
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
