using System.Net;
using System.Net.Sockets;
using LambdaOps.Aws.Observers;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Evidence;
using LambdaOps.Simulator.World;

namespace LambdaOps.Aws.Tests.Observers;

public sealed class HealthUrlTests : IAsyncLifetime
{
    private static readonly HttpClient s_http = new();
    private Account _account = null!;

    public async Task InitializeAsync() => _account = await Account.StartAsync();

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task Service_ThatServesIsHealthy()
    {
        var host = Account.Service.Health.Url.Host;

        Assert.Equal(new HealthProbe(200, true, ""), await AskAsync($"{host}/health"));
    }

    [Theory]
    [InlineData(200, "all is ok", 200, true, "")]
    [InlineData(200, "starting", 200, false, "without \"ok\" in the body")]
    [InlineData(503, "sorry", 503, false, "without \"ok\" in the body")]
    [InlineData(503, "not ok", 503, true, "")]
    [InlineData(200, "", 200, false, "without \"ok\" in the body")]
    public async Task Answer_IsTakenAsItIs(int status, string body, int expected, bool says, string detail)
    {
        Serve(new SiteAnswer(status, "text/plain", body, 1));
        var probe = await AskAsync("made.up/health");

        Assert.Equal(new HealthProbe(expected, says, detail), probe);
        Assert.Equal(status == 200 && says, probe.Healthy);
    }

    [Theory]
    [InlineData(HealthUrl.BodyLimit - 2, true)]
    [InlineData(HealthUrl.BodyLimit - 1, false)]
    [InlineData(HealthUrl.BodyLimit * 4, false)]
    public async Task Body_IsReadUpToItsLimit(int before, bool seen)
    {
        Serve(new SiteAnswer(200, "text/plain", new string('-', before) + "ok" + new string('-', 99), 1));

        Assert.Equal(seen, (await AskAsync("made.up/health")).Healthy);
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
            await new HealthUrl(s_http).HealthAsync(new HealthCheck(url, "ok", TimeSpan.FromSeconds(5)), default));
    }

    [Fact]
    public async Task Answer_ThatNeverComesIsNoneWithinTheTimeout()
    {
        using var silent = new HttpClient(new Silent());
        var check = new HealthCheck(new Uri("http://made.up/"), "ok", TimeSpan.FromMilliseconds(1));

        Assert.Equal(
            new HealthProbe(null, false, "none within 0 s"), await new HealthUrl(silent).HealthAsync(check, default));
    }

    [Fact]
    public async Task Caller_ThatGivesUpIsNotAnUnhealthyService()
    {
        using var silent = new HttpClient(new Silent());
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new HealthUrl(silent).HealthAsync(
            new HealthCheck(new Uri("http://made.up/"), "ok", TimeSpan.FromMinutes(1)), stopped.Token));
    }

    private void Serve(SiteAnswer answer) => _account.Change(world => world.Site.Serve("made.up", _ => answer));

    private Task<HealthProbe> AskAsync(string site) => new HealthUrl(s_http).HealthAsync(
        new HealthCheck(new Uri($"{_account.Wire.Url}/_sites/{site}"), "ok", TimeSpan.FromSeconds(30)), default);

    private sealed class Silent : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new System.Diagnostics.UnreachableException();
        }
    }
}
