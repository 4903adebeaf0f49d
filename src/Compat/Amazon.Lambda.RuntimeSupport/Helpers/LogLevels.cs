using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport.Helpers;

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
