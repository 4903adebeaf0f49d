using System.Net;
using System.Net.Sockets;
using LambdaOps.Account.World;
using LambdaOps.Aws.Resources;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

public sealed class HealthUrlsOnAwsTests : IAsyncLifetime
{
    private static readonly HttpClient s_http = new();
    private WiredAccount _account = null!;

    public async Task InitializeAsync() => _account = await WiredAccount.StartAsync();

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task Service_ThatServesIsHealthy()
    {
        var host = WiredAccount.Service.Health.Url.Host;

        Assert.Equal(new HealthProbe(200, true, ""), await AskAsync($"{host}/health"));
    }

    [Theory]
    [InlineData(200, "all is ok", 200, true, "")]
    [InlineData(503, "sorry", 503, false, "without \"ok\" in the body")]
    [InlineData(503, "not ok", 503, true, "")]
    public async Task Answer_IsTakenAsItIs(int status, string body, int expected, bool says, string detail)
    {
        Serve(new SiteAnswer(status, "text/plain", body, 1));
        var probe = await AskAsync("made.up/health");

        Assert.Equal(new HealthProbe(expected, says, detail), probe);
        Assert.Equal(status == 200 && says, probe.Healthy);
    }

    [Theory]
    [InlineData(UrlAnswer.BodyLimit - 2, true)]
    [InlineData(UrlAnswer.BodyLimit - 1, false)]
    [InlineData(UrlAnswer.BodyLimit * 4, false)]
    public async Task Body_IsReadUpToItsLimit(int before, bool seen)
    {
        Serve(new SiteAnswer(200, "text/plain", new string('-', before) + "ok" + new string('-', 99), 1));

        Assert.Equal(seen, await IsHealthyAsync());
    }

    /// <summary>Who answers 200 without the service's text is perhaps not the service: that is no outage.</summary>
    [Theory]
    [InlineData(200, "starting")]
    [InlineData(200, "<title>This domain is for sale</title>")]
    [InlineData(200, "")]
    [InlineData(204, "")]
    public async Task Body_OfSomebodyElseIsNotObservable(int status, string body)
    {
        Serve(new SiteAnswer(status, "text/html", body, 1));

        var why = await Assert.ThrowsAsync<NotObservableException>(() => AskAsync("made.up/health"));
        Assert.StartsWith($"answered {status} with another body", why.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_CutWithoutAnAnswerIsNone()
    {
        Serve(SiteAnswer.Timeout(60_000));

        var probe = await AskAsync("made.up/health");

        Assert.Equal((null, false), (probe.Status, probe.SaysHealthy));
        Assert.NotEmpty(probe.Detail);
    }

    [Fact]
    public async Task Port_ThatRefusesIsNone()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // Bound and not listening: it refuses.
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndPoint!).Port}/health");

        Assert.Equal(
            new HealthProbe(null, false, "ConnectionError"),
            await new HealthUrlsOnAws(s_http).ProbeAsync(new HealthCheck(url, "ok", TimeSpan.FromSeconds(5)), default)
        );
    }

    /// <summary>Somebody answers, and not the service; or the probe did not get there: that is no outage.</summary>
    [Theory]
    [InlineData(301)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(429)]
    public async Task Answer_ThatTellsNothingIsNotObservable(int status)
    {
        Serve(new SiteAnswer(status, "text/plain", "ok", 1));

        var why = await Assert.ThrowsAsync<NotObservableException>(() => AskAsync("made.up/health"));
        Assert.StartsWith($"answered {status}: ", why.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, false)]
    [InlineData(HttpRequestError.SecureConnectionError, false)]
    [InlineData(HttpRequestError.ProxyTunnelError, false)]
    [InlineData(HttpRequestError.ConnectionError, true)]
    [InlineData(HttpRequestError.ResponseEnded, true)]
    [InlineData(HttpRequestError.InvalidResponse, true)]
    public async Task Failure_OfTheServiceIsOneAndOfTheProbeIsNot(HttpRequestError error, bool tells)
    {
        using var http = new HttpClient(new Failing(new HttpRequestException(error)));

        Assert.Equal(tells, await TellsAsync(http));
    }

    [Theory]
    [InlineData(SocketError.ConnectionRefused, true)]
    [InlineData(SocketError.HostUnreachable, true)]
    [InlineData(SocketError.NetworkUnreachable, false)]
    [InlineData(SocketError.TooManyOpenSockets, false)]
    public async Task Network_OfTheFunctionIsNotTheService(SocketError error, bool tells)
    {
        using var http = new HttpClient(
            new Failing(
                new HttpRequestException(HttpRequestError.ConnectionError, null, new SocketException((int)error))
            )
        );

        Assert.Equal(tells, await TellsAsync(http));
    }

    private static async Task<bool> TellsAsync(HttpClient http)
    {
        var asking = new HealthUrlsOnAws(http).ProbeAsync(
            new HealthCheck(new Uri("http://made.up/"), "ok", TimeSpan.FromSeconds(5)),
            default
        );
        try
        {
            return !(await asking).Healthy;
        }
        catch (NotObservableException)
        {
            return false;
        }
    }

    [Fact]
    public async Task Answer_ThatNeverComesIsNoneWithinTheTimeout()
    {
        using var silent = new HttpClient(new Silent());
        var check = new HealthCheck(new Uri("http://made.up/"), "ok", TimeSpan.FromMilliseconds(1));

        Assert.Equal(
            new HealthProbe(null, false, "none within 0 s"),
            await new HealthUrlsOnAws(silent).ProbeAsync(check, default)
        );
    }

    [Fact]
    public async Task Caller_ThatGivesUpIsNotAnUnhealthyService()
    {
        using var silent = new HttpClient(new Silent());
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new HealthUrlsOnAws(silent).ProbeAsync(
                new HealthCheck(new Uri("http://made.up/"), "ok", TimeSpan.FromMinutes(1)),
                stopped.Token
            )
        );
    }

    /// <summary>False where the answer tells nothing, too.</summary>
    private async Task<bool> IsHealthyAsync()
    {
        try
        {
            return (await AskAsync("made.up/health")).Healthy;
        }
        catch (NotObservableException)
        {
            return false;
        }
    }

    private void Serve(SiteAnswer answer) => _account.Change(world => world.Site.Serve("made.up", _ => answer));

    private Task<HealthProbe> AskAsync(string site) =>
        new HealthUrlsOnAws(s_http).ProbeAsync(
            new HealthCheck(new Uri($"{_account.Wire.Url}/_sites/{site}"), "ok", TimeSpan.FromSeconds(30)),
            default
        );

    private sealed class Failing(HttpRequestException error) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => Task.FromException<HttpResponseMessage>(error);
    }

    private sealed class Silent : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new System.Diagnostics.UnreachableException();
        }
    }
}
