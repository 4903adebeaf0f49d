using System.Globalization;
using System.Text.RegularExpressions;
using LambdaOps.Account.World.Logs;

namespace LambdaOps.Account.Services.Logs.Insights;

/// <summary>One aggregation of a stats command.</summary>
/// <param name="Of">What is aggregated; null for count(*).</param>
/// <param name="Percent">Of pct.</param>
internal sealed record Aggregate(string Name, string Function, Expression? Of, double Percent)
{
    private static readonly string[] s_functions =
    [
        "count",
        "count_distinct",
        "avg",
        "sum",
        "min",
        "max",
        "pct",
        "median",
        "stddev",
        "earliest",
        "latest",
    ];

    public static IReadOnlyList<string> Functions => s_functions;

    public static bool IsKnown(string function) => s_functions.Contains(function, StringComparer.OrdinalIgnoreCase);

    /// <summary>The value over a group's rows; null where no row has a value.</summary>
    public object? Over(IReadOnlyList<Row> rows)
    {
        if (Of is null)
        {
            return (double)rows.Count;
        }

        var values = rows.Select(Of.Of).Where(value => value is not null).ToList();
        return Function switch
        {
            "count" => (double)values.Count,
            "count_distinct" => (double)values.Select(Values.Text).Distinct(StringComparer.Ordinal).Count(),
            "min" => values.Count == 0 ? null : values.Aggregate((a, b) => Values.Order(b, a) < 0 ? b : a),
            "max" => values.Count == 0 ? null : values.Aggregate((a, b) => Values.Order(b, a) > 0 ? b : a),
            "earliest" => rows.MinBy(TimeOf) is { } first ? Of.Of(first) : null,
            "latest" => rows.MaxBy(TimeOf) is { } last ? Of.Of(last) : null,
            _ => OverNumbers([.. values.Select(Values.Number).OfType<double>()]),
        };
    }

    private double? OverNumbers(List<double> numbers)
    {
        if (numbers.Count == 0)
        {
            return null;
        }

        switch (Function)
        {
            case "avg":
                return numbers.Average();
            case "sum":
                return numbers.Sum();
            case "stddev":
                var average = numbers.Average();
                return Math.Sqrt(numbers.Sum(n => (n - average) * (n - average)) / numbers.Count);
            default:
                numbers.Sort();
                var place = (int)Math.Ceiling(numbers.Count * (Function == "median" ? 50 : Percent) / 100) - 1;
                return numbers[Math.Clamp(place, 0, numbers.Count - 1)];
        }
    }

    private static DateTimeOffset TimeOf(Row row) => row["@timestamp"] is DateTimeOffset at ? at : default;
}

/// <summary>One command of a query, between two pipes.</summary>
internal abstract record Command
{
    private Command() { }

    /// <summary>fields and display: columns of the result, by name and expression.</summary>
    public sealed record Show(IReadOnlyList<Column> Columns, bool Replaces) : Command;

    public sealed record Filter(Expression Condition) : Command;

    /// <summary>Takes further fields out of a text; the pattern has a group for each name.</summary>
    public sealed record Extract(Expression From, Regex Pattern, IReadOnlyList<string> Names) : Command;

    public sealed record Stats(IReadOnlyList<Aggregate> Aggregates, IReadOnlyList<Column> By) : Command;

    public sealed record Sort(IReadOnlyList<(Expression By, bool Descending)> Keys) : Command;

    public sealed record Limit(int Rows) : Command;
}

/// <summary>A column of the result.</summary>
internal sealed record Column(string Name, Expression Value);

/// <summary>One row of a query: a log event with the values that the query made, or a group's values alone.</summary>
/// <param name="log">The event's group as "account:name".</param>
internal sealed class Row(LogEvent? logged, string log)
{
    private Dictionary<string, object?>? _own;

    public object? this[string name]
    {
        get =>
            _own is not null && _own.TryGetValue(name, out var value) ? value
            : logged is null ? null
            : name switch
            {
                "@timestamp" or "@ingestionTime" => logged.At,
                "@message" => logged.Message,
                "@logStream" => logged.Stream,
                "@log" => log,
                _ => logged.Field(name),
            };
        set => (_own ??= new Dictionary<string, object?>(StringComparer.Ordinal))[name] = value;
    }

    /// <summary>With what GetLogRecord would find the event; null for a group.</summary>
    public string? Pointer =>
        logged is null
            ? null
            : Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{log}/{logged.Stream}/{logged.At:O}"));
}

/// <summary>The values of a query: double, string, DateTimeOffset, bool, and null for a field that is not there.</summary>
internal static class Values
{
    public static double? Number(object? value) =>
        value switch
        {
            double number => number,
            DateTimeOffset at => at.ToUnixTimeMilliseconds(),
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
                number,
            _ => null,
        };

    /// <summary>As results show it.</summary>
    public static string? Text(object? value) =>
        value switch
        {
            null => null,
            string text => text,
            bool flag => flag ? "1" : "0",
            double number => number.ToString("0.####", CultureInfo.InvariantCulture),
            DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>By number where both are numbers, else by text; null when one is missing.</summary>
    public static int? Compare(object? a, object? b) =>
        a is null || b is null ? null
        : Number(a) is { } x && Number(b) is { } y ? x.CompareTo(y)
        : string.CompareOrdinal(Text(a), Text(b));

    /// <summary>In what order a sort has them: what is missing, then texts, then numbers.</summary>
    public static int Order(object? a, object? b)
    {
        var (rankA, rankB) = (Rank(a), Rank(b));
        return rankA != rankB ? rankA.CompareTo(rankB) : Compare(a, b) ?? 0;
    }

    private static int Rank(object? value) =>
        value is null ? 0
        : Number(value) is null ? 1
        : 2;
}
