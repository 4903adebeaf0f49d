using LambdaOps.Account.World.Fleets;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Drills;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

public sealed class MetricLookTests : IAsyncLifetime
{
    private WiredAccount _account = null!;

    public async Task InitializeAsync() => _account = await WiredAccount.StartAsync();

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task Load_OfAGoodDay()
    {
        var load = await LoadAsync();

        Assert.InRange(load.P50Ms!.Value, 40, 70);
        Assert.InRange(load.P95Ms!.Value, 130, 220);
        Assert.True(load.P99Ms > load.P95Ms);
        Assert.InRange(load.CpuPercent!.Value, 35, 46);
        Assert.InRange(load.MemoryPercent!.Value, 40, 60);
        Assert.InRange(load.RequestsPerSecond!.Value, 45, 55);
        Assert.InRange(load.ErrorPercent!.Value, 0, 0.2);

        // 5 tasks at 40 % carry 50 requests a second.
        Assert.InRange(load.TasksPerRequest!.Value, 0.036, 0.046);
        Assert.InRange(_account.World.Clock.Now - load.At, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(3));
    }

    [Fact]
    public async Task Load_OfAnOverload()
    {
        _account.Change(_ => _account.Fleet.Overload(4));
        _account.Pass(TimeSpan.FromMinutes(4));

        var load = await LoadAsync();

        Assert.True(load.CpuPercent > 90, $"{load}");
        Assert.True(load.P95Ms > 1000, $"{load}");
        Assert.True(load.ErrorPercent > 10, $"{load}");
        Assert.InRange(load.RequestsPerSecond!.Value, 150, 210);
    }

    [Fact]
    public async Task Load_OfASilentServiceIsNotInvented()
    {
        _account.Change(_ => _account.Fleet.SetTraffic(0));
        _account.Pass(TimeSpan.FromMinutes(10));

        var load = await LoadAsync();

        Assert.Null(load.P95Ms);
        Assert.Null(load.ErrorPercent);
        Assert.NotNull(load.CpuPercent);
    }

    [Fact]
    public async Task Tables_ThatAreThrottledAreNamed()
    {
        var observer = _account.Observer();
        Assert.Empty((await observer.SeeAsync(TableLooks.Throttles, _account.At())).Throttled);
        _account.Change(world => world.Tables.All[1].Throttle(seconds: 600, requestsPerSecond: 5));
        _account.Pass(TimeSpan.FromMinutes(4));

        var seen = await observer.SeeAsync(TableLooks.Throttles, _account.At());

        var throttled = Assert.Single(seen.Throttled);
        Assert.Equal(WiredAccount.Service.Tables[1], throttled.Table);
        Assert.True(throttled.Events > 1000);
    }

    /// <summary>CloudWatch writes no zeros, so a hole looks like none: by the status code it is told apart.</summary>
    [Theory]
    [InlineData("HTTPCode_Target_5XX_Count", "InternalError")]
    [InlineData("RequestCount", "PartialData")]
    [InlineData("CPUUtilization", "Forbidden")]
    public async Task Load_OfWhichCloudWatchHasAPartIsNotKnown(string metric, string status)
    {
        _account.Change(world => world.Metrics.Withhold(metric, status));

        var why = await Assert.ThrowsAsync<NotObservableException>(LoadAsync);
        Assert.Contains($"only a part of the datapoints ({status})", why.Message, StringComparison.Ordinal);
        Assert.Contains(metric, why.Message, StringComparison.Ordinal);

        _account.Change(world => world.Metrics.Withhold(metric, null));
        Assert.NotNull((await LoadAsync()).CpuPercent);
    }

    [Fact]
    public async Task Tables_WhoseThrottlesAreWithheldAreNotKnown()
    {
        _account.Change(world => world.Metrics.Withhold("WriteThrottleEvents", "InternalError"));

        await Assert.ThrowsAsync<NotObservableException>(() =>
            _account.Observer().SeeAsync(TableLooks.Throttles, _account.At())
        );
    }

    [Fact]
    public async Task Endpoints_AreTheSlowestFirst()
    {
        var slow = (await _account.Observer().SeeAsync(RequestLogLooks.Slowest, _account.At())).Slowest;

        Assert.Equal(EstateWorld.SlowestEndpoint, slow[0].Path);
        Assert.Equal(slow.OrderByDescending(one => one.AverageMs), slow);
        Assert.All(slow, one => Assert.True(one.Requests > 0));
    }

    [Fact]
    public async Task ActiveAlarms_AreOursOnly()
    {
        _account.Change(_ => _account.Fleet.HangTasks());
        _account.Pass(TimeSpan.FromMinutes(6));
        var (observer, at) = (_account.Observer(), _account.At());

        var ours = await observer.SeeAsync(AlarmLooks.Active, at);
        var nobodys = await observer.SeeAsync(AlarmLooks.Active, at with { Estate = at.Estate with { Alarms = [] } });

        Assert.Equal(["api-service-5xx", "api-service-error-rate"], ours.Names);
        Assert.False(nobodys.Any);
    }

    private Task<LoadReading> LoadAsync() => _account.Observer().SeeAsync(LoadBalancingLooks.Load, _account.At());
}
