using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.RegionFailover;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Signals;

/// <summary>An estate that stands by in another region: each thing is done in one of the two, and the other one says where.</summary>
public class StandbyTests
{
    private const string Other = "us-west-2";

    private static readonly DisasterRecovery s_recovery = new(Other)
    {
        Settings = Settings.None.With(new Setting<RegionFailoverPolicy>(Mode.Act, RegionFailoverPolicy.Default)),
    };

    private static readonly Estate s_estate = Some.Estate with { DisasterRecovery = s_recovery };

    private static readonly Signal.OperatorRequested s_failover = new(
        s_recovery.Id,
        RegionFailoverProcedure.ProcedureName,
        Mode.Act,
        "alice",
        "it is lost"
    );

    private static readonly Signal.OperatorRequested s_restart = new(
        Some.Target,
        Some.Remedy,
        Mode.Act,
        "alice",
        "please"
    );

    [Fact]
    public void StandsBy_InTheOtherRegionAlone()
    {
        Assert.Equal(Other, s_estate.StandbyRegion);
        Assert.True((s_estate with { Here = Other }).StandsBy);
        Assert.False((s_estate with { Here = s_estate.Region }).StandsBy);
        Assert.False(s_estate.StandsBy);
        Assert.Null((s_estate with { DisasterRecovery = new DisasterRecovery(Other) }).StandbyRegion);
    }

    /// <summary>Both regions have a journal: whatever both carried out, they would carry out against each other.</summary>
    [Fact]
    public void Requests_AreTakenInOneRegion()
    {
        var (home, other) = (s_estate with { Here = s_estate.Region }, s_estate with { Here = Other });

        Assert.IsType<Routing.Found>(Routing.Of(s_failover, other));
        Assert.IsType<Routing.Found>(Routing.Of(s_restart, home));
        Assert.Equal(
            $"'regionFailover' is carried out in {Other}, and this is {s_estate.Region}: ask for it there",
            Assert.IsType<Routing.Unknown>(Routing.Of(s_failover, home)).Because
        );
        Assert.Equal(
            $"'{Some.Remedy}' is carried out in {s_estate.Region}, and this is {Other}: ask for it there",
            Assert.IsType<Routing.Unknown>(Routing.Of(s_restart, other)).Because
        );
        Assert.IsType<Routing.Unknown>(Routing.Of(Some.Alarm, other));
    }

    [Fact]
    public void Checks_RunWhereTheEstateIs() =>
        Assert.All(
            AllProcedures.Checks,
            check =>
            {
                Assert.Equal(Mode.Off, check.ModeIn(s_estate with { Here = Other }));
                Assert.Equal(check.ModeIn(s_estate), check.ModeIn(s_estate with { Here = s_estate.Region }));
                Assert.NotEqual(Mode.Off, check.ModeIn(s_estate));
            }
        );
}
