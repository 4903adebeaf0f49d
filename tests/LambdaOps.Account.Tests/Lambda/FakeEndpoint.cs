using LambdaOps.Account.Lambda;
using LambdaOps.Account.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LambdaOps.Account.Tests.Lambda;

/// <summary>An endpoint whose calls have one effect, counted, and that asks the interceptor as the wire does.</summary>
internal sealed class FakeEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ICallInterceptor _interceptor;

    private FakeEndpoint(WebApplication app, ICallInterceptor interceptor) => (_app, _interceptor) = (app, interceptor);

    public int Effects { get; private set; }

    public string Url => _app.Urls.Single();

    public static async Task<FakeEndpoint> StartAsync(ICallInterceptor interceptor)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var endpoint = new FakeEndpoint(builder.Build(), interceptor);
        endpoint._app.Run(endpoint.AnswerAsync);
        await endpoint._app.StartAsync();
        return endpoint;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        var call = new ServiceCall("test", "Called", [], Host.Start, "f");
        if (_interceptor.Before(call) == CallVerdict.Abort)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        Effects++;
        if (_interceptor.After(call) == CallVerdict.Abort)
        {
            context.Abort();
        }

        return Task.CompletedTask;
    }
}
