namespace Amazon.Lambda.RuntimeSupport.Helpers;

/// <summary>Writes log lines in the format the function is configured for.</summary>
public interface IConsoleLoggerWriter
{
    /// <summary>The invocation that the following lines belong to.</summary>
    void SetRuntimeHeaders(IRuntimeApiHeaders runtimeApiHeaders);

    void FormattedWriteLine(string message);

    void FormattedWriteLine(string level, string message, params object[] args);

    void FormattedWriteLine(string level, Exception exception, string message, params object[] args);
}
