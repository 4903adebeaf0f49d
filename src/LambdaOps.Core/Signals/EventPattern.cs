using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LambdaOps.Core.Signals;

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

/// <summary>One alternative for a field of an event pattern: a value, or a rule such as {"prefix": "…"}.</summary>
internal static class EventMatcher
{
    /// <returns>The test of a field's value, which is null when the event has no such field.</returns>
    public static Func<JsonElement?, bool> Parse(JsonElement rule, string path)
    {
        if (rule.ValueKind != JsonValueKind.Object)
        {
            return Any(seen => IsSame(seen, rule));
        }

        var named = Single(rule, path);
        if (named.Name == "exists")
        {
            return Exists(named.Value, $"{path}.exists");
        }

        return Any(Leaf(named.Name, named.Value, $"{path}.{named.Name}"));
    }

    private static Func<JsonElement, bool> Leaf(string name, JsonElement value, string path) =>
        name switch
        {
            "prefix" => Text(value, path, (seen, wanted, how) => seen.StartsWith(wanted, how)),
            "suffix" => Text(value, path, (seen, wanted, how) => seen.EndsWith(wanted, how)),
            "equals-ignore-case" => Text(String(value, path), StringComparison.OrdinalIgnoreCase, string.Equals),
            "wildcard" => Text(String(value, path), StringComparison.Ordinal, IsLike),
            "anything-but" => AnythingBut(value, path),
            "numeric" => Numeric(value, path),
            _ => throw new FormatException($"{path}: no such rule of event patterns is known."),
        };

    /// <summary>\* and \\ mean the character itself; a private one stands for it meanwhile.</summary>
    private static bool IsLike(string seen, string wanted, StringComparison how)
    {
        const char Star = '\uE000';
        var pattern = new StringBuilder();
        for (var at = 0; at < wanted.Length; at++)
        {
            var isEscaped = wanted[at] == '\\' && at + 1 < wanted.Length && wanted[at + 1] is '*' or '\\';
            at += isEscaped ? 1 : 0;
            pattern.Append(isEscaped && wanted[at] == '*' ? Star : wanted[at]);
        }

        return Wildcard.Matches($"{pattern}", seen.Replace('*', Star), single: false);
    }

    /// <summary>
    /// A list in the event matches when one of its elements does; a missing field and an object never do.
    /// </summary>
    private static Func<JsonElement?, bool> Any(Func<JsonElement, bool> leaf) =>
        seen =>
            seen switch
            {
                null => false,
                { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Any(leaf),
                { } value => leaf(value),
            };

    private static bool IsSame(JsonElement seen, JsonElement wanted) =>
        seen.ValueKind == wanted.ValueKind
        && wanted.ValueKind switch
        {
            JsonValueKind.String => seen.GetString() == wanted.GetString(),
            JsonValueKind.Number => seen.GetRawText() == wanted.GetRawText(),
            JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null => true,
            _ => false,
        };

    /// <summary>Only leaves exist: an object in the field's place does not.</summary>
    private static Func<JsonElement?, bool> Exists(JsonElement wanted, string path)
    {
        var expected = wanted.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw new FormatException($"{path}: expected true or false."),
        };
        return seen => (seen is { ValueKind: not JsonValueKind.Object }) == expected;
    }

    private static Func<JsonElement, bool> AnythingBut(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            var named = Single(value, path);
            var texts = Values(named.Value);
            var rules = texts.Select(one => Leaf(named.Name, one, $"{path}.{named.Name}")).ToList();
            return seen => !rules.Exists(rule => rule(seen));
        }

        var unwanted = Values(value);
        return seen => !unwanted.Exists(one => IsSame(seen, one));
    }

    private static List<JsonElement> Values(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];

    private static Func<JsonElement, bool> Numeric(JsonElement value, string path)
    {
        var words = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [];
        if (words.Length is not (2 or 4))
        {
            throw new FormatException($"{path}: expected a comparison and a number, once or twice.");
        }

        var tests = words.Chunk(2).Select(pair => Compare(String(pair[0], path), pair[1].GetDouble(), path)).ToList();
        return seen => seen.ValueKind == JsonValueKind.Number && tests.TrueForAll(test => test(seen.GetDouble()));
    }

    private static Predicate<double> Compare(string sign, double limit, string path) =>
        sign switch
        {
            "=" => seen => seen.Equals(limit),
            "<" => seen => seen < limit,
            "<=" => seen => seen <= limit,
            ">" => seen => seen > limit,
            ">=" => seen => seen >= limit,
            _ => throw new FormatException($"{path}: '{sign}' is no comparison."),
        };

    private static Func<JsonElement, bool> Text(
        JsonElement value,
        string path,
        Func<string, string, StringComparison, bool> test
    )
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return Text(String(value, path), StringComparison.Ordinal, test);
        }

        var named = Single(value, path);
        return named.Name == "equals-ignore-case"
            ? Text(String(named.Value, path), StringComparison.OrdinalIgnoreCase, test)
            : throw new FormatException($"{path}.{named.Name}: no such rule of event patterns is known.");
    }

    private static Func<JsonElement, bool> Text(
        string wanted,
        StringComparison how,
        Func<string, string, StringComparison, bool> test
    ) => seen => seen.ValueKind == JsonValueKind.String && test(seen.GetString()!, wanted, how);

    private static JsonProperty Single(JsonElement rule, string path) =>
        rule.EnumerateObject().ToArray() is [var only]
            ? only
            : throw new FormatException($"{path}: expected exactly one rule.");

    private static string String(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new FormatException(
                string.Create(CultureInfo.InvariantCulture, $"{path}: expected a text, not {value.ValueKind}.")
            );
}
