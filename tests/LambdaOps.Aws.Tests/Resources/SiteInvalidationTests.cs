using LambdaOps.Account.World;
using LambdaOps.Account.World.Cdn;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

public sealed class SiteInvalidationTests : IAsyncLifetime
{
    private WiredAccount _account = null!;

    public async Task InitializeAsync() => _account = await WiredAccount.StartAsync();

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task Invalidation_IsOfEverythingAndOncePerReference()
    {
        var first = Assert.IsType<ActionOutcome.Done>(await InvalidateAsync("up-1"));
        var again = Assert.IsType<ActionOutcome.Done>(await InvalidateAsync("up-1"));
        await InvalidateAsync("down-2");

        Assert.Equal(first, again);
        Assert.Equal(["up-1", "down-2"], Site.Invalidations.Select(one => one.CallerReference));
        Assert.All(Site.Invalidations, one => Assert.Equal("/*", Assert.Single(one.Paths)));
        Assert.Equal($"invalidation {Site.Invalidations[0].Id}", first.Detail);
    }

    [Theory]
    [InlineData(ApiFaultKind.BrokenAfter, 1)]
    [InlineData(ApiFaultKind.FailedBefore, 0)]
    public async Task UnclearAnswer_IsUnknownAndNotSentAgain(ApiFaultKind fault, int made)
    {
        _account.Disturb("cloudfront", "CreateInvalidation", fault);

        Assert.IsType<ActionOutcome.Unknown>(await InvalidateAsync("up-1"));
        Assert.Equal(1, _account.Calls("CreateInvalidation"));
        Assert.Equal(made, Site.Invalidations.Count);
    }

    [Fact]
    public async Task Throttled_IsWantedLaterAndNotSentAgain()
    {
        _account.Disturb("cloudfront", "CreateInvalidation", ApiFaultKind.Throttled);

        Assert.IsType<ActionOutcome.Later>(await InvalidateAsync("up-1"));
        Assert.Equal(1, _account.Calls("CreateInvalidation"));
        Assert.Empty(Site.Invalidations);
    }

    [Fact]
    public async Task FullQuota_IsWantedLater()
    {
        for (var number = 0; number < 15; number++)
        {
            Site.Invalidate($"others-{number}", ["/*"], "someone");
        }

        var later = Assert.IsType<ActionOutcome.Later>(await InvalidateAsync("up-1"));
        Assert.StartsWith("TooManyInvalidationsInProgress: ", later.Detail, StringComparison.Ordinal);

        _account.Pass(TimeSpan.FromSeconds(30));
        Assert.IsType<ActionOutcome.Done>(await InvalidateAsync("up-1"));
    }

    [Fact]
    public async Task Denied_IsRefused()
    {
        _account.Disturb("cloudfront", "CreateInvalidation", ApiFaultKind.Denied);

        Assert.IsType<ActionOutcome.Refused>(await InvalidateAsync("up-1"));
    }

    private Distribution Site => _account.World.Cdn.Distributions[0];

    private Task<ActionOutcome> InvalidateAsync(string reference) =>
        _account.ActAsync(new Change.InvalidateSite(WiredAccount.Site.Id, reference));
}
