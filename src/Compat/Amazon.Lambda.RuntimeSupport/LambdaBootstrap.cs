using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport.Bootstrap;
using Amazon.Lambda.RuntimeSupport.Helpers;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Initialises the function once, then takes invocations one after the other until the process ends.</summary>
public class LambdaBootstrap : IDisposable
{
    // The packages' own version: what Lambda's operators see is this client, not AWS's.
    private const string Version = "0.1.0";
    private readonly HttpClient _http;
    private readonly bool _ownsHttp;
    private readonly LambdaBootstrapHandler _handler;
    private readonly LambdaBootstrapInitializer _initializer;
    private bool _disposed;

    public LambdaBootstrap(
        HttpClient httpClient,
        LambdaBootstrapHandler handler,
        LambdaBootstrapInitializer initializer = null
    )
        : this(httpClient, ownsHttp: false, handler, null, initializer) { }

    public LambdaBootstrap(LambdaBootstrapHandler handler, LambdaBootstrapInitializer initializer = null)
        : this(ConstructHttpClient(), ownsHttp: true, handler, null, initializer) { }

    public LambdaBootstrap(
        LambdaBootstrapHandler handler,
        LambdaBootstrapOptions lambdaBootstrapOptions,
        LambdaBootstrapInitializer initializer = null
    )
        : this(ConstructHttpClient(), ownsHttp: true, handler, lambdaBootstrapOptions, initializer) { }

    public LambdaBootstrap(HandlerWrapper handlerWrapper, LambdaBootstrapInitializer initializer = null)
        : this(ConstructHttpClient(), ownsHttp: true, handlerWrapper.Handler, null, initializer) { }

    public LambdaBootstrap(
        HandlerWrapper handlerWrapper,
        LambdaBootstrapOptions lambdaBootstrapOptions,
        LambdaBootstrapInitializer initializer = null
    )
        : this(ConstructHttpClient(), ownsHttp: true, handlerWrapper.Handler, lambdaBootstrapOptions, initializer) { }

    public LambdaBootstrap(
        HttpClient httpClient,
        HandlerWrapper handlerWrapper,
        LambdaBootstrapInitializer initializer = null
    )
        : this(httpClient, ownsHttp: false, handlerWrapper.Handler, null, initializer) { }

    public LambdaBootstrap(
        HttpClient httpClient,
        HandlerWrapper handlerWrapper,
        LambdaBootstrapOptions lambdaBootstrapOptions,
        LambdaBootstrapInitializer initializer = null
    )
        : this(httpClient, ownsHttp: false, handlerWrapper.Handler, lambdaBootstrapOptions, initializer) { }

    private LambdaBootstrap(
        HttpClient http,
        bool ownsHttp,
        LambdaBootstrapHandler handler,
        LambdaBootstrapOptions options,
        LambdaBootstrapInitializer initializer
    )
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(handler);
        _http = http;
        _ownsHttp = ownsHttp;
        _handler = handler;
        _initializer = initializer;

        // Lambda freezes the process inside the wait for the next invocation, for hours if it likes.
        _http.Timeout = Timeout.InfiniteTimeSpan;
        Client = new RuntimeApiClient(
            http,
            options?.RuntimeApiEndpoint,
            new LambdaEnvironment(),
            null,
            TimeProvider.System
        );
    }

    internal IRuntimeApiClient Client { get; set; }

    /// <summary>Returns when cancelled or when the initializer says false; throws when the API is lost.</summary>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (_initializer != null && !await InitializeAsync())
        {
            return;
        }

        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await InvokeOnceAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop while waiting for the next invocation.
        }
    }

    /// <summary>The client for the Runtime API: loopback and plain HTTP/1.1, so it needs no more.</summary>
    public static HttpClient ConstructHttpClient()
    {
        var http = new HttpClient(
            new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                AllowAutoRedirect = false,
                ActivityHeadersPropagator = null,
                PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
                PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            }
        );
        http.DefaultRequestHeaders.TryAddWithoutValidation(
            "User-Agent",
            $"aws-lambda-dotnet/{Environment.Version}-lambdaops.{Version}"
        );
        return http;
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !_disposed && _ownsHttp)
        {
            _http.Dispose();
        }

        _disposed = true;
    }

    private async Task<bool> InitializeAsync()
    {
        try
        {
            return await _initializer();
        }
        catch (Exception e)
        {
            Log(e);
            await Client.ReportInitializationErrorAsync(e);
            throw;
        }
    }

    private async Task InvokeOnceAsync(CancellationToken cancellationToken)
    {
        using var invocation = await Client.GetNextInvocationAsync(cancellationToken);
        var requestId = invocation.LambdaContext.AwsRequestId;
        InvocationResponse response;
        try
        {
            response = await _handler(invocation);
        }
        catch (Exception e)
        {
            // Whatever the handler threw is this invocation's failure; the next one must not suffer from it.
            Log(e);
            await Client.ReportInvocationErrorAsync(requestId, e, CancellationToken.None);
            return;
        }

        await SendAsync(requestId, response);
    }

    private async Task SendAsync(string requestId, InvocationResponse response)
    {
        try
        {
            await Client.SendResponseAsync(requestId, response?.OutputStream, CancellationToken.None);
        }
        finally
        {
            if (response is { DisposeOutputStream: true, OutputStream: { } output })
            {
                await output.DisposeAsync();
            }
        }
    }

    private void Log(Exception exception) =>
        Client.ConsoleLogger.FormattedWriteLine(nameof(LogLevel.Error), exception, null);
}

/// <summary>Handles one invocation; an exception is reported as the invocation's error.</summary>
public delegate Task<InvocationResponse> LambdaBootstrapHandler(InvocationRequest invocation);

/// <summary>Runs once before the first invocation; false ends the process without taking one.</summary>
public delegate Task<bool> LambdaBootstrapInitializer();
