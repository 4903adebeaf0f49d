using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Account.World.Zones;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>Zones as the adapters read them, and shifts as they make them.</summary>
public class ZonesOnAwsTests
{
    private const string Bad = "ap-northeast-1c";

    private static readonly string s_bad = ZoneNames.IdOf(Bad);

    private static readonly string s_balancer = WiredAccount.Service.ShiftedLoadBalancer!;

    private static readonly Change.StartZonalShift s_start = new(
        WiredAccount.Service.Id,
        s_bad,
        Bad,
        120,
        "LambdaOps drill"
    );

    [Fact]
    public async Task Zones_HaveTheirTargetsRequestsAndErrors()
    {
        await using var account = await WiredAccount.StartAsync();
        account.Change(world => world.Fleet.Services[0].ImpairZone(Bad));
        account.Pass(TimeSpan.FromMinutes(10));

        var zones = await account.Resources().Observer().SeeAsync(ZoneLooks.Readings, account.At());

        Assert.Equal(2, zones.All.Length);
        var bad = zones.Find(s_bad)!;
        Assert.Equal((Bad, 2, 0), (bad.Name, bad.Healthy, bad.Unhealthy));
        // Another service behind the load balancer is well there.
        Assert.InRange(bad.ErrorPercent!.Value, 50, 90);
        Assert.All(zones.Besides(s_bad), zone => Assert.Equal((3, true), (zone.Healthy, zone.ErrorPercent < 1)));
    }

    [Fact]
    public async Task Zone_WithoutRequestsHasNone_NotZero()
    {
        await using var account = await WiredAccount.StartAsync();
        account.Change(world =>
        {
            world.ZonalShifts.Enable(s_balancer);
            world.ZonalShifts.Start(s_balancer, s_bad, TimeSpan.FromHours(1), "someone");
        });
        account.Pass(TimeSpan.FromMinutes(7));
        var observer = account.Resources().Observer();

        Assert.Null((await observer.SeeAsync(ZoneLooks.Readings, account.At())).Find(s_bad)!.Requests);
        Assert.Equal("someone", (await observer.SeeAsync(ZoneLooks.Traffic, account.At())).Manual!.Comment);
    }

    /// <summary>Another service whose healthy targets are all in one zone would be left without any.</summary>
    [Fact]
    public async Task Zone_KnowsWhatIsOnlyThere()
    {
        var balancer = s_balancer;
        await using var account = await WiredAccount.StartAsync(plan =>
            plan.Name == WiredAccount.Service.Service ? plan : plan with { LoadBalancerArn = balancer, Zones = ["c"] }
        );

        var zones = await account.Resources().Observer().SeeAsync(ZoneLooks.Readings, account.At());

        Assert.NotEmpty(zones.Find(s_bad)!.OnlyHere);
        Assert.All(zones.Besides(s_bad), zone => Assert.Empty(zone.OnlyHere));
    }

    [Fact]
    public async Task Traffic_SaysWhoShifts()
    {
        await using var account = await WiredAccount.StartAsync();
        var observer = account.Resources().Observer();
        var off = await observer.SeeAsync(ZoneLooks.Traffic, account.At());
        Assert.Equal((s_balancer, false, 0), (off.LoadBalancerArn, off.IsEnabled, off.Applied.Length));

        account.Change(world =>
        {
            world.ZonalShifts.Enable(s_balancer);
            world.ZonalShifts.Practise(s_balancer, s_bad);
            world.ZonalShifts.Autoshift(s_bad);
        });
        var practised = await observer.SeeAsync(ZoneLooks.Traffic, account.At());
        Assert.Equal(s_bad, practised.Practice!.AwayFrom);
        Assert.Equal([s_bad], practised.AwsAvoids.AsEnumerable());

        account.Change(world => world.ZonalShifts.Autoshift(s_bad, s_balancer));
        Assert.Equal(s_bad, (await observer.SeeAsync(ZoneLooks.Traffic, account.At())).Autoshift!.AwayFrom);
    }

    [Fact]
    public async Task Shift_IsMadeExtendedAndCancelled()
    {
        await using var account = await WiredAccount.StartAsync();
        account.Change(world => world.ZonalShifts.Enable(s_balancer));

        Assert.IsType<ActionOutcome.Done>(await account.ActAsync(s_start));
        var own = (await account.Resources().Observer().SeeAsync(ZoneLooks.Traffic, account.At())).Manual!;
        Assert.Equal((s_bad, "LambdaOps drill"), (own.AwayFrom, own.Comment));

        Assert.IsType<ActionOutcome.Done>(
            await account.ActAsync(
                new Change.ExtendZonalShift(s_start.Target, s_bad, own.Id!, 180, own.ExpiresAt!.Value, own.Comment)
            )
        );
        Assert.True(account.World.ZonalShifts.All[0].ExpiresAt > own.ExpiresAt);
        var cancel = new Change.CancelZonalShift(s_start.Target, s_bad, own.Id!, own.Comment);
        Assert.IsType<ActionOutcome.Done>(await account.ActAsync(cancel));
        Assert.Null(account.World.ZonalShifts.AwayFrom(s_balancer));

        // It has ended: no reason to come again later.
        Assert.IsType<ActionOutcome.Refused>(await account.ActAsync(cancel));
    }

    [Fact]
    public async Task Shift_BesideSomeoneElsesIsRefused_NotForLater()
    {
        await using var account = await WiredAccount.StartAsync();
        account.Change(world =>
        {
            world.ZonalShifts.Enable(s_balancer);
            world.ZonalShifts.Start(s_balancer, s_bad, TimeSpan.FromHours(1), "someone");
        });

        Assert.IsType<ActionOutcome.Refused>(await account.ActAsync(s_start));
    }
}
