using System.Text.Json.Nodes;

namespace LambdaOps.Account.Services.DynamoDb.Expressions;

/// <summary>
/// A request's #names and :values. Each must be used by some expression, and each used one must be given.
/// </summary>
internal sealed class Placeholders
{
    private readonly Dictionary<string, string> _names;
    private readonly Dictionary<string, AttributeValue> _values;
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public Placeholders(JsonObject input, params string[] expressions)
    {
        var names = input["ExpressionAttributeNames"] as JsonObject;
        var values = input["ExpressionAttributeValues"] as JsonObject;
        var given = expressions.Where(e => input[e] is not null).ToList();
        RefuseWithout(names, "ExpressionAttributeNames", given.Count > 0, "");
        // A projection alone has no values.
        RefuseWithout(
            values,
            "ExpressionAttributeValues",
            given.Any(e => e != "ProjectionExpression"),
            $": {string.Join(", ", expressions.Where(e => e != "ProjectionExpression"))} is null"
        );
        _names = (names ?? []).ToDictionary(
            x => Key(x.Key, '#', "Names"),
            x => (string)x.Value!,
            StringComparer.Ordinal
        );
        _values = (values ?? []).ToDictionary(
            x => Key(x.Key, ':', "Values"),
            x => ReadValue(x.Key, x.Value!.AsObject()),
            StringComparer.Ordinal
        );
    }

    public string Name(string placeholder, string kind)
    {
        _used.Add(placeholder);
        return _names.TryGetValue(placeholder, out var name)
            ? name
            : throw ExpressionFault.Of(
                kind,
                "An expression attribute name used in the document path is not defined; "
                    + $"attribute name: {placeholder}"
            );
    }

    public AttributeValue Value(string placeholder, string kind)
    {
        _used.Add(placeholder);
        return _values.TryGetValue(placeholder, out var value)
            ? value
            : throw ExpressionFault.Of(
                kind,
                "An expression attribute value used in expression is not defined; " + $"attribute value: {placeholder}"
            );
    }

    /// <summary>To be called when all expressions are read.</summary>
    public void RefuseUnused()
    {
        RefuseUnused(_names.Keys, "ExpressionAttributeNames");
        RefuseUnused(_values.Keys, "ExpressionAttributeValues");
    }

    private void RefuseUnused(IEnumerable<string> given, string member)
    {
        var unused = given.Where(k => !_used.Contains(k)).ToList();
        if (unused.Count > 0)
        {
            throw ExpressionFault.Invalid(
                $"Value provided in {member} unused in expressions: keys: {{{string.Join(", ", unused)}}}"
            );
        }
    }

    private static void RefuseWithout(JsonObject? map, string member, bool hasExpression, string detail)
    {
        if (map is not null && !hasExpression)
        {
            throw ExpressionFault.Invalid($"{member} can only be specified when using expressions{detail}");
        }

        if (map is { Count: 0 })
        {
            throw ExpressionFault.Invalid($"{member} must not be empty");
        }
    }

    private static string Key(string key, char mark, string what)
    {
        var isRight =
            key.Length > 1 && key[0] == mark && key.Skip(1).All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        return isRight
            ? key
            : throw ExpressionFault.Invalid(
                $"ExpressionAttribute{what} contains invalid key: Syntax error; key: " + $"\"{key}\""
            );
    }

    private static AttributeValue ReadValue(string key, JsonObject value)
    {
        try
        {
            return AttributeJson.Read(value);
        }
        catch (ServiceFault invalid)
        {
            throw ExpressionFault.Invalid(
                $"ExpressionAttributeValues contains invalid value: {invalid.Message} for " + $"key {key}"
            );
        }
    }
}
