using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Account.World.Tables;

namespace LambdaOps.Account.Tests.World.Scaling;

/// <summary>The shop takes 75 read and 10 write units a second of its table.</summary>
public sealed class TableAutoscalerTests
{
    private const string Dimension = "dynamodb:table:ReadCapacityUnits";

    [Fact]
    public void Capacity_FollowsTheConsumptionBetweenItsBounds()
    {
        var world = New(min: 20, max: 130);
        world.Minutes(5);
        Assert.InRange(ReadUnits(world), 102, 116);

        world.Tables["orders"].Use(seconds: 3600, reads: 100, writes: 0);
        world.Minutes(15);
        Assert.Equal(130, ReadUnits(world));
        Assert.True(world.Tables["orders"].IsThrottling);
    }

    [Fact]
    public void UpdateTable_OfOthersIsUndoneAndARaisedMinimumIsNot()
    {
        var world = New(min: 20, max: 400);
        world.Minutes(5);
        world.Tables["orders"].Throughput.Change("orders", new(null, [new(null, (300, 20), null)]));
        world.Minutes(30);
        Assert.InRange(ReadUnits(world), 102, 116);

        world.TableScaling.Register("table/orders", Dimension, 250, null, "someone");
        world.Minutes(30);
        Assert.Equal(250, ReadUnits(world));
    }

    [Fact]
    public void OnDemandTable_IsLeftAlone()
    {
        var world = New(min: 20, max: 400);
        world.Tables["orders"].Throughput.Change("orders", new(true, []));
        world.Minutes(30);

        Assert.Null(world.Tables["orders"].Capacity.Provisioned);
        Assert.Empty(world.TableScaling.Targets[0].Moves);
    }

    [Theory]
    [InlineData("table/other", Dimension, 1, 2)]
    [InlineData("table/orders/index/none", "dynamodb:index:ReadCapacityUnits", 1, 2)]
    [InlineData("table/orders", "dynamodb:table:WriteCapacityUnits", 3, null)]
    [InlineData("table/orders", Dimension, 500, null)]
    public void Register_Validates(string resource, string dimension, int min, int? max) =>
        Assert.Throws<ArgumentException>(() =>
            New(min: 20, max: 400).TableScaling.Register(resource, dimension, min, max, "someone")
        );

    [Fact]
    public void Causes_AreCountedEachInAMetricOfItsOwn()
    {
        var world = New(min: 20, max: 130);
        var table = world.Tables["orders"];
        table.Throttle(seconds: 180, requestsPerSecond: 17);
        world.Minutes(5);
        Assert.True(Sum(world, "ReadKeyRangeThroughputThrottleEvents") > 0);
        Assert.Equal(0, Sum(world, "ReadProvisionedThroughputThrottleEvents"));

        world.Minutes(20);
        table.Use(seconds: 3600, reads: 200, writes: 0);
        world.Minutes(20);
        Assert.True(Sum(world, "ReadProvisionedThroughputThrottleEvents") > 0);
        Assert.Equal(Sum(world, "ReadThrottleEvents"), Sum(world, "ReadProvisionedThroughputThrottleEvents"));
        Assert.Equal(0, Sum(world, "WriteThrottleEvents"));
    }

    [Fact]
    public void Index_ThatThrottlesHoldsTheTablesWritesBack()
    {
        var world = Worlds.New(plan: Plan(new TablePlan("orders") { Indexes = [new("byDate", "date", (50, 4))] }));
        world.Minutes(15);

        Assert.True(Sum(world, "WriteProvisionedThroughputThrottleEvents", ("GlobalSecondaryIndexName", "byDate")) > 0);
        Assert.Equal(0, Sum(world, "WriteThrottleEvents"));
        Assert.InRange(Sum(world, "ConsumedWriteCapacityUnits") / 300, 3, 4.2);
        Assert.True(world.Tables["orders"].IsThrottling);
    }

    [Fact]
    public void Errors_OfDynamoDbItselfAreCountedByOperation()
    {
        var world = New(min: 20, max: 130);
        world.Tables["orders"].Fail(seconds: 600, share: 0.5);
        world.Minutes(6);

        Assert.InRange(Sum(world, "SystemErrors", ("Operation", "Query")) / 300, 30, 45);
        Assert.Equal(0, Sum(world, "ReadThrottleEvents"));
    }

    private static SimulatedWorld New(int min, int max) =>
        Worlds.New(
            plan: Plan(
                new TablePlan("orders") { Provisioned = (100, 20), Autoscaling = [new(CapacityKind.Read, min, max)] }
            )
        );

    private static WorldPlan Plan(TablePlan table) =>
        Worlds.Plan with
        {
            Services = [Worlds.Shop with { Tables = ["orders"] }],
            Tables = [table],
            Alarms = [],
        };

    private static long ReadUnits(SimulatedWorld world) => world.Tables["orders"].Capacity.Provisioned!.Value.Read;

    private static double Sum(SimulatedWorld world, string metric, params (string Name, string Value)[] besides) =>
        world
            .Metrics.Read(
                MetricName.Of("AWS/DynamoDB", metric, [("TableName", "orders"), .. besides]),
                world.Clock.Now - TimeSpan.FromMinutes(5),
                TimeSpan.FromMinutes(5),
                world.Clock.Now
            )
            ?.Sum
        ?? 0;
}
