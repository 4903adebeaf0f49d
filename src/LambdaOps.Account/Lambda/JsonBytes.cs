using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Lambda;

/// <summary>JSON as AWS writes it: compact, escaping no more than JSON demands.</summary>
internal static class JsonBytes
{
    private static readonly JsonSerializerOptions s_asAws = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Of(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, s_asAws);

    /// <summary>The document, or null when the bytes are no JSON.</summary>
    public static JsonNode? TryParse(byte[] bytes)
    {
        try
        {
            return StrictJson.Parse(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
