using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LambdaOps.Account.World.Logs;

/// <summary>One event of a log group: when, in which stream, and what it says.</summary>
public abstract record LogEvent(DateTimeOffset At, string Stream)
{
    /// <summary>Tells it from the other events of its stream in the same minute.</summary>
    public int Number { get; internal set; }

    public abstract string Message { get; }

    /// <summary>
    /// The value that the message has under this name, as CloudWatch discovers it in JSON: a number as double, else a
    /// text; null for none.
    /// </summary>
    public abstract object? Field(string name);
}

/// <summary>A line that a service writes about one request. It is made in great numbers, so its JSON is made late.</summary>
/// <param name="DurationMs">How long the answer took, in milliseconds.</param>
public sealed record RequestLine(DateTimeOffset At, string Stream, string Endpoint, double DurationMs, bool Failed)
    : LogEvent(At, Stream)
{
    private int Status => Failed ? 503 : 200;

    private string Level => Failed ? "error" : "info";

    public override string Message =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"level":"{{Level}}","timestamp":"{{At.Iso()}}","message":"request {{(Failed ? "failed" : "completed")}}","api_endpoint":{{JsonSerializer.Serialize(Endpoint)}},"status":{{Status}},"duration":{{DurationMs}}}"""
        );

    public override object? Field(string name) =>
        name switch
        {
            "api_endpoint" => Endpoint,
            "duration" => DurationMs,
            "status" => (double)Status,
            "level" => Level,
            "timestamp" => At.Iso(),
            "message" => Failed ? "request failed" : "request completed",
            _ => null,
        };
}

/// <summary>A line as it was written; JSON or not.</summary>
public sealed record TextLine(DateTimeOffset At, string Stream, string Text) : LogEvent(At, Stream)
{
    private readonly Lazy<JsonObject?> _json = new(() => Parse(Text));

    public override string Message => Text;

    /// <summary>Of nested objects by the path with dots: error.code.</summary>
    public override object? Field(string name)
    {
        JsonNode? found = _json.Value;
        foreach (var part in name.Split('.'))
        {
            found = (found as JsonObject)?[part];
        }

        return found?.GetValueKind() switch
        {
            null or JsonValueKind.Null => null,
            JsonValueKind.Number => found.GetValue<double>(),
            JsonValueKind.True => "1",
            JsonValueKind.False => "0",
            JsonValueKind.String => found.GetValue<string>(),
            _ => found.ToJsonString(),
        };
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return text.StartsWith('{') ? JsonNode.Parse(text) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Something that writes into a log group.</summary>
public interface ILogSource
{
    string Group { get; }

    string Stream { get; }

    /// <summary>Its events from <paramref name="from"/> on and before <paramref name="until"/>, oldest first.</summary>
    IEnumerable<LogEvent> Read(DateTimeOffset from, DateTimeOffset until);
}
