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
        _minimum = LogLevels.Parse(level) ?? Core.LogLevel.Information;
        _time = time;
    }

    private static string FormatVariable => Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_FORMAT");

    private static string LevelVariable => Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_LEVEL");

    public void SetRuntimeHeaders(IRuntimeApiHeaders runtimeApiHeaders) => _headers = runtimeApiHeaders;

    public void FormattedWriteLine(string message) => FormattedWriteLine(null, null, message);

    public void FormattedWriteLine(string level, string message, params object[] args) =>
        FormattedWriteLine(level, null, message, args);

    public void FormattedWriteLine(string level, Exception exception, string message, params object[] args)
    {
        // A level of the caller's own, or none at all, is never below the minimum.
        var known = LogLevels.Parse(level);
        if (known < _minimum)
        {
            return;
        }

        var line = new LogLine(_time.GetUtcNow(), known, level, message, args, exception, _headers);
        Write(known >= Core.LogLevel.Error ? _error : _out, _json ? line.ToJson() : line.ToText());
    }

    internal static LogLevelLoggerWriter FromEnvironment() => new(Console.Out, Console.Error);

    private void Write(TextWriter writer, string line)
    {
        lock (_lock)
        {
            writer.WriteLine(line);
            writer.Flush();
        }
    }
}
