using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Account.World.Tables;

namespace LambdaOps.Account.Tests.World.Tables;

public sealed class ApplicationTableTests
{
    private static readonly WorldPlan s_plan = Worlds.Plan with
    {
        Services = [Worlds.Shop with { Tables = ["orders"] }],
        Tables = [new TablePlan("orders"), new TablePlan("unused")],
        Alarms = [],
    };

    [Fact]
    public void Capacity_IsConsumedByTheRequestsOfTheServices()
    {
        var world = Worlds.New(plan: s_plan);
        world.Minutes(10);

        Assert.InRange(Sum(world, "ConsumedReadCapacityUnits", minutes: 5), 0.97 * 22_500, 1.03 * 22_500);
        Assert.InRange(Sum(world, "ConsumedWriteCapacityUnits", minutes: 5), 0.97 * 3_000, 1.03 * 3_000);
        Assert.Equal(0, Sum(world, "ReadThrottleEvents", minutes: 5));
        Assert.Equal(0, Sum(world, "ConsumedReadCapacityUnits", minutes: 5, table: "unused"));
        Assert.DoesNotContain(
            world.Metrics.NamesSince(DateTimeOffset.MinValue),
            name => name.Name.EndsWith("ThrottleEvents", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Metrics_AreThereBeforeTheStart() =>
        Assert.True(Sum(Worlds.New(plan: s_plan), "ConsumedReadCapacityUnits", minutes: 10) > 40_000);

    [Fact]
    public void Throttle_RefusesRequestsAndSlowsTheServicesUntilItsEnd()
    {
        var world = Worlds.New(plan: s_plan);
        var table = world.Tables["orders"].Throttle(seconds: 600, requestsPerSecond: 17);
        world.Minutes(6);

        Assert.True(table.IsThrottling);
        var (reads, refused) = (Sum(world, "ConsumedReadCapacityUnits", 5), Sum(world, "ReadThrottleEvents", 5));
        Assert.InRange(reads / (reads + refused), 0.18, 0.22);
        Assert.InRange(Sum(world, "WriteThrottleEvents", 5) / refused, 0.12, 0.15);
        Assert.InRange(Latency(world) / Latency(Worlds.New(plan: s_plan)), 6, 10);
        Assert.InRange(world.Site.Ask("api.example.com", "/health")!.LatencyMs, 100, 5000);
        world.Minutes(12);

        Assert.False(table.IsThrottling);
        Assert.Equal(0, Sum(world, "ReadThrottleEvents", 5));
        Assert.InRange(Latency(world) / Latency(Worlds.New(plan: s_plan)), 0.8, 1.2);
    }

    [Fact]
    public void Throttle_CanBeRelieved()
    {
        var world = Worlds.New(plan: s_plan);
        var table = world.Tables["orders"].Throttle(seconds: 600, requestsPerSecond: 1);
        world.Seconds(10);
        Assert.True(table.IsThrottling);
        table.Relieve();
        world.Seconds(1);
        Assert.False(table.IsThrottling);
    }

    [Fact]
    public void Throttle_AboveWhatIsAskedChangesNothing()
    {
        var world = Worlds.New(plan: s_plan);
        world.Tables["orders"].Throttle(seconds: 600, requestsPerSecond: 1000);
        world.Minutes(6);

        Assert.Equal(0, Sum(world, "ReadThrottleEvents", 5));
        Assert.InRange(Latency(world) / Latency(Worlds.New(plan: s_plan)), 0.8, 1.2);
    }

    [Fact]
    public void ProvisionedCapacity_IsSharedByTheServicesAndEveryOtherCaller()
    {
        var world = Worlds.New(plan: s_plan with { Tables = [new TablePlan("orders") { Provisioned = (80, 12) }] });
        var table = world.Tables["orders"];
        world.Minutes(10);
        Assert.False(table.IsThrottling);
        Assert.Equal(0, Sum(world, "ReadThrottleEvents", 5));

        for (var second = 0; second < 660; second++)
        {
            if (table.Capacity.Admits(CapacityKind.Read))
            {
                table.Capacity.Spend(CapacityKind.Read, 60);
            }

            world.Seconds(1);
        }

        Assert.True(table.IsThrottling);
        Assert.False(table.Capacity.Admits(CapacityKind.Read));
        Assert.True(table.Capacity.Admits(CapacityKind.Write));
        Assert.InRange(Sum(world, "ConsumedReadCapacityUnits", 2) / 120, 79, 81);
        Assert.True(Sum(world, "ReadThrottleEvents", 2) > 120 * 15);
        Assert.Equal(0, Sum(world, "WriteThrottleEvents", 2));
    }

    [Fact]
    public void Service_CannotNameATableThatIsNotThere() =>
        Assert.Throws<KeyNotFoundException>(() => Worlds.New(plan: s_plan with { Tables = [] }));

    [Fact]
    public void Tables_ShiftNobodysDraws()
    {
        static List<string> Run(WorldPlan plan)
        {
            var world = Worlds.New(5, plan);
            var log = world.Log();
            Worlds.ShopOf(world).Crash(2);
            world.Minutes(10);
            return [.. log, $"{Worlds.ShopOf(world).Traffic}"];
        }

        Assert.Equal(Run(Worlds.Plan), Run(s_plan with { Alarms = Worlds.Plan.Alarms }));
    }

    /// <summary>As many calls as the services' requests make, most of them quicker than the mean.</summary>
    [Fact]
    public void Operations_AreCountedWithTheirTimes()
    {
        var world = Worlds.New(plan: s_plan);
        world.Minutes(10);

        Assert.InRange(Times(world, "Query", "SampleCount") / Times(world, "GetItem", "SampleCount"), 1.19, 1.21);
        Assert.Equal(9, Times(world, "Query", "Average"), 0.001);
        Assert.Equal(22.5, Times(world, "Query", "p99"), 0.001);
        Assert.Equal(6.3, Times(world, "Query", "Minimum"), 0.001);
        Assert.Equal(
            12 * Times(world, "Query", "SampleCount"),
            Times(world, "Query", "Sum", "ReturnedItemCount"),
            0.001
        );
        Assert.Equal(0, Times(world, "Scan", "SampleCount"));
        Assert.Equal(0, Times(world, "GetItem", "Sum", "ReturnedItemCount"));
    }

    /// <summary>What DynamoDB refuses or fails is no successful request.</summary>
    [Fact]
    public void Operations_ThatAreRefused_HaveNoTime()
    {
        var world = Worlds.New(plan: s_plan);
        world.Minutes(5);
        var usual = Times(world, "Query", "SampleCount");
        world.Tables["orders"].Throttle(seconds: 600, requestsPerSecond: 17);
        world.Minutes(6);

        Assert.InRange(Times(world, "Query", "SampleCount") / usual, 0.18, 0.22);
    }

    private static double Times(
        SimulatedWorld world,
        string operation,
        string stat,
        string metric = "SuccessfulRequestLatency"
    ) =>
        world.Metrics.Points(
            MetricName.Of("AWS/DynamoDB", metric, ("TableName", "orders"), ("Operation", operation)),
            stat,
            TimeSpan.FromMinutes(1),
            world.Clock.Now.AddMinutes(-3),
            world.Clock.Now.AddMinutes(-2)
        )
            is [var first, ..]
            ? first.Value
            : 0;

    private static double Latency(SimulatedWorld world) =>
        world
            .Metrics.Points(
                new MetricName("AWS/ApplicationELB", "TargetResponseTime", Worlds.Target5xx.Dimensions),
                "p95",
                TimeSpan.FromMinutes(5),
                world.Clock.Now.AddMinutes(-5),
                world.Clock.Now
            )[0]
            .Value;

    private static double Sum(SimulatedWorld world, string metric, int minutes, string table = "orders") =>
        world
            .Metrics.Points(
                MetricName.Of("AWS/DynamoDB", metric, ("TableName", table)),
                "Sum",
                TimeSpan.FromMinutes(1),
                world.Clock.Now.AddMinutes(-minutes - 1),
                world.Clock.Now.AddMinutes(-1)
            )
            .Sum(point => point.Value);
}
