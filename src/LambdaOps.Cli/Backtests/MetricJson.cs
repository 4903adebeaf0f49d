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
    /// <param name="wanted">A label or an id; null for all that there are.</param>
    /// <exception cref="UsageException">With the file, the place, what was found and what was expected.</exception>
    public static IReadOnlyList<MetricColumn> Read(FileInfo file, string label, string? wanted)
    {
        using var json = Parse(file, label);
        var root = json.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new UsageException($"{label}: found {Kind(root)}, expected {Form}");
        }

        List<(string Id, Func<MetricColumn> Read)> all =
            root.TryGetProperty("MetricDataResults", out var results) && results.ValueKind == JsonValueKind.Array
                ?
                [
                    .. results
                        .EnumerateArray()
                        .Index()
                        .SelectMany(one => OfResult(one.Item, $"{label}: MetricDataResults[{one.Index}]")),
                ]
            : root.TryGetProperty("Datapoints", out var points) && points.ValueKind == JsonValueKind.Array
                ? OfStatistics(points, $"{label}: Datapoints")
            : throw new UsageException($"{label}: found neither MetricDataResults nor Datapoints, expected {Form}");
        var read = all.Where(one => wanted is null || one.Id == wanted).Select(one => one.Read()).ToList();
        if (read.Count == 0 && wanted is not null)
        {
            // By its label where no id is that.
            read = [.. all.Select(one => one.Read()).Where(column => column.Name == wanted)];
        }

        return read.Count > 0 || wanted is null
            ? read
            : throw MetricCsv.NoColumn(label, wanted, all.Select(one => one.Read().Name));
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

    private static IEnumerable<(string Id, Func<MetricColumn> Read)> OfResult(JsonElement result, string place)
    {
        if (result.ValueKind != JsonValueKind.Object)
        {
            throw new UsageException($"{place}: found {Kind(result)}, expected a result of GetMetricData");
        }

        var id = TextOf(result, "Id") ?? place;
        var (times, values) = (ListOf(result, "Timestamps", place), ListOf(result, "Values", place));
        if (times.GetArrayLength() != values.GetArrayLength())
        {
            throw new UsageException(
                FormattableString.Invariant(
                    $"{place}: found {times.GetArrayLength()} Timestamps and {values.GetArrayLength()} Values, expected as many"
                )
            );
        }

        yield return (
            id,
            () =>
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
        );
    }

    private static List<(string Id, Func<MetricColumn> Read)> OfStatistics(JsonElement points, string place)
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
            foreach (var statistic in point.EnumerateObject().Where(one => one.Value.ValueKind == JsonValueKind.Number))
            {
                if (statistic.Name == "Timestamp")
                {
                    continue;
                }

                var column = columns.GetValueOrDefault(statistic.Name) ?? new MetricColumn(statistic.Name, [], []);
                columns[statistic.Name] = column;
                column.Times.Add(time);
                column.Values.Add(ValueOf(statistic.Value, $"{at}.{statistic.Name}"));
            }
        }

        return [.. columns.Values.Select(column => (column.Name, (Func<MetricColumn>)(() => column)))];
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
