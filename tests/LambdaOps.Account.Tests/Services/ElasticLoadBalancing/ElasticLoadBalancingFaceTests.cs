using System.Text.Json.Nodes;
using LambdaOps.Account.Tests.World;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;

namespace LambdaOps.Account.Tests.Services.ElasticLoadBalancing;

public sealed class ElasticLoadBalancingFaceTests
{
    private const string Group = $$"""{"TargetGroupArn":"{{Worlds.TargetGroup}}"}""";
    private readonly SimulatedWorld _world = Worlds.New();

    [Fact]
    public void TargetHealth_FollowsTheTargets()
    {
        Assert.All(Health(), h => Assert.Equal("""{"State":"healthy"}""", h!["TargetHealth"]!.ToJsonString()));
        Worlds.ShopOf(_world).HangTasks(Illness.Frozen, count: 1);
        _world.Seconds(46);

        Assert.Equal(
            """{"State":"unhealthy","Reason":"Target.Timeout","Description":"Request timed out"}""",
            Health()[0]!["TargetHealth"]!.ToJsonString()
        );
    }

    [Fact]
    public void TargetHealth_OfAStrangerIsUnused()
    {
        var answer = Call(
            "DescribeTargetHealth",
            $$"""
            {"TargetGroupArn":"{{Worlds.TargetGroup}}","Targets":[{"Id":"10.9.9.9","Port":80}]}
            """
        );

        var health = Assert.Single(answer["TargetHealthDescriptions"]!.AsArray())!["TargetHealth"]!;
        Assert.Equal(("unused", "Target.NotRegistered"), (health.Text("State"), health.Text("Reason")));
    }

    [Fact]
    public void GroupsAndBalancers_AreFoundByNameAndArn()
    {
        var group = Call("DescribeTargetGroups", """{"Names":["shop-tg"]}""")["TargetGroups"]![0]!;
        Assert.Equal(Worlds.TargetGroup, group.Text("TargetGroupArn"));
        Assert.Equal(15, group.Int("HealthCheckIntervalSeconds"));
        var groups = Call("DescribeTargetGroups", $$"""{"LoadBalancerArn":"{{Worlds.LoadBalancer}}"}""");
        Assert.Single(groups["TargetGroups"]!.AsArray());
        var balancer = Call("DescribeLoadBalancers", """{"Names":["main-alb"]}""")["LoadBalancers"]![0]!;
        Assert.Equal("active", balancer["State"]!.Text("Code"));
    }

    [Theory]
    [InlineData("DescribeTargetHealth", """{"TargetGroupArn":"nosuch"}""", "TargetGroupNotFoundException")]
    [InlineData("DescribeTargetGroups", """{"Names":["nosuch"]}""", "TargetGroupNotFoundException")]
    [InlineData("DescribeTargetGroups", """{"LoadBalancerArn":"nosuch"}""", "LoadBalancerNotFoundException")]
    [InlineData("DescribeLoadBalancers", """{"LoadBalancerArns":["nosuch"]}""", "LoadBalancerNotFoundException")]
    [InlineData("DeleteLoadBalancer", "{}", "InvalidAction")]
    public void Errors_AreTheModels(string operation, string input, string code) =>
        Assert.Equal(code, _world.ErrorOf("elbv2", operation, input));

    private JsonArray Health() => Call("DescribeTargetHealth", Group)["TargetHealthDescriptions"]!.AsArray();

    private JsonObject Call(string operation, string input) => _world.Call("elbv2", operation, input);
}
