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
