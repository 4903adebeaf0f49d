using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services;

namespace LambdaOps.Account.World;

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

    public static void PutUnlessNull(this JsonObject output, string member, JsonNode? value)
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

/// <summary>How a list call asks for its pages, and how its answer names the next one.</summary>
/// <param name="Token">The input's token of the page.</param>
/// <param name="Size">The input's size of a page, or "" where a caller cannot choose it.</param>
/// <param name="Fault">The error of a token that no answer ever gave.</param>
internal sealed record PageTerms(string Token, string Size, string Fault = "InvalidParameterException")
{
    /// <summary>The answer's token; a service that asks by a Marker mostly answers with a NextMarker.</summary>
    public string NextToken { get; init; } = Token == "Marker" ? "NextMarker" : Token;

    /// <summary>The most when the caller gives no size.</summary>
    public int Usual { get; init; } = 100;

    public int Most { get; init; } = 100;
}

/// <summary>One page of a list, and the token of the next one.</summary>
internal static class Paging
{
    private const string TokenMark = "from";

    /// <summary>A list call's whole answer: the page under <paramref name="member"/>, and the next token.</summary>
    public static JsonObject Answer<T>(
        IReadOnlyList<T> all,
        JsonObject input,
        PageTerms terms,
        string member,
        Func<T, JsonNode?> write
    )
    {
        var (page, next) = Of(all, input, terms);
        var output = new JsonObject { [member] = new JsonArray([.. page.Select(write)]) };
        output.PutUnlessNull(terms.NextToken, next);
        return output;
    }

    /// <summary>A list call's whole answer, of texts.</summary>
    public static JsonObject Answer(IReadOnlyList<string> all, JsonObject input, PageTerms terms, string member) =>
        Answer(all, input, terms, member, text => JsonValue.Create(text));

    /// <summary>
    /// The page that an input asks for. Where it gives no size, half of what there is at most, as AWS may always answer
    /// with fewer: who reads one page only is seen in any account.
    /// </summary>
    /// <exception cref="ServiceFault">The token is none that an answer gave.</exception>
    public static (List<T> Page, string? NextToken) Of<T>(IReadOnlyList<T> all, JsonObject input, PageTerms terms)
    {
        var from = 0;
        var token = input.Text(terms.Token);
        if (
            token is not null
            && !int.TryParse(PageToken.TextOf(TokenMark, token), CultureInfo.InvariantCulture, out from)
        )
        {
            throw new ServiceFault(terms.Fault, $"{terms.Token}: found '{token}', expected the token of an answer");
        }

        var asked = terms.Size.Length > 0 ? input.Integer(terms.Size) : null;
        var size = Math.Clamp(asked ?? Math.Min(terms.Usual, (all.Count + 1) / 2), 1, terms.Most);
        var page = all.Skip(from).Take(size).ToList();
        var place = (from + page.Count).ToString(CultureInfo.InvariantCulture);
        return (page, from + page.Count < all.Count ? PageToken.Of(TokenMark, place) : null);
    }
}

/// <summary>Tokens that callers send back and cannot make up: a mark and a text, in base64.</summary>
internal static class PageToken
{
    public static string Of(string mark, string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{mark} {text}"));

    /// <summary>The text of a token, or null when no answer gave it.</summary>
    public static string? TextOf(string mark, string token)
    {
        var bytes = new byte[token.Length];
        var text = Convert.TryFromBase64String(token, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : "";
        return text.StartsWith(mark + " ", StringComparison.Ordinal) ? text[(mark.Length + 1)..] : null;
    }
}
