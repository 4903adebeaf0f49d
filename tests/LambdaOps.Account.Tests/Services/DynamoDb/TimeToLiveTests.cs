using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Services.DynamoDb;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.Services.DynamoDb;

public sealed class TimeToLiveTests
{
    private const string Sessions = """{"TableName":"sessions"}""";
    private static readonly DateTimeOffset s_start = new(2026, 1, 15, 3, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    [Fact]
    public void ExpiredItems_GoSomeTimeAfterwardsAndAreReadUntilThen()
    {
        var world = WorldOf(new ItemsPlan(300, "expiresAt", TimeForm.Seconds, TimeSpan.Zero, s_day));
        Assert.Equal(300, Count(world));
        world.Pass(s_day);
        var day = Count(world);
        world.Pass(TimeSpan.FromHours(41));

        Assert.InRange(day, 100, 270);
        Assert.Equal(0, Count(world));
        Assert.Equal(300, Deleted(world, s_start));
    }

    [Theory]
    [InlineData(TimeForm.Milliseconds)]
    [InlineData(TimeForm.Text)]
    [InlineData(TimeForm.SecondsAsText)]
    [InlineData(TimeForm.None)]
    public void WhatIsNoNumberOfSeconds_NeverExpires(TimeForm form)
    {
        var world = WorldOf(new ItemsPlan(20, "expiresAt", form, -s_day, s_day));
        world.Pass(10 * s_day);

        Assert.Equal(20, Count(world));
        Assert.Equal(0, Deleted(world, s_start));
    }

    [Theory]
    [InlineData(5 * 365, 0)]
    [InlineData((5 * 365) + 5, 1)]
    public void WhatExpiredFiveYearsAgo_StaysForGood(int days, int left)
    {
        var past = -days * s_day;
        Assert.Equal(left, Count(WorldOf(new ItemsPlan(1, "expiresAt", TimeForm.Seconds, past, past))));
    }

    [Fact]
    public void WhatExpiredBeforeTheStart_IsDeletedAndInTheMetric()
    {
        var world = WorldOf(new ItemsPlan(100, "expiresAt", TimeForm.Seconds, -10 * s_day, -3 * s_day));

        Assert.Equal(0, Count(world));
        Assert.Equal(100, Deleted(world, s_start - (10 * s_day)));
    }

    [Fact]
    public void AnItemThatIsRenewed_Stays()
    {
        var world = WorldOf(new ItemsPlan(1, "expiresAt", TimeForm.Seconds, TimeSpan.Zero, TimeSpan.Zero));
        var later = (s_start + (30 * s_day)).ToUnixTimeSeconds();
        var item = world.Call("dynamodb", "Scan", Sessions)["Items"]![0]!.DeepClone();
        item["expiresAt"]!["N"] = later.ToString(CultureInfo.InvariantCulture);
        world.Call("dynamodb", "PutItem", $$"""{"TableName":"sessions","Item":{{item.ToJsonString()}}}""");
        world.Pass(29 * s_day);

        Assert.Equal(1, Count(world));
    }

    [Fact]
    public void Change_IsUnderWayForAtMostAnHourAndBlocksOthersForOne()
    {
        var world = WorldOf();
        Update(world, "expiresAt", isOn: false);
        Assert.Equal("DISABLING expiresAt", Described(world));
        world.Pass(TimeSpan.FromMinutes(59));
        Assert.Equal(
            "Time to live has been modified multiple times within a fixed interval",
            Refused(world, "expiresAt", isOn: true)
        );
        world.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal("DISABLED ", Described(world));
        Update(world, "until", isOn: true);
        Assert.Equal("ENABLING until", Described(world));
        world.Pass(TimeSpan.FromHours(1));
        Assert.Equal("ENABLED until", Described(world));
    }

    [Theory]
    [InlineData("expiresAt", true, "TimeToLive is already enabled")]
    [InlineData("until", true, "TimeToLive is active on a different AttributeName: current AttributeName is expiresAt")]
    [InlineData(
        "until",
        false,
        "TimeToLive is active on a different AttributeName: current AttributeName is expiresAt"
    )]
    public void Change_ThatDoesNotFitIsRefused(string attribute, bool isOn, string expected) =>
        Assert.Equal(expected, Refused(WorldOf(), attribute, isOn));

    [Fact]
    public void SwitchedOff_DeletesNothing()
    {
        var world = WorldOf(new ItemsPlan(20, "expiresAt", TimeForm.Seconds, TimeSpan.Zero, s_day));
        Update(world, "expiresAt", isOn: false);
        world.Pass(10 * s_day);

        Assert.Equal(20, Count(world));
    }

    private static SimulatedWorld WorldOf(params ItemsPlan[] items)
    {
        var plan = WorldPlan.Empty with
        {
            Tables =
            [
                new TablePlan("sessions")
                {
                    Items = 0,
                    TimedItems = items,
                    TimeToLive = "expiresAt",
                },
            ],
        };
        var world = new SimulatedWorld(11, s_start, plan);
        var tables = new DynamoDbService(world, "r", "1");
        EstateTables.Fill(tables, world);
        world.Services.Add(tables);
        return world;
    }

    private static int Count(SimulatedWorld world) => world.Call("dynamodb", "Scan", Sessions).Int("Count");

    private static double Deleted(SimulatedWorld world, DateTimeOffset from) =>
        world
            .Metrics.Points(
                MetricName.Of("AWS/DynamoDB", "TimeToLiveDeletedItemCount", ("TableName", "sessions")),
                "Sum",
                TimeSpan.FromMinutes(1),
                from,
                world.Clock.Now
            )
            .Sum(point => point.Value);

    private static string Described(SimulatedWorld world)
    {
        var found = world.Call("dynamodb", "DescribeTimeToLive", Sessions)["TimeToLiveDescription"]!;
        return $"{found["TimeToLiveStatus"]} {found["AttributeName"]}";
    }

    private static JsonObject Update(SimulatedWorld world, string attribute, bool isOn) =>
        world.Call(
            "dynamodb",
            "UpdateTimeToLive",
            new JsonObject
            {
                ["TableName"] = "sessions",
                ["TimeToLiveSpecification"] = new JsonObject { ["AttributeName"] = attribute, ["Enabled"] = isOn },
            }.ToJsonString()
        );

    private static string Refused(SimulatedWorld world, string attribute, bool isOn) =>
        Assert.Throws<ServiceFault>(() => Update(world, attribute, isOn)).Message;
}
