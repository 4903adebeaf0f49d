using System.Text.Json.Nodes;
using LambdaOps.Account.Tests.World;
using LambdaOps.Account.Tests.World.Logs;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Tests.Services.ApplicationAutoScaling;

public sealed class ApplicationAutoScalingFaceTests
{
    private readonly SimulatedWorld _world = Worlds.New(plan: Logged.Plan);

    [Theory]
    [InlineData("""{"ServiceNamespace":"ecs"}""", 1)]
    [InlineData("""{"ServiceNamespace":"ecs","ResourceIds":["service/main/shop"]}""", 1)]
    [InlineData("""{"ServiceNamespace":"ecs","ResourceIds":["service/main/other"]}""", 0)]
    [InlineData("""{"ServiceNamespace":"ecs","ScalableDimension":"ecs:service:DesiredCount"}""", 1)]
    [InlineData("""{"ServiceNamespace":"dynamodb"}""", 0)]
    public void DescribeScalableTargets_Filters(string input, int count)
    {
        var targets = Call("DescribeScalableTargets", input)["ScalableTargets"]!.AsArray();
        Assert.Equal(count, targets.Count);
        Assert.All(targets, target => Assert.Equal((2, 10), (target!.Int("MinCapacity"), target!.Int("MaxCapacity"))));
    }

    [Fact]
    public void RegisterScalableTarget_RaisesTheMinimumAlone()
    {
        var arn = Call("RegisterScalableTarget", Register("\"MinCapacity\":6")).Text("ScalableTargetARN");
        var target = Call("DescribeScalableTargets", """{"ServiceNamespace":"ecs"}""")["ScalableTargets"]![0]!;
        Assert.Equal(
            (6, 10, arn),
            (target.Int("MinCapacity"), target.Int("MaxCapacity"), target.Text("ScalableTargetARN"))
        );
        Assert.Equal("tester", _world.Scaling.Targets[0].Changes[0].By);
        _world.Seconds(70);
        Assert.Equal(6, Worlds.ShopOf(_world).Desired);
    }

    [Theory]
    [InlineData("\"MinCapacity\":11", "main/shop", "ecs")]
    [InlineData("\"MinCapacity\":5,\"MaxCapacity\":4", "main/shop", "ecs")]
    [InlineData("\"MinCapacity\":-1", "main/shop", "ecs")]
    [InlineData("\"MinCapacity\":3", "main/other", "ecs")]
    [InlineData("\"MinCapacity\":3", "main/shop", "rds")]
    public void RegisterScalableTarget_Validates(string bounds, string service, string space)
    {
        var input = Register(bounds, service, space);
        Assert.Equal("ValidationException", _world.ErrorOf("application-autoscaling", "RegisterScalableTarget", input));
        Assert.Equal((2, 10), (_world.Scaling.Targets[0].Min, _world.Scaling.Targets[0].Max));
    }

    private static string Register(string bounds, string service = "main/shop", string space = "ecs") =>
        $$"""
            {"ServiceNamespace":"{{space}}","ResourceId":"service/{{service}}",
            "ScalableDimension":"ecs:service:DesiredCount",{{bounds}} }
            """;

    private JsonObject Call(string operation, string input) => _world.Call("application-autoscaling", operation, input);
}
