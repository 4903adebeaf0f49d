using System.Text.Json;

namespace LambdaOps.Account.Lambda;

/// <summary>An EventBridge event pattern.</summary>
/// <remarks>
/// Fields of a pattern must all match, values of a field are alternatives, and a list in the event matches when one of
/// its elements does. Numbers given as values match by their text, as EventBridge does: 300 is not 300.0.
/// </remarks>
public sealed class EventPattern
{
    private readonly Func<JsonElement?, bool> _matches;

    private EventPattern(Func<JsonElement?, bool> matches) => _matches = matches;

    /// <exception cref="FormatException">The pattern says something that EventBridge (or this reader) does not
    /// know.</exception>
    public static EventPattern Parse(string pattern)
    {
        using var document = JsonDocument.Parse(pattern);
        return Parse(document.RootElement);
    }

    /// <exception cref="FormatException">The pattern says something that EventBridge (or this reader) does not
    /// know.</exception>
    public static EventPattern Parse(JsonElement pattern) => new(Fields(pattern.Clone(), "$"));

    public bool Matches(JsonElement happened) => _matches(happened);

    private static Func<JsonElement?, bool> Fields(JsonElement pattern, string path)
    {
        if (pattern.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"{path}: expected an object.");
        }

        var rules = new List<Func<JsonElement?, bool>>();
        foreach (var field in pattern.EnumerateObject())
        {
            var at = $"{path}.{field.Name}";
            rules.Add(field.Name == "$or" ? Or(field.Value, at) : Field(field.Name, field.Value, at));
        }

        return rules.Count == 0
            ? throw new FormatException($"{path}: an empty pattern matches nothing.")
            : seen => rules.TrueForAll(rule => rule(seen));
    }

    private static Func<JsonElement?, bool> Or(JsonElement alternatives, string path)
    {
        if (alternatives.ValueKind != JsonValueKind.Array || alternatives.GetArrayLength() < 2)
        {
            throw new FormatException($"{path}: expected a list of two or more patterns.");
        }

        var patterns = alternatives.EnumerateArray().Select((one, i) => Fields(one, $"{path}[{i}]")).ToList();
        return seen => patterns.Exists(pattern => pattern(seen));
    }

    private static Func<JsonElement?, bool> Field(string name, JsonElement pattern, string path)
    {
        var inner = pattern.ValueKind switch
        {
            JsonValueKind.Object => Fields(pattern, path),
            JsonValueKind.Array => Alternatives(pattern, path),
            _ => throw new FormatException($"{path}: expected a list of values or an object."),
        };
        return seen =>
            seen switch
            {
                { ValueKind: JsonValueKind.Object } owner => inner(
                    owner.TryGetProperty(name, out var value) ? value : null
                ),
                { ValueKind: JsonValueKind.Array } list => list.EnumerateArray()
                    .Any(owner =>
                        owner.ValueKind == JsonValueKind.Object
                        && owner.TryGetProperty(name, out var value)
                        && inner(value)
                    ),
                _ => inner(null),
            };
    }

    private static Func<JsonElement?, bool> Alternatives(JsonElement values, string path)
    {
        var rules = values.EnumerateArray().Select((one, i) => EventMatcher.Parse(one, $"{path}[{i}]")).ToList();
        return seen => rules.Exists(rule => rule(seen));
    }
}
