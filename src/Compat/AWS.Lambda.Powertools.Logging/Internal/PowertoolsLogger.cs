using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace AWS.Lambda.Powertools.Logging.Internal;

/// <summary>
/// Writes an entry as one line of JSON. The entry's own fields cannot be overwritten; of the others the first with a
/// name wins: appended keys, the function, the scopes (inner before outer), the values in the message.
/// </summary>
internal sealed class PowertoolsLogger : ILogger
{
    private const string Template = "{OriginalFormat}";
    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private readonly string _name;
    private readonly LoggerSettings _settings;
    private readonly LambdaFields _lambda;
    private readonly Func<IExternalScopeProvider> _scopes;
    private readonly Action<string> _write;
    private readonly TimeProvider _time;

    internal PowertoolsLogger(
        string name,
        LoggerSettings settings,
        LambdaFields lambda,
        Func<IExternalScopeProvider> scopes,
        Action<string> write,
        TimeProvider time
    )
    {
        _name = name;
        _settings = settings;
        _lambda = lambda;
        _scopes = scopes;
        _write = write;
        _time = time;
    }

    public IDisposable BeginScope<TState>(TState state)
        where TState : notnull => _scopes().Push(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && logLevel >= _settings.Minimum;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception exception,
        Func<TState, Exception, string> formatter
    )
    {
        ArgumentNullException.ThrowIfNull(formatter);
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var fields = new OrderedDictionary<string, object>();
        AddOwn(fields, logLevel, formatter(state, exception), exception);
        AddMissing(fields, Logger.GetAllKeys());
        AddMissing(fields, _lambda.Now());
        AddMissing(fields, InScope());
        AddMissing(fields, Values(state));
        _write(ToJson(fields));
    }

    private static IEnumerable<KeyValuePair<string, object>> Values(object state) =>
        state switch
        {
            IEnumerable<KeyValuePair<string, object>> values => values.Where(v => v.Key != Template),
            IEnumerable<KeyValuePair<string, string>> texts => texts.Select(t =>
                KeyValuePair.Create<string, object>(t.Key, t.Value)
            ),
            _ => [],
        };

    private void AddOwn(OrderedDictionary<string, object> fields, LogLevel level, string message, Exception exception)
    {
        // Lambda's own filter looks for LogLevel where fields are in PascalCase.
        var levelName = _settings is { LambdaFiltersLevels: true, Names.ArePascalCase: true } ? "LogLevel" : "Level";
        Add(fields, levelName, level.ToString());
        Add(fields, "Message", message);
        Add(
            fields,
            "Timestamp",
            _time.GetUtcNow().UtcDateTime.ToString(_settings.TimestampFormat, CultureInfo.InvariantCulture)
        );
        Add(fields, "Service", _settings.Service);
        Add(fields, "Name", _name);
        if (exception != null)
        {
            Add(fields, "Exception", exception);
        }
    }

    private List<KeyValuePair<string, object>> InScope()
    {
        var found = new List<KeyValuePair<string, object>>();
        _scopes().ForEachScope(static (scope, list) => list.InsertRange(0, Values(scope)), found);
        return found;
    }

    private void AddMissing(OrderedDictionary<string, object> fields, IEnumerable<KeyValuePair<string, object>> values)
    {
        foreach (var (name, value) in values)
        {
            Add(fields, name, value);
        }
    }

    private void Add(OrderedDictionary<string, object> fields, string name, object value)
    {
        if (!string.IsNullOrWhiteSpace(name))
        {
            fields.TryAdd(_settings.Names.Write(name.TrimStart('@')), value);
        }
    }

    private string ToJson(OrderedDictionary<string, object> fields)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            var values = new JsonValues(json, _settings.Names);
            json.WriteStartObject();
            foreach (var (name, value) in fields)
            {
                json.WritePropertyName(name);
                values.Write(value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}

/// <summary>Makes the loggers; they share settings, output and scopes.</summary>
internal sealed class PowertoolsLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    private readonly LoggerSettings _settings;
    private readonly Func<string, string> _environment;
    private readonly Action<string> _write;
    private readonly TimeProvider _time;
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    internal PowertoolsLoggerProvider(
        LoggerSettings settings,
        Func<string, string> environment,
        Action<string> write,
        TimeProvider time
    )
    {
        _settings = settings;
        _environment = environment;
        _write = write;
        _time = time;
    }

    public ILogger CreateLogger(string categoryName) =>
        new PowertoolsLogger(categoryName, _settings, new LambdaFields(_environment), () => _scopes, _write, _time);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose() { }
}
