using LambdaOps.Account.World.Logs;

namespace LambdaOps.Account.Services.Logs.Insights;

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
