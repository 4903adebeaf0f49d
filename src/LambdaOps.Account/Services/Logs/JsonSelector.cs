using System.Globalization;
using System.Text.RegularExpressions;
using LambdaOps.Account.World.Logs;

namespace LambdaOps.Account.Services.Logs;

/// <summary>{ $.status = 503 &amp;&amp; $.duration &gt; 1000 }: a filter pattern for messages in JSON.</summary>
internal sealed partial class JsonSelector
{
    private readonly string _text;
    private readonly List<string> _tokens = [];
    private int _at;

    private JsonSelector(string text)
    {
        _text = text;
        var at = 0;
        while (text[at..].Trim().Length > 0)
        {
            var token = Token().Match(text, at);
            at = token.Success ? token.Index + token.Length : throw Invalid();
            _tokens.Add(token.Groups[1].Value);
        }
    }

    /// <exception cref="ServiceFault">It is no selector.</exception>
    public static Func<LogEvent, bool> Parse(string text)
    {
        var selector = new JsonSelector(text);
        selector.Expect("{");
        var read = selector.Or();
        selector.Expect("}");
        return selector._at == selector._tokens.Count ? read : throw selector.Invalid();
    }

    private Func<LogEvent, bool> Or()
    {
        var left = And();
        while (TakeIf("||"))
        {
            var (first, second) = (left, And());
            left = e => first(e) || second(e);
        }

        return left;
    }

    private Func<LogEvent, bool> And()
    {
        var left = Condition();
        while (TakeIf("&&"))
        {
            var (first, second) = (left, Condition());
            left = e => first(e) && second(e);
        }

        return left;
    }

    private Func<LogEvent, bool> Condition()
    {
        if (TakeIf("("))
        {
            var inner = Or();
            Expect(")");
            return inner;
        }

        var selector = Take();
        if (!selector.StartsWith("$.", StringComparison.Ordinal) || selector.Length == 2)
        {
            throw Invalid();
        }

        var name = selector[2..];
        var operation = Take();
        if (operation is "IS" or "NOT")
        {
            return (operation, Take()) switch
            {
                ("IS", "NULL") or ("NOT", "EXISTS") => e => e.Field(name) is null,
                ("IS", "TRUE") => e => e.Field(name) is "1",
                ("IS", "FALSE") => e => e.Field(name) is "0",
                _ => throw Invalid(),
            };
        }

        return Compare(name, operation, Take());
    }

    private Func<LogEvent, bool> Compare(string name, string operation, string value)
    {
        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            Func<double, bool> fits = operation switch
            {
                "=" => found => found.Equals(number),
                "!=" => found => !found.Equals(number),
                "<" => found => found < number,
                "<=" => found => found <= number,
                ">" => found => found > number,
                ">=" => found => found >= number,
                _ => throw Invalid(),
            };
            return e => e.Field(name) is double found && fits(found);
        }

        var text = value.StartsWith('"') ? FilterPattern.Unescaped(value[1..^1]) : value;
        var pattern = new Regex(
            $"^{Regex.Escape(text).Replace("\\*", ".*", StringComparison.Ordinal)}$",
            RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
        );
        return operation switch
        {
            "=" => e => e.Field(name) is string found && pattern.IsMatch(found),
            "!=" => e => e.Field(name) is string found && !pattern.IsMatch(found),
            _ => throw Invalid(),
        };
    }

    private string Take() => _at < _tokens.Count ? _tokens[_at++] : throw Invalid();

    private bool TakeIf(string token)
    {
        var isNext = _at < _tokens.Count && _tokens[_at] == token;
        _at += isNext ? 1 : 0;
        return isNext;
    }

    private void Expect(string token)
    {
        if (!TakeIf(token))
        {
            throw Invalid();
        }
    }

    private ServiceFault Invalid() =>
        FilterPattern.Invalid($"Invalid filter pattern '{_text}', expected such as {{ $.status = 503 }}");

    [GeneratedRegex("""\G\s*("(?:[^"\\]|\\.)*"|&&|\|\||!=|<=|>=|[={}()<>]|[^\s"={}()<>!&|]+)""")]
    private static partial Regex Token();
}
