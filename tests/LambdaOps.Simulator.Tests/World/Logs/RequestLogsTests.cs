using LambdaOps.Simulator.World.Logs;
using LambdaOps.Simulator.World.Plans;

namespace LambdaOps.Simulator.Tests.World.Logs;

public sealed class RequestLogsTests
{
    [Fact]
    public void Endpoints_ComeSlowestFirstAndAddUp()
    {
        var world = Worlds.New(plan: Logged.Plan);
        var rows = world.Logs.SlowestEndpoints(Logged.Group, Worlds.Start.AddMinutes(-10), Worlds.Start);

        Assert.Equal(["/api/search", "/api/events", "/api/talks"], rows.Select(row => row.Path));
        Assert.Equal(4, rows[0].AverageMs / rows[1].AverageMs, 6);
        Assert.Equal(6, rows[1].Requests / rows[0].Requests, 6);
        var cell =
            world
                .Metrics.Points(
                    new MetricName("AWS/ApplicationELB", "TargetResponseTime", Worlds.Target5xx.Dimensions),
                    "Average",
                    TimeSpan.FromMinutes(10),
                    Worlds.Start.AddMinutes(-10),
                    Worlds.Start
                )[0]
                .Value * 1000;
        Assert.Equal(cell, rows.Sum(row => row.AverageMs * row.Requests) / rows.Sum(row => row.Requests), 6);
    }

    [Fact]
    public void Endpoints_AreOfTheSpanThatIsAsked()
    {
        var world = Worlds.New(plan: Logged.Plan);
        Worlds.ShopOf(world).SlowDown(10);
        world.Minutes(6);
        double Slowest(DateTimeOffset from, DateTimeOffset until) =>
            world.Logs.SlowestEndpoints(Logged.Group, from, until, limit: 1).Single().AverageMs;

        Assert.InRange(
            Slowest(Worlds.Start, Worlds.Start.AddMinutes(5)) / Slowest(Worlds.Start.AddMinutes(-5), Worlds.Start),
            7,
            13
        );
        Assert.Empty(world.Logs.SlowestEndpoints(Logged.Group, Worlds.Start.AddDays(-1), Worlds.Start.AddDays(-0.5)));
        Assert.NotEmpty(
            world.Logs.SlowestEndpoints(Logged.Group, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200))
        );
    }

    [Fact]
    public void Group_OfSeveralServicesMergesTheirEndpoints()
    {
        var shop = Logged.Plan.Services[0];
        var other = shop with
        {
            Name = "socket",
            TargetGroupArn = shop.TargetGroupArn + "b",
            HealthHost = "ws.example.com",
            Endpoints = [new("/api/events", 1), new("/socket", 1, 9), new("/never", 0)],
        };
        var world = Worlds.New(plan: Logged.Plan with { Services = [shop, other] });
        var rows = world.Logs.SlowestEndpoints(Logged.Group, Worlds.Start.AddMinutes(-10), Worlds.Start);

        Assert.Equal(4, rows.Count);
        Assert.Single(rows, row => row.Path == "/api/events");
    }

    [Fact]
    public void Group_IsThereWhenAServiceWritesIntoIt()
    {
        var logs = Worlds.New(plan: Logged.Plan).Logs;
        Assert.True(logs.Has(Logged.Group));
        Assert.False(logs.Has("/aws/ecs/other"));
        Assert.Empty(Worlds.New().Logs.SlowestEndpoints(Logged.Group, Worlds.Start.AddMinutes(-10), Worlds.Start));
    }
}
