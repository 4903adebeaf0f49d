using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LambdaOps.Simulator.World;

/// <summary>
/// Reads members of a call's input and writes values of its output, whatever the wire made the numbers from.
/// </summary>
internal static class FaceJson
{
    public static string? Text(this JsonObject input, string member) =>
        input[member] is { } node && node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    public static double? Number(this JsonObject input, string member) => NumberOf(input[member]);

    public static int? Integer(this JsonObject input, string member) => (int?)input.Number(member);

    public static bool? Flag(this JsonObject input, string member) =>
        input[member] is not { } node ? null : node.GetValueKind() == JsonValueKind.True || node.ToString() == "true";

    public static DateTimeOffset? Moment(this JsonObject input, string member) =>
        DateTimeOffset.TryParse(
            input.Text(member),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var at
        )
            ? at.ToUniversalTime()
            : null;

    public static List<string> Texts(this JsonObject input, string member) =>
        [.. Items(input, member).Select(n => n!.GetValue<string>())];

    public static List<JsonObject> Objects(this JsonObject input, string member) =>
        [.. Items(input, member).OfType<JsonObject>()];

    public static List<double> Numbers(this JsonObject input, string member) =>
        [.. Items(input, member).Select(NumberOf).OfType<double>()];

    /// <summary>2026-03-02T01:00:00.000Z</summary>
    public static string Iso(this DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static JsonArray Array(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode?)JsonValue.Create(t))];

    public static JsonArray Array(IEnumerable<JsonObject> objects) => [.. objects];

    public static void PutUnlessNull(this JsonObject output, string member, string? value)
    {
        if (value is not null)
        {
            output[member] = value;
        }
    }

    public static void PutUnlessNull(this JsonObject output, string member, DateTimeOffset? at)
    {
        if (at is { } known)
        {
            output[member] = known.Iso();
        }
    }

    private static double? NumberOf(JsonNode? node) =>
        double.TryParse(node?.ToString(), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static IEnumerable<JsonNode?> Items(JsonObject input, string member) => input[member] as JsonArray ?? [];
}

/// <summary>One page of a list, and the token of the next one.</summary>
internal static class Paging
{
    /// <summary>The page that an input asks for, of at most 100 and else of <paramref name="usual"/>.</summary>
    public static (List<T> Page, string? NextToken) Of<T>(
        IReadOnlyList<T> all,
        JsonObject input,
        string token,
        string size,
        int usual
    ) => Of(all, input.Text(token), Math.Clamp(input.Integer(size) ?? usual, 1, 100));

    public static (List<T> Page, string? NextToken) Of<T>(IReadOnlyList<T> all, string? token, int size)
    {
        var from = int.TryParse(token, CultureInfo.InvariantCulture, out var at) ? at : 0;
        var page = all.Skip(from).Take(size).ToList();
        var next = from + page.Count < all.Count ? (from + page.Count).ToString(CultureInfo.InvariantCulture) : null;
        return (page, next);
    }
}
