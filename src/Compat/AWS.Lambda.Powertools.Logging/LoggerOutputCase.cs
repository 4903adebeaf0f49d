namespace AWS.Lambda.Powertools.Logging;

/// <summary>How the names of log fields are written.</summary>
public enum LoggerOutputCase
{
    /// <summary>POWERTOOLS_LOGGER_CASE, or snake_case when that is unset.</summary>
    Default,
    CamelCase,
    PascalCase,
    SnakeCase,
}
