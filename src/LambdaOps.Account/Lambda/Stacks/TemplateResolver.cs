using System.Globalization;
using System.Text.Json.Nodes;

namespace LambdaOps.Account.Lambda.Stacks;

/// <summary>Resolves CloudFormation's intrinsic functions. Everything lazily: a template has no order.</summary>
internal sealed class TemplateResolver
{
    private readonly JsonObject _template;
    private readonly StackOptions _options;
    private readonly ResourceNames _names;
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    public TemplateResolver(JsonObject template, StackOptions options)
    {
        _template = template;
        _options = options;
        _names = new ResourceNames(template, options, this);
    }

    /// <summary>AWS::NoValue: takes away the property that it is the value of.</summary>
    private static readonly JsonNode s_noValue = JsonValue.Create("AWS::NoValue");

    public ResourceNames Names => _names;

    /// <summary>A copy with everything resolved; null for null and for AWS::NoValue.</summary>
    public JsonNode? Resolve(JsonNode? node, string path)
    {
        var resolved = Value(node, path);
        return ReferenceEquals(resolved, s_noValue) ? null : resolved;
    }

    public string Text(JsonNode? node, string path) =>
        Resolve(node, path) is JsonValue value ? Plain(value) : throw new StackError(path, "expected a text.");

    public bool Condition(string name, string path)
    {
        var conditions = _template["Conditions"] as JsonObject;
        if (conditions?[name] is not { } condition)
        {
            throw new StackError(path, $"there is no condition {name}.");
        }

        return Once($"condition {name}", path, () => IsTrue(condition, $"Conditions/{name}"));
    }

    /// <summary>Runs what may lead back to itself, and says so when it does.</summary>
    public T Once<T>(string what, string path, Func<T> resolve)
    {
        if (!_open.Add(what))
        {
            throw new StackError(path, $"{what} depends on itself.");
        }

        try
        {
            return resolve();
        }
        finally
        {
            _open.Remove(what);
        }
    }

    private JsonNode? Value(JsonNode? node, string path) =>
        node switch
        {
            null => null,
            JsonArray list => List(list, path),
            JsonObject fields when fields.Count == 1 && IsIntrinsic(fields.First().Key) => Intrinsic(
                fields.First().Key,
                fields.First().Value,
                path
            ),
            JsonObject fields => Fields(fields, path),
            _ => node.DeepClone(),
        };

    private static bool IsIntrinsic(string key) => key == "Ref" || key.StartsWith("Fn::", StringComparison.Ordinal);

    private JsonArray List(JsonArray list, string path)
    {
        var resolved = new JsonArray();
        foreach (var (index, item) in list.Index())
        {
            var value = Value(item, $"{path}/{index}");
            if (!ReferenceEquals(value, s_noValue))
            {
                resolved.Add(value);
            }
        }

        return resolved;
    }

    private JsonObject Fields(JsonObject fields, string path)
    {
        var resolved = new JsonObject();
        foreach (var (name, field) in fields)
        {
            var value = Value(field, $"{path}/{name}");
            if (!ReferenceEquals(value, s_noValue))
            {
                resolved[name] = value;
            }
        }

        return resolved;
    }

    private JsonNode? Intrinsic(string function, JsonNode? argument, string path)
    {
        var at = $"{path}/{function}";
        return function switch
        {
            "Ref" => Ref(Literal(argument, at), at),
            "Fn::GetAtt" => Attribute(argument, at),
            "Fn::Sub" => Substitute(argument, at),
            "Fn::Join" => Join(argument, at),
            "Fn::Split" => Split(argument, at),
            "Fn::Select" => Select(argument, at),
            "Fn::If" => If(argument, at),
            _ => throw new StackError(at, "this intrinsic function is not supported here."),
        };
    }

    private JsonNode? Ref(string name, string path) =>
        name switch
        {
            "AWS::Region" => _options.Region,
            "AWS::AccountId" => _options.AccountId,
            "AWS::Partition" => _options.Partition,
            "AWS::StackName" => _options.StackName,
            "AWS::URLSuffix" => "amazonaws.com",
            "AWS::NoValue" => s_noValue,
            _ when _template["Parameters"]?[name] is JsonObject parameter => Parameter(name, parameter),
            _ => _names.Ref(name, path),
        };

    private JsonNode Parameter(string name, JsonObject parameter)
    {
        var path = $"Parameters/{name}";
        var type = parameter["Type"]?.GetValue<string>() ?? throw new StackError(path, "it has no Type.");
        var value =
            _options.Parameters.TryGetValue(name, out var given) ? given
            : parameter["Default"] is JsonValue fallback ? Plain(fallback)
            : throw new StackError(path, "it has neither a default nor a value.");
        if (
            parameter["AllowedValues"] is JsonArray allowed
            && !allowed.OfType<JsonValue>().Any(one => Plain(one) == value)
        )
        {
            throw new StackError(path, $"'{value}' is none of its allowed values.");
        }

        CheckPattern(type, parameter, value, path);

        return type switch
        {
            "String" or "Number" => JsonValue.Create(value),
            "CommaDelimitedList" or "List<Number>" or "List<String>" => new JsonArray([
                .. value.Split(',').Select(one => (JsonNode)JsonValue.Create(one.Trim())),
            ]),
            _ => throw new StackError(path, $"parameters of type {type} are not supported."),
        };
    }

    /// <summary>Of a list, each value has to match; the pattern means the whole value.</summary>
    private static void CheckPattern(string type, JsonObject parameter, string value, string path)
    {
        if ((string?)parameter["AllowedPattern"] is not { } pattern)
        {
            return;
        }

        var values = type == "String" ? [value] : value.Split(',').Select(one => one.Trim());
        foreach (var one in values)
        {
            if (!System.Text.RegularExpressions.Regex.IsMatch(one, $"^(?:{pattern})\\z"))
            {
                var why = (string?)parameter["ConstraintDescription"] ?? $"expected what matches {pattern}";
                throw new StackError(path, $"found '{one}', {why}.");
            }
        }
    }

    /// <summary>Checks what the template says of its parameters before anything is deployed.</summary>
    public void CheckRules()
    {
        foreach (var (name, parameter) in _template["Parameters"] as JsonObject ?? [])
        {
            Parameter(name, (JsonObject)parameter!);
        }

        foreach (var (name, rule) in _template["Rules"] as JsonObject ?? [])
        {
            var path = $"Rules/{name}";
            if (rule?["RuleCondition"] is { } condition && !IsTrue(condition, $"{path}/RuleCondition"))
            {
                continue;
            }

            foreach (var (index, assertion) in (rule?["Assertions"] as JsonArray ?? []).Index())
            {
                var assert =
                    assertion?["Assert"] ?? throw new StackError($"{path}/Assertions/{index}", "it has no Assert.");
                if (!IsTrue(assert, $"{path}/Assertions/{index}/Assert"))
                {
                    throw new StackError(path, (string?)assertion["AssertDescription"] ?? "its assertion is false.");
                }
            }
        }
    }

    private string Attribute(JsonNode? argument, string path)
    {
        // "Queue.Arn" or ["Queue", "Arn"]
        var words = argument is JsonArray list
            ? list.Select(one => Literal(one, path)).ToArray()
            : Literal(argument, path).Split('.', 2);
        return words is [var logicalId, var attribute]
            ? _names.Attribute(logicalId, attribute, path)
            : throw new StackError(path, "expected a logical id and an attribute.");
    }

    private string Substitute(JsonNode? argument, string path)
    {
        var (text, own) = argument switch
        {
            JsonArray and [var first, JsonObject variables] => (Literal(first, path), variables),
            JsonArray => throw new StackError(path, "expected a text and a map."),
            _ => (Literal(argument, path), []),
        };
        return System.Text.RegularExpressions.Regex.Replace(
            text,
            @"\$\{([^}]*)\}",
            found =>
            {
                var name = found.Groups[1].Value;
                return name switch
                {
                    ['!', .. var literal] => $"${{{literal}}}",
                    _ when own.ContainsKey(name) => Text(own[name], $"{path}/{name}"),
                    _ when name.Contains('.', StringComparison.Ordinal) => Attribute(name, $"{path}/{name}"),
                    _ => Ref(name, $"{path}/{name}") is JsonValue value
                        ? Plain(value)
                        : throw new StackError($"{path}/{name}", "a list cannot be put into a text."),
                };
            }
        );
    }

    private string Join(JsonNode? argument, string path) =>
        Arguments(argument, 2, path) switch
        {
            [var by, JsonArray items] => string.Join(Literal(by, path), items.Select(one => Literal(one, path))),
            _ => throw new StackError(path, "expected a delimiter and a list."),
        };

    private JsonArray Split(JsonNode? argument, string path)
    {
        var words = Arguments(argument, 2, path);
        var parts = Literal(words[1], path).Split(Literal(words[0], path));
        return new JsonArray([.. parts.Select(part => (JsonNode)JsonValue.Create(part))]);
    }

    private JsonNode? Select(JsonNode? argument, string path)
    {
        var words = Arguments(argument, 2, path);
        var isIndex = int.TryParse(Literal(words[0], path), CultureInfo.InvariantCulture, out var index);
        return isIndex && words[1] is JsonArray items && index >= 0 && index < items.Count
            ? items[index]?.DeepClone()
            : throw new StackError(path, "expected an index into a list.");
    }

    private JsonNode? If(JsonNode? argument, string path) =>
        argument switch
        {
            JsonArray and [var name, var yes, var no] => Condition(Literal(name, path), path)
                ? Value(yes, $"{path}/1")
                : Value(no, $"{path}/2"),
            _ => throw new StackError(path, "expected a condition and two values."),
        };

    private bool IsTrue(JsonNode condition, string path)
    {
        if (condition is not JsonObject { Count: 1 } fields)
        {
            throw new StackError(path, "expected one condition function.");
        }

        var (function, argument) = (fields.First().Key, fields.First().Value);
        var at = $"{path}/{function}";
        return function switch
        {
            "Condition" => Condition(Literal(argument, at), at),
            "Fn::Equals" => Arguments(argument, 2, at) is var two && Literal(two[0], at) == Literal(two[1], at),
            "Fn::Not" => !Parts(argument, 1, 1, at).Single(),
            "Fn::And" => Parts(argument, 2, 10, at).All(part => part),
            "Fn::Or" => Parts(argument, 2, 10, at).Any(part => part),
            "Fn::Contains" => Arguments(argument, 2, at) is [JsonArray all, var one]
                && all.Any(each => Literal(each, at) == Literal(one, at)),
            _ => throw new StackError(at, "this is no condition function."),
        };
    }

    private List<bool> Parts(JsonNode? argument, int least, int most, string path) =>
        argument is JsonArray parts && parts.Count >= least && parts.Count <= most
            ? [.. parts.Select((part, index) => IsTrue(part!, $"{path}/{index}"))]
            : throw new StackError(path, $"expected {least} to {most} conditions.");

    private JsonArray Arguments(JsonNode? argument, int count, string path) =>
        Value(argument, path) is JsonArray list && list.Count == count
            ? list
            : throw new StackError(path, $"expected {count} arguments.");

    private static string Literal(JsonNode? node, string path) =>
        node is JsonValue value ? Plain(value) : throw new StackError(path, "expected a text.");

    private static string Plain(JsonValue value) =>
        value.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.String => value.GetValue<string>(),
            _ => value.ToJsonString(),
        };
}
