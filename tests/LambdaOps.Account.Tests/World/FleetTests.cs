using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.World;

public sealed class FleetTests
{
    [Fact]
    public void Service_StartsSteadyWithAllTasksHealthy()
    {
        var shop = Worlds.ShopOf(Worlds.New());

        Assert.Equal((4, 4, 4, 0), (shop.Desired, shop.Running, shop.Healthy, shop.Pending));
        Assert.True(shop.IsSteady);
        Assert.Equal(FleetRollout.Completed, shop.Primary.Rollout);
        Assert.Equal("(service shop) has reached a steady state.", shop.Events[0].Message);
    }

    [Fact]
    public void Service_StaysAsItIsWhileNothingHappens()
    {
        var world = Worlds.New();
        var log = world.Log();
        world.Minutes(60);

        Assert.Empty(log);
        Assert.Single(Worlds.ShopOf(world).DeploymentHistory);
    }

    [Fact]
    public void Task_PassesThroughItsLifeInOrder()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world);
        shop.Scale(5);
        world.Seconds(1);
        var task = shop.Tasks[^1];
        var seen = new List<string> { task.LastStatus };
        for (var i = 0; i < 120; i++)
        {
            world.Seconds(1);
            if (seen[^1] != task.LastStatus)
            {
                seen.Add(task.LastStatus);
            }
        }

        Assert.Equal(["PROVISIONING", "PENDING", "RUNNING"], seen);
        Assert.Equal(TaskAnswer.Serves, task.AnswerAt(world.Clock.Now));
        shop.Scale(4);
        for (var i = 0; i < 90; i++)
        {
            world.Seconds(1);
            if (seen[^1] != task.LastStatus)
            {
                seen.Add(task.LastStatus);
            }
        }

        Assert.Equal(["PROVISIONING", "PENDING", "RUNNING", "DEACTIVATING", "STOPPING", "STOPPED"], seen);
        Assert.Equal("ServiceSchedulerInitiated", task.StopCode);
        Assert.Contains(task, shop.StoppedTasks);
    }

    [Fact]
    public void Task_RefusesRequestsWhileItWarmsUp()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world);
        shop.Scale(5);
        world.Seconds(1);
        var task = shop.Tasks[^1];
        while (task.Status != TaskStage.Running)
        {
            world.Seconds(1);
        }

        Assert.Equal(TaskAnswer.Refuses, task.AnswerAt(world.Clock.Now));
        Assert.Equal(TaskAnswer.Serves, task.AnswerAt(task.ServesFrom));
    }

    [Fact]
    public void Ecs_ReplacesCrashedTasks()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world);
        shop.Crash(2);
        world.Seconds(10);

        Assert.Equal((2, 2), (shop.Running, shop.Pending));
        Assert.All(shop.StoppedTasks, t => Assert.Equal("EssentialContainerExited", t.StopCode));
        world.Minutes(3);
        Assert.Equal((4, 4), (shop.Running, shop.Healthy));
        Assert.True(shop.IsSteady);
    }

    [Theory]
    [InlineData(Illness.Deep)]
    [InlineData(Illness.Frozen)]
    public void Ecs_ReplacesTasksWhoseTargetCheckFails(Illness illness)
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world);
        shop.HangTasks(illness);
        world.Minutes(5);

        Assert.Equal((4, 4, 4), (shop.Running, shop.Healthy, shop.Serving));
        Assert.All(shop.StoppedTasks, t => Assert.StartsWith("Task failed ELB health checks in", t.StoppedReason));
        Assert.Single(shop.DeploymentHistory);
        Assert.Contains(
            shop.Events,
            e => e.Message.Contains("is unhealthy in (target-group", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Ecs_DoesNotHelpAShallowHang()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world);
        shop.HangTasks(Illness.Shallow);
        world.Minutes(30);

        Assert.Equal((4, 4, 0), (shop.Running, shop.Healthy, shop.Serving));
        Assert.True(shop.Traffic.ErrorShare > 0.99);
        shop.Start(shop.Primary.Definition, "remedy");
        world.Minutes(5);
        Assert.Equal((4, 4, 4), (shop.Running, shop.Healthy, shop.Serving));
    }

    [Fact]
    public void Ecs_OverlooksUnhealthyTargetsInTheGracePeriod()
    {
        var world = Worlds.With(
            Worlds.Shop with
            {
                HealthCheck = Worlds.Shop.HealthCheck with { GracePeriod = TimeSpan.FromMinutes(10) },
            }
        );
        var shop = Worlds.ShopOf(world);
        shop.Deploy(TaskBehaviour.NeverGetsHealthy);
        world.Minutes(8);

        Assert.Equal(4, shop.Targets.Unhealthy);
        Assert.Equal(0, shop.Primary.FailedTasks);
        world.Minutes(4);
        Assert.True(shop.Primary.FailedTasks >= 4);
    }

    [Fact]
    public void Placement_FailsWithoutCapacityAndGoesOnWhenItIsBack()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world);
        shop.LoseCapacity();
        shop.Crash(1);
        world.Minutes(3);

        Assert.Equal((3, 0), (shop.Running, shop.Pending));
        var said = shop.Events.Count(e => e.Message.Contains("was unable to place a task", StringComparison.Ordinal));
        Assert.Equal(3, said);
        Assert.StartsWith(
            "(service shop) was unable to place a task. Reason: Capacity is unavailable at this time.",
            shop.Events[0].Message
        );
        shop.RestoreCapacity();
        world.Minutes(3);
        Assert.Equal(4, shop.Healthy);
    }

    [Fact]
    public void Placement_OnInstancesNamesTheClosestOne()
    {
        var world = Worlds.With(Worlds.Shop with { LaunchType = "EC2" });
        var shop = Worlds.ShopOf(world);
        shop.LoseCapacity(4).Scale(6);
        world.Minutes(1);

        Assert.Equal(4, shop.Running);
        Assert.StartsWith(
            "(service shop) was unable to place a task because no container instance met all of its requirements. "
                + "The closest matching (container-instance ",
            shop.Events[0].Message
        );
    }

    [Fact]
    public void Leak_EndsInAnOutOfMemoryKill()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world);
        shop.Deploy(TaskBehaviour.Leaks(percentPerMinute: 10));
        world.Minutes(10);

        Assert.Contains(shop.StoppedTasks, t => t.ExitCode == 137);
    }

    [Fact]
    public void Events_AreNewestFirstAndAtMostAHundred()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world);
        shop.Deploy(TaskBehaviour.CrashesAfter(TimeSpan.FromSeconds(20)));
        world.Minutes(120);

        Assert.Equal(100, shop.Events.Count);
        Assert.Equal(
            shop.Events.OrderByDescending(e => e.CreatedAt).Select(e => e.CreatedAt),
            shop.Events.Select(e => e.CreatedAt)
        );
    }

    [Fact]
    public void Scheduler_BacksOffWhenTasksKeepFailing()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world);
        shop.Deploy(TaskBehaviour.CannotStart);
        world.Minutes(60);

        Assert.Contains(shop.Events, SaysThatNoTaskStarts);
        Assert.InRange(shop.Primary.FailedTasks, 8, 120);
        Assert.Equal(4, shop.Healthy);
    }

    /// <summary>AWS says it only of tasks that never run, whatever becomes of those that do.</summary>
    [Fact]
    public void Scheduler_DoesNotCallTasksThatRunUnableToStart()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world);
        shop.Deploy(TaskBehaviour.NeverGetsHealthy);
        world.Minutes(20);

        Assert.True(shop.Primary.FailedTasks > 3);
        Assert.DoesNotContain(shop.Events, SaysThatNoTaskStarts);
    }

    private static bool SaysThatNoTaskStarts(ServiceEvent said) =>
        said.Message.Contains("is unable to consistently start tasks", StringComparison.Ordinal);
}
