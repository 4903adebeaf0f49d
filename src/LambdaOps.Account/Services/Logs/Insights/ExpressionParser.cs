using System.Globalization;
using System.Text.RegularExpressions;

namespace LambdaOps.Account.Services.Logs.Insights;

/// <summary>Reads expressions: or, and, not, comparisons, sums, products, powers, in order of their binding.</summary>
internal sealed class ExpressionParser(Scanner scanner)
{
    private int _end;

    public Expression Read() => Or();

    /// <summary>An expression that is true or false.</summary>
    public Expression Condition()
    {
        var from = scanner.Peek().At;
        var read = Read();
        return read.IsCondition
            ? read
            : throw new MalformedQueryException($"'{read.Source}' is no condition, expected a comparison", from, _end);
    }

    private Expression Or()
    {
        var from = scanner.Peek().At;
        var left = And();
        while (scanner.TakeWord("or"))
        {
            var right = Condition(And);
            left = new Expression.Or(Source(from), RequireCondition(left, from), right);
        }

        return left;
    }

    private Expression And()
    {
        var from = scanner.Peek().At;
        var left = Not();
        while (scanner.TakeWord("and"))
        {
            var right = Condition(Not);
            left = new Expression.And(Source(from), RequireCondition(left, from), right);
        }

        return left;
    }

    private Expression Not()
    {
        var from = scanner.Peek().At;
        if (!scanner.TakeWord("not"))
        {
            return Compared();
        }

        var inner = Condition(Not);
        return new Expression.Not(Source(from), inner);
    }

    private Expression Compared()
    {
        var from = scanner.Peek().At;
        var left = Sum();
        var operation = scanner.Peek();
        var fits = operation.Kind == QueryTokenKind.Symbol ? Fitting(operation.Text) : null;
        if (fits is not null)
        {
            scanner.Take();
            var right = Sum();
            return new Expression.Comparison(Source(from), left, right, fits);
        }

        if (operation.Is("=~"))
        {
            scanner.Take();
            return Like(left, from);
        }

        var isNegated = scanner.TakeWord("not");
        Expression? found =
            scanner.TakeWord("like") ? Like(left, from)
            : scanner.TakeWord("in") ? In(left, from)
            : isNegated ? throw Unexpected("like or in")
            : null;
        return found is null ? left
            : isNegated ? new Expression.Not(Source(from), found)
            : found;
    }

    private static Func<int, bool>? Fitting(string symbol) =>
        symbol switch
        {
            "=" => order => order == 0,
            "!=" => order => order != 0,
            "<" => order => order < 0,
            "<=" => order => order <= 0,
            ">" => order => order > 0,
            ">=" => order => order >= 0,
            _ => null,
        };

    /// <summary>A text that has to be contained, or a regular expression.</summary>
    private Expression.Like Like(Expression subject, int from)
    {
        var pattern = scanner.Peek().Is("/") ? scanner.TakePattern() : default;
        if (pattern.Text is null)
        {
            var text =
                scanner.Peek().Kind == QueryTokenKind.Text ? scanner.Take() : throw Unexpected("a text or a /pattern/");
            pattern = text with { Text = Regex.Escape(text.Text) };
        }

        _end = pattern.Until;
        return new Expression.Like(Source(from), subject, Compile(pattern));
    }

    public static Regex Compile(QueryToken pattern)
    {
        try
        {
            return new Regex(pattern.Text, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw new MalformedQueryException(
                $"'{pattern.Text}' is no regular expression: {wrong.Message}",
                pattern.At,
                pattern.Until
            );
        }
    }

    private Expression.In In(Expression subject, int from)
    {
        Expect("[");
        var set = List("]");
        return new Expression.In(Source(from), subject, set);
    }

    private Expression Sum()
    {
        var from = scanner.Peek().At;
        var left = Product();
        while (scanner.Peek() is var sign && (sign.Is("+") || sign.Is("-")))
        {
            scanner.Take();
            var right = Product();
            left = sign.Is("+")
                ? new Expression.Arithmetic(Source(from), left, right, (a, b) => a + b)
                : new Expression.Arithmetic(Source(from), left, right, (a, b) => a - b);
        }

        return left;
    }

    private Expression Product()
    {
        var from = scanner.Peek().At;
        var left = Power();
        while (scanner.Peek() is var sign && (sign.Is("*") || sign.Is("/") || sign.Is("%")))
        {
            scanner.Take();
            var right = Power();
            left = new Expression.Arithmetic(
                Source(from),
                left,
                right,
                sign.Text switch
                {
                    "*" => (a, b) => a * b,
                    "/" => (a, b) => a / b,
                    _ => (a, b) => a % b,
                }
            );
        }

        return left;
    }

    private Expression Power()
    {
        var from = scanner.Peek().At;
        var left = Single();
        if (!scanner.TakeIf("^"))
        {
            return left;
        }

        var right = Power();
        return new Expression.Arithmetic(Source(from), left, right, Math.Pow);
    }

    private Expression Single()
    {
        var token = scanner.Take();
        _end = token.Until;
        switch (token.Kind)
        {
            case QueryTokenKind.Number
                when double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                return new Expression.Constant(token.Text, number);
            case QueryTokenKind.Text:
                return new Expression.Constant(Source(token.At), token.Text);
            case QueryTokenKind.Quoted:
                return new Expression.Field(token.Text, token.Text);
            case QueryTokenKind.Word when scanner.Peek().Is("("):
                return Called(token);
            case QueryTokenKind.Word when !Keywords.Contains(token.Text):
                return new Expression.Field(token.Text, token.Text);
        }

        if (token.Is("-"))
        {
            var inner = Single();
            return new Expression.Arithmetic(
                Source(token.At),
                new Expression.Constant("0", 0.0),
                inner,
                (a, b) => a - b
            );
        }

        if (!token.Is("("))
        {
            throw new MalformedQueryException(
                $"found '{token.Text}', expected a field, a value or a function",
                token.At,
                token.Until
            );
        }

        var grouped = Or();
        Expect(")");
        return grouped with { Source = Source(token.At) };
    }

    private Expression Called(QueryToken name)
    {
        scanner.Take();
        if (name.IsWord("bin"))
        {
            var period =
                scanner.Peek().Kind == QueryTokenKind.Period ? scanner.Take() : throw Unexpected("a period such as 5m");
            Expect(")");
            return new Expression.Bin(Source(name.At), QueryFunctions.Period(period));
        }

        var arguments = List(")");
        return QueryFunctions.Call(name, arguments, Source(name.At), _end);
    }

    /// <summary>Expressions with commas between them, up to the closing symbol.</summary>
    private List<Expression> List(string closing)
    {
        var found = new List<Expression>();
        while (!scanner.Peek().Is(closing))
        {
            if (found.Count > 0)
            {
                Expect(",");
            }

            found.Add(Sum());
        }

        Expect(closing);
        return found;
    }

    public void Expect(string symbol)
    {
        if (!scanner.Peek().Is(symbol))
        {
            throw Unexpected($"'{symbol}'");
        }

        _end = scanner.Take().Until;
    }

    public MalformedQueryException Unexpected(string expected)
    {
        var found = scanner.Peek();
        return new MalformedQueryException($"found '{found.Text}', expected {expected}", found.At, found.Until);
    }

    private Expression Condition(Func<Expression> read)
    {
        var from = scanner.Peek().At;
        return RequireCondition(read(), from);
    }

    private Expression RequireCondition(Expression read, int from) =>
        read.IsCondition
            ? read
            : throw new MalformedQueryException($"'{read.Source}' is no condition, expected a comparison", from, _end);

    private string Source(int from) => scanner.Query[from.._end];
}

/// <summary>Words of the language, which are no names of fields.</summary>
internal static class Keywords
{
    private static readonly HashSet<string> s_all = new(StringComparer.OrdinalIgnoreCase)
    {
        "and",
        "or",
        "not",
        "like",
        "in",
        "as",
        "by",
        "asc",
        "desc",
    };

    public static bool Contains(string word) => s_all.Contains(word);
}
