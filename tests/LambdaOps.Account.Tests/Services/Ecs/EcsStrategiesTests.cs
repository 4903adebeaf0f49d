using LambdaOps.Account.Tests.World;
using LambdaOps.Account.Tests.World.Fleets;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.Services.Ecs;

public sealed class EcsStrategiesTests
{
    private const string Lambda =
        "\"hookTargetArn\":\"arn:aws:lambda:eu-west-1:111122223333:function:f\",\"roleArn\":\"arn:aws:iam::111122223333:role/r\"";

    private readonly Gradual _shop = new(new DeploymentPlan());

    public static TheoryData<string> Refused =>
        [
            """{"strategy":"CANARY","linearConfiguration":{"stepPercent":10}}""",
            """{"strategy":"LINEAR","canaryConfiguration":{"canaryPercent":10}}""",
            """{"strategy":"LINEAR","linearConfiguration":{"stepPercent":2.9}}""",
            """{"strategy":"LINEAR","linearConfiguration":{"stepPercent":10.05}}""",
            """{"strategy":"LINEAR","linearConfiguration":{"stepPercent":100.1}}""",
            """{"strategy":"LINEAR","linearConfiguration":{"stepBakeTimeInMinutes":1441}}""",
            """{"strategy":"CANARY","canaryConfiguration":{"canaryPercent":0}}""",
            """{"strategy":"BLUE_GREEN","bakeTimeInMinutes":-1}""",
            """{"strategy":"BLUE_GREEN","deploymentCircuitBreaker":{"enable":true,"rollback":true}}""",
            Hook("""{"targetType":"PAUSE","lifecycleStages":["PRODUCTION_TRAFFIC_SHIFT"]}"""),
            Hook("""{"targetType":"PAUSE","lifecycleStages":["TEST_TRAFFIC_SHIFT"]}"""),
            Hook("""{"targetType":"PAUSE","lifecycleStages":[]}"""),
            Hook("""{"targetType":"PAUSE"}"""),
            Hook($$"""{"targetType":"PAUSE","lifecycleStages":["PRE_SCALE_UP"],{{Lambda}}}"""),
            Hook(Timed("\"targetType\":\"PAUSE\"", 0)),
            Hook(Timed("\"targetType\":\"PAUSE\"", 20_161)),
            Hook(Timed(Lambda, 1441)),
            Hook("""{"lifecycleStages":["PRE_SCALE_UP"]}"""),
            Hook(string.Join(',', Enumerable.Repeat(Timed("\"targetType\":\"PAUSE\"", 1), 11))),
        ];

    public static TheoryData<string> Taken =>
        [
            """{"strategy":"LINEAR","linearConfiguration":{"stepPercent":3,"stepBakeTimeInMinutes":1440}}""",
            """{"strategy":"CANARY","canaryConfiguration":{"canaryPercent":0.1,"canaryBakeTimeInMinutes":0}}""",
            Hook($$"""{"lifecycleStages":["PRODUCTION_TRAFFIC_SHIFT","TEST_TRAFFIC_SHIFT"],{{Lambda}}}"""),
            Hook(Timed("\"targetType\":\"PAUSE\"", 20_160)),
            Hook(string.Join(',', Enumerable.Repeat(Timed("\"targetType\":\"PAUSE\"", 1), 10))),
        ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void Update_RefusesWhatEcsDoes(string configuration)
    {
        Assert.Equal("InvalidParameterException", _shop.World.ErrorOf("ecs", "UpdateService", Update(configuration)));
        Assert.Equal(FleetStrategy.Rolling, _shop.Shop.Rules.Strategy);
    }

    [Theory]
    [MemberData(nameof(Taken))]
    public void Update_TakesAndShowsIt(string configuration)
    {
        var shown = _shop.Call("UpdateService", Update(configuration))["service"]!["deploymentConfiguration"]!;
        var again = _shop.Call("UpdateService", Update(shown.ToJsonString()))["service"]!;
        Assert.Equal(shown.ToJsonString(), again["deploymentConfiguration"]!.ToJsonString());
        Assert.Equal(FleetStrategy.Rolling == _shop.Shop.Rules.Strategy, shown.Text("strategy") == "ROLLING");
        Assert.Single(again["deployments"]!.AsArray());
    }

    [Fact]
    public void Update_RefusesAStrategyWithoutASecondTargetGroup() =>
        Assert.Equal(
            "InvalidParameterException",
            Worlds.New().ErrorOf("ecs", "UpdateService", Update("""{"strategy":"BLUE_GREEN"}"""))
        );

    [Fact]
    public void List_FiltersByTheTimeOfCreation()
    {
        _shop.World.Minutes(10);
        _shop.Shop.Deploy(new TaskBehaviour());
        var at = _shop.World.Clock.Now;
        Assert.Equal(
            [1, 2, 0, 1],
            new[]
            {
                Count($"\"after\":\"{at.AddMinutes(-1).Iso()}\""),
                Count($"\"before\":\"{at.AddMinutes(1).Iso()}\""),
                Count($"\"after\":\"{at.AddMinutes(1).Iso()}\""),
                Count($"\"before\":\"{at.AddMinutes(-1).Iso()}\""),
            }
        );
    }

    private int Count(string createdAt) =>
        _shop.Call(
            "ListServiceDeployments",
            $$"""{"cluster":"main","service":"shop","createdAt":{ {{createdAt}} } }"""
        )["serviceDeployments"]!
            .AsArray()
            .Count;

    private static string Update(string configuration) =>
        $$"""{"cluster":"main","service":"shop","deploymentConfiguration":{{configuration}} }""";

    private static string Hook(string hook) => $$"""{"strategy":"BLUE_GREEN","lifecycleHooks":[{{hook}}]}""";

    private static string Timed(string target, int minutes)
    {
        var timeout = $$"""{"timeoutInMinutes":{{minutes}}}""";
        return $$"""{ {{target}},"lifecycleStages":["PRE_SCALE_UP"],"timeoutConfiguration":{{timeout}} }""";
    }
}
