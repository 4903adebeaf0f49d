using AWS.Lambda.Powertools.Logging.Internal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AWS.Lambda.Powertools.Logging;

/// <summary>The keys of <see cref="Logger"/>, for code that holds an <see cref="ILogger"/>.</summary>
public static class PowertoolsLoggerExtensions
{
    public static void AppendKey(this ILogger logger, string key, object value) => Logger.AppendKey(key, value);

    public static void AppendKeys(this ILogger logger, IEnumerable<KeyValuePair<string, object>> keys) =>
        Logger.AppendKeys(keys);

    public static void AppendKeys(this ILogger logger, IEnumerable<KeyValuePair<string, string>> keys) =>
        Logger.AppendKeys(keys);

    public static void RemoveKey(this ILogger logger, string key) => Logger.RemoveKey(key);

    public static void RemoveKeys(this ILogger logger, params string[] keys) => Logger.RemoveKeys(keys);

    public static IEnumerable<KeyValuePair<string, object>> GetAllKeys(this ILogger logger) => Logger.GetAllKeys();
}

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

/// <summary>How the names of log fields are written.</summary>
public enum LoggerOutputCase
{
    /// <summary>POWERTOOLS_LOGGER_CASE, or snake_case when that is unset.</summary>
    Default,
    CamelCase,
    PascalCase,
    SnakeCase,
}

/// <summary>Adds the logger that writes one JSON object a line to standard output.</summary>
public static class PowertoolsLoggingBuilderExtensions
{
    private const string DefaultCategory = "AWS.Lambda.Powertools.Logging.Logger";

    // Not Console.Out, which the runtime client turns into log lines of its own: ours would be a string in them.
    private static readonly Lazy<TextWriter> StandardOutput = new(static () =>
        TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true })
    );

    public static ILoggingBuilder AddPowertoolsLogger(this ILoggingBuilder builder) =>
        builder.AddPowertoolsLogger(static _ => { });

    public static ILoggingBuilder AddPowertoolsLogger(
        this ILoggingBuilder builder,
        Action<PowertoolsLoggerConfiguration> configure,
        bool clearExistingProviders = false
    )
    {
        var configuration = new PowertoolsLoggerConfiguration();
        configure(configuration);
        if (clearExistingProviders)
        {
            builder.ClearProviders();
        }

        // The logger's own minimum decides, also below the factory's default of Information.
        builder.AddFilter<PowertoolsLoggerProvider>(null, LogLevel.Trace);
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<ILoggerProvider, PowertoolsLoggerProvider>(_ => new PowertoolsLoggerProvider(
                LoggerSettings.From(configuration, Environment.GetEnvironmentVariable),
                Environment.GetEnvironmentVariable,
                static line => StandardOutput.Value.WriteLine(line),
                TimeProvider.System
            ))
        );
        builder.Services.TryAddSingleton<ILogger>(services =>
            services.GetRequiredService<ILoggerFactory>().CreateLogger(DefaultCategory)
        );
        return builder;
    }
}
