using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LambdaOps.Account.World.Alarms;

/// <summary>How CloudWatch writes numbers, moments and JSON in reasons and messages.</summary>
internal static class Wording
{
    private static readonly JsonSerializerOptions s_relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A number with at least one decimal: 10.0, 0.25, 1.0E7.</summary>
    public static string Number(double value)
    {
        var size = Math.Abs(value);
        if (size is not 0 and (< 0.001 or >= 1e7))
        {
            var text = value.ToString("0.0###############E0", CultureInfo.InvariantCulture);
            return text;
        }

        var plain = value.ToString("R", CultureInfo.InvariantCulture);
        return plain.Contains('.', StringComparison.Ordinal) ? plain : plain + ".0";
    }

    /// <summary>The same number as JSON that keeps its decimals.</summary>
    public static JsonNode? JsonNumber(double value) => JsonNode.Parse(Number(value));

    /// <summary>2026-03-02T01:00:00.000+0000</summary>
    public static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);

    /// <summary>02/03/26 01:00:00, as in the datapoints of a reason.</summary>
    public static string DatapointMoment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("dd/MM/yy HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Monday 02 March, 2026 01:00:00 UTC</summary>
    public static string LongMoment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("dddd dd MMMM, yyyy HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Compact JSON with quotes escaped as \" and other letters left alone, as AWS writes it.</summary>
    public static string Json(JsonNode node) => node.ToJsonString(s_relaxed);

    public static JsonArray Strings(IEnumerable<string> texts) =>
        [.. texts.Select(t => (JsonNode?)JsonValue.Create(t))];
}
