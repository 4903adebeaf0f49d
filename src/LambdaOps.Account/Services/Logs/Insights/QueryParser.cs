using System.Globalization;
using System.Text.RegularExpressions;

namespace LambdaOps.Account.Services.Logs.Insights;

/// <summary>Reads a query of CloudWatch Logs Insights. What it does not know, it refuses.</summary>
internal sealed class QueryParser
{
    public const int MostRows = 10_000;

    private static readonly string[] s_commands = ["fields", "display", "filter", "parse", "stats", "sort", "limit"];

    private readonly Scanner _scanner;
    private readonly ExpressionParser _expressions;

    private QueryParser(string query)
    {
        _scanner = new Scanner(query);
        _expressions = new ExpressionParser(_scanner);
    }

    /// <exception cref="MalformedQueryException">It is no query, or asks for what is not known here.</exception>
    public static IReadOnlyList<Command> Read(string query) => new QueryParser(query).Commands();

    private List<Command> Commands()
    {
        var found = new List<Command> { ReadCommand() };
        while (_scanner.TakeIf("|"))
        {
            found.Add(ReadCommand());
        }

        return _scanner.Peek().Kind == QueryTokenKind.End ? found : throw _expressions.Unexpected("'|' or the end");
    }

    private Command ReadCommand()
    {
        var name = _scanner.Take();
        return (name.Kind == QueryTokenKind.Word ? name.Text.ToLowerInvariant() : "") switch
        {
            "fields" => new Command.Show(Columns(), Replaces: false),
            "display" => new Command.Show(Columns(), Replaces: true),
            "filter" => new Command.Filter(_expressions.Condition()),
            "parse" => Extract(),
            "stats" => Stats(),
            "sort" => Sort(),
            "limit" => Limit(),
            _ => throw new MalformedQueryException(
                $"found '{name.Text}', expected one of the commands {string.Join(", ", s_commands)}",
                name.At,
                name.Until
            ),
        };
    }

    private List<Column> Columns()
    {
        var found = new List<Column>();
        do
        {
            var value = _expressions.Read();
            found.Add(new Column(Alias() ?? value.Source, value));
        } while (_scanner.TakeIf(","));

        return found;
    }

    private string? Alias() => _scanner.TakeWord("as") ? Name() : null;

    private string Name()
    {
        var token = _scanner.Peek();
        var isName =
            token.Kind == QueryTokenKind.Quoted
            || (token.Kind == QueryTokenKind.Word && !Keywords.Contains(token.Text));
        return isName ? _scanner.Take().Text : throw _expressions.Unexpected("a name");
    }

    /// <summary>parse field "a * b *" as x, y, or parse field /(?&lt;x&gt;…)/; without a field, of the message.</summary>
    private Command.Extract Extract()
    {
        var from =
            _scanner.Peek().Kind == QueryTokenKind.Text || _scanner.Peek().Is("/")
                ? new Expression.Field("@message", "@message")
                : (Expression)new Expression.Field("", Name());
        if (_scanner.Peek().Is("/"))
        {
            var pattern = ExpressionParser.Compile(_scanner.TakePattern());
            var names = pattern.GetGroupNames().Where(name => !char.IsAsciiDigit(name[0])).ToList();
            return names.Count > 0
                ? new Command.Extract(from, pattern, names)
                : throw _expressions.Unexpected("a pattern with named groups before it");
        }

        var glob =
            _scanner.Peek().Kind == QueryTokenKind.Text
                ? _scanner.Take()
                : throw _expressions.Unexpected("a text or a /pattern/");
        if (!_scanner.TakeWord("as"))
        {
            throw _expressions.Unexpected("'as'");
        }

        var fields = new List<string> { Name() };
        while (_scanner.TakeIf(","))
        {
            fields.Add(Name());
        }

        var pieces = glob.Text.Split('*');
        if (pieces.Length - 1 != fields.Count)
        {
            throw new MalformedQueryException(
                $"the text has {pieces.Length - 1} '*', expected one for each of {fields.Count} names",
                glob.At,
                glob.Until
            );
        }

        var places = string.Concat(
            pieces.Select(
                (piece, at) =>
                    Regex.Escape(piece)
                    + (
                        at < fields.Count
                            ? at == fields.Count - 1 && pieces[^1].Length == 0
                                ? "(.*)"
                                : "(.*?)"
                            : ""
                    )
            )
        );
        return new Command.Extract(from, ExpressionParser.Compile(glob with { Text = places }), fields);
    }

    private Command.Stats Stats()
    {
        var aggregates = new List<Aggregate>();
        do
        {
            aggregates.Add(ReadAggregate());
        } while (_scanner.TakeIf(","));

        return new Command.Stats(aggregates, _scanner.TakeWord("by") ? Columns() : []);
    }

    private Aggregate ReadAggregate()
    {
        var function = _scanner.Take();
        if (function.Kind != QueryTokenKind.Word || !Aggregate.IsKnown(function.Text))
        {
            throw new MalformedQueryException(
                $"found '{function.Text}', expected one of {string.Join(", ", Aggregate.Functions)}",
                function.At,
                function.Until
            );
        }

        _expressions.Expect("(");
        var name = function.Text.ToLowerInvariant();
        var all = name == "count" && (_scanner.TakeIf("*") || _scanner.Peek().Is(")"));
        var of = all ? null : _expressions.Read();
        var percent = name == "pct" ? Percent() : 0;
        var end = _scanner.Peek();
        _expressions.Expect(")");
        var source = _scanner.Query[function.At..end.Until];
        return new Aggregate(Alias() ?? source, name, of, percent);
    }

    private double Percent()
    {
        _expressions.Expect(",");
        var token = _scanner.Peek();
        return
            token.Kind == QueryTokenKind.Number
            && double.TryParse(_scanner.Take().Text, CultureInfo.InvariantCulture, out var percent)
            && percent is >= 0 and <= 100
            ? percent
            : throw new MalformedQueryException(
                $"found '{token.Text}', expected a number from 0 to 100",
                token.At,
                token.Until
            );
    }

    private Command.Sort Sort()
    {
        var keys = new List<(Expression, bool)>();
        do
        {
            var by = SortKey();
            var descending = _scanner.TakeWord("desc");
            _ = !descending && _scanner.TakeWord("asc");
            keys.Add((by, descending));
        } while (_scanner.TakeIf(","));

        return new Command.Sort(keys);
    }

    /// <summary>An expression, or a column that stats made and that has no name of its own: avg(duration).</summary>
    private Expression SortKey()
    {
        var token = _scanner.Peek();
        if (token.Kind != QueryTokenKind.Word || !Aggregate.IsKnown(token.Text))
        {
            return _expressions.Read();
        }

        var name = ReadAggregate().Name;
        return new Expression.Field(name, name);
    }

    private Command.Limit Limit()
    {
        var token = _scanner.Peek();
        return
            token.Kind == QueryTokenKind.Number
            && int.TryParse(_scanner.Take().Text, CultureInfo.InvariantCulture, out var rows)
            && rows is > 0 and <= MostRows
            ? new Command.Limit(rows)
            : throw new MalformedQueryException(
                $"found '{token.Text}', expected a number from 1 to {MostRows}",
                token.At,
                token.Until
            );
    }
}
