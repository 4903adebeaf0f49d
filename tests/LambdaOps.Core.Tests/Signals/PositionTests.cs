using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Signals;

/// <summary>How an alarm stands to the one dependency that its target shares with another one.</summary>
public class PositionTests
{
    private static readonly TargetId s_web = new("web");

    private static readonly Dependency s_database = new("orders-db", [Some.Target, s_web]);

    private static readonly Estate s_estate = Some.Estate with
    {
        Services = [Some.Service, Some.Service with { Id = s_web }],
        Dependencies = [s_database],
    };

    private static readonly Incident s_webs = Some.Incident with
    {
        Id = new IncidentId("20260115-web-031500"),
        Target = s_web,
    };

    private static readonly Lead s_nobody = new(s_database.Id, null, null, null, Version: 0);

    private static readonly Lead s_webLeads = new(s_database.Id, s_web, s_webs.Id, Some.Now, Version: 1);

    private static readonly Intake.Look s_new = new(
        TargetRecord.New(Some.Target) with
        {
            Open = Some.Incident,
        },
        IsNew: true,
        "opens"
    );

    private static readonly Intake.Look s_old = s_new with { IsNew = false };

    [Fact]
    public void NobodyLeads_ItsOwnTargetWill() =>
        Assert.Equal(s_nobody, Assert.Single(Claims(Of(s_new, s_nobody, null))));

    [Fact]
    public void ItsOwnIncidentLeads_NothingIsClaimed()
    {
        var own = s_webLeads with { Leader = Some.Target, Incident = Some.Incident.Id };

        Assert.Empty(Claims(Of(s_new, own, null)));
        Assert.Equal(own, Assert.Single(Claims(Of(s_new with { CameBack = true }, own, null))));
        Assert.Single(Claims(Of(s_new, own with { Incident = s_webs.Id }, null)));
    }

    [Fact]
    public void TheOtherIncidentIsOpen_TheAlarmJoins() =>
        Assert.Equal(s_database, Assert.IsType<Position.Joins>(Of(s_new, s_webLeads, Web(s_webs))).Dependency);

    [Fact]
    public void AnIncidentOfItsOwn_GoesOnBesideTheOther() => Assert.Empty(Claims(Of(s_old, s_webLeads, Web(s_webs))));

    [Fact]
    public void TheOtherIncidentIsOver_ItsOwnTargetLeads() =>
        Assert.Equal(s_webLeads, Assert.Single(Claims(Of(s_new, s_webLeads, Web(open: null)))));

    [Fact]
    public void OnCallHasTheOther_ItsOwnTargetLeads() =>
        Assert.Equal(s_webLeads, Assert.Single(Claims(Of(s_new, s_webLeads, Web(s_webs.HandedOff())))));

    [Fact]
    public void TheOtherMayOnlyWatch_ItsOwnTargetLeads() =>
        Assert.Equal(
            s_webLeads,
            Assert.Single(Claims(Of(s_new, s_webLeads, Web(s_webs with { Clearance = new Clearance(Mode.Observe) }))))
        );

    /// <summary>What is all down does not wait in the incident of what only fails; what is not worse joins it.</summary>
    [Theory]
    [InlineData("serviceUnavailable", "serviceUnavailable", true)]
    [InlineData("serviceUnavailable", "totalOutage", true)]
    [InlineData("totalOutage", "totalOutage", true)]
    [InlineData("totalOutage", "serviceUnavailable", false)]
    [InlineData("serviceUnavailable", "latency", false)]
    [InlineData("latency", "latency", true)]
    public void WorseRung_JoinsNoMilderOne(string alarm, string open, bool joins)
    {
        var service = Some.Service with { Ladder = [new("serviceUnavailable"), new("totalOutage")] };
        var position = Position.Of(
            Some.Alarm,
            s_new,
            new Route(service, new ProcedureName(alarm), Severity.P2, Mode.Off, Mode.Off),
            s_database,
            s_webLeads,
            Web(s_webs with { Remedy = new ProcedureName(open) }),
            s_estate with
            {
                Services = [service, service with { Id = s_web }],
            },
            Some.Now
        );

        Assert.Equal(joins, position is Position.Joins);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public void OneThatIsTooOld_TakesNothingIn(int beyond, bool joins) =>
        Assert.Equal(
            joins,
            Of(s_new, s_webLeads, Web(s_webs), Some.Now + s_estate.JoinWithin + TimeSpan.FromSeconds(beyond))
                is Position.Joins
        );

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public void OneThatIsBeingOpened_IsWaitedFor(int beyond, bool waits) =>
        Assert.Equal(
            waits,
            Of(
                s_new,
                s_webLeads,
                Web(open: null, leasedFor: 100),
                Some.Now + Position.ClaimHolds + TimeSpan.FromSeconds(beyond)
            ) is Position.Waits
        );

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void WithoutItsLease_ItIsNotWaitedFor(int leasedFor, bool waits) =>
        Assert.Equal(waits, Of(s_new, s_webLeads, Web(open: null, leasedFor)) is Position.Waits);

    [Fact]
    public void Rival_IsAnotherTargetOfTheDependency()
    {
        Assert.Equal(s_web, Position.Rival(Some.Alarm, Some.Target, s_database, s_webLeads));
        Assert.Null(Position.Rival(Some.Alarm, Some.Target, s_database, s_nobody));
        Assert.Null(Position.Rival(Some.Alarm, s_web, s_database, s_webLeads));
        Assert.Null(Position.Rival(Some.Alarm with { LeftBy = s_webs.Id }, Some.Target, s_database, s_webLeads));
        Assert.Null(Position.Rival(Some.Alarm, Some.Target, s_database with { Targets = [Some.Target] }, s_webLeads));
    }

    private static Position Of(Intake.Look look, Lead lead, JournalView? rival, DateTimeOffset? now = null) =>
        Position.Of(
            Some.Alarm,
            look,
            new Route(Some.Service, Some.Remedy, Severity.P2, Mode.Act, Mode.Act),
            s_database,
            lead,
            rival,
            s_estate,
            now ?? Some.Now
        );

    private static JournalView Web(Incident? open, int? leasedFor = null) =>
        EntryTests.View(TargetRecord.New(s_web) with { Open = open }, leasedFor);

    private static ImmutableArray<Lead> Claims(Position position) => Assert.IsType<Position.Leads>(position).Claims;
}
