using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Account.Tests.Services;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.World.Fleets;

/// <summary>Functions as lifecycle hooks: what ECS asks them, and what follows from their answers.</summary>
public sealed class StageHooksTests
{
    private readonly List<(DateTimeOffset At, JsonNode Payload)> _asked = [];

    [Theory]
    [InlineData("""{"hookStatus":"SUCCEEDED"}""", "SUCCESSFUL")]
    [InlineData("""{"hookStatus":"FAILED"}""", "ROLLBACK_SUCCESSFUL")]
    [InlineData("""{"hookStatus":"MAYBE"}""", "ROLLBACK_SUCCESSFUL")]
    [InlineData("{}", "ROLLBACK_SUCCESSFUL")]
    [InlineData("no json", "ROLLBACK_SUCCESSFUL")]
    [InlineData(null, "ROLLBACK_SUCCESSFUL")]
    public void Answers_DecideWhetherItGoesOn(string? answer, string status)
    {
        var shop = Asking(_ => answer, FleetStage.PostTestTrafficShift);
        shop.Shop.Deploy(new TaskBehaviour());
        shop.Until(() => shop.Status is "SUCCESSFUL" or "ROLLBACK_SUCCESSFUL");

        Assert.Equal(status, shop.Status);
        var asked = Assert.Single(_asked).Payload;
        Assert.Equal("POST_TEST_TRAFFIC_SHIFT", asked.Text("lifecycleStage"));
        Assert.Equal(shop.Newest.Text("serviceDeploymentArn"), asked.Text("resourceArn"));
        Assert.Equal(
            shop.Newest["targetServiceRevision"]!.Text("arn"),
            asked["executionDetails"]!.Text("targetServiceRevisionArn")
        );
        Assert.Empty(asked["executionDetails"]!["productionTrafficWeights"]!.AsObject());
    }

    [Fact]
    public void InProgress_IsAskedAgainAndWhatItRememberedComesBack()
    {
        var shop = Asking(
            count =>
                count switch
                {
                    1 => """{"hookStatus":"IN_PROGRESS"}""",
                    2 => """{"hookStatus":"IN_PROGRESS","callBackDelay":75,"hookDetails":{"seen":2}}""",
                    _ => """{"hookStatus":"SUCCEEDED"}""",
                },
            FleetStage.PreScaleUp
        );
        shop.Shop.Deploy(new TaskBehaviour());
        shop.Until(() => shop.Status == "SUCCESSFUL");

        Assert.Equal([30, 75], _asked.Zip(_asked.Skip(1), (one, next) => (next.At - one.At).TotalSeconds));
        Assert.Equal([null, null, 2], _asked.Select(one => (int?)one.Payload["hookDetails"]?["seen"]));
    }

    [Fact]
    public void TrafficShift_IsAskedAtEachStepAndAgainWhenItRollsBack()
    {
        var shop = Asking(
            count => count < 2 ? """{"hookStatus":"SUCCEEDED"}""" : """{"hookStatus":"FAILED"}""",
            FleetStage.ProductionTrafficShift
        );
        shop.Shop.Deploy(new TaskBehaviour());
        shop.Until(() => shop.Status == "ROLLBACK_SUCCESSFUL");

        var green = shop.Newest["targetServiceRevision"]!.Text("arn");
        Assert.Equal(
            [50, 100, 0],
            _asked.Select(one => (double)one.Payload["executionDetails"]!["productionTrafficWeights"]![green]!)
        );
    }

    private Gradual Asking(Func<int, string?> answer, params IReadOnlyList<FleetStage> stages)
    {
        var shop = new Gradual(
            Gradual.With(Gradual.Linear with { StepBakeTime = TimeSpan.Zero }, Gradual.Function(stages))
        );
        shop.World.Fleet.AskHook = (function, payload, answered) =>
        {
            Assert.Equal(Worlds.Function, function);
            _asked.Add((shop.World.Clock.Now, JsonNode.Parse(payload)!));
            answered(answer(_asked.Count) is { } text ? Encoding.UTF8.GetBytes(text) : null);
        };
        return shop;
    }
}
