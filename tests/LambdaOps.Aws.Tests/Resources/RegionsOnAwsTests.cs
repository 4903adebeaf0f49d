using LambdaOps.Account.World;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>Two regions on the wire: each is asked at its own endpoints, and a lost one keeps nothing waiting.</summary>
public class RegionsOnAwsTests
{
    private static readonly DisasterRecovery s_recovery = WiredAccount.Estate.DisasterRecovery!;

    private static string Public => s_recovery.Traffic!.PublicUrl.IdnHost;

    [Fact]
    public async Task Primary_IsSeenWithItsServices()
    {
        await using var account = await WiredAccount.StartAsync();

        var primary = await SeeAsync(account, RegionLooks.Primary);

        Assert.True(primary.IsWell);
        Assert.Equal(["lightningtalk-prod/api-service"], primary.Services!.Value.Select(service => service.Name));
    }

    [Fact]
    public async Task Primary_ThatIsLostIsAnAnswer()
    {
        await using var account = await WiredAccount.StartAsync();
        account.Change(Lose);

        var primary = await SeeAsync(account, RegionLooks.Primary);

        Assert.False(primary.IsWell);
        Assert.True(primary.IsSilent);
        Assert.NotEqual("", primary.WhyUnreachable);
    }

    [Fact]
    public async Task Standby_IsStartedAndSeenInItsOwnRegion()
    {
        await using var account = await WiredAccount.StartAsync();
        var before = Assert.Single((await SeeAsync(account, RegionLooks.Standby)).Services);
        Assert.Equal((1, false), (before.Service.Desired, before.IsReady));

        await account.ActAsync(
            new Change.SetRegionCount(s_recovery.Id, s_recovery.Region, before.Service.Name, IsStandby: true, 1, 5)
        );
        Assert.False((await SeeAsync(account, RegionLooks.Standby)).IsReady);
        account.Pass(TimeSpan.FromSeconds(40));

        Assert.True((await SeeAsync(account, RegionLooks.Standby)).IsReady);
        Assert.Equal(5, account.World.Fleet.Services[0].Desired);
    }

    [Fact]
    public async Task Traffic_TurnsAndTurnsBackWithTheObject()
    {
        await using var account = await WiredAccount.StartAsync();
        Assert.Equal(new(false, AnsweringRegion.Primary), await SeeAsync(account, RegionLooks.Traffic));

        await account.ActAsync(new Change.TurnTraffic(s_recovery.Id, Public));
        Assert.True((await SeeAsync(account, RegionLooks.Traffic)).IsTurned);

        await account.ActAsync(new Change.TurnTrafficBack(s_recovery.Id, Public));
        Assert.False((await SeeAsync(account, RegionLooks.Traffic)).IsTurned);
    }

    [Fact]
    public async Task Replicas_SayTheirLag()
    {
        await using var account = await WiredAccount.StartAsync();

        var replicas = await SeeAsync(account, RegionLooks.Replicas);

        Assert.Empty(replicas.NotActive);
        Assert.InRange(replicas.Lag!.Value, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2));
        Assert.InRange(replicas.Behind!.Value, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Replicas_OfALostRegionSayNothingOfWhatItHadNotSent()
    {
        await using var account = await WiredAccount.StartAsync();
        account.Change(Lose);

        var replicas = await SeeAsync(account, RegionLooks.Replicas);

        Assert.NotNull(replicas.Lag);
        Assert.Null(replicas.Behind);
    }

    private static void Lose(SimulatedWorld world) => world.Standby.Lost.Add(world.Plan.Region);

    private static async Task<T> SeeAsync<T>(WiredAccount account, Look<T> look)
        where T : class
    {
        var now = account.World.Clock.Now;
        var fact = await account
            .Resources()
            .Observer()
            .LookAsync(
                look,
                new LookAt(WiredAccount.Estate, s_recovery, new IncidentId("one"), null, now, now),
                CancellationToken.None
            );
        return Assert.IsType<Fact<T>.Known>(fact).Value;
    }
}
