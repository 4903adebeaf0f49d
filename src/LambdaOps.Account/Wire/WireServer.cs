using System.Net;
using System.Text;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Http;
using LambdaOps.Account.Wire.Protocols;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace LambdaOps.Account.Wire;

/// <summary>
/// The simulator's AWS endpoint: HTTP on loopback in AWS's real protocols, for anything with AWS_ENDPOINT_URL.
/// The Date of every answer is the world's.
/// </summary>
public sealed class WireServer : IAsyncDisposable
{
    private readonly WireOptions _options;
    private readonly WebApplication _app;
    private readonly CallHandler _calls;
    private readonly SeededIds _ids;

    private WireServer(WireOptions options)
    {
        _options = options;
        _ids = new SeededIds(options.World.Seed, "requests");
        _calls = new CallHandler(options, Callers);
        _app = Build();
        _app.Run(AnswerAsync);
    }

    public Callers Callers { get; } = new();

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Url { get; private set; } = "";

    public int Port => new Uri(Url).Port;

    public static async Task<WireServer> StartAsync(WireOptions options, CancellationToken cancellation = default)
    {
        var server = new WireServer(options);
        await server._app.StartAsync(cancellation);
        var addresses = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        server.Url = addresses.Addresses.First();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = RequestReader.MostBytes;
                kestrel.ResponseHeaderEncodingSelector = _ => Encoding.UTF8;
                kestrel.Limits.MinRequestBodyDataRate = null;
                kestrel.Limits.MinResponseDataRate = null;
                foreach (var port in _options.MorePorts.Insert(0, _options.Port))
                {
                    kestrel.Listen(IPAddress.Loopback, port, Serve);
                }
            });
        return builder.Build();
    }

    private void Serve(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1;
        if (_options.Certificate is not null)
        {
            listen.UseHttps(_options.Certificate);
        }
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var request = await RequestReader.ReadAsync(http);
        var requestId = _ids.Uuid();
        WireAnswer? answer;
        if (request.RawPath.StartsWith(SiteHandler.Prefix, StringComparison.Ordinal))
        {
            answer = SiteHandler.Answer(_options, request);
        }
        else
        {
            answer = await _calls.AnswerAsync(request, requestId, http.RequestAborted);
        }

        if (answer is null)
        {
            http.Abort();
            return;
        }

        if (request.IsTooLarge)
        {
            http.Response.Headers.Connection = "close";
        }

        await WriteAsync(http.Response, answer, requestId);
    }

    private async Task WriteAsync(HttpResponse response, WireAnswer answer, string requestId)
    {
        response.StatusCode = answer.Status;
        response.Headers.Date = Timestamps.ToHttpDate(Now());
        response.Headers["x-amzn-RequestId"] = requestId;
        response.Headers["x-amz-request-id"] = requestId;
        if (answer.ContentType is not null)
        {
            response.ContentType = answer.ContentType;
        }

        foreach (var (name, value) in answer.Headers)
        {
            var isLengthOfBody =
                answer.Body is not null && name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase);
            if (!isLengthOfBody)
            {
                response.Headers[name] = value;
            }
        }

        if (answer.Body is not null)
        {
            response.ContentLength = answer.Body.Length;
            await response.Body.WriteAsync(answer.Body);
        }
    }

    private DateTimeOffset Now()
    {
        lock (_options.World.Gate)
        {
            return _options.World.Clock.Now;
        }
    }
}
