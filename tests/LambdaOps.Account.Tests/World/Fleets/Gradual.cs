using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Account.Tests.Services;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Balancing;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.World.Fleets;

/// <summary>The shop with two target groups, and what a test does to its deployments that are not ROLLING.</summary>
internal sealed class Gradual
{
    public const string Second =
        "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shop-two/83e2d6bc24d8a068";

    private readonly List<JsonElement> _events = [];

    public Gradual(DeploymentPlan rules, ulong seed = 1)
    {
        var plan = Worlds.Shop with
        {
            AlternateTargetGroupArn = Second,
            TestHost = "green.example.com",
            Endpoints = [new EndpointPlan("/list", 1)],
            Deployment = rules,
        };
        World = Worlds.With(plan, seed);
        World.Events.Arrive = bytes => _events.Add(JsonDocument.Parse(bytes).RootElement);
    }

    public static DeploymentPlan Linear { get; } =
        new()
        {
            Strategy = FleetStrategy.Linear,
            StepPercent = 50,
            StepBakeTime = TimeSpan.FromMinutes(2),
            BakeTime = TimeSpan.FromMinutes(3),
        };

    public SimulatedWorld World { get; }

    public FleetService Shop => Worlds.ShopOf(World);

    /// <summary>What has arrived, in the order in which ECS sent it: it may arrive in another.</summary>
    public IReadOnlyList<JsonElement> Events
    {
        get
        {
            World.Seconds(3);
            return [.. _events.OrderBy(e => e.GetProperty("detail").GetProperty("updatedAt").GetString())];
        }
    }

    public IEnumerable<string> EventNames =>
        Events.Select(e => e.GetProperty("detail").GetProperty("eventName").GetString()!);

    public static DeploymentPlan With(DeploymentPlan rules, params IReadOnlyList<HookPlan> hooks) =>
        rules with
        {
            Hooks = hooks,
        };

    public static HookPlan Function(params IReadOnlyList<FleetStage> stages) =>
        new(stages) { FunctionArn = Worlds.Function, RoleArn = "arn:aws:iam::111122223333:role/hooks" };

    public JsonObject Call(string operation, string input) => World.Call("ecs", operation, input);

    /// <summary>The newest service deployment, as ECS describes it.</summary>
    public JsonNode Newest
    {
        get
        {
            var listed = Call("ListServiceDeployments", """{"cluster":"main","service":"shop"}""");
            var arn = listed["serviceDeployments"]![0]!.Text("serviceDeploymentArn");
            var all = Call("DescribeServiceDeployments", $$"""{"serviceDeploymentArns":["{{arn}}"]}""");
            return all["serviceDeployments"]![0]!;
        }
    }

    public string Status => Newest.Text("status");

    /// <summary>The new revision's share of production traffic, as ECS describes it.</summary>
    public double Shifted => Newest["targetServiceRevision"]!["requestedProductionTrafficWeight"]!.GetValue<double>();

    public JsonNode? AwaitingHook =>
        (Newest["lifecycleHookDetails"] as JsonArray)?.FirstOrDefault(h => h!.Text("status") == "AWAITING_ACTION");

    public void Continue(string hookId, string action = "CONTINUE")
    {
        World.Seconds(1);
        Call(
            "ContinueServiceDeployment",
            $$"""
            {"serviceDeploymentArn":"{{Newest.Text(
                "serviceDeploymentArn"
            )}}","hookId":"{{hookId}}","action":"{{action}}"}
            """
        );
    }

    /// <summary>Second by second until something holds; fails after an hour.</summary>
    public void Until(Func<bool> holds)
    {
        for (var second = 0; !holds(); second++)
        {
            Assert.True(second < 3600, "It did not come to that within an hour.");
            World.Seconds(1);
        }
    }

    public double? Metric(string name, string group, string stat = "Sum") =>
        World
            .Metrics.Points(
                MetricName.Of(
                    "AWS/ApplicationELB",
                    name,
                    ("TargetGroup", group[(group.LastIndexOf(':') + 1)..]),
                    ("LoadBalancer", TargetGroup.LoadBalancerDimensionOf(Worlds.LoadBalancer))
                ),
                stat,
                TimeSpan.FromMinutes(1),
                World.Clock.Now - TimeSpan.FromMinutes(2),
                World.Clock.Now
            )
            .Select(point => (double?)point.Value)
            .LastOrDefault();
}
