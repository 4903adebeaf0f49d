using LambdaOps.Account.World;
using LambdaOps.Aws.Resources;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Tests.Resources;

public sealed class SmokeProbeOnAwsTests : IAsyncLifetime
{
    private static readonly HttpClient s_http = new(HealthUrlsOnAws.Sockets());
    private WiredAccount _account = null!;

    public async Task InitializeAsync() => _account = await WiredAccount.StartAsync();

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Theory]
    [InlineData(200, "[1]", 200, true)]
    [InlineData(200, "<p>", 200, false)]
    [InlineData(500, "[1]", 500, false)]
    [InlineData(404, "[1]", 404, false)]
    [InlineData(302, "[1]", 302, false)]
    public async Task Answer_IsTakenAsItIs(int status, string body, int expected, bool has)
    {
        _account.Change(world => world.Site.Serve("green.example", _ => new SiteAnswer(status, "text/plain", body, 1)));

        var probe = await AskAsync();

        Assert.Equal((expected, has, ""), (probe.Status, probe.HasText, probe.Detail));
        Assert.True(probe.Took > TimeSpan.Zero);
    }

    [Fact]
    public async Task NoAnswer_IsAResultWithItsReason()
    {
        _account.Change(world => world.Site.Serve("green.example", _ => SiteAnswer.Timeout(60_000)));

        var probe = await AskAsync();

        Assert.Null(probe.Status);
        Assert.NotEmpty(probe.Detail);
    }

    private Task<PathProbe> AskAsync() =>
        new SmokeProbeOnAws(s_http, TimeProvider.System).AskAsync(
            new SmokeTest(
                new Uri($"{_account.Wire.Url}/_sites/green.example"),
                [],
                TimeSpan.FromSeconds(30),
                Attempts: 1,
                TimeSpan.FromSeconds(30),
                FailsWhenUnable: false
            ),
            new SmokePath("/list?all=1", 200, "[", TimeSpan.FromSeconds(1)),
            default
        );
}
