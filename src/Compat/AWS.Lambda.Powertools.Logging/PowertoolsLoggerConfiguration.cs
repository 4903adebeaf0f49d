using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AWS.Lambda.Powertools.Logging;

/// <summary>Settings of the logger; what is not set here comes from the function's environment.</summary>
public class PowertoolsLoggerConfiguration : IOptions<PowertoolsLoggerConfiguration>
{
    public const string ConfigurationSectionName = "AWS.Lambda.Powertools.Logging.Logger";

    /// <summary>The <c>service</c> field of every entry; POWERTOOLS_SERVICE_NAME when null.</summary>
    public string Service { get; set; }

    /// <summary>A .NET date format for the <c>timestamp</c> field, in UTC; ISO 8601 with ticks when null.</summary>
    public string TimestampFormat { get; set; }

    /// <summary>POWERTOOLS_LOG_LEVEL when None. AWS_LAMBDA_LOG_LEVEL goes before both.</summary>
    public LogLevel MinimumLogLevel { get; set; } = LogLevel.None;

    public LoggerOutputCase LoggerOutputCase { get; set; } = LoggerOutputCase.Default;

    PowertoolsLoggerConfiguration IOptions<PowertoolsLoggerConfiguration>.Value => this;
}
