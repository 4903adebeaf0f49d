using System.Globalization;
using System.Text.Json;

namespace LambdaOps.Core.Resources;

/// <summary>
/// The datapoints behind an alarm's last change: StateReasonData is JSON in a string, with recentDatapoints, and the
/// threshold or, for anomaly detection, recentLowerThresholds and recentUpperThresholds.
/// </summary>
public static class AlarmReasonData
{
    /// <summary>How many datapoints are known and how many of them breach; zeros when the data does not say.</summary>
    public static (int Evaluated, int Breaching) Count(string? reasonData, string? comparison, double? threshold)
    {
        if (string.IsNullOrEmpty(reasonData))
        {
            return (0, 0);
        }

        try
        {
            using var document = JsonDocument.Parse(reasonData);
            var root = document.RootElement;
            var points = Numbers(root, "recentDatapoints");
            var lower = Numbers(root, "recentLowerThresholds");
            var upper = Numbers(root, "recentUpperThresholds");
            var limit = threshold ?? Number(root, "threshold");
            var known = points
                .Select((point, index) => (Value: point, Index: index))
                .Where(point => point.Value is not null);
            var judged = known
                .Select(point =>
                    Breaches(point.Value!.Value, comparison, limit, At(lower, point.Index), At(upper, point.Index))
                )
                .ToList();
            return judged.Any(breach => breach is null)
                ? (0, 0)
                : (judged.Count, judged.Count(breach => breach == true));
        }
        catch (JsonException)
        {
            return (0, 0);
        }
    }

    /// <summary>
    /// The end of the oldest datapoint of that evaluation that breached; null when the data does not say. Of several in
    /// M of N, those before it were well.
    /// </summary>
    public static DateTimeOffset? BegunBy(string? reasonData, string? comparison, double? threshold)
    {
        if (string.IsNullOrEmpty(reasonData))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(reasonData);
            var root = document.RootElement;
            var limit = threshold ?? Number(root, "threshold");
            return
                Number(root, "period") is { } period
                && root.TryGetProperty("evaluatedDatapoints", out var points)
                && points.ValueKind == JsonValueKind.Array
                ? points
                    .EnumerateArray()
                    .Where(point =>
                        Number(point, "value") is { } value && Breaches(value, comparison, limit, null, null) == true
                    )
                    .Select(point => Moment(point, "timestamp")?.AddSeconds(period))
                    .Min()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>CloudWatch writes "+0000".</summary>
    private static DateTimeOffset? Moment(JsonElement root, string name) =>
        root.TryGetProperty(name, out var text)
        && text.ValueKind == JsonValueKind.String
        && DateTimeOffset.TryParseExact(
            text.GetString(),
            "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal,
            out var at
        )
            ? at
            : null;

    /// <summary>Null when the comparison, or what it needs, is not known.</summary>
    private static bool? Breaches(double value, string? comparison, double? threshold, double? lower, double? upper) =>
        comparison switch
        {
            "GreaterThanOrEqualToThreshold" => value >= threshold,
            "GreaterThanThreshold" => value > threshold,
            "LessThanThreshold" => value < threshold,
            "LessThanOrEqualToThreshold" => value <= threshold,
            "LessThanLowerOrGreaterThanUpperThreshold" when lower is not null && upper is not null => value < lower
                || value > upper,
            "LessThanLowerThreshold" when lower is not null => value < lower,
            "GreaterThanUpperThreshold" when upper is not null => value > upper,
            _ => null,
        };

    private static List<double?> Numbers(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object
        && root.TryGetProperty(name, out var list)
        && list.ValueKind == JsonValueKind.Array
            ?
            [
                .. list.EnumerateArray()
                    .Select(item => item.ValueKind == JsonValueKind.Number ? item.GetDouble() : (double?)null),
            ]
            : [];

    private static double? Number(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object
        && root.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : null;

    private static double? At(List<double?> values, int index) => index < values.Count ? values[index] : null;
}
