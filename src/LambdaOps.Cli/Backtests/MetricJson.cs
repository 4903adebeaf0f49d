using System.Text.Json;

namespace LambdaOps.Cli.Backtests;

/// <summary>
/// Reads what 'aws cloudwatch get-metric-data' printed (each result a series, by its label or id), and what
/// 'get-metric-statistics' did (each statistic a series).
/// </summary>
internal static class MetricJson
{
    private const string Form =
        "what 'aws cloudwatch get-metric-data' prints: {\"MetricDataResults\": [{\"Id\": …, \"Label\": …, \"Timestamps\": […], \"Values\": […]}]}";

    /// <param name="label">What errors call the file.</param>
    /// <param name="wanted">An id or a label; null for all that there are.</param>
    /// <exception cref="UsageException">With the file, the place, what was found and what was expected.</exception>
    public static IReadOnlyList<MetricColumn> Read(FileInfo file, string label, string? wanted)
    {
        using var json = Parse(file, label);
        try
        {
            var all = ById(json.RootElement, label);
            var read =
                wanted is null ? [.. all.Values]
                : all.GetValueOrDefault(wanted) is { } named ? [named]
                : new List<MetricColumn>();
            read =
                read.Count == 0 && wanted is not null ? [.. all.Values.Where(column => column.Name == wanted)] : read;
            return read.Count > 0 || wanted is null
                ? read
                : throw MetricCsv.NoColumn(label, wanted, all.Values.Select(column => column.Name));
        }
        catch (InvalidOperationException)
        {
            throw new UsageException($"{label}: found text that is no Unicode, expected {Form}");
        }
    }

    private static Dictionary<string, MetricColumn> ById(JsonElement root, string label)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new UsageException($"{label}: found {Kind(root)}, expected {Form}");
        }

        if (root.TryGetProperty("MetricDataResults", out var results) && results.ValueKind == JsonValueKind.Array)
        {
            return OfResults(results, label);
        }

        return root.TryGetProperty("Datapoints", out var points) && points.ValueKind == JsonValueKind.Array
            ? OfStatistics(points, $"{label}: Datapoints")
            : throw new UsageException($"{label}: found neither MetricDataResults nor Datapoints, expected {Form}");
    }

    /// <summary>The AWS CLI prints a result once for each page that it read: those of one id are one series.</summary>
    private static Dictionary<string, MetricColumn> OfResults(JsonElement results, string label)
    {
        var columns = new Dictionary<string, MetricColumn>(StringComparer.Ordinal);
        foreach (var (index, result) in results.EnumerateArray().Index())
        {
            var (id, column) = OfResult(result, FormattableString.Invariant($"{label}: MetricDataResults[{index}]"));
            if (columns.TryAdd(id, column))
            {
                continue;
            }

            columns[id].Times.AddRange(column.Times);
            columns[id].Values.AddRange(column.Values);
        }

        return columns;
    }

    private static JsonDocument Parse(FileInfo file, string label)
    {
        try
        {
            using var stream = file.OpenRead();
            return JsonDocument.Parse(stream);
        }
        catch (JsonException wrong)
        {
            throw new UsageException(
                FormattableString.Invariant($"{label}, line {wrong.LineNumber + 1}: found no JSON, expected {Form}")
            );
        }
    }

    private static (string Id, MetricColumn Column) OfResult(JsonElement result, string place)
    {
        if (result.ValueKind != JsonValueKind.Object)
        {
            throw new UsageException($"{place}: found {Kind(result)}, expected a result of GetMetricData");
        }

        var id = TextOf(result, "Id") ?? place;
        var (times, values) = (ListOf(result, "Timestamps", place), ListOf(result, "Values", place));
        return times.GetArrayLength() == values.GetArrayLength()
            ? (
                id,
                new MetricColumn(
                    TextOf(result, "Label") is { Length: > 0 } named ? named : id,
                    [
                        .. times
                            .EnumerateArray()
                            .Index()
                            .Select(one => TimeOf(one.Item, $"{place}.Timestamps[{one.Index}]")),
                    ],
                    [
                        .. values
                            .EnumerateArray()
                            .Index()
                            .Select(one => ValueOf(one.Item, $"{place}.Values[{one.Index}]")),
                    ]
                )
            )
            : throw new UsageException(
                FormattableString.Invariant(
                    $"{place}: found {times.GetArrayLength()} Timestamps and {values.GetArrayLength()} Values, expected as many"
                )
            );
    }

    private static Dictionary<string, MetricColumn> OfStatistics(JsonElement points, string place)
    {
        var columns = new Dictionary<string, MetricColumn>(StringComparer.Ordinal);
        foreach (var (index, point) in points.EnumerateArray().Index())
        {
            var at = FormattableString.Invariant($"{place}[{index}]");
            if (point.ValueKind != JsonValueKind.Object || !point.TryGetProperty("Timestamp", out var stamp))
            {
                throw new UsageException($"{at}: found no Timestamp, expected a datapoint of GetMetricStatistics");
            }

            var time = TimeOf(stamp, $"{at}.Timestamp");
            foreach (
                var one in point
                    .EnumerateObject()
                    .Where(one => one.Value.ValueKind == JsonValueKind.Number && one.Name != "Timestamp")
            )
            {
                var column = columns.GetValueOrDefault(one.Name) ?? new MetricColumn(one.Name, [], []);
                columns[one.Name] = column;
                column.Times.Add(time);
                column.Values.Add(ValueOf(one.Value, $"{at}.{one.Name}"));
            }
        }

        return columns;
    }

    private static JsonElement ListOf(JsonElement result, string name, string place) =>
        result.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list
            : throw new UsageException($"{place}: found no list {name}, expected one");

    private static string? TextOf(JsonElement of, string name) =>
        of.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static long TimeOf(JsonElement time, string place) =>
        (
            time.ValueKind switch
            {
                JsonValueKind.String => MetricTime.Read(time.GetString()),
                JsonValueKind.Number when time.TryGetDouble(out var number) => MetricTime.OfNumber(number),
                _ => null,
            }
        )
        ?? throw new UsageException(
            $"{place}: found {MetricCsv.Quoted(time.GetRawText())}, expected {MetricTime.Expected}"
        );

    private static double ValueOf(JsonElement value, string place) =>
        value.ValueKind == JsonValueKind.Null ? double.NaN
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number
        : throw new UsageException($"{place}: found {MetricCsv.Quoted(value.GetRawText())}, expected a number");

    private static string Kind(JsonElement element) => element.ValueKind.ToString().ToLowerInvariant();
}
