using System.Globalization;

namespace LambdaOps.Account.Services.Logs.Insights;

/// <summary>The functions that fields and filters may call.</summary>
internal static class QueryFunctions
{
    private static readonly Dictionary<string, Function> s_all = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ispresent"] = new(1, 1, IsTest: true, a => a[0] is not null),
        ["isempty"] = new(1, 1, IsTest: true, a => Values.Text(a[0]) is null or ""),
        ["isblank"] = new(1, 1, IsTest: true, a => string.IsNullOrWhiteSpace(Values.Text(a[0]))),
        ["strcontains"] = new(
            2,
            2,
            IsTest: true,
            a => Values.Text(a[0])?.Contains(Values.Text(a[1]) ?? "", StringComparison.Ordinal) == true
        ),
        ["strlen"] = new(1, 1, IsTest: false, a => Values.Text(a[0]) is { } text ? (double)text.Length : null),
        ["tolower"] = new(1, 1, IsTest: false, a => Values.Text(a[0])?.ToLowerInvariant()),
        ["toupper"] = new(1, 1, IsTest: false, a => Values.Text(a[0])?.ToUpperInvariant()),
        ["concat"] = new(1, 32, IsTest: false, a => string.Concat(a.Select(Values.Text))),
        ["coalesce"] = new(1, 32, IsTest: false, a => Array.Find(a, value => value is not null)),
        ["abs"] = Numeric(Math.Abs),
        ["ceil"] = Numeric(Math.Ceiling),
        ["floor"] = Numeric(Math.Floor),
        ["sqrt"] = Numeric(Math.Sqrt),
        ["log"] = Numeric(Math.Log),
        ["greatest"] = Extreme(Enumerable.Max),
        ["least"] = Extreme(Enumerable.Min),
    };

    private static readonly Dictionary<string, TimeSpan> s_units = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ms"] = TimeSpan.FromMilliseconds(1),
        ["s"] = TimeSpan.FromSeconds(1),
        ["sec"] = TimeSpan.FromSeconds(1),
        ["m"] = TimeSpan.FromMinutes(1),
        ["min"] = TimeSpan.FromMinutes(1),
        ["h"] = TimeSpan.FromHours(1),
        ["hr"] = TimeSpan.FromHours(1),
        ["d"] = TimeSpan.FromDays(1),
        ["day"] = TimeSpan.FromDays(1),
    };

    public static Expression Call(QueryToken name, IReadOnlyList<Expression> arguments, string source, int until)
    {
        if (!s_all.TryGetValue(name.Text, out var function))
        {
            throw new MalformedQueryException(
                $"the function '{name.Text}' is not known, expected one of {string.Join(", ", s_all.Keys)}, bin",
                name.At,
                name.Until
            );
        }

        return arguments.Count >= function.Least && arguments.Count <= function.Most
            ? new Expression.Call(source, function.IsTest, arguments, function.Compute)
            : throw new MalformedQueryException(
                $"{name.Text} has {arguments.Count} arguments, expected "
                    + (function.Least == function.Most ? $"{function.Least}" : $"at least {function.Least}"),
                name.At,
                until
            );
    }

    /// <summary>"5m" as a span; the unit may be in the plural.</summary>
    public static TimeSpan Period(QueryToken token)
    {
        var digits = token.Text.TakeWhile(c => char.IsAsciiDigit(c)).Count();
        var unit = token.Text[digits..];
        var span =
            s_units.TryGetValue(unit, out var one) ? one
            : s_units.TryGetValue(unit.TrimEnd('s'), out one) ? one
            : throw new MalformedQueryException(
                $"'{token.Text}' is no period, expected a number and one of {string.Join(", ", s_units.Keys)}",
                token.At,
                token.Until
            );
        return
            int.TryParse(token.Text[..digits], CultureInfo.InvariantCulture, out var count) && count is > 0 and < 10_000
            ? span * count
            : throw new MalformedQueryException($"'{token.Text}' is no period", token.At, token.Until);
    }

    private static Function Numeric(Func<double, double> compute) =>
        new(
            1,
            1,
            IsTest: false,
            a => Values.Number(a[0]) is { } number && double.IsFinite(compute(number)) ? compute(number) : null
        );

    /// <summary>Of several numbers one; null where any is none.</summary>
    private static Function Extreme(Func<IEnumerable<double>, double> choose) =>
        new(
            1,
            32,
            IsTest: false,
            a => a.Select(Values.Number).ToList() is var all && all.Contains(null) ? null : choose(all.OfType<double>())
        );

    private sealed record Function(int Least, int Most, bool IsTest, Func<object?[], object?> Compute);
}
