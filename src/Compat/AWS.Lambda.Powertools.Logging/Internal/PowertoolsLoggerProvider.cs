using Microsoft.Extensions.Logging;

namespace AWS.Lambda.Powertools.Logging.Internal;

/// <summary>Makes the loggers; they share settings, output and scopes.</summary>
internal sealed class PowertoolsLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    private readonly LoggerSettings _settings;
    private readonly Func<string, string> _environment;
    private readonly Action<string> _write;
    private readonly TimeProvider _time;
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    internal PowertoolsLoggerProvider(
        LoggerSettings settings,
        Func<string, string> environment,
        Action<string> write,
        TimeProvider time
    )
    {
        _settings = settings;
        _environment = environment;
        _write = write;
        _time = time;
    }

    public ILogger CreateLogger(string categoryName) =>
        new PowertoolsLogger(categoryName, _settings, new LambdaFields(_environment), () => _scopes, _write, _time);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose() { }
}
