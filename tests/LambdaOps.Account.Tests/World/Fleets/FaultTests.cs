using LambdaOps.Account.World.Fleets;

namespace LambdaOps.Account.Tests.World.Fleets;

public sealed class FaultTests
{
    [Fact]
    public void Overload_MultipliesTheTrafficUntilItsEnd()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world);
        shop.Overload(1.9);
        world.Minutes(3);
        Assert.InRange(shop.Traffic.Requests, 70, 120);
        Assert.All(shop.Tasks, task => Assert.InRange(task.CpuPercent, 70, 100));
        shop.Scale(8);
        world.Minutes(3);
        Assert.All(shop.Tasks, task => Assert.InRange(task.CpuPercent, 35, 65));
        shop.EndOverload();
        world.Seconds(1);
        Assert.InRange(shop.Traffic.Requests, 35, 65);
    }

    [Fact]
    public void Overload_StaysOnTrafficThatIsSetMeanwhile()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world).Overload(2).SetTraffic(10);
        world.Seconds(5);
        Assert.InRange(shop.Traffic.Requests, 14, 26);
    }

    [Fact]
    public void TotalOutage_LastsAsLongAsTheDependencyIsDown()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world).LoseEverything();
        world.Seconds(1);
        Assert.Equal(0, shop.Serving);
        for (var minute = 1; minute <= 20; minute++)
        {
            world.Minutes(1);
            Assert.Equal(0, shop.Serving);
            Assert.True(minute < 2 || shop.Healthy == 0, $"minute {minute}");
            Assert.True(shop.Traffic.ErrorShare > 0.9);
        }

        Assert.True(shop.Running > 0);
        Assert.NotEqual(200, world.Site.Ask("api.example.com", "/health")!.Status);
    }

    [Fact]
    public void TotalOutage_DoesNotLookLikeLoad()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world).LoseEverything();
        world.Seconds(30);
        var running = shop.Tasks.Where(task => task.Status == TaskStage.Running);
        Assert.All(running, task => Assert.True(task.CpuPercent < 10));
    }

    [Fact]
    public void TotalOutage_EndsWithNewTasksOnly()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world).LoseEverything();
        world.Minutes(5);
        shop.DependencyBack().Recover();
        world.Seconds(1);
        Assert.Equal(0, shop.Serving);
        var sick = shop.Tasks.Where(task => task.Status == TaskStage.Running).ToList();
        shop.Start(shop.Primary.Definition, "remedy");
        world.Minutes(5);

        Assert.Equal((4, 4), (shop.Serving, shop.Healthy));
        Assert.All(sick, task => Assert.DoesNotContain(task, shop.Tasks));
        Assert.True(shop.IsSteady);
    }

    [Fact]
    public void Leak_TakesOneTaskMoreEachTime()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world).LeakConnections(everySeconds: 90);
        world.Seconds(89);
        Assert.Equal(4, shop.Serving);
        world.Seconds(1);
        Assert.Equal(3, shop.Serving);
        world.Seconds(90);
        Assert.Equal((2, 4), (shop.Serving, shop.Healthy));
        Assert.Equal([Illness.Shallow, Illness.Shallow, Illness.None, Illness.None], shop.Tasks.Select(t => t.Illness));
        shop.EndLeak();
        world.Minutes(10);
        Assert.Equal(2, shop.Serving);
    }

    [Fact]
    public void Leak_LeavesNewTasksAloneForHalfAnHour()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world).LeakConnections(everySeconds: 60);
        world.Minutes(5);
        Assert.Equal(0, shop.Serving);
        shop.Start(shop.Primary.Definition, "remedy");
        world.Minutes(4);
        Assert.Equal((4, 4), (shop.Serving, shop.Running));
        world.Minutes(24);
        Assert.Equal(4, shop.Serving);
        world.Minutes(8);
        Assert.True(shop.Serving < 4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Leak_NeedsTimeBetween(double seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Worlds.ShopOf(Worlds.New()).LeakConnections(seconds));

    [Fact]
    public void SameSeed_GivesTheSameRun()
    {
        static List<string> Run()
        {
            var world = Worlds.New(9);
            var log = world.Log();
            var shop = Worlds.ShopOf(world).Overload(3).LeakConnections(40);
            world.Minutes(4);
            shop.LoseEverything();
            world.Minutes(6);
            shop.DependencyBack();
            world.Minutes(15);
            return log;
        }

        Assert.Equal(Run(), Run());
    }
}
