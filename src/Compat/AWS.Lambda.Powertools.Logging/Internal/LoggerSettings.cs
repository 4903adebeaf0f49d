using Microsoft.Extensions.Logging;

namespace AWS.Lambda.Powertools.Logging.Internal;

/// <summary>What holds after code and environment have been put together.</summary>
internal sealed record LoggerSettings(
    string Service,
    LogLevel Minimum,
    FieldNames Names,
    string TimestampFormat,
    bool LambdaFiltersLevels
)
{
    private const string NoService = "service_undefined";

    internal static LoggerSettings From(PowertoolsLoggerConfiguration configuration, Func<string, string> environment)
    {
        var lambdaLevel = LambdaLevel(environment("AWS_LAMBDA_LOG_LEVEL"));
        var service = configuration.Service ?? environment("POWERTOOLS_SERVICE_NAME");
        return new LoggerSettings(
            string.IsNullOrWhiteSpace(service) ? NoService : service,
            lambdaLevel ?? Level(configuration, environment("POWERTOOLS_LOG_LEVEL")),
            new FieldNames(Case(configuration, environment("POWERTOOLS_LOGGER_CASE"))),
            configuration.TimestampFormat ?? "o",
            lambdaLevel != null
        );
    }

    private static LogLevel Level(PowertoolsLoggerConfiguration configuration, string variable)
    {
        if (configuration.MinimumLogLevel != LogLevel.None)
        {
            return configuration.MinimumLogLevel;
        }

        return Enum.TryParse(variable?.Trim(), ignoreCase: true, out LogLevel level) ? level : LogLevel.Information;
    }

    private static LoggerOutputCase Case(PowertoolsLoggerConfiguration configuration, string variable)
    {
        if (configuration.LoggerOutputCase != LoggerOutputCase.Default)
        {
            return configuration.LoggerOutputCase;
        }

        return
            Enum.TryParse(variable?.Trim(), ignoreCase: true, out LoggerOutputCase named)
            && named != LoggerOutputCase.Default
            ? named
            : LoggerOutputCase.SnakeCase;
    }

    private static LogLevel? LambdaLevel(string variable) =>
        variable?.Trim().ToUpperInvariant() switch
        {
            "TRACE" => LogLevel.Trace,
            "DEBUG" => LogLevel.Debug,
            "INFO" => LogLevel.Information,
            "WARN" => LogLevel.Warning,
            "ERROR" => LogLevel.Error,
            "FATAL" => LogLevel.Critical,
            _ => null,
        };
}
