using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.ZoneShift;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.ZoneRemedy;

/// <summary>The 503 procedure leaves a zone that fails to the zone procedure, before it would restart.</summary>
public class ZoneHandOverTests
{
    private static readonly OperatedService s_named = Some.Service with
    {
        LoadBalancer = "app/prod/50dc6c495c0c9188",
        Settings = Some.Service.Settings.With(new Setting<ZoneShiftPolicy>(Mode.Observe, ZoneShiftPolicy.Default)),
    };

    [Theory]
    [InlineData("zone-c", true, true)]
    [InlineData("zone-c", false, false)]
    [InlineData(null, true, false)]
    public void Outage_OfOneZoneIsHandedOver(string? zone, bool isNamed, bool hands)
    {
        var decision = Decide(isNamed ? s_named : Some.Service, zone);

        Assert.Equal(hands, decision is Decision.SwitchTo);
        Assert.Equal(!hands, decision is Decision.Act { Change: Change.ForceNewDeployment });
    }

    [Fact]
    public void Outage_ThatCameBackFromThereIsRestarted() =>
        Assert.IsType<Decision.Act>(
            Decide(
                s_named,
                "zone-c",
                Some.Incident with
                {
                    Rung = new RungState { Climbed = [ZoneShiftProcedure.ProcedureName] },
                }
            )
        );

    private static Decision Decide(OperatedService service, string? zone, Incident? incident = null) =>
        new ServiceUnavailableProcedure().Due(
            (incident ?? Some.Incident).Streak(healthy: false, count: 10),
            Some.Down.Shows(LoadBalancingLooks.Targets, new TargetCounts(2, 3, 0, 0) { DownZone = zone }),
            service,
            Some.Now
        );
}
