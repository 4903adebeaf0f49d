using LambdaOps.Account.Tests.Services;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.World.Fleets;

public sealed class GradualDeploymentTests
{
    private static readonly HookPlan s_pause = new([FleetStage.PreProductionTrafficShift]);

    [Fact]
    public void Linear_ShiftsByStepsAndTheGroupsTakeTurns()
    {
        var shop = new Gradual(Gradual.Linear);
        var first = shop.Shop.Targets;
        shop.Shop.Deploy(new TaskBehaviour());
        var shares = new HashSet<double>();
        shop.Until(() =>
        {
            shares.Add(shop.Shifted);
            Assert.Equal(4, shop.Shop.Targets.Healthy);
            return shop.Status == "SUCCESSFUL";
        });

        Assert.Equal([0, 50, 100], shares);
        Assert.Equal(Gradual.Second, shop.Shop.Targets.Arn);
        Assert.Equal(0, first.Healthy);
        Assert.Equal(["SERVICE_DEPLOYMENT_IN_PROGRESS", "SERVICE_DEPLOYMENT_COMPLETED"], shop.EventNames);

        shop.Shop.Deploy(new TaskBehaviour());
        shop.Until(() => shop.Status == "SUCCESSFUL");
        Assert.Same(first, shop.Shop.Targets);
    }

    [Fact]
    public void Linear_CountsEachGroupsRequestsByItself()
    {
        var shop = new Gradual(Gradual.Linear with { StepPercent = 10, StepBakeTime = TimeSpan.FromMinutes(4) });
        shop.Shop.Deploy(TaskBehaviour.ServesErrors(0.2));
        shop.Until(() => shop.Shifted == 10);
        shop.World.Minutes(3);

        var (blue, green) = (
            shop.Metric("RequestCount", Worlds.TargetGroup),
            shop.Metric("RequestCount", Gradual.Second)
        );
        Assert.InRange(green!.Value / (blue!.Value + green.Value), 0.08, 0.12);
        Assert.InRange(shop.Metric("HTTPCode_Target_5XX_Count", Gradual.Second)!.Value / green.Value, 0.12, 0.28);
        Assert.InRange(shop.Metric("HTTPCode_Target_5XX_Count", Worlds.TargetGroup) ?? 0, 0, 5);
        Assert.Equal(4, shop.Metric("HealthyHostCount", Gradual.Second, "Minimum"));
    }

    [Fact]
    public void Pause_ComesAtEachStepWithAnIdOfItsOwn()
    {
        var shop = new Gradual(Gradual.With(Gradual.Linear with { StepBakeTime = TimeSpan.Zero }, s_pause));
        shop.Shop.Deploy(new TaskBehaviour());
        shop.Until(() => shop.AwaitingHook is not null);
        var first = shop.AwaitingHook!.Text("hookId");
        shop.World.Minutes(10);
        Assert.Equal((first, 0), (shop.AwaitingHook!.Text("hookId"), shop.Shifted));

        shop.Continue(first);
        shop.Until(() => shop.AwaitingHook is not null && shop.Shifted == 50);
        var second = shop.AwaitingHook!.Text("hookId");
        Assert.NotEqual(first, second);
        var old = $$"""{"serviceDeploymentArn":"{{shop.Newest.Text("serviceDeploymentArn")}}","hookId":"{{first}}"}""";
        Assert.Equal("InvalidParameterException", shop.World.ErrorOf("ecs", "ContinueServiceDeployment", old));

        shop.Continue(second);
        shop.Until(() => shop.Status == "SUCCESSFUL");
        Assert.Equal(
            [
                "SERVICE_DEPLOYMENT_IN_PROGRESS",
                "HOOK_AWAITING_ACTION",
                "HOOK_SUCCEEDED",
                "HOOK_AWAITING_ACTION",
                "HOOK_SUCCEEDED",
                "SERVICE_DEPLOYMENT_COMPLETED",
            ],
            shop.EventNames
        );
        var hook = shop.Events[1].GetProperty("detail");
        Assert.Equal(first, hook.GetProperty("hookId").GetString());
        Assert.Equal("PRE_PRODUCTION_TRAFFIC_SHIFT", hook.GetProperty("lifecycleStage").GetString());
        Assert.Equal(shop.Shop.Arn, hook.GetProperty("serviceArn").GetString());
    }

    [Fact]
    public void Pause_RollsBackOnDemandAndNobodyIsAtTheNewRevision()
    {
        var shop = new Gradual(Gradual.With(Gradual.Linear with { StepBakeTime = TimeSpan.Zero }, s_pause));
        shop.Shop.Deploy(new TaskBehaviour());
        shop.Until(() => shop.AwaitingHook is not null);
        shop.Continue(shop.AwaitingHook!.Text("hookId"));
        shop.Until(() => shop.AwaitingHook is not null && shop.Shifted == 50);
        shop.Continue(shop.AwaitingHook!.Text("hookId"), "ROLLBACK");
        shop.World.Seconds(1);

        Assert.Equal((0, "ROLLBACK_REQUESTED"), (shop.Shifted, shop.Status));
        shop.World.Seconds(1);
        Assert.Equal("ROLLBACK_IN_PROGRESS", shop.Status);
        shop.Until(() => shop.Status == "ROLLBACK_SUCCESSFUL");
        Assert.Equal((7, Worlds.TargetGroup), (shop.Shop.Primary.Definition.Revision, shop.Shop.Targets.Arn));
        Assert.Contains(
            "rolling back to deploymentId",
            shop.Newest["rollback"]!.Text("reason"),
            StringComparison.Ordinal
        );
        Assert.Equal(
            ["HOOK_FAILED", "SERVICE_DEPLOYMENT_IN_PROGRESS", "SERVICE_DEPLOYMENT_COMPLETED"],
            shop.EventNames.TakeLast(3)
        );
    }

    [Theory]
    [InlineData(false, "ROLLBACK_SUCCESSFUL")]
    [InlineData(true, "SUCCESSFUL")]
    public void Pause_EndsByItsTimeout(bool continues, string status)
    {
        var pause = s_pause with { Timeout = TimeSpan.FromMinutes(5), ContinuesAfterTimeout = continues };
        var shop = new Gradual(Gradual.With(new() { Strategy = FleetStrategy.BlueGreen }, pause));
        shop.Shop.Deploy(new TaskBehaviour());
        shop.Until(() => shop.Status is "ROLLBACK_SUCCESSFUL" or "SUCCESSFUL");

        Assert.Equal(status, shop.Status);
        Assert.Contains("HOOK_TIMED_OUT", shop.EventNames);
    }

    [Fact]
    public void Stop_BringsTheOldRevisionBackFromWhicheverStage()
    {
        for (var minutes = 1; minutes <= 9; minutes++)
        {
            var shop = new Gradual(Gradual.Linear, (ulong)minutes);
            shop.Shop.Deploy(new TaskBehaviour());
            shop.World.Minutes(minutes);
            var going = shop.Newest;
            if (going.Text("status") != "IN_PROGRESS")
            {
                Assert.True(minutes > 5);
                break;
            }

            var arn = going.Text("serviceDeploymentArn");
            shop.Call("StopServiceDeployment", $$"""{"serviceDeploymentArn":"{{arn}}","stopType":"ROLLBACK"}""");
            shop.Until(() =>
            {
                Assert.True(shop.Shop.Targets.Healthy >= 4 || shop.Shop.Routes.PercentOf(shop.Shop.Targets) < 100);
                return shop.Status == "ROLLBACK_SUCCESSFUL";
            });
            Assert.Equal(7, shop.Shop.Primary.Definition.Revision);
            Assert.Equal(4, shop.Shop.Tasks.Count(task => task.Definition.Revision == 7 && task.IsLive));
            var again = $$"""{"serviceDeploymentArn":"{{arn}}"}""";
            Assert.Equal("ConflictException", shop.World.ErrorOf("ecs", "StopServiceDeployment", again));
        }
    }

    [Fact]
    public void Canary_HasTwoStepsAndStaysAtTheFirst()
    {
        var rules = new DeploymentPlan
        {
            Strategy = FleetStrategy.Canary,
            CanaryPercent = 12.5,
            CanaryBakeTime = TimeSpan.FromMinutes(7),
        };
        var shop = new Gradual(rules);
        shop.Shop.Deploy(new TaskBehaviour());
        shop.Until(() => shop.Shifted > 0);
        var since = shop.World.Clock.Now;
        Assert.Equal(12.5, shop.Shifted);
        shop.Until(() => shop.Shifted > 12.5);

        Assert.Equal(100, shop.Shifted);
        Assert.InRange(shop.World.Clock.Now - since, TimeSpan.FromMinutes(7), TimeSpan.FromMinutes(8));
    }

    [Fact]
    public void Another_TakesThePlaceOfTheOneInProgress()
    {
        var shop = new Gradual(Gradual.Linear);
        shop.Shop.Deploy(TaskBehaviour.ServesErrors(0.5));
        shop.Until(() => shop.Shifted == 50);
        shop.Shop.Deploy(new TaskBehaviour());
        Assert.Equal((0, "RECONCILE_SERVICE"), (shop.Shifted, shop.Newest.Text("lifecycleStage")));
        shop.Until(() => shop.Status == "SUCCESSFUL");

        Assert.Equal(9, shop.Shop.Primary.Definition.Revision);
        var states = shop.Call("ListServiceDeployments", """{"cluster":"main","service":"shop"}""");
        Assert.Equal(
            ["SUCCESSFUL", "STOPPED", "SUCCESSFUL"],
            states["serviceDeployments"]!.AsArray().Select(one => one!.Text("status"))
        );
    }

    [Fact]
    public void Revision_ThatNeverGetsHealthyGetsNoTraffic()
    {
        var shop = new Gradual(Gradual.Linear);
        shop.Shop.Deploy(TaskBehaviour.NeverGetsHealthy);
        shop.World.Minutes(30);

        Assert.Equal((0, "SCALE_UP"), (shop.Shifted, shop.Newest.Text("lifecycleStage")));
        Assert.Equal(4, shop.Shop.Targets.Healthy);
    }

    [Fact]
    public void TestHost_IsTheNewRevisionBeforeAnyUserIs()
    {
        var pause = new HookPlan([FleetStage.PostTestTrafficShift]);
        var shop = new Gradual(Gradual.With(Gradual.Linear, pause));
        shop.Shop.Deploy(new TaskBehaviour { BrokenPaths = ["/list"] });
        Assert.Equal(200, shop.World.Site.Ask("green.example.com", "/list")!.Status);
        shop.Until(() => shop.AwaitingHook is not null);

        Assert.Equal(500, shop.World.Site.Ask("green.example.com", "/list")!.Status);
        Assert.Equal(200, shop.World.Site.Ask("green.example.com", "/health")!.Status);
        Assert.Equal(200, shop.World.Site.Ask("api.example.com", "/list")!.Status);
    }
}
