using AWS.Lambda.Powertools.Logging.Internal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AWS.Lambda.Powertools.Logging;

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
