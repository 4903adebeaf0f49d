using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Logs;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.World.Logs;

public sealed class LogGroupsTests
{
    [Fact]
    public void Endpoints_ComeSlowestFirstAndAddUp()
    {
        var world = Worlds.New(plan: Logged.Plan);
        var rows = SlowestEndpoints(world, Logged.Group, Worlds.Start.AddMinutes(-10), Worlds.Start);

        Assert.Equal(["/api/search", "/api/events", "/api/talks"], rows.Select(row => row.Path));
        Assert.InRange(rows[0].AverageMs / rows[1].AverageMs, 3.5, 4.5);
        Assert.InRange((double)rows[1].Requests / rows[0].Requests, 5.5, 6.5);
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
        Assert.InRange(
            rows.Sum(row => row.AverageMs * row.Requests) / rows.Sum(row => row.Requests),
            cell * 0.95,
            cell * 1.05
        );
    }

    [Fact]
    public void Endpoints_AreOfTheSpanThatIsAsked()
    {
        var world = Worlds.New(plan: Logged.Plan);
        Worlds.ShopOf(world).SlowDown(10);
        world.Minutes(6);
        double Slowest(DateTimeOffset from, DateTimeOffset until) =>
            SlowestEndpoints(world, Logged.Group, from, until)[0].AverageMs;

        Assert.InRange(
            Slowest(Worlds.Start, Worlds.Start.AddMinutes(5)) / Slowest(Worlds.Start.AddMinutes(-5), Worlds.Start),
            7,
            13
        );
        Assert.Empty(SlowestEndpoints(world, Logged.Group, Worlds.Start.AddDays(-1), Worlds.Start.AddDays(-0.5)));
        Assert.NotEmpty(
            SlowestEndpoints(world, Logged.Group, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200))
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
        var rows = SlowestEndpoints(world, Logged.Group, Worlds.Start.AddMinutes(-10), Worlds.Start);

        Assert.Equal(4, rows.Count);
        Assert.Single(rows, row => row.Path == "/api/events");
    }

    [Fact]
    public void Group_IsThereWhenAServiceWritesIntoIt()
    {
        var logs = Worlds.New(plan: Logged.Plan).Logs;
        Assert.True(logs.Has(Logged.Group));
        Assert.False(logs.Has("/aws/ecs/other"));
        Assert.Empty(SlowestEndpoints(Worlds.New(), Logged.Group, Worlds.Start.AddMinutes(-10), Worlds.Start));
    }

    [Fact]
    public void Lines_AreAsManyAndFailAsOftenAsTheLoadBalancerCounted()
    {
        var world = Worlds.New(plan: Logged.Plan);
        Worlds.ShopOf(world).Blip(120, 0.3);
        world.Minutes(4);
        var (from, until) = (Worlds.Start.AddMinutes(-5), Worlds.Start.AddMinutes(3));
        var lines = world.Logs.Read(Logged.Group, from, until).OfType<RequestLine>().ToList();
        double Sum(string metric, string stat) =>
            world
                .Metrics.Points(
                    new MetricName("AWS/ApplicationELB", metric, Worlds.Target5xx.Dimensions),
                    stat,
                    TimeSpan.FromMinutes(1),
                    from,
                    until
                )
                .Sum(point => point.Value);

        Assert.InRange(
            lines.Count,
            Sum("TargetResponseTime", "SampleCount") - 8,
            Sum("TargetResponseTime", "SampleCount") + 8
        );
        Assert.Equal(Sum("HTTPCode_Target_5XX_Count", "Sum"), lines.Count(line => line.Failed));
        Assert.NotEqual(0, lines.Count(line => line.Failed));
        Assert.Equal(lines.Select(line => line.At).Order(), lines.Select(line => line.At));
    }

    [Fact]
    public void Lines_AreTheSameWheneverTheyAreRead()
    {
        var world = Worlds.New(plan: Logged.Plan);
        List<LogEvent> Read() =>
            [.. world.Logs.Read(Logged.Group, Worlds.Start.AddMinutes(-10), Worlds.Start.AddMinutes(-5))];
        var before = Read();
        world.Minutes(3);

        Assert.NotEmpty(before);
        Assert.Equal(before.Select(e => e.Message), Read().Select(e => e.Message));
    }

    private static List<(string Path, double AverageMs, int Requests)> SlowestEndpoints(
        SimulatedWorld world,
        string group,
        DateTimeOffset from,
        DateTimeOffset until
    ) =>
        [
            .. world
                .Logs.Read(group, from, until)
                .OfType<RequestLine>()
                .GroupBy(line => line.Endpoint)
                .Select(lines => (lines.Key, lines.Average(line => line.DurationMs), lines.Count()))
                .OrderByDescending(line => line.Item2),
        ];
}
