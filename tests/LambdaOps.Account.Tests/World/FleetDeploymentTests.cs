using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.World;

public sealed class FleetDeploymentTests
{
    [Fact]
    public void ForcedDeployment_ReplacesEveryTaskAndCompletes()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world);
        var before = shop.Tasks.ToList();
        var deployment = shop.Start(shop.Primary.Definition, "remedy");

        Assert.Equal((DeploymentKind.Forced, "remedy", "PRIMARY"), (deployment.Kind, deployment.By, deployment.Status));
        Assert.Equal("ACTIVE", shop.Deployments[1].Status);
        Assert.Equal($"ECS deployment {deployment.Id} in progress.", deployment.RolloutReason);
        world.Minutes(5);
        Assert.Equal(FleetRollout.Completed, deployment.Rollout);
        Assert.Equal($"ECS deployment {deployment.Id} completed.", deployment.RolloutReason);
        Assert.Same(deployment, Assert.Single(shop.Deployments));
        Assert.Empty(shop.Tasks.Intersect(before));
        Assert.Equal("(service shop) has reached a steady state.", shop.Events[0].Message);
        Assert.Equal($"(service shop) (deployment {deployment.Id}) deployment completed.", shop.Events[1].Message);
        Assert.Matches("^ecs-svc/[1-9][0-9]{18}$", deployment.Id);
    }

    [Theory]
    [InlineData(100, 200)]
    [InlineData(50, 200)]
    [InlineData(50, 100)]
    [InlineData(75, 125)]
    public void RollingDeployment_KeepsWithinItsLimits(int minimum, int maximum)
    {
        var world = Worlds.With(
            Worlds.Shop with
            {
                Deployment = new() { MinimumHealthyPercent = minimum, MaximumPercent = maximum },
            }
        );
        var shop = Worlds.ShopOf(world);
        var deployment = shop.Start(shop.Primary.Definition, "remedy");
        for (var second = 0; second < 900; second++)
        {
            world.Seconds(1);
            Assert.True(shop.Healthy >= 4 * minimum / 100, $"{shop.Healthy} healthy at {second}");
            Assert.True(shop.Tasks.Count(t => t.IsLive) <= 4 * maximum / 100, $"too many tasks at {second}");
        }

        Assert.Equal(FleetRollout.Completed, deployment.Rollout);
    }

    [Fact]
    public void FailingDeployment_LeavesTheOldTasksServing()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world);
        var deployment = shop.Deploy(TaskBehaviour.NeverGetsHealthy, by: "person");
        world.Minutes(15);

        Assert.Equal(FleetRollout.InProgress, deployment.Rollout);
        Assert.True(deployment.FailedTasks >= 4);
        Assert.Equal((4, 4), (shop.Healthy, shop.Serving));
        Assert.Equal(2, shop.Deployments.Count);
        Assert.Equal("person", shop.DeploymentHistory[^1].By);
    }

    [Fact]
    public void CircuitBreaker_FailsADeploymentAtItsThreshold()
    {
        var world = Broken(rollback: false);
        var shop = Worlds.ShopOf(world);
        var deployment = shop.Deploy(TaskBehaviour.CrashesAfter(TimeSpan.FromSeconds(3)));
        world.Minutes(10);

        Assert.Equal(FleetRollout.Failed, deployment.Rollout);
        Assert.Equal("ECS deployment circuit breaker: tasks failed to start.", deployment.RolloutReason);
        Assert.Equal("PRIMARY", deployment.Status);
        Assert.InRange(deployment.FailedTasks, 3, 4);
        Assert.Equal(4, shop.Healthy);
        var started = shop.StoppedTasks.Count;
        world.Minutes(10);
        Assert.Equal(started, shop.StoppedTasks.Count);
    }

    [Fact]
    public void CircuitBreaker_RollsBackToTheLastCompletedDeployment()
    {
        var world = Broken(rollback: true);
        var shop = Worlds.ShopOf(world);
        var good = shop.Primary;
        var bad = shop.Deploy(TaskBehaviour.NeverGetsHealthy);
        world.Minutes(15);

        Assert.Equal(FleetRollout.Failed, bad.Rollout);
        Assert.Same(good, Assert.Single(shop.Deployments));
        Assert.Equal(("PRIMARY", FleetRollout.Completed), (good.Status, good.Rollout));
        Assert.Contains(shop.Events, e => e.Message == $"(service shop) rolling back to deployment {good.Id}.");
        Assert.Equal(4, shop.Healthy);
    }

    [Fact]
    public void BadCode_PassesHealthChecksAndServesErrors()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world);
        var bad = shop.Deploy(TaskBehaviour.ServesErrors(0.3));
        world.Minutes(6);

        Assert.Equal(FleetRollout.Completed, bad.Rollout);
        Assert.InRange(Errors(world), 0.2, 0.4);
        shop.Start(world.Fleet.Definitions.Find("shop:7")!, "remedy");
        world.Minutes(6);
        Assert.True(Errors(world) < 0.01);
    }

    [Fact]
    public void DesiredCount_ChangesWithoutADeployment()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world);
        shop.SetDesired(7, "scaler");
        world.Minutes(3);

        Assert.Equal(7, shop.Healthy);
        Assert.Single(shop.DeploymentHistory);
        Assert.Equal(
            ("scaler", 4, 7),
            (shop.DesiredChanges[0].By, shop.DesiredChanges[0].From, shop.DesiredChanges[0].To)
        );
        shop.SetDesired(0, "scaler");
        world.Minutes(3);
        Assert.Equal((0, 0), (shop.Running, shop.Targets.Targets.Count));
    }

    private static SimulatedWorld Broken(bool rollback) =>
        Worlds.With(
            Worlds.Shop with
            {
                Deployment = new() { CircuitBreaker = true, Rollback = rollback },
            }
        );

    private static double Errors(SimulatedWorld world)
    {
        var shop = Worlds.ShopOf(world);
        double failed = 0,
            all = 0;
        for (var i = 0; i < 60; i++)
        {
            world.Seconds(1);
            failed += shop.Traffic.Target5xx + shop.Traffic.Elb5xx;
            all += shop.Traffic.Requests;
        }

        return failed / all;
    }
}
