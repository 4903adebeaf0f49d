using LambdaOps.Aws.Observers;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Drills;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Observers;

public sealed class CloudWatchMetricsTests : IAsyncLifetime
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
        using var client = _account.CloudWatchClient();
        var metrics = new CloudWatchMetrics(client);
        Assert.Empty((await metrics.TablesAsync(WiredAccount.Service, _account.World.Clock.Now, default)).Throttled);
        _account.Change(world => world.Tables.All[1].Throttle(seconds: 600, requestsPerSecond: 5));
        _account.Pass(TimeSpan.FromMinutes(4));

        var seen = await metrics.TablesAsync(WiredAccount.Service, _account.World.Clock.Now, default);

        var throttled = Assert.Single(seen.Throttled);
        Assert.Equal(WiredAccount.Service.Tables[1], throttled.Table);
        Assert.True(throttled.Events > 1000);
    }

    [Fact]
    public async Task Endpoints_AreTheSlowestFirst()
    {
        using var client = _account.LogsClient();

        var slow = await new RequestLogs(client, TimeProvider.System).SlowEndpointsAsync(
            WiredAccount.Service,
            _account.World.Clock.Now,
            default
        );

        Assert.Equal(EstateWorld.SlowestEndpoint, slow[0].Path);
        Assert.Equal(slow.OrderByDescending(one => one.AverageMs), slow);
        Assert.All(slow, one => Assert.True(one.Requests > 0));
    }

    [Fact]
    public async Task ActiveAlarms_AreOursOnly()
    {
        _account.Change(_ => _account.Fleet.HangTasks());
        _account.Pass(TimeSpan.FromMinutes(6));
        using var client = _account.CloudWatchClient();
        var alarms = new CloudWatchAlarms(client);

        var ours = await alarms.ActiveAlarmsAsync(
            name => WiredAccount.Estate.AlarmsOf(Some.Target).Any(rule => rule.Names(name)),
            default
        );
        var nobodys = await alarms.ActiveAlarmsAsync(_ => false, default);

        Assert.Equal(["api-service-5xx"], ours.Names);
        Assert.False(nobodys.Any);
    }

    private async Task<LoadReading> LoadAsync()
    {
        using var client = _account.CloudWatchClient();
        var now = _account.World.Clock.Now;
        return await new CloudWatchMetrics(client).LoadAsync(WiredAccount.Service, LoadWindow.For(now, now), default);
    }
}
