using System.Collections.Immutable;
using System.Text.Json;

namespace LambdaOps.Core.Reports;

/// <summary>The texts of notices in one language: key and text, with places such as {target}.</summary>
public sealed class NoticeTexts
{
    private readonly ImmutableDictionary<string, string> _texts;

    private NoticeTexts(ImmutableDictionary<string, string> texts) => _texts = texts;

    public IEnumerable<string> Keys => _texts.Keys;

    /// <summary>Whether there is a text of that key: a record of another version may name what this one lacks.</summary>
    public bool Has(string key) => _texts.ContainsKey(key);

    /// <param name="json">A flat object of texts (Reports/Texts/notices.*.json).</param>
    /// <exception cref="JsonException">It is no such object.</exception>
    public static NoticeTexts Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new NoticeTexts(
            document
                .RootElement.EnumerateObject()
                .ToImmutableDictionary(
                    text => text.Name,
                    text => text.Value.GetString() ?? throw new JsonException($"{text.Name} is no text")
                )
        );
    }

    /// <summary>The text of a key with its places filled.</summary>
    /// <exception cref="KeyNotFoundException">There is no such key, or a place is left unfilled.</exception>
    public string Write(string key, params ReadOnlySpan<(string Place, string Value)> values)
    {
        var text = _texts.GetValueOrDefault(key) ?? throw new KeyNotFoundException($"there is no notice text '{key}'");
        var written = new System.Text.StringBuilder();
        for (var at = 0; at < text.Length; )
        {
            var open = text.IndexOf('{', at);
            if (open < 0)
            {
                written.Append(text, at, text.Length - at);
                break;
            }

            var close = text.IndexOf('}', open);
            written.Append(text, at, open - at).Append(ValueOf(key, text[(open + 1)..close], values));
            at = close + 1;
        }

        return written.ToString();
    }

    /// <summary>Values are put in once: what stands in braces in a value is text.</summary>
    private static string ValueOf(string key, string place, ReadOnlySpan<(string Place, string Value)> values)
    {
        foreach (var (name, value) in values)
        {
            if (name == place)
            {
                return value;
            }
        }

        throw new KeyNotFoundException($"notice text '{key}' has a place '{place}' that nobody fills");
    }
}
