using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.ServiceUnavailable;

/// <summary>What is decided where ECS refuses deployments, or counts, or does not say how a rollout stands.</summary>
public class ControllerDecideTests
{
    private static readonly Change[] s_refusedElsewhere =
    [
        Some.Restart,
        Some.RollBack,
        new Change.RestartAt(Some.Target, 2),
        new Change.StartDeployment(Some.Target, "task:8"),
        new Change.RollBackDeployment(Some.Target, "arn:aws:ecs:r:1:service-deployment/c/s/1"),
    ];

    [Theory]
    [InlineData(DeploymentController.CodeDeploy, "controller CODE_DEPLOY")]
    [InlineData(DeploymentController.External, "controller EXTERNAL")]
    [InlineData(DeploymentController.Unknown, "not known")]
    public void Decide_RestartsNothingThatAnotherControllerDeploys(DeploymentController controller, string says)
    {
        var asked = Assert.IsType<Decision.Escalate>(Decide(Some.Service, DrivenBy(controller)));

        Assert.Equal(Severity.P1, asked.Severity);
        Assert.Contains(says, asked.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_LeavesAnOutageOfAnotherControllersServiceToTheNextRungForItsPage()
    {
        var climbed = Decide(WithTotalOutage(), DrivenBy(DeploymentController.CodeDeploy));

        Assert.Equal(TotalOutageProcedure.ProcedureName, Assert.IsType<Decision.SwitchTo>(climbed).Remedy);
    }

    [Fact]
    public void Decide_AsksNobodyForASingleFailedRequestOfAnotherControllersService()
    {
        var seen = Some.Doubtful.Shows(
            ServiceLooks.State,
            Some.Steady with
            {
                Controller = DeploymentController.CodeDeploy,
                Deployments = [],
            }
        );

        Assert.IsType<Decision.Wait>(Decide(Some.Service, seen));
    }

    /// <summary>Behind a Classic Load Balancer ECS never says: it rolls as long as other tasks are there, too.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Decide_TakesARolloutOfUnknownStateForOneWhileOthersHaveTasks(bool beside, bool restarts)
    {
        var primary = Some.Deployment("task:8", RolloutState.Unknown, createdAfter: -60);
        var seen = beside
            ? Some.Down.Rolling(primary, Some.Deployment("task:7", RolloutState.Unknown, primary: false))
            : Some.Down.Rolling(primary);

        Assert.Equal(restarts, Decide(Some.Service, seen) is Decision.Act { Change: Change.ForceNewDeployment });
    }

    [Fact]
    public void Decide_TakesNobodyForHavingStoppedADaemon()
    {
        var none = Some.Steady with { Desired = 0, Running = 0, IsDaemon = true };

        var asked = Assert.IsType<Decision.Escalate>(Decide(Some.Service, Some.Down.Shows(ServiceLooks.State, none)));
        Assert.Equal((Severity.P1, false), (asked.Severity, asked.WhileStopped));
    }

    [Theory]
    [InlineData(DeploymentController.Ecs, true)]
    [InlineData(DeploymentController.CodeDeploy, false)]
    [InlineData(DeploymentController.External, false)]
    [InlineData(DeploymentController.Unknown, false)]
    public void ControllerGuard_DeniesWhatEcsRefuses(DeploymentController controller, bool allows)
    {
        var seen = DrivenBy(controller);

        Assert.All(s_refusedElsewhere, change => Assert.Equal(allows, Check(change, seen) is null));
        Assert.Null(Check(new Change.SetDesiredCount(Some.Target, 5, 8), seen));
    }

    [Fact]
    public void ControllerGuard_DeniesADaemonEveryCount()
    {
        var seen = Some.Down.Shows(ServiceLooks.State, Some.Steady with { IsDaemon = true });

        Assert.NotNull(Check(new Change.SetDesiredCount(Some.Target, 5, 8), seen));
        Assert.NotNull(Check(new Change.SetScalingMinimum(Some.Target, 5, 8), seen));
        Assert.NotNull(Check(new Change.RestartAt(Some.Target, 2), seen));
        Assert.Null(Check(Some.Restart, seen));
    }

    private static Evidence DrivenBy(DeploymentController controller) =>
        Some.Down.Shows(ServiceLooks.State, Some.Steady with { Controller = controller, Deployments = [] });

    private static Decision Decide(OperatedService service, Evidence seen) =>
        new ServiceUnavailableProcedure().Due(Some.Incident, seen, service, Some.Now);

    private static Denial? Check(Change change, Evidence seen) =>
        new ControllerGuard().Check(
            new GuardQuestion(
                change,
                Some.Incident,
                TargetRecord.New(Some.Target),
                Mode.Act,
                ControlSwitch.Unset,
                new RemedySetting(Mode.Act, TimeSpan.Zero, TimeSpan.FromSeconds(10))
                {
                    NotifyWithin = TimeSpan.FromMinutes(15),
                },
                seen,
                LeaseLeft: TimeSpan.FromSeconds(60),
                Some.Now
            )
        );

    private static OperatedService WithTotalOutage() =>
        Some.Service with
        {
            Settings = Some.Service.Settings.With(new Setting<TotalOutagePolicy>(Mode.Act, TotalOutagePolicy.Default)),
            Ladder = [Some.Remedy, TotalOutageProcedure.ProcedureName],
        };
}
