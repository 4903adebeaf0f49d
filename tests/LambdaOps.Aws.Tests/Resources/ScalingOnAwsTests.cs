using LambdaOps.Account.World;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

public sealed class ScalingOnAwsTests : IAsyncLifetime
{
    private WiredAccount _account = null!;

    public async Task InitializeAsync() => _account = await WiredAccount.StartAsync();

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task Service_ThatNobodyScalesIsByHand() => Assert.IsType<ScalingState.ByHand>(await SeeAsync());

    [Fact]
    public async Task Minimum_MovesAndTheMaximumStays()
    {
        _account.Change(world => world.Scaling.Register(_account.Fleet, 2, 10, "person"));
        Assert.Equal(new ScalingState.Automatic(2, 10), await SeeAsync());

        Assert.IsType<ActionOutcome.Done>(await MoveAsync(2, 7));

        Assert.Equal(new ScalingState.Automatic(7, 10), await SeeAsync());
    }

    /// <summary>Read as the last, a page from which all was filtered would say that nothing scales the service.</summary>
    [Fact]
    public async Task Service_OnTheSecondPageIsScaledAllTheSame()
    {
        _account.Change(world => world.Scaling.Register(world.Fleet.Services[1], 1, 3, "person"));
        _account.Change(world => world.Scaling.Register(_account.Fleet, 2, 10, "person"));

        Assert.Equal(new ScalingState.Automatic(2, 10), await SeeAsync());
        Assert.Equal(2, _account.Calls("DescribeScalableTargets"));
    }

    [Fact]
    public async Task Minimum_AboveTheMaximumIsRefused()
    {
        _account.Change(world => world.Scaling.Register(_account.Fleet, 2, 4, "person"));

        Assert.IsType<ActionOutcome.Refused>(await MoveAsync(2, 7));
    }

    [Fact]
    public async Task UnclearAnswer_IsUnknownAndNotSentAgain()
    {
        _account.Disturb("application-autoscaling", "RegisterScalableTarget", ApiFaultKind.FailedBefore);

        Assert.IsType<ActionOutcome.Unknown>(await MoveAsync(2, 7));
        Assert.Equal(1, _account.Calls("RegisterScalableTarget"));
    }

    private Task<ScalingState> SeeAsync() => _account.Observer().SeeAsync(ScalingLooks.State, _account.At());

    private Task<ActionOutcome> MoveAsync(int from, int to) =>
        _account.ActAsync(new Change.SetScalingMinimum(Samples.Target, from, to));
}
