using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.TotalOutage;

/// <summary>A total outage of a service that ECS does not restart with another count, or not at all.</summary>
public class OutageControllerTests
{
    private static readonly OperatedService s_service = Some.Service with
    {
        Site = Some.Site,
        Settings = Some.Service.Settings.With(new Setting<TotalOutagePolicy>(Mode.Act, TotalOutagePolicy.Default)),
    };

    private static readonly Incident s_incident = Some.Incident with { Remedy = TotalOutageProcedure.ProcedureName };

    [Theory]
    [InlineData(DeploymentController.CodeDeploy, "controller CODE_DEPLOY")]
    [InlineData(DeploymentController.External, "controller EXTERNAL")]
    public void Decide_PutsThePageUpAndRestartsNothingThatAnotherControllerDeploys(
        DeploymentController controller,
        string says
    )
    {
        var state = Some.Steady with { Controller = controller, Deployments = [] };

        Assert.IsType<Change.SavePage>(
            Assert.IsType<Decision.Act>(Decide(state, new PageState.Own("a", IsSaved: false))).Change
        );
        var asked = Assert.IsType<Decision.Escalate>(Decide(state, page: null));
        Assert.Contains(says, asked.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_RestartsADaemonAsItIs()
    {
        var daemon = Some.Steady with { IsDaemon = true };

        Assert.Equal(Some.Restart, Assert.IsType<Decision.Act>(Decide(daemon, page: null)).Change);
        Assert.IsType<Decision.Escalate>(Decide(daemon with { Desired = 0, Running = 0 }, page: null));
    }

    private static Decision Decide(ServiceState state, PageState? page)
    {
        var seen = Some
            .Down.Shows(AlarmLooks.Active, new ActiveAlarms(["api-5xx"]))
            .Shows(ScalingLooks.State, new ScalingState.ByHand())
            .Shows(ServiceLooks.State, state);
        return page is null
            ? new TotalOutageProcedure().Due(s_incident, seen, s_service with { Site = null }, Some.Now)
            : new TotalOutageProcedure().Due(s_incident, seen.Shows(SiteLooks.Pages, page), s_service, Some.Now);
    }
}
