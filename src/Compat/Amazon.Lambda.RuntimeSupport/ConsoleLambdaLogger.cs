using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport.Helpers;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The context's logger: all goes to the console writer, which knows the format and the level.</summary>
internal sealed class ConsoleLambdaLogger : ILambdaLogger
{
    private readonly IConsoleLoggerWriter _console;

    internal ConsoleLambdaLogger(IConsoleLoggerWriter console)
    {
        _console = console;
    }

    public void Log(string message) => Console.Write(message);

    public void LogLine(string message) => _console.FormattedWriteLine(message);

    public void Log(string level, string message) => _console.FormattedWriteLine(level, message);

    public void Log(string level, string message, params object[] args) =>
        _console.FormattedWriteLine(level, message, args);

    public void Log(string level, Exception exception, string message, params object[] args) =>
        _console.FormattedWriteLine(level, exception, message, args);
}
