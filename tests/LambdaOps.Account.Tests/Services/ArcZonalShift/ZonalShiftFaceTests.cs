using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Tests.World;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Account.World.Zones;

namespace LambdaOps.Account.Tests.Services.ArcZonalShift;

/// <summary>Zonal shift as AWS documents it: who may be shifted, what goes first, and where the requests go.</summary>
public class ZonalShiftFaceTests
{
    private const string C = "euw1-az6";

    private readonly SimulatedWorld _world = Worlds.New();

    private string Balancer => _world.Fleet.Services[0].Plan.LoadBalancerArn;

    private DateTimeOffset Now => _world.Clock.Now;

    [Theory]
    [InlineData("ap-northeast-1a", "apne1-az4")]
    [InlineData("ap-northeast-1c", "apne1-az6")]
    [InlineData("us-west-2d", "usw2-az1")]
    [InlineData("eu-central-1b", "euc1-az5")]
    public void Id_IsNotTheNamesLetter(string name, string id) => Assert.Equal(id, ZoneNames.IdOf(name));

    [Fact]
    public void LoadBalancer_WithoutTheAttributeIsNotManaged()
    {
        Assert.Equal("ResourceNotFoundException", Refused("StartZonalShift", Start()).Code);
        Assert.Equal("false", Attribute());

        Dispatch(
            "elbv2",
            "ModifyLoadBalancerAttributes",
            new JsonObject
            {
                ["LoadBalancerArn"] = Balancer,
                ["Attributes"] = new JsonArray(
                    new JsonObject { ["Key"] = "zonal_shift.config.enabled", ["Value"] = "true" }
                ),
            }
        );

        Assert.Equal("true", Attribute());
        Assert.Equal("ACTIVE", (string)Ask("StartZonalShift", Start())["status"]!);
    }

    [Theory]
    [InlineData("eu-west-1c", "120m", "InvalidAz")]
    [InlineData(C, "73h", "InvalidExpiresIn")]
    [InlineData(C, "4321m", "InvalidExpiresIn")]
    public void Request_IsValidated(string zone, string expires, string reason)
    {
        _world.ZonalShifts.Enable(Balancer);

        Assert.Equal(reason, (string)Refused("StartZonalShift", Start(zone, expires)).Details!["reason"]!);
    }

    [Fact]
    public void Second_IsAConflict_AndAPracticeRunIsTakenOver()
    {
        _world.ZonalShifts.Enable(Balancer);
        var practice = _world.ZonalShifts.Practise(Balancer, C);
        Assert.Equal(("PRACTICE_RUN", "APPLIED"), Applied());

        Ask("StartZonalShift", Start());

        Assert.Equal("CANCELED", practice.StatusAt(Now));
        Assert.Equal(("ZONAL_SHIFT", "APPLIED"), Applied());
        var conflict = Refused("StartZonalShift", Start());
        Assert.Equal(
            ("ConflictException", "ZonalShiftAlreadyExists"),
            (conflict.Code, (string)conflict.Details!["reason"]!)
        );
    }

    [Fact]
    public void Shift_GoesBeforeAnAutoshift()
    {
        _world.ZonalShifts.Enable(Balancer);
        _world.ZonalShifts.Autoshift("euw1-az4", Balancer);
        Assert.Equal("euw1-az4", _world.ZonalShifts.AwayFrom(Balancer));
        Assert.Single(Ask("ListAutoshifts", new JsonObject { ["status"] = "ACTIVE" })["items"]!.AsArray());

        Ask("StartZonalShift", Start());

        Assert.Equal(C, _world.ZonalShifts.AwayFrom(Balancer));
        Assert.Equal("NOT_APPLIED", (string)Managed()["autoshifts"]![0]!["appliedStatus"]!);
    }

    [Fact]
    public void Traffic_LeavesTheZoneUntilTheShiftExpires()
    {
        _world.ZonalShifts.Enable(Balancer);
        Ask("StartZonalShift", Start(expires: "10m"));
        _world.Minutes(5);
        Assert.Equal(0, Requests("eu-west-1c", minutes: 3));
        Assert.True(Requests("eu-west-1a", minutes: 3) > 0);
        Assert.Equal(0, (int)Managed()["appliedWeights"]![C]!);

        _world.Minutes(10);

        Assert.True(Requests("eu-west-1c", minutes: 3) > 0);
        Assert.Equal("EXPIRED", (string)Ask("ListZonalShifts", [])["items"]![0]!["status"]!);
        Assert.Equal(
            "ZonalShiftStatusNotActive",
            (string)Refused("CancelZonalShift", new JsonObject { ["zonalShiftId"] = Id }).Details!["reason"]!
        );
    }

    [Fact]
    public void Shift_IsExtendedFromNowAndCancelled()
    {
        _world.ZonalShifts.Enable(Balancer);
        Ask("StartZonalShift", Start(expires: "10m"));
        _world.Minutes(5);

        Ask("UpdateZonalShift", new JsonObject { ["zonalShiftId"] = Id, ["expiresIn"] = "2h" });
        Assert.Equal(Now.AddHours(2), _world.ZonalShifts.All[0].ExpiresAt);

        Ask("CancelZonalShift", new JsonObject { ["zonalShiftId"] = Id });
        Assert.Null(_world.ZonalShifts.AwayFrom(Balancer));
    }

    /// <summary>Where no target is healthy in any zone, the load balancer sends requests to all of them.</summary>
    [Fact]
    public void Shift_HasNoEffectWhereNothingIsHealthy()
    {
        _world.ZonalShifts.Enable(Balancer);
        Ask("StartZonalShift", Start());
        Worlds.ShopOf(_world).LoseEverything();

        _world.Minutes(6);

        Assert.True(Requests("eu-west-1c", minutes: 3) > 0);
    }

    private string Id => _world.ZonalShifts.All[0].Id;

    private JsonObject Start(string zone = C, string expires = "2h") =>
        new()
        {
            ["resourceIdentifier"] = Balancer,
            ["awayFrom"] = zone,
            ["expiresIn"] = expires,
            ["comment"] = "a test",
        };

    private JsonObject Managed() => Ask("GetManagedResource", new JsonObject { ["resourceIdentifier"] = Balancer });

    private (string Type, string Status) Applied()
    {
        var shift = Managed()["zonalShifts"]!.AsArray()[^1]!;
        return ((string)shift["shiftType"]!, (string)shift["appliedStatus"]!);
    }

    private string Attribute() =>
        (string)
            Dispatch("elbv2", "DescribeLoadBalancerAttributes", new JsonObject { ["LoadBalancerArn"] = Balancer })[
                "Attributes"
            ]!
                .AsArray()
                .Single(one => (string)one!["Key"]! == "zonal_shift.config.enabled")!["Value"]!;

    private double Requests(string zone, int minutes) =>
        _world
            .Metrics.Points(
                MetricName.Of(
                    "AWS/ApplicationELB",
                    "RequestCount",
                    ("LoadBalancer", "app/main-alb/50dc6c495c0c9188"),
                    ("AvailabilityZone", zone)
                ),
                "Sum",
                TimeSpan.FromMinutes(1),
                Now.AddMinutes(-minutes),
                Now
            )
            .Sum(point => point.Value);

    private ServiceFault Refused(string operation, JsonObject input) =>
        Assert.Throws<ServiceFault>(() => Ask(operation, input));

    private JsonObject Ask(string operation, JsonObject input) => Dispatch("arc-zonal-shift", operation, input);

    private JsonObject Dispatch(string service, string operation, JsonObject input) =>
        _world.Services.Dispatch(new ServiceCall(service, operation, input, Now, "tester"));
}
