using LambdaOps.Account.World;
using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.World.Metrics;

/// <summary>What an application writes itself is there as it writes it, and not otherwise.</summary>
public class ApplicationMetricTests
{
    private static readonly MetricName s_name = MetricName.Of("shop/Application", "ActiveUsers");

    private static readonly DateTimeOffset s_start = new(2026, 3, 2, 1, 0, 30, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 15)]
    [InlineData(5, 3)]
    public void Metric_IsWrittenAsOftenAsTheApplicationDoes(int everyMinutes, int points)
    {
        var world = World(TimeSpan.FromMinutes(everyMinutes));
        Assert.Equal(points, PointsIn(world, s_start.AddMinutes(-15), s_start.AddMinutes(-0.5)));

        world.Pass(TimeSpan.FromMinutes(20));

        Assert.Equal(points, PointsIn(world, s_start.AddMinutes(4.5), s_start.AddMinutes(19.5)));
    }

    [Fact]
    public void Metric_VariesAndStops()
    {
        var world = World(TimeSpan.FromMinutes(1));
        world.ApplicationMetrics[0].Vary(1000);
        world.Pass(TimeSpan.FromMinutes(5));
        Assert.InRange(Points(world, s_start, s_start.AddMinutes(4))[^1].Value, 900, 1100);

        world.ApplicationMetrics[0].Stop();
        world.Pass(TimeSpan.FromMinutes(10));

        Assert.Equal(0, PointsIn(world, s_start.AddMinutes(6), s_start.AddMinutes(14)));
    }

    [Fact]
    public void Metric_WithAnotherDimensionIsAnother()
    {
        var world = World(TimeSpan.FromMinutes(1));
        world.ApplicationMetrics[0].WriteWith(("Stage", "prod"));
        world.Pass(TimeSpan.FromMinutes(5));

        Assert.Equal(0, PointsIn(world, s_start.AddMinutes(1), s_start.AddMinutes(4)));
        Assert.Equal(
            ["", "Stage"],
            world.Metrics.NamesSince(DateTimeOffset.MinValue).Select(name => string.Join(' ', name.Dimensions.Keys))
        );
    }

    private static SimulatedWorld World(TimeSpan every) =>
        new(1, s_start, new WorldPlan { ApplicationMetrics = [new ApplicationMetricPlan(s_name) { Every = every }] });

    private static int PointsIn(SimulatedWorld world, DateTimeOffset from, DateTimeOffset until) =>
        Points(world, from, until).Count;

    private static IReadOnlyList<MetricPoint> Points(SimulatedWorld world, DateTimeOffset from, DateTimeOffset until) =>
        world.Metrics.Points(s_name, "Average", TimeSpan.FromMinutes(1), from, until);
}
