using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Account.World.Scaling;

namespace LambdaOps.Account.Tests.World.Scaling;

public sealed class AutoscalerTests
{
    /// <summary>At the usual traffic the CPU of four tasks is about 50 %.</summary>
    private static readonly ServicePlan s_shop = Worlds.Shop with { Autoscaling = new AutoscalingPlan(2, 10, 55) };

    private readonly SimulatedWorld _world = Worlds.With(s_shop);

    [Fact]
    public void Target_IsLeftAloneWhileItsCpuIsNearTheTarget()
    {
        _world.Minutes(60);
        Assert.Empty(Shop.DesiredChanges);
    }

    [Fact]
    public void Target_ScalesOutUnderLoadAndInAgain()
    {
        Shop.Overload(1.9);
        _world.Minutes(4);
        Assert.InRange(Shop.Desired, 6, 8);
        Assert.All(Shop.DesiredChanges, change => Assert.Equal("application-autoscaling", change.By));
        Assert.InRange(Shop.DesiredChanges[0].At - Worlds.Start, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(130));
        _world.Minutes(4);
        Shop.EndOverload();
        _world.Minutes(45);

        Assert.Equal(4, Shop.Desired);
        var ins = Shop.DesiredChanges.Where(change => change.To < change.From).ToList();
        Assert.All(ins, change => Assert.Equal(change.From - 1, change.To));
        Assert.All(
            ins.Zip(ins.Skip(1)),
            pair => Assert.True(pair.Second.At - pair.First.At >= TimeSpan.FromMinutes(5))
        );
    }

    [Fact]
    public void DesiredCount_ThatOthersSetIsTakenBackAfterTheCooldown()
    {
        Shop.SetDesired(6, "remedy");
        _world.Seconds(290);
        Assert.Equal(6, Shop.Desired);
        _world.Minutes(2);
        Assert.Equal(5, Shop.Desired);
        _world.Minutes(6);
        Assert.Equal(4, Shop.Desired);
        Assert.Equal(["remedy", Autoscaler.Name, Autoscaler.Name], Shop.DesiredChanges.Select(change => change.By));
    }

    [Fact]
    public void Minimum_ThatIsRaisedLasts()
    {
        var target = _world.Scaling.Register(Shop, min: 8, max: null, "remedy");
        _world.Seconds(70);
        Assert.Equal((8, Autoscaler.Name), (Shop.Desired, Shop.DesiredChanges[^1].By));
        _world.Minutes(60);
        Assert.Equal(8, Shop.Desired);
        Assert.Equal((8, 10), (target.Min, target.Max));
        Assert.Equal(("remedy", 8, 10), (target.Changes[0].By, target.Changes[0].Min, target.Changes[0].Max));
    }

    [Fact]
    public void Maximum_IsAppliedWithinAMinute()
    {
        Shop.SetDesired(20, "person");
        _world.Seconds(70);
        Assert.Equal(10, Shop.Desired);
    }

    [Fact]
    public void ScaleIn_WaitsForADeployment()
    {
        Shop.SetDesired(6, "remedy");
        _world.Minutes(4);
        Shop.Deploy(TaskBehaviour.NeverGetsHealthy);
        _world.Minutes(10);
        Assert.Equal(6, Shop.Desired);
    }

    [Fact]
    public void Register_HoldsAServiceThatHadNoTarget()
    {
        var world = Worlds.New();
        var shop = Worlds.ShopOf(world);
        Assert.Empty(world.Scaling.Targets);
        Assert.Throws<ArgumentException>(() => world.Scaling.Register(shop, 5, null, "person"));
        Assert.Throws<ArgumentException>(() => world.Scaling.Register(shop, 5, 4, "person"));
        world.Scaling.Register(shop, 5, 6, "person");
        world.Seconds(70);
        Assert.Equal(5, shop.Desired);
        shop.SetDesired(6, "person");
        world.Minutes(20);
        Assert.Equal(6, shop.Desired);
    }

    [Fact]
    public void Autoscaling_ShiftsNobodysDraws()
    {
        static List<string> Run(ServicePlan plan)
        {
            var world = Worlds.With(plan, 5);
            var log = world.Log();
            Worlds.ShopOf(world).Crash(2);
            world.Minutes(10);
            return log;
        }

        Assert.Equal(
            Run(Worlds.Shop),
            Run(Worlds.Shop with { Autoscaling = new(4, 4, 55), LogGroup = "/aws/ecs/main" })
        );
    }

    private FleetService Shop => Worlds.ShopOf(_world);
}
