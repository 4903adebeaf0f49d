using System.Globalization;
using System.Net;
using System.Text;
using LambdaOps.Account.Wire.Http;
using LambdaOps.Account.World.Certificates;
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
/// </summary>
public sealed class WireServer : IAsyncDisposable
{
    private readonly WireOptions _options;
    private readonly AccountEndpoint _endpoint;
    private readonly WebApplication _app;

    private WireServer(WireOptions options, AccountEndpoint endpoint)
    {
        (_options, _endpoint) = (options, endpoint);
        _app = Build();
        _app.Run(AnswerAsync);
    }

    public Callers Callers => _endpoint.Callers;

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Url { get; private set; } = "";

    public int Port => new Uri(Url).Port;

    /// <summary>Where hosts show their certificates; 0 where they do not.</summary>
    public int TlsPort { get; private set; }

    /// <param name="endpoint">What is served; null makes it of the options, too.</param>
    public static async Task<WireServer> StartAsync(
        WireOptions options,
        AccountEndpoint? endpoint = null,
        CancellationToken cancellation = default
    )
    {
        var server = new WireServer(options, endpoint ?? new AccountEndpoint(options));
        await server._app.StartAsync(cancellation);
        var addresses = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        server.Url = addresses.Addresses.First();
        server.TlsPort = options.Shown is null ? 0 : new Uri(addresses.Addresses.Last()).Port;
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

                if (_options.Shown is { } shown)
                {
                    kestrel.Listen(IPAddress.Loopback, 0, listen => ShowCertificates(listen, shown));
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

    private void ShowCertificates(ListenOptions listen, Func<string, ShownCertificate?> shown)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.UseHttps(https =>
            https.ServerCertificateSelector = (_, host) =>
            {
                lock (_options.World.Gate)
                {
                    // SslStream gives names in Unicode, and DNS and certificates have them in ASCII.
                    return
                        shown(new IdnMapping().GetAscii(host is { Length: > 0 } ? host : "invalid")) is { } certificate
                        ? SimulatedAuthority.Issue(certificate)
                        : null;
                }
            }
        );
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var request = await RequestReader.ReadAsync(http);
        if (await _endpoint.AnswerAsync(request, http.RequestAborted) is not { } answer)
        {
            http.Abort();
            return;
        }

        if (request.IsTooLarge)
        {
            http.Response.Headers.Connection = "close";
        }

        await WriteAsync(http.Response, answer);
    }

    private static async Task WriteAsync(HttpResponse response, WireAnswer answer)
    {
        response.StatusCode = answer.Status;
        if (answer.ContentType is not null)
        {
            response.ContentType = answer.ContentType;
        }

        foreach (var (name, value) in answer.Headers)
        {
            if (!answer.IsLengthOfBody(name))
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
}
