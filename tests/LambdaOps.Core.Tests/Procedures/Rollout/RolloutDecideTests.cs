using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Procedures.RolloutRemedy;

/// <summary>Revision 8 is on its way to take the place of 7, in steps of 10 %.</summary>
public class RolloutDecideTests
{
    private const string Deployment = "arn:aws:ecs:ap-northeast-1:123456789012:service-deployment/prod/api-service/1";

    private const string Hook = "ecs-pause-1";

    private static readonly RolloutPolicy s_policy = RolloutPolicy.Default;

    private static readonly OperatedService s_service = Some.Service with
    {
        LoadBalancer = "app/alb/1",
        Settings = Some.Service.Settings.With(new Setting<RolloutPolicy>(Mode.Act, s_policy)),
        Ladder = [ServiceUnavailableProcedure.ProcedureName],
    };

    private static readonly RolloutProcedure s_procedure = new();

    /// <summary>The hook has waited for ten minutes.</summary>
    private static readonly Incident s_incident = Some.Incident with
    {
        Remedy = RolloutProcedure.ProcedureName,
        Memory = new ProcedureMemory.Rollout { Hook = Hook, HookSince = Some.Now - TimeSpan.FromMinutes(10) },
    };

    private static readonly TargetCounts s_healthy = new(5, 0, 0, 0);

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(90)]
    public void BetweenGates_ContinuesAtOnce(int weight) =>
        Assert.Equal(Step(weight), Change(Decide(Passed(weight > 10 ? 10 : 0, weight > 50 ? 50 : 0), At(weight), [])));

    /// <summary>Its offers to go on and to roll back took turns with each answer of a URL that fails now and again.</summary>
    [Theory]
    [InlineData("++++-++++", false)]
    [InlineData("-++++++++++", true)]
    public void Hook_WaitsWhileTheHealthUrlFailsNowAndAgain(string marks, bool goesOn)
    {
        var flapping = s_incident with { Trend = s_incident.Trend with { Probes = new RecentProbes(marks) } };

        Assert.Equal(goesOn, Decide(flapping, At(0), []) is Decision.Act { Change: var step } && step == Step(0));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    public void Gate_HoldsWithoutNumbers(int weight)
    {
        var hold = Assert.IsType<Decision.Wait>(Decide(s_incident, At(weight), []));

        Assert.Equal(RolloutPhase.Holding, hold.Then);
        Assert.Contains("0 requests", hold.Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    public void Gate_ContinuesOnGoodNumbers(int weight) =>
        Assert.Equal(Step(weight), Change(Decide(Passed(weight == 50 ? 10 : 0), At(weight), Minutes())));

    /// <summary>A gate that a step was let through once is none for the next steps.</summary>
    [Fact]
    public void Gate_IsPassedOnce() => Assert.Equal(Step(20), Change(Decide(Passed(10), At(20), [])));

    [Fact]
    public void Gate_WithoutItsStepIsStillOne() => Assert.IsType<Decision.Wait>(Decide(Passed(0), At(25), []));

    [Fact]
    public void Gate_WaitsForItsTime()
    {
        var waiting = s_incident with
        {
            Memory = new ProcedureMemory.Rollout
            {
                Hook = Hook,
                HookSince = Some.Now - s_policy.GateFor + TimeSpan.FromSeconds(1),
            },
        };

        Assert.IsType<Decision.Wait>(Decide(waiting, At(10), Minutes()));
    }

    /// <summary>Errors from 0.1 to 1 %, answers from 500 ms to 1 s, or lost requests: neither on nor back.</summary>
    [Theory]
    [InlineData(1, 200, 0)]
    [InlineData(10, 200, 0)]
    [InlineData(0, 500, 0)]
    [InlineData(0, 1000, 0)]
    [InlineData(0, 200, 1)]
    public void Gate_HoldsInBetween(double errors, double p95, double lost) =>
        Assert.IsType<Decision.Wait>(Decide(s_incident, At(10), Minutes(errors, p95, lost)));

    [Theory]
    [InlineData(11, 200)]
    [InlineData(0, 1001)]
    public void Danger_RollsBackAtAnyTime(double errors, double p95)
    {
        Assert.Equal(Back(), Change(Decide(s_incident, At(10), Minutes(errors, p95))));
        Assert.Equal(Back(), Change(Decide(Passed(10), At(30), Minutes(errors, p95))));
        Assert.Equal(Back(), Change(Decide(Passed(10), At(30) with { Hook = null }, Minutes(errors, p95))));
    }

    /// <summary>Figures about the limit had the way on and the way back offered in turn, with a notice each time.</summary>
    [Theory]
    [InlineData(false, 60, false)]
    [InlineData(true, 60, true)]
    [InlineData(false, 0, true)]
    public void OfferedRollback_StandsUntilItIsAnsweredOrOver(bool isDeclined, int secondsLeft, bool goesOn)
    {
        var offered = Passed(10) with
        {
            Clearance = s_incident.Clearance with
            {
                Offer = new Offer("1", Back(), "danger", Some.Now.AddMinutes(-5), Some.Now.AddSeconds(secondsLeft))
                {
                    Answer = isDeclined ? new OfferAnswer(false, "Kim", "no", Some.Now) : null,
                },
            },
        };

        Assert.Equal(goesOn, Decide(offered, At(20), []) is Decision.Act { Change: var step } && step == Step(20));
        Assert.Equal(Back(), Change(Decide(offered, At(20), Minutes(errors: 11))));
    }

    [Fact]
    public void Danger_OfFewRequestsIsNone() =>
        Assert.IsType<Decision.Wait>(
            Decide(s_incident, At(10), [new RevisionMinute(Some.Now - TimeSpan.FromMinutes(1), 99, 99, 0, 200)])
        );

    /// <summary>The group was another revision's before: its failures are not this one's.</summary>
    [Fact]
    public void Danger_FromBeforeTheDeploymentIsNone() =>
        Assert.IsType<Decision.Wait>(
            Decide(s_incident, At(10) with { CreatedAt = Some.Now - TimeSpan.FromSeconds(30) }, Minutes(errors: 500))
        );

    [Fact]
    public void Danger_WithoutARevisionBefore_IsOnCalls() =>
        Assert.IsType<Decision.Escalate>(Decide(s_incident, At(10) with { Source = null }, Minutes(errors: 500)));

    [Fact]
    public void Hold_HasAnEnd()
    {
        var held = s_incident with
        {
            Memory = new ProcedureMemory.Rollout { Hook = Hook, HookSince = Some.Now - s_policy.HoldAtMost },
        };
        var keeps = s_service with
        {
            Settings = s_service.Settings.With(
                new Setting<RolloutPolicy>(Mode.Act, s_policy with { RollBackAfterHold = false })
            ),
        };

        Assert.Equal(Back(), Change(Decide(held, At(10), [])));
        Assert.IsType<Decision.Escalate>(Decide(held, At(10), [], service: keeps));
    }

    [Fact]
    public void Paused_GoesOnNowhere_AndNotForEver()
    {
        var paused = s_incident with
        {
            Memory = s_incident.Rollout with { PausedAt = Some.Now, Request = new(RolloutWish.Pause) },
        };
        var forgotten = paused with { Memory = paused.Rollout with { HookSince = Some.Now - s_policy.HoldAtMost } };

        Assert.IsType<Decision.Wait>(Decide(paused, At(10), Minutes()));
        Assert.IsType<Decision.Escalate>(Decide(forgotten, At(10), Minutes()));
    }

    [Fact]
    public void Abort_RollsBackWhateverTheNumbers()
    {
        var aborted = s_incident with { Memory = s_incident.Rollout with { Request = new(RolloutWish.Abort) } };

        Assert.Equal(Back(), Change(Decide(aborted, At(30), Minutes())));
    }

    [Fact]
    public void UnhealthyTargets_HoldBeforeTraffic_AndRollBackUnderIt()
    {
        Assert.IsType<Decision.Wait>(Decide(s_incident, At(0), [], new TargetCounts(4, 1, 0, 0)));
        Assert.Equal(Back(), Change(Decide(s_incident, At(30), [], new TargetCounts(0, 5, 0, 0))));
    }

    /// <summary>The newest change is the first suspect, unless its own numbers are good.</summary>
    [Fact]
    public void Alarm_RollsBack_UnlessTheNewRevisionIsGood()
    {
        var alarms = new ActiveAlarms(["api-5xx"]);

        Assert.Equal(Back(), Change(Decide(s_incident, At(10), [], alarms: alarms)));
        Assert.Equal(
            ServiceUnavailableProcedure.ProcedureName,
            Assert.IsType<Decision.SwitchTo>(Decide(s_incident, At(10), Minutes(), alarms: alarms)).Remedy
        );
    }

    [Fact]
    public void AfterDeployment_IsWatched_ThenResolved()
    {
        Assert.IsType<Decision.Wait>(Decide(s_incident, Over(minutesAgo: 4), Minutes()));
        Assert.IsType<Decision.Resolved>(Decide(s_incident, Over(minutesAgo: 5), Minutes()));
    }

    [Fact]
    public void AfterDeployment_DangerIsAnotherDeploymentBack()
    {
        Assert.Equal(
            new Change.RollBack(Some.Target, "task:7"),
            Change(Decide(s_incident, Over(minutesAgo: 1), Minutes(errors: 500)))
        );

        var late = Over(minutesAgo: 1) with { CreatedAt = Some.Now - s_policy.BudgetFor };
        Assert.IsType<Decision.Wait>(Decide(s_incident, late, Minutes(errors: 500)));
    }

    [Fact]
    public void WayBack_IsNotJudged()
    {
        var back = Done(new Change.RollBack(Some.Target, "task:8"));

        var way = At(10) with { CreatedAt = Some.Now - TimeSpan.FromMinutes(10) };

        Assert.Equal(Step(10), Change(Decide(back, way, Minutes(errors: 500))));
    }

    [Fact]
    public void MissingEvidence_ChangesNothing() =>
        Assert.IsType<Decision.Inconclusive>(
            s_procedure.Due(
                s_incident,
                Seen(At(10), Minutes(errors: 500), s_healthy, ActiveAlarms.None)
                    .With(DeploymentLooks.NewRevision, Fact.Missing<RevisionLoad>("throttled")),
                s_service,
                Some.Now
            )
        );

    [Fact]
    public void HandedOff_ChangesNothing() =>
        Assert.IsType<Decision.Wait>(
            Decide(s_incident with { Status = IncidentStatus.HandedOff }, At(10), Minutes(errors: 500))
        );

    /// <summary>What the step was for is over: another pause has another id.</summary>
    [Fact]
    public void OldHook_IsRefused()
    {
        var step = Step(10);

        Assert.Null(step.Overtaken(null, Live(At(10))));
        Assert.NotNull(step.Overtaken(null, Live(At(10) with { Hook = new PauseHook("ecs-pause-2", null) })));
        Assert.NotNull(step.Overtaken(null, Live(At(10) with { Hook = null })));
        Assert.NotNull(step.Overtaken(null, Live(At(10) with { Course = DeploymentCourse.RollingBack })));
        Assert.NotNull(Back().Overtaken(null, Live(At(10) with { Arn = $"{Deployment}2" })));
    }

    internal static NativeDeployment At(int weight) =>
        new(
            Deployment,
            DeploymentCourse.InProgress,
            Some.Now - TimeSpan.FromMinutes(15),
            null,
            new RevisionInService("task:8", "arn:…:targetgroup/two/1", weight),
            new RevisionInService("task:7", "arn:…:targetgroup/one/1", 100 - weight)
        )
        {
            Shifts = true,
            Hook = new PauseHook(Hook, null),
        };

    internal static NativeDeployment Over(int minutesAgo) =>
        At(100) with
        {
            Course = DeploymentCourse.Successful,
            FinishedAt = Some.Now - TimeSpan.FromMinutes(minutesAgo),
            Hook = null,
        };

    /// <summary>1,000 requests in each of the last five minutes.</summary>
    internal static ImmutableArray<RevisionMinute> Minutes(double errors = 0, double p95 = 200, double lost = 0) =>
        [
            .. Enumerable
                .Range(1, 5)
                .Select(ago => new RevisionMinute(Some.Now - TimeSpan.FromMinutes(ago), 1000, errors, lost, p95)),
        ];

    private static Change.ContinueDeployment Step(int weight) => new(Some.Target, Deployment, Hook, weight);

    internal static Change.RollBackDeployment Back() => new(Some.Target, Deployment);

    private static Incident Passed(params int[] weights) => Done([.. weights.Select(Step)]);

    private static Incident Done(params Change[] changes) =>
        s_incident with
        {
            Attempts =
            [
                .. changes.Select(change => new Attempt(
                    change,
                    Some.Now - TimeSpan.FromMinutes(11),
                    AttemptOutcome.Done,
                    ""
                )),
            ],
        };

    private static Change Change(Decision decision) => Assert.IsType<Decision.Act>(decision).Change;

    private static Evidence Live(NativeDeployment deployment) =>
        Evidence.NotAsked.Shows(DeploymentLooks.Newest, new NativeDeployments(deployment));

    internal static Evidence Seen(
        NativeDeployment deployment,
        ImmutableArray<RevisionMinute> minutes,
        TargetCounts targets,
        ActiveAlarms alarms
    ) =>
        Some
            .Fine.Shows(DeploymentLooks.Newest, new NativeDeployments(deployment))
            .Shows(DeploymentLooks.NewRevision, new RevisionLoad(targets, minutes))
            .Shows(DeploymentLooks.Usage, TaskUsage.None)
            .Shows(AlarmLooks.Active, alarms);

    internal static Decision Decide(
        Incident incident,
        NativeDeployment deployment,
        ImmutableArray<RevisionMinute> minutes,
        TargetCounts? targets = null,
        ActiveAlarms? alarms = null,
        OperatedService? service = null
    ) =>
        s_procedure.Due(
            incident,
            Seen(deployment, minutes, targets ?? s_healthy, alarms ?? ActiveAlarms.None),
            service ?? s_service,
            Some.Now
        );
}
