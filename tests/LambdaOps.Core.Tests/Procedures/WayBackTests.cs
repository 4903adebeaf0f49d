using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures;

/// <summary>By which of ECS's calls an outage's deployment is rolled back, and what follows from it.</summary>
public class WayBackTests
{
    private const string Arn = "arn:aws:ecs:ap-northeast-1:123456789012:service-deployment/prod/api-service/one";

    private static readonly Change s_own = new Change.RollBackDeployment(Some.Target, Arn);

    private static readonly NativeDeployment s_running = new(
        Arn,
        DeploymentCourse.InProgress,
        Some.After(-30),
        FinishedAt: null,
        new RevisionInService("task:7", null, null),
        new RevisionInService("arn:aws:ecs:ap-northeast-1:123456789012:task-definition/task:6", null, null)
    );

    private static readonly ServiceDeployment s_bad = Some.Deployment(
        "task:7",
        RolloutState.InProgress,
        failed: 2,
        createdAfter: -30
    );

    private static readonly ServiceDeployment s_beside = Some.Deployment("task:6", primary: false);

    public static TheoryData<string, bool> Deployments =>
        new()
        {
            { "in progress", true },
            { "pending", true },
            { "over", false },
            { "rolled back already", false },
            { "the first", false },
            { "of another revision", false },
            { "from another revision", false },
            { "none", false },
            { "not asked", false },
        };

    [Theory]
    [MemberData(nameof(Deployments))]
    public void Outage_StopsWhatIsInProgress_AndElseUpdatesTheService(string which, bool isOwn)
    {
        var expected = isOwn ? s_own : Some.RollBack;

        Assert.Equal(expected, ChangeOf(Restarting(Some.Incident, Seen(which))));
        Assert.Equal(expected, ChangeOf(InOutage(Some.Incident, Seen(which))));
    }

    /// <summary>ECS refuses to stop a deployment that is over: then the other way is left.</summary>
    [Fact]
    public void RefusedStop_LeavesTheOtherWay()
    {
        var refused = Some.Incident.Tried(s_own, AttemptOutcome.Refused);

        Assert.Equal(Some.RollBack, ChangeOf(Restarting(refused, Seen("in progress"))));
        Assert.Equal(Some.RollBack, ChangeOf(InOutage(refused, Seen("in progress"))));
    }

    /// <summary>UpdateService is refused for a deregistered revision; ECS's own way back needs no such call.</summary>
    [Fact]
    public void DeregisteredRevision_IsNoWayBackByAnUpdate()
    {
        var gone = new RevisionStatus("arn:aws:ecs:ap-northeast-1:123456789012:task-definition/task:6", "INACTIVE");
        var seen = Seen("none").Shows(TaskDefinitionLooks.WayBack, gone);

        var asks = Assert.IsType<Decision.Escalate>(Restarting(Some.Incident, seen));
        Assert.Contains("task:6 is INACTIVE: it was deregistered", asks.Because, StringComparison.Ordinal);
        Assert.IsNotType<Change.RollBack>((InOutage(Some.Incident, seen) as Decision.Act)?.Change);
        Assert.Equal(
            s_own,
            ChangeOf(Restarting(Some.Incident, Seen("in progress").Shows(TaskDefinitionLooks.WayBack, gone)))
        );
    }

    [Theory]
    [InlineData("task:6", "ACTIVE")]
    [InlineData("task:5", "INACTIVE")]
    [InlineData("", "")]
    public void OtherStatus_HoldsNoRollbackBack(string definition, string status) =>
        Assert.Equal(
            Some.RollBack,
            ChangeOf(
                Restarting(
                    Some.Incident,
                    Seen("none").Shows(TaskDefinitionLooks.WayBack, new RevisionStatus(definition, status))
                )
            )
        );

    [Fact]
    public void StatusThatIsNotSeen_HoldsNoRollbackBack() =>
        Assert.Equal(
            Some.RollBack,
            ChangeOf(Restarting(Some.Incident, Seen("none").Hides(TaskDefinitionLooks.WayBack, "ThrottlingException")))
        );

    /// <summary>Without a task of it, what the service was last healthy with is a way back for as long as the estate says.</summary>
    [Theory]
    [InlineData(2, 2.0, true)]
    [InlineData(2, 2.001, false)]
    [InlineData(7, 6.9, true)]
    [InlineData(0, 0.001, false)]
    public void RememberedRevision_IsAWayBackForAsLongAsTheEstateSays(int days, double ago, bool isBack)
    {
        var policy = ServiceUnavailablePolicy.Default with { RememberedFor = TimeSpan.FromDays(days) };
        var incident = Some.Incident with { LastGood = new LastGood("task:6", Some.Now - TimeSpan.FromDays(ago)) };
        var seen = Some.Down.Rolling(s_bad).Shows(DeploymentLooks.Newest, new NativeDeployments(null));

        var decided = new ServiceUnavailableProcedure().Due(incident, seen, Some.ServiceWith(policy), Some.Now);

        Assert.Equal(isBack, decided is Decision.Act { Change: Change.RollBack });
    }

    public static TheoryData<string, string?> WaysBack =>
        new()
        {
            { "beside", "task:6" },
            { "remembered", "task:5" },
            { "over", "task:4" },
            { "steady", "task:5" },
        };

    [Theory]
    [MemberData(nameof(WaysBack))]
    public void Status_IsAskedOfWhatWouldBeRolledBackTo(string which, string? expected)
    {
        var seen = which switch
        {
            "beside" => Some.Down.Rolling(s_bad, s_beside),
            "remembered" => Some.Down.Rolling(s_bad),
            "over" => Some.Down.Shows(
                DeploymentLooks.Newest,
                new NativeDeployments(
                    s_running with
                    {
                        Course = DeploymentCourse.Successful,
                        Source = new RevisionInService("task:4", null, null),
                    }
                )
            ),
            _ => Some.Down,
        };
        var at = LookAt.For(
            Some.Estate,
            Some.Service,
            Some.Incident with
            {
                LastGood = new LastGood("task:5", Some.Now),
            },
            Some.Now
        ) with
        {
            Seen = seen,
        };

        Assert.Equal(expected, at.WayBackDefinition());
        Assert.Equal(which != "steady", TaskDefinitionLooks.WayBack.OnlyIf!(seen));
        Assert.Null(TaskDefinitionLooks.WayBack.Foregone(at));
        Assert.Equal(
            RevisionStatus.None,
            (
                TaskDefinitionLooks.WayBack.Foregone(at with { LastGood = null, Seen = Some.Down })
                as Fact<RevisionStatus>.Known
            )?.Value
        );
    }

    /// <summary>ECS takes up the old deployment again, whose time is of long ago; it gets its time to help.</summary>
    [Fact]
    public void RolledBack_IsWaitedForAndNotRolledBackAgain()
    {
        var back = Some.Incident.Tried(s_own);
        var seen = Some
            .Down.Rolling(
                Some.Deployment("task:6", RolloutState.InProgress, running: 2, createdAfter: -90_000) with
                {
                    Reason = "ECS deployment stopped: rolling back to deploymentId ecs-svc/task:6.",
                },
                Some.Deployment("task:7", RolloutState.Failed, primary: false, running: 0, createdAfter: -30)
            )
            .Shows(
                DeploymentLooks.Newest,
                new NativeDeployments(s_running with { Course = DeploymentCourse.RollingBack })
            );

        var waits = Assert.IsType<Decision.Wait>(Restarting(back, seen));
        Assert.Equal(ServiceUnavailablePhase.RollingBack, waits.Then);
        Assert.Equal(TotalOutagePhase.RollingBack, Assert.IsType<Decision.Wait>(InOutage(back, seen)).Then);
    }

    /// <summary>A person's rollback of a deployment is waited for as long as any.</summary>
    [Fact]
    public void SomeoneElsesRollback_IsNotStuckForItsAge()
    {
        var seen = Some.Down.Rolling(
            Some.Deployment("task:6", RolloutState.InProgress, running: 2, createdAfter: -90_000) with
            {
                Reason = "ECS deployment stopped: rolling back to deploymentId ecs-svc/task:6.",
            }
        );

        Assert.IsType<Decision.Wait>(Restarting(Some.Incident, seen, after: 599));
        Assert.IsType<Decision.Escalate>(Restarting(Some.Incident, seen, after: 600));
    }

    /// <summary>UpdateService needs nothing of it; and what else is seen still has to speak for a rollback.</summary>
    [Fact]
    public void DeploymentThatIsNotSeen_IsRolledBackByAnUpdate()
    {
        Assert.Equal(Some.RollBack, ChangeOf(Restarting(Some.Incident, Unseen(Seen("not asked")))));
        Assert.Equal(Some.RollBack, ChangeOf(InOutage(Some.Incident, Unseen(Seen("not asked")))));

        var maybeTheFix = Some.Down.Rolling(s_bad with { FailedTasks = 0 }, s_beside);
        Assert.IsType<Decision.Wait>(Restarting(Some.Incident, Unseen(maybeTheFix)));
        Assert.IsType<Decision.Wait>(InOutage(Some.Incident, Unseen(maybeTheFix)));

        static Evidence Unseen(Evidence seen) =>
            seen.With([
                (Optional(new ServiceUnavailableProcedure()), Fact.Missing<NativeDeployments>("ThrottlingException")),
            ]);
    }

    [Fact]
    public void DeploymentThatIsNotSeen_IsNoGapOfAnOutageAndOneOfARollout()
    {
        foreach (var remedy in (Remedy[])[new ServiceUnavailableProcedure(), new TotalOutageProcedure()])
        {
            var seen = Some.Down.With([(Optional(remedy), Fact.Missing<NativeDeployments>("ThrottlingException"))]);

            Assert.Empty(seen.Gaps);
            Assert.Equal(["service deployment: ThrottlingException"], seen.Unseen);
        }

        Assert.False(Optional(new Core.Procedures.Rollout.RolloutProcedure()).IsOptional);
    }

    private static Look Optional(Remedy remedy) => remedy.Looks.Single(look => look == DeploymentLooks.Newest);

    [Theory]
    [InlineData(RolloutState.InProgress, DeploymentController.Ecs, true)]
    [InlineData(RolloutState.Completed, DeploymentController.Ecs, false)]
    [InlineData(RolloutState.Failed, DeploymentController.Ecs, false)]
    [InlineData(RolloutState.InProgress, DeploymentController.CodeDeploy, false)]
    public void ServiceDeployment_IsAskedForOnlyWhileOneIsInProgress(
        RolloutState rollout,
        DeploymentController controller,
        bool isAsked
    )
    {
        var state = Some.Steady with { Deployments = [Some.Deployment(rollout: rollout)], Controller = controller };
        foreach (var remedy in (Remedy[])[new ServiceUnavailableProcedure(), new TotalOutageProcedure()])
        {
            var look = Assert.Single(remedy.Looks, look => look == DeploymentLooks.Newest);

            Assert.Equal(isAsked, look.OnlyIf!(Some.Down.Shows(ServiceLooks.State, state)));
            Assert.False(look.OnlyIf(Some.Down.Hides(ServiceLooks.State, "denied")));
        }
    }

    private static Evidence Seen(string which)
    {
        var seen = Some.Down.Rolling(s_bad, s_beside);
        var found = which switch
        {
            "in progress" => s_running,
            "pending" => s_running with { Course = DeploymentCourse.Pending },
            "over" => s_running with { Course = DeploymentCourse.Successful },
            "rolled back already" => s_running with { Course = DeploymentCourse.RollingBack },
            "the first" => s_running with { Source = null },
            "of another revision" => s_running with { Target = new RevisionInService("task:8", null, null) },
            "from another revision" => s_running with { Source = new RevisionInService("task:5", null, null) },
            _ => null,
        };
        return which == "not asked" ? seen : seen.Shows(DeploymentLooks.Newest, new NativeDeployments(found));
    }

    private static Change ChangeOf(Decision decision) => Assert.IsType<Decision.Act>(decision).Change;

    private static Decision Restarting(Incident incident, Evidence seen, double after = 0) =>
        new ServiceUnavailableProcedure().Due(
            incident,
            seen,
            Some.ServiceWith(ServiceUnavailablePolicy.Default),
            Some.After(after)
        );

    private static Decision InOutage(Incident incident, Evidence seen) =>
        new TotalOutageProcedure().Due(
            incident with
            {
                Remedy = TotalOutageProcedure.ProcedureName,
            },
            seen.Shows(AlarmLooks.Active, new ActiveAlarms(["api-5xx"]))
                .Shows<ScalingState>(ScalingLooks.State, new ScalingState.ByHand()),
            Some.Service with
            {
                Settings = Settings.None.With(new Setting<TotalOutagePolicy>(Mode.Act, TotalOutagePolicy.Default)),
            },
            Some.Now
        );
}
