using System.Text.Json.Nodes;
using LambdaOps.Account.Tests.Services;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.World.Fleets;

/// <summary>A service behind a network load balancer, and what its deployments do to the listener.</summary>
public sealed class NetworkBalancerTests
{
    private const string Balancer =
        "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/main-nlb/50dc6c495c0c9188";

    private const string Space = "AWS/NetworkELB";

    private readonly SimulatedWorld _world = Worlds.With(Plan(FleetStrategy.BlueGreen));

    private FleetService Shop => Worlds.ShopOf(_world);

    internal static ServicePlan Plan(FleetStrategy strategy) =>
        Worlds.Shop with
        {
            LoadBalancerArn = Balancer,
            AlternateTargetGroupArn = Gradual.Second,
            TestHost = "green.example.com",
            Deployment = new DeploymentPlan { Strategy = strategy, StepPercent = 50 },
        };

    [Fact]
    public void BlueGreen_MovesTheListenersDefaultAction()
    {
        var listener = ListenerOf(_world);
        Assert.Contains(":listener/net/main-nlb/", listener, StringComparison.Ordinal);
        Assert.Equal(Worlds.TargetGroup, Group(listener));

        Shop.Deploy(TaskBehaviour.Healthy);
        Until(() => Shop.IsSteady && Shop.Targets.Arn == Gradual.Second);
        Assert.Equal(Gradual.Second, Group(listener));
        Assert.Equal(listener, ListenerOf(_world));

        Shop.Deploy(TaskBehaviour.Healthy);
        Until(() => Shop.IsSteady && Shop.Targets.Arn == Worlds.TargetGroup);
        Assert.Equal(Worlds.TargetGroup, Group(listener));
    }

    [Fact]
    public void Shifts_TakeTenMinutesMore()
    {
        var from = _world.Clock.Now;
        Shop.Deploy(TaskBehaviour.Healthy);
        Until(() => Shop.Targets.Arn == Gradual.Second);
        Assert.InRange(_world.Clock.Now - from, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15));

        var shifted = _world.Clock.Now;
        Until(() => Shop.Tasks.Count(task => task.IsLive) == Shop.Desired);
        Assert.InRange(_world.Clock.Now - shifted, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(12));
    }

    [Fact]
    public void Linear_WeighsTheListenersDefaultAction()
    {
        var world = Worlds.With(Plan(FleetStrategy.Linear));
        var shop = Worlds.ShopOf(world);
        shop.Deploy(TaskBehaviour.Healthy);
        Until(world, () => shop.Routes.All[0].Percent == 50);

        var groups = Action(world, ListenerOf(world))["ForwardConfig"]!["TargetGroups"]!.AsArray();

        Assert.Equal(
            [(Worlds.TargetGroup, 50), (Gradual.Second, 50)],
            groups.Select(one => (one!.Text("TargetGroupArn"), one!.Int("Weight")))
        );
    }

    /// <summary>It has listeners for users and for tests, and no rule that could be modified.</summary>
    [Fact]
    public void Listeners_HaveTheirDefaultRuleAlone()
    {
        var listeners = Call("DescribeListeners", $$"""{"LoadBalancerArn":"{{Balancer}}"}""")["Listeners"]!.AsArray();
        Assert.Equal([443, 8443], listeners.Select(one => one!.Int("Port")));
        foreach (var listener in listeners)
        {
            var rules = Call("DescribeRules", $$"""{"ListenerArn":"{{listener!.Text("ListenerArn")}}"}""")["Rules"]!;
            var rule = Assert.Single(rules.AsArray())!;
            Assert.True(rule["IsDefault"]!.GetValue<bool>());
            Assert.Equal(
                "OperationNotPermittedException",
                _world.ErrorOf("elbv2", "ModifyRule", $$"""{"RuleArn":"{{rule.Text("RuleArn")}}","Conditions":[]}""")
            );
        }

        Assert.Equal(
            "RuleNotFoundException",
            _world.ErrorOf("elbv2", "ModifyRule", $$"""{"RuleArn":"{{ListenerOf(_world)}}","Conditions":[]}""")
        );
        var balancer = Call("DescribeLoadBalancers", $$"""{"LoadBalancerArns":["{{Balancer}}"]}""");
        Assert.Equal("network", balancer["LoadBalancers"]![0]!.Text("Type"));
    }

    /// <summary>Requests and answers are none of its business: there is no such metric, in its namespace or another.</summary>
    [Fact]
    public void Metrics_AreOfHostsAndConnections()
    {
        _world.Minutes(5);
        var group = ("TargetGroup", "targetgroup/shop-tg/73e2d6bc24d8a067");
        var balancer = ("LoadBalancer", "net/main-nlb/50dc6c495c0c9188");

        Assert.Equal(4, Newest(MetricName.Of(Space, "HealthyHostCount", group, balancer)));
        Assert.True(Newest(MetricName.Of(Space, "ActiveFlowCount", balancer)) > 0);
        foreach (var space in (string[])[Space, "AWS/ApplicationELB"])
        {
            foreach (var metric in (string[])["RequestCount", "TargetResponseTime", "HTTPCode_Target_5XX_Count"])
            {
                Assert.Null(Newest(MetricName.Of(space, metric, group, balancer)));
                Assert.Null(Newest(MetricName.Of(space, metric, balancer)));
            }
        }
    }

    [Fact]
    public void Site_GetsNoAnswerOfTheBalancer()
    {
        Assert.Equal(200, _world.Site.Ask("api.example.com", "/health")!.Status);
        Shop.LoseCapacity().Crash();
        _world.Minutes(2);

        Assert.True(_world.Site.Ask("api.example.com", "/health")!.TimedOut);
    }

    private string Group(string listener) => Action(_world, listener).Text("TargetGroupArn");

    private static JsonNode Action(SimulatedWorld world, string listener)
    {
        var found = world.Call("elbv2", "DescribeListeners", $$"""{"ListenerArns":["{{listener}}"]}""")["Listeners"]!;
        return Assert.Single(Assert.Single(found.AsArray())!["DefaultActions"]!.AsArray())!;
    }

    private static string ListenerOf(SimulatedWorld world)
    {
        var service = world.Call("ecs", "DescribeServices", """{"cluster":"main","services":["shop"]}""");
        return service["services"]![0]!["loadBalancers"]![0]!["advancedConfiguration"]!.Text("productionListenerRule");
    }

    private JsonObject Call(string operation, string input) => _world.Call("elbv2", operation, input);

    private double? Newest(MetricName name) =>
        _world
            .Metrics.Points(
                name,
                "Maximum",
                TimeSpan.FromMinutes(1),
                _world.Clock.Now - TimeSpan.FromMinutes(4),
                _world.Clock.Now
            )
            .Select(point => (double?)point.Value)
            .LastOrDefault();

    private void Until(Func<bool> holds) => Until(_world, holds);

    private static void Until(SimulatedWorld world, Func<bool> holds)
    {
        for (var second = 0; !holds(); second++)
        {
            Assert.True(second < 7200, "It did not come to that within two hours.");
            world.Seconds(1);
        }
    }
}
