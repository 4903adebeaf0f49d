using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.World;

public sealed class TrafficTests
{
    private static readonly MetricName s_latency = Of("TargetResponseTime");

    [Fact]
    public void Metrics_OfAQuietMinuteAreNormal()
    {
        var world = Worlds.New();
        world.Minutes(5);
        var at = Worlds.Start + TimeSpan.FromMinutes(3);

        Assert.InRange(Value(world, Of("RequestCount"), "Sum", at)!.Value, 2700, 3300);
        Assert.InRange(Value(world, s_latency, "p50", at)!.Value, 0.045, 0.07);
        Assert.InRange(Value(world, s_latency, "p95", at)!.Value, 0.13, 0.25);
        Assert.InRange(Value(world, s_latency, "p99", at)!.Value, 0.3, 0.6);
        Assert.Equal(4, Value(world, Of("HealthyHostCount"), "Minimum", at));
        Assert.Equal(0, Value(world, Of("UnHealthyHostCount"), "Maximum", at));
        Assert.InRange(Value(world, Cpu("CPUUtilization"), "Average", at)!.Value, 40, 60);
        Assert.InRange(Value(world, Cpu("MemoryUtilization"), "Average", at)!.Value, 45, 60);
    }

    [Fact]
    public void Metrics_WithoutEventsHaveNoDatapoint()
    {
        var world = Worlds.With(Worlds.Shop with { Load = new() { ErrorShare = 0 } });
        world.Minutes(5);
        var at = Worlds.Start + TimeSpan.FromMinutes(3);

        Assert.Null(Value(world, Worlds.Target5xx, "Sum", at));
        Assert.Null(Value(world, Elb5xx, "Sum", at));
        Assert.NotNull(Value(world, Of("HTTPCode_Target_2XX_Count"), "Sum", at));
    }

    [Fact]
    public void Metrics_AreVisibleAFewSecondsAfterTheMinute()
    {
        var world = Worlds.New();
        world.Seconds(64);
        Assert.Null(Value(world, Of("RequestCount"), "Sum", Worlds.Start));
        world.Seconds(1);
        Assert.NotNull(Value(world, Of("RequestCount"), "Sum", Worlds.Start));
    }

    [Fact]
    public void History_IsThereFromTheStart()
    {
        var world = Worlds.New();

        Assert.NotNull(Value(world, Of("RequestCount"), "Sum", Worlds.Start - TimeSpan.FromMinutes(15)));
        Assert.Null(Value(world, Of("RequestCount"), "Sum", Worlds.Start - TimeSpan.FromMinutes(16)));
    }

    [Fact]
    public void NoTargets_AreAnsweredByTheBalancerAlone()
    {
        var world = Worlds.New();
        Worlds.ShopOf(world).Scale(0);
        world.Minutes(4);
        var at = Worlds.Start + TimeSpan.FromMinutes(2);

        Assert.InRange(Value(world, Elb5xx, "Sum", at)!.Value, 2500, 3500);
        Assert.Null(Value(world, Of("HTTPCode_Target_2XX_Count"), "Sum", at));
        Assert.Null(Value(world, Of("HealthyHostCount"), "Average", at));
        Assert.Null(Value(world, Cpu("CPUUtilization"), "Average", at));
    }

    [Fact]
    public void Overload_SlowsAndFailsAndScalingHelps()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world);
        shop.SetTraffic(150);
        world.Minutes(3);
        var slow = Value(world, s_latency, "p50", Worlds.Start + TimeSpan.FromMinutes(1))!.Value;
        Assert.True(slow > 0.5, $"p50 {slow}");
        Assert.InRange(shop.Traffic.ErrorShare, 0.2, 0.5);

        shop.SetDesired(10, "scaler");
        world.Minutes(4);
        var quick = Value(world, s_latency, "p50", Worlds.Start + TimeSpan.FromMinutes(5))!.Value;
        Assert.True(quick < 0.1, $"p50 {quick}");
        Assert.True(shop.Traffic.ErrorShare < 0.05);
    }

    [Fact]
    public void Blip_PassesByItself()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world);
        shop.Blip(seconds: 10);
        world.Seconds(5);
        Assert.Equal(1, shop.Traffic.ErrorShare);
        Assert.Equal(4, shop.Healthy);
        world.Seconds(6);
        Assert.True(shop.Traffic.ErrorShare < 0.1);
    }

    [Fact]
    public void DailyShape_ScalesTheTraffic()
    {
        double[] shape = [.. Enumerable.Range(0, 24).Select(hour => hour is >= 9 and <= 18 ? 1.0 : 0.1)];
        var world = Worlds.With(
            Worlds.Shop with
            {
                Traffic = new() { DailyShape = shape, Offset = TimeSpan.FromHours(9) },
            }
        );
        world.Minutes(3);

        Assert.InRange(Value(world, Of("RequestCount"), "Sum", Worlds.Start)!.Value, 2700, 3300);
        var night = Worlds.New(
            plan: Worlds.Plan with
            {
                Services = [Worlds.Shop with { Traffic = new() { DailyShape = shape } }],
            }
        );
        night.Minutes(3);
        Assert.InRange(Value(night, Of("RequestCount"), "Sum", Worlds.Start)!.Value, 200, 400);
    }

    private static MetricName Elb5xx { get; } =
        MetricName.Of(
            "AWS/ApplicationELB",
            "HTTPCode_ELB_5XX_Count",
            ("LoadBalancer", "app/main-alb/50dc6c495c0c9188")
        );

    private static MetricName Of(string name) => new(Worlds.Target5xx.Namespace, name, Worlds.Target5xx.Dimensions);

    private static MetricName Cpu(string name) =>
        MetricName.Of("AWS/ECS", name, ("ServiceName", "shop"), ("ClusterName", "main"));

    private static double? Value(SimulatedWorld world, MetricName metric, string stat, DateTimeOffset at) =>
        world.Metrics.Value(new MetricTerm { Metric = metric, Stat = stat }, at, world.Clock.Now);
}
