using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.RolloutRemedy;

/// <summary>An alarm that the estate names for rollout: the numbers grade it.</summary>
public class BudgetDecideTests
{
    private const string Alarm = "api-service-memory";

    private static readonly RolloutPolicy s_policy = RolloutPolicy.Default;

    private static readonly OperatedService s_service = Some.Service with
    {
        LoadBalancer = "app/alb/1",
        Settings = Some
            .Service.Settings.With(new Setting<RolloutPolicy>(Mode.Act, s_policy))
            .With(new Setting<LatencyPolicy>(Mode.Act, LatencyPolicy.Default)),
        Ladder = [ServiceUnavailableProcedure.ProcedureName],
    };

    private static readonly Incident s_incident = Some.Incident with { Remedy = RolloutProcedure.ProcedureName };

    /// <summary>From 60 to 79 %: in danger in 11 minutes.</summary>
    private static readonly MetricSeries s_climbing = MemoryClimbTests.Minutes(20, at => 60 + at);

    private static readonly MetricSeries s_flat = MemoryClimbTests.Minutes(20, _ => 50);

    private static readonly MetricSeries s_full = MemoryClimbTests.Minutes(20, _ => 92);

    [Fact]
    public void ClimbingMemory_ReplacesTheTasks_AndSaysWhy()
    {
        var act = Assert.IsType<Decision.Act>(Decide(s_incident, s_climbing));

        Assert.IsType<Change.ForceNewDeployment>(act.Change);
        Assert.Contains("memory climbs by 1 % a minute, from 60 to 79 %", act.Because, StringComparison.Ordinal);
        Assert.Contains("lasting cure", act.Because, StringComparison.Ordinal);
    }

    /// <summary>Once; not without the alarm; not of young tasks; not while someone deploys.</summary>
    [Fact]
    public void ClimbingMemory_ReplacesOnlyWhereThatHelps()
    {
        var replaced = s_incident with
        {
            Attempts =
            [
                new Attempt(
                    new Change.ForceNewDeployment(Some.Target),
                    Some.Now - TimeSpan.FromHours(3),
                    AttemptOutcome.Done,
                    ""
                ),
            ],
        };

        Assert.IsType<Decision.Wait>(Decide(replaced, s_climbing));
        Assert.IsType<Decision.Resolved>(Decide(s_incident, s_climbing, alarms: ActiveAlarms.None));
        Assert.IsType<Decision.Wait>(Decide(s_incident, s_climbing, tasksFor: s_policy.ReplaceAfter / 2));
        Assert.IsType<Decision.Wait>(
            Decide(
                s_incident,
                s_climbing,
                deployment: Old() with
                {
                    Course = DeploymentCourse.InProgress,
                    CreatedAt = Some.Now.AddMinutes(-1),
                    FinishedAt = null,
                }
            )
        );
    }

    /// <summary>Below the warning, or far from danger: not yet.</summary>
    [Fact]
    public void ClimbingMemory_IsAWarningUntilItIsNear()
    {
        var low = MemoryClimbTests.Minutes(20, at => 40 + at);
        var slow = MemoryClimbTests.Minutes(20, at => 76 + (at / 10.0));

        foreach (var memory in (MetricSeries[])[low, slow, MetricSeries.Empty])
        {
            Assert.Contains(
                "a warning, no danger",
                Assert.IsType<Decision.Wait>(Decide(s_incident, memory)).Because,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void FullMemory_ThatDoesNotClimb_IsOnCalls() =>
        Assert.Equal(NextStep.Memory, Assert.IsType<Decision.Escalate>(Decide(s_incident, s_full)).Next);

    [Fact]
    public void BusyCpu_IsTheLatencyProcedures() =>
        Assert.Equal(
            LatencyProcedure.ProcedureName,
            Assert.IsType<Decision.SwitchTo>(Decide(s_incident, s_flat, cpu: s_full)).Remedy
        );

    [Fact]
    public void FailedRequests_AreTheLadders() =>
        Assert.Equal(
            ServiceUnavailableProcedure.ProcedureName,
            Assert
                .IsType<Decision.SwitchTo>(Decide(s_incident, s_flat, minutes: RolloutDecideTests.Minutes(errors: 500)))
                .Remedy
        );

    /// <summary>Good numbers of its own do not clear a revision of what its tasks use up; numbers from before do.</summary>
    [Fact]
    public void FullMemory_AfterADeployment_RollsItBack()
    {
        var young = RolloutDecideTests.Over(minutesAgo: 10);
        var before = MemoryClimbTests.Minutes(40, _ => 92);
        var since = MemoryClimbTests.Minutes(40, at => at < 30 ? 50 : 92);

        Assert.IsType<Change.RollBack>(
            Assert
                .IsType<Decision.Act>(
                    Decide(s_incident, since, deployment: young, minutes: RolloutDecideTests.Minutes())
                )
                .Change
        );
        Assert.IsType<Decision.Escalate>(
            Decide(s_incident, before, deployment: young, minutes: RolloutDecideTests.Minutes())
        );
    }

    /// <summary>Without an alarm of rollout these numbers are nobody's business.</summary>
    [Fact]
    public void FullMemory_WithoutItsAlarm_IsNothing() =>
        Assert.IsType<Decision.Resolved>(Decide(s_incident, s_full, alarms: ActiveAlarms.None));

    [Fact]
    public void OwnReplacement_IsWaitedFor_AndItsHookAnswered()
    {
        var replacing = s_incident with
        {
            Attempts =
            [
                new Attempt(
                    new Change.ForceNewDeployment(Some.Target),
                    Some.Now - TimeSpan.FromMinutes(2),
                    AttemptOutcome.Done,
                    ""
                ),
            ],
        };
        var running = RolloutDecideTests.At(10) with
        {
            CreatedAt = Some.Now - TimeSpan.FromMinutes(2),
            Source = RolloutDecideTests.At(10).Target,
        };

        // Someone else's revision is judged, whoever replaced tasks before.
        Assert.IsType<Change.RollBackDeployment>(
            Assert
                .IsType<Decision.Act>(
                    Decide(
                        replacing,
                        s_flat,
                        deployment: RolloutDecideTests.At(10) with
                        {
                            CreatedAt = Some.Now - TimeSpan.FromMinutes(2),
                        },
                        minutes: RolloutDecideTests.Minutes(errors: 500)
                    )
                )
                .Change
        );
        Assert.Equal(
            RolloutPhase.Replacing,
            Assert.IsType<Decision.Wait>(Decide(replacing, s_full, deployment: running with { Hook = null })).Then
        );
        Assert.IsType<Change.ContinueDeployment>(
            Assert.IsType<Decision.Act>(Decide(replacing, s_full, deployment: running)).Change
        );
    }

    [Fact]
    public void MissingUsage_ChangesNothing() =>
        Assert.IsType<Decision.Inconclusive>(
            new RolloutProcedure().Due(
                s_incident,
                Seen(Old(), s_full, s_flat, [], Firing(), TimeSpan.FromDays(1))
                    .With(DeploymentLooks.Usage, Fact.Missing<TaskUsage>("throttled")),
                s_service,
                Some.Now
            )
        );

    private static NativeDeployment Old() =>
        RolloutDecideTests.Over(minutesAgo: 60) with
        {
            CreatedAt = Some.Now - TimeSpan.FromMinutes(70),
            Shifts = false,
        };

    private static ActiveAlarms Firing() =>
        new([Alarm]) { Known = [new ActiveAlarm(Alarm, RolloutProcedure.ProcedureName, Some.Now)] };

    private static Evidence Seen(
        NativeDeployment deployment,
        MetricSeries memory,
        MetricSeries cpu,
        ImmutableArray<RevisionMinute> minutes,
        ActiveAlarms alarms,
        TimeSpan tasksFor
    ) =>
        RolloutDecideTests
            .Seen(deployment, minutes, new TargetCounts(5, 0, 0, 0), alarms)
            .Shows(DeploymentLooks.Usage, new TaskUsage(cpu, memory))
            .Shows(
                ServiceLooks.State,
                new ServiceState(
                    5,
                    5,
                    0,
                    "task:8",
                    [
                        new ServiceDeployment(
                            "ecs-svc/1",
                            IsPrimary: true,
                            RolloutState.Completed,
                            "task:8",
                            5,
                            5,
                            0,
                            Some.Now - tasksFor
                        ),
                    ],
                    null
                )
            );

    private static Decision Decide(
        Incident incident,
        MetricSeries memory,
        MetricSeries? cpu = null,
        NativeDeployment? deployment = null,
        ImmutableArray<RevisionMinute>? minutes = null,
        ActiveAlarms? alarms = null,
        TimeSpan? tasksFor = null
    ) =>
        new RolloutProcedure().Due(
            incident,
            Seen(
                deployment ?? Old(),
                memory,
                cpu ?? s_flat,
                minutes ?? [],
                alarms ?? Firing(),
                tasksFor ?? TimeSpan.FromDays(1)
            ),
            s_service,
            Some.Now
        );
}
