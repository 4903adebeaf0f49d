using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.TotalOutageRemedy;

/// <summary>Pages that nobody can see, as S3 fails.</summary>
public class OutagePagesTests
{
    private static readonly TotalOutagePolicy s_policy = TotalOutagePolicy.Default;

    private static readonly OperatedService s_service = Some.Service with
    {
        Site = Some.Site,
        Settings = Some.Service.Settings.With(new Setting<TotalOutagePolicy>(Mode.Act, s_policy)),
    };

    private static readonly Incident s_incident = Some.Incident with { Remedy = TotalOutageProcedure.ProcedureName };

    private static readonly PageState s_up = new PageState.Maintenance("m", s_incident.Id, "a", "saved", IsSaved: true);

    private static readonly Change s_put = new Change.PublishMaintenancePage(Some.Site.Id, "a", "saved", s_incident.Id);

    /// <summary>The page is for users; the restart is for the service.</summary>
    [Fact]
    public void PageThatIsNotSeen_DoesNotHoldTheRestartUp() =>
        Assert.IsType<Change.RestartAt>(
            Assert
                .IsType<Decision.Act>(
                    Decide(s_incident, TotalOutageDecideTests.Down(s_up).Hides(SiteLooks.Pages, "dark"))
                )
                .Change
        );

    /// <summary>A maintenance page that may be up is not left alone because nobody sees it.</summary>
    [Theory]
    [InlineData(false, false, -1, "Resolved")]
    [InlineData(true, false, -1, "Wait")]
    [InlineData(true, false, 0, "Escalate")]
    [InlineData(true, true, 0, "Wait")]
    public void PageThatIsNotSeen_IsWaitedForWhereItIsUp(bool isUp, bool isHandedOff, int after, string expected)
    {
        var healthyFor = (s_policy.SteadyFor + s_policy.BlindAtMost).TotalSeconds + after;
        var incident = (isUp ? s_incident.Tried(s_put) : s_incident).Streak(
            healthy: true,
            count: 9,
            since: -healthyFor
        ) with
        {
            Status = isHandedOff ? IncidentStatus.HandedOff : IncidentStatus.Open,
        };

        var decision = Decide(incident, TotalOutageDecideTests.Healthy(s_up, 5).Hides(SiteLooks.Pages, "dark"));

        Assert.Equal(expected, decision.GetType().Name);
    }

    /// <summary>Nothing is over while the CDN may still show the maintenance page.</summary>
    [Theory]
    [InlineData(false, "Wait")]
    [InlineData(true, "Resolved")]
    public void RestoredPageThatIsNotSeen_IsWaitedForUntilTheCdnKnows(bool isInvalidated, string expected)
    {
        var restored = s_incident.Tried(s_put).Tried(new Change.RestorePage(Some.Site.Id, "m", "a", "saved"));
        var incident = (
            isInvalidated
                ? restored.Tried(new Change.InvalidateSite(Some.Site.Id, "down") { AfterRestore = true })
                : restored
        ).Streak(healthy: true, count: 9, since: -200);

        var decision = Decide(incident, TotalOutageDecideTests.Healthy(s_up, 5).Hides(SiteLooks.Pages, "dark"));

        Assert.Equal(expected, decision.GetType().Name);
    }

    private static Decision Decide(Incident incident, Evidence seen) =>
        new TotalOutageProcedure().Due(incident, seen, s_service, Some.Now);
}
