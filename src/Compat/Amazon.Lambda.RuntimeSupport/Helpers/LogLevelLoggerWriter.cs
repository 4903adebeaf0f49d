using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport.Helpers;

/// <summary>
/// Honours Lambda's logging controls: AWS_LAMBDA_LOG_FORMAT (Text or JSON) and AWS_LAMBDA_LOG_LEVEL
/// (TRACE, DEBUG, INFO, WARN, ERROR, FATAL; Information when unset).
/// </summary>
public class LogLevelLoggerWriter : IConsoleLoggerWriter
{
    private readonly TextWriter _out;
    private readonly TextWriter _error;
    private readonly Core.LogLevel _minimum;
    private readonly bool _json;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private IRuntimeApiHeaders _headers;

    public LogLevelLoggerWriter(TextWriter stdOutWriter, TextWriter stdErrorWriter)
        : this(stdOutWriter, stdErrorWriter, FormatVariable, LevelVariable, TimeProvider.System) { }

    internal LogLevelLoggerWriter(
        TextWriter stdOutWriter,
        TextWriter stdErrorWriter,
        string format,
        string level,
        TimeProvider time
    )
    {
        _out = stdOutWriter;
        _error = stdErrorWriter;
        _json = string.Equals(format, "JSON", StringComparison.OrdinalIgnoreCase);
        _minimum = LogLevels.Minimum(level);
        _time = time;
    }

    private static string FormatVariable => Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_FORMAT");

    private static string LevelVariable => Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_LEVEL");

    public void SetRuntimeHeaders(IRuntimeApiHeaders runtimeApiHeaders) => _headers = runtimeApiHeaders;

    public void FormattedWriteLine(string message) => FormattedWriteLine(nameof(LogLevel.Information), null, message);

    public void FormattedWriteLine(string level, string message, params object[] args) =>
        FormattedWriteLine(level, null, message, args);

    public void FormattedWriteLine(string level, Exception exception, string message, params object[] args) =>
        Write(_out, level, exception, message, args);

    /// <summary>From here on what the process writes to the console are log lines, as with the real client.</summary>
    internal static LogLevelLoggerWriter OfTheConsole()
    {
        var writer = new LogLevelLoggerWriter(Console.Out, Console.Error);
        Console.SetOut(new ConsoleLines(writer._out, writer.FormattedWriteLine));
        Console.SetError(
            new ConsoleLines(writer._error, line => writer.Write(writer._error, nameof(LogLevel.Error), null, line, []))
        );
        LambdaLogger.RedirectTo(line => writer.FormattedWriteLine(null, line), writer.FormattedWriteLine);
        return writer;
    }

    private void Write(TextWriter writer, string level, Exception exception, string message, object[] args)
    {
        // What names no level is never below the minimum, and is shown as the lowest.
        if (Enum.TryParse(level, ignoreCase: true, out LogLevel known) && known < _minimum)
        {
            return;
        }

        var line = new LogLine(_time.GetUtcNow(), known, message, args, exception, _headers);
        lock (_lock)
        {
            writer.WriteLine(_json ? line.ToJson() : line.ToText());
            writer.Flush();
        }
    }
}

/// <summary>Writes log lines in the format the function is configured for.</summary>
public interface IConsoleLoggerWriter
{
    /// <summary>The invocation that the following lines belong to.</summary>
    void SetRuntimeHeaders(IRuntimeApiHeaders runtimeApiHeaders);

    void FormattedWriteLine(string message);

    void FormattedWriteLine(string level, string message, params object[] args);

    void FormattedWriteLine(string level, Exception exception, string message, params object[] args);
}

/// <summary>The names of a level in Lambda's settings and in a text line.</summary>
internal static class LogLevels
{
    /// <summary>The level that AWS_LAMBDA_LOG_LEVEL names; Information for what names none.</summary>
    internal static LogLevel Minimum(string setting) =>
        setting?.ToUpperInvariant() switch
        {
            "FATAL" => LogLevel.Critical,
            "WARN" => LogLevel.Warning,
            _ => Enum.TryParse(setting, ignoreCase: true, out LogLevel level) ? level : LogLevel.Information,
        };

    internal static string Short(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => "trce",
            LogLevel.Debug => "dbug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "fail",
            LogLevel.Critical => "crit",
            _ => throw new ArgumentOutOfRangeException(nameof(level), level, null),
        };
}
