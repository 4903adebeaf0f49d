using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using ServiceUnavailableRemedy = LambdaOps.Core.Procedures.ServiceUnavailable.ServiceUnavailableProcedure;

namespace LambdaOps.Core.Tests.Procedures.LatencyRemedy;

/// <summary>The latency procedure: floor 2, normal 5, ceiling 10; five tasks at the start.</summary>
public class LatencyDecideTests
{
    private static readonly LatencyPolicy s_policy = LatencyPolicy.Default;

    private static readonly OperatedService s_service = Some.Service with
    {
        LoadBalancer = "app/alb/1",
        Settings = Some.Service.Settings.With(new Setting<LatencyPolicy>(Mode.Act, s_policy)),
    };

    private static readonly Incident s_incident = Some.Incident with { Remedy = LatencyProcedure.ProcedureName };

    private static readonly LoadReading s_busy = new(
        Some.Now,
        P50Ms: 400,
        P95Ms: 1600,
        P99Ms: 2500,
        CpuPercent: 95,
        MemoryPercent: 60,
        RequestsPerSecond: 120,
        ErrorPercent: 0,
        TasksPerRequest: 0.04
    );

    private static readonly LoadReading s_calm = s_busy with { P50Ms = 50, P95Ms = 200, P99Ms = 500, CpuPercent = 40 };

    /// <summary>⌈max(5 × 95 %, 120 × 0.04) ÷ 55 %⌉ = ⌈4.8 ÷ 0.55⌉ = 9.</summary>
    [Fact]
    public void Saturated_AsksForAsManyTasksAsTheNumbers() =>
        Assert.Equal(
            new Change.SetDesiredCount(Some.Target, 5, 9),
            Assert.IsType<Decision.Act>(Decide(s_incident, Seen(s_busy))).Change
        );

    [Theory]
    [InlineData(4, 8)]
    [InlineData(5, 10)]
    [InlineData(6, 10)]
    [InlineData(9, 10)]
    public void Saturated_TwiceAtMostAndTheCeilingAtMost(int tasks, int to)
    {
        var change = Assert
            .IsType<Decision.Act>(Decide(s_incident, Seen(s_busy with { RequestsPerSecond = 900 }, tasks)))
            .Change;

        Assert.Equal(new Change.SetDesiredCount(Some.Target, tasks, to), change);
    }

    [Fact]
    public void Saturated_AtTheCeilingIsAPersons() =>
        Assert.Contains(
            "saturated with 10 tasks, the most allowed",
            Assert.IsType<Decision.Escalate>(Decide(s_incident, Seen(s_busy, tasks: 10))).Because,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(10, 9)]
    [InlineData(7, 7)]
    public void Autoscaled_MovesTheMinimumWithinItsMaximum(int maximum, int to)
    {
        var seen = Seen(s_busy).Shows(ScalingLooks.State, new ScalingState.Automatic(2, maximum));

        Assert.Equal(
            new Change.SetScalingMinimum(Some.Target, 2, to),
            Assert.IsType<Decision.Act>(Decide(s_incident, seen)).Change
        );
    }

    [Fact]
    public void ThrottledTable_IsAPersonsWhateverTheCpu()
    {
        var seen = Seen(s_busy).Shows(TableLooks.Throttles, new TableThrottles([new TableThrottle("events", 120)]));

        var asked = Assert.IsType<Decision.Escalate>(Decide(s_incident, seen));
        Assert.StartsWith(
            "events throttled 120 times; more tasks would not help",
            asked.Because,
            StringComparison.Ordinal
        );
        Assert.Null(asked.Shows);
    }

    [Theory]
    [InlineData(29, false)]
    [InlineData(30, true)]
    public void SlowButIdle_IsAPersonsAtTheSecondLook(int after, bool asks)
    {
        var decision = Decide(s_incident, Seen(s_busy with { CpuPercent = 45 }), after);

        Assert.Equal(asks ? RequestLogLooks.Slowest : null, (decision as Decision.Escalate)?.Shows);
        Assert.Equal(!asks, decision is Decision.Wait);
    }

    [Theory]
    [InlineData(599, true)]
    [InlineData(600, false)]
    public void Deployment_IsWaitedForWithinItsTime(int age, bool waits)
    {
        var seen = Seen(s_busy)
            .Shows(
                ServiceLooks.State,
                Some.Steady with
                {
                    Deployments = [Some.Deployment(rollout: RolloutState.InProgress, createdAfter: -age)],
                }
            );

        Assert.Equal(waits, Decide(s_incident, seen) is Decision.Wait);
        Assert.Equal(!waits, Decide(s_incident, seen) is Decision.Escalate);
    }

    [Theory]
    [InlineData(RolloutState.InProgress)]
    [InlineData(RolloutState.Completed)]
    public void Calm_ScalesInOnlyWhenNoDeploymentRuns(RolloutState rollout)
    {
        var seen = Seen(s_calm with { CpuPercent = 22, RequestsPerSecond = 50 }, tasks: 9, alarm: false)
            .Shows(
                ServiceLooks.State,
                Some.Steady with
                {
                    Desired = 9,
                    Running = 9,
                    Deployments = [Some.Deployment(rollout: rollout, createdAfter: -7200)],
                }
            );

        Assert.Equal(rollout == RolloutState.Completed, Decide(Calm(Scaled(5, 9), 1800), seen, 3000) is Decision.Act);
    }

    [Fact]
    public void NewTasks_AreWaitedForAndThenTheNumbers()
    {
        var scaled = Scaled(5, 9);
        var starting = Seen(s_busy, tasks: 9, running: 6);

        Assert.Contains("tasks are starting", Decide(scaled, starting, 60).Because, StringComparison.Ordinal);
        Assert.IsType<Decision.Escalate>(Decide(scaled, starting, 600));
        Assert.Contains(
            "waiting for the metrics to catch up",
            Decide(scaled, Seen(s_busy, tasks: 9), 179).Because,
            StringComparison.Ordinal
        );
        Assert.IsType<Decision.Act>(Decide(scaled, Seen(s_busy, tasks: 9), 180));
    }

    [Fact]
    public void CountOfSomebodyElse_IsLeftToThem()
    {
        var scaled = Scaled(5, 9);

        Assert.Contains(
            "leaving it alone",
            Assert
                .IsType<Decision.Resolved>(Decide(Calm(scaled, 1800), Seen(s_calm, tasks: 8, alarm: false), 2400))
                .Because,
            StringComparison.Ordinal
        );
    }

    /// <summary>A tool puts the count back while it is slow: not fought, and on-call hears of it.</summary>
    [Theory]
    [InlineData(179, false)]
    [InlineData(180, true)]
    public void ScaleOutThatIsUndone_IsAPersonsOnceTheNumbersShowIt(int after, bool asks)
    {
        var decision = Decide(Scaled(5, 9), Seen(s_busy, tasks: 5), after);

        Assert.Equal(asks, decision is Decision.Escalate);
        Assert.Equal(!asks, decision is Decision.Wait);
        Assert.Contains(
            "someone else set 5 tasks, LambdaOps had set 9; leaving it alone",
            decision.Because,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(899, false)]
    [InlineData(900, true)]
    public void CountOfSomebodyElse_ThatDoesNotCalmItIsAPersons(int after, bool asks)
    {
        var decision = Decide(Scaled(5, 9), Seen(s_calm with { P95Ms = 600 }, tasks: 12, alarm: false), after);

        Assert.Equal(asks, decision is Decision.Escalate);
        Assert.Equal(!asks, decision is Decision.Wait);
    }

    [Theory]
    [InlineData(1799, null)]
    [InlineData(1800, 7)]
    public void Borrowed_GoesBackInStepsAfterHalfAnHourOfCalm(int calm, int? to)
    {
        var decision = Decide(
            Calm(Scaled(5, 9), calm),
            Seen(s_calm with { CpuPercent = 22, RequestsPerSecond = 50 }, tasks: 9, alarm: false),
            3000
        );

        Assert.Equal(
            to is { } count ? new Change.SetDesiredCount(Some.Target, 9, count) : null,
            (decision as Decision.Act)?.Change
        );
    }

    [Fact]
    public void Borrowed_ThatIsNeededStays() =>
        Assert.Contains(
            "still needed",
            Decide(
                Calm(Scaled(5, 9), 1800),
                Seen(s_calm with { CpuPercent = 50 }, tasks: 9, alarm: false),
                3000
            ).Because,
            StringComparison.Ordinal
        );

    /// <summary>Calm ends with the first alarm, whatever the numbers.</summary>
    [Fact]
    public void Alarm_EndsTheCalm()
    {
        var remedy = new LatencyProcedure();
        var calm = Calm(s_incident, 100);

        Assert.Equal(calm, remedy.Remember(calm, Seen(s_calm, alarm: false), s_service, Some.Now));
        Assert.Null(remedy.Remember(calm, Seen(s_calm), s_service, Some.Now).CalmSince);
        Assert.Null(remedy.Remember(calm, Seen(s_busy, alarm: false), s_service, Some.Now).CalmSince);
        Assert.Null(
            remedy
                .Remember(calm, Seen(s_calm, alarm: false).Hides(LoadBalancingLooks.Load, "dark"), s_service, Some.Now)
                .CalmSince
        );
    }

    [Fact]
    public void HandedOff_IsNeverScaledOut() =>
        Assert.IsType<Decision.Wait>(Decide(s_incident.HandedOff(), Seen(s_busy)));

    [Theory]
    [InlineData(299, false)]
    [InlineData(300, true)]
    public void Blind_IsInconclusiveAndThenAPersons(int blind, bool asks)
    {
        var seen = Seen(s_busy).Hides(LoadBalancingLooks.Load, "dark");
        var decision = Decide(s_incident with { Trend = new Trend { BlindSince = Some.After(-blind) } }, seen);

        Assert.Equal(asks, decision is Decision.Escalate);
        Assert.Equal(!asks, decision is Decision.Inconclusive);
    }

    [Fact]
    public void NoDatapoint_IsNoNumber() =>
        Assert.IsType<Decision.Inconclusive>(Decide(s_incident, Seen(s_busy with { CpuPercent = null })));

    [Fact]
    public void FailingAndIdle_IsTheOtherProceduresUnlessItWasThere()
    {
        var seen = Seen(s_busy with { CpuPercent = 10, ErrorPercent = 40 })
            .With(HealthUrlLooks.Probe, Some.Down.Health);

        Assert.Equal(
            ServiceUnavailableRemedy.ProcedureName,
            Assert.IsType<Decision.SwitchTo>(Decide(s_incident, seen)).Remedy
        );
        Assert.IsNotType<Decision.SwitchTo>(
            Decide(
                s_incident with
                {
                    Rung = new RungState { Climbed = [ServiceUnavailableRemedy.ProcedureName] },
                },
                seen
            )
        );
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(55.0, null, 5)]
    [InlineData(56.0, null, 6)]
    [InlineData(null, 0.04, 8)]
    [InlineData(100.0, 0.001, 10)]
    public void Demand_IsTheLargerOfBothWays(double? cpu, double? cost, int? tasks) =>
        Assert.Equal(
            tasks,
            Demand.TasksFor(
                s_busy with
                {
                    CpuPercent = cpu,
                    RequestsPerSecond = 110,
                    TasksPerRequest = cost,
                },
                running: 5,
                targetCpuPercent: 55
            )
        );

    /// <summary>At night the load balancer counts nothing: what was added is scaled in, and nobody is woken.</summary>
    [Fact]
    public void NoTraffic_IsCalmAndNotBlind()
    {
        var seen = Seen(s_quiet, tasks: 9, alarm: false);
        var remembered = new LatencyProcedure().Remember(Scaled(5, 9), seen, s_service, Some.Now);

        Assert.Equal(Some.Now, ((ProcedureMemory.Latency)remembered.Memory!).CalmSince);
        Assert.Equal(
            new Change.SetDesiredCount(Some.Target, 9, 7),
            Assert.IsType<Decision.Act>(Decide(Calm(Scaled(5, 9), 2000), seen, after: 3000)).Change
        );
        Assert.IsType<Decision.Resolved>(Decide(Calm(s_incident, 2000), Seen(s_quiet, alarm: false), after: 3000));
    }

    /// <summary>Of fewer than twenty requests a minute the slowest is no percentile.</summary>
    [Theory]
    [InlineData(0.3, true)]
    [InlineData(0.34, false)]
    public void FewRequests_HaveNoAnswerTimes(double perSecond, bool isCalm)
    {
        var few = s_busy with { CpuPercent = 3, RequestsPerSecond = perSecond };
        var remembered = new LatencyProcedure().Remember(s_incident, Seen(few, alarm: false), s_service, Some.Now);

        Assert.Equal(isCalm, remembered.Memory is not null);
    }

    /// <summary>Without answer times it is calm only where the tasks are idle, the URL is good and CPU is known.</summary>
    [Fact]
    public void NoRequests_OfBusyTasksOrABadUrlAreMissing()
    {
        Assert.IsType<Decision.Inconclusive>(Decide(s_incident, Seen(s_quiet with { CpuPercent = 80 })));
        Assert.IsType<Decision.Inconclusive>(Decide(s_incident, Seen(s_quiet with { CpuPercent = null })));
        Assert.IsType<Decision.Inconclusive>(
            Decide(s_incident, Seen(s_quiet).Shows(HealthUrlLooks.Probe, Some.FailedProbe))
        );
        Assert.IsType<Decision.Inconclusive>(Decide(s_incident, Seen(s_quiet with { RequestsPerSecond = 100 })));
    }

    private static readonly LoadReading s_quiet = new(Some.Now, null, null, null, 2, 60, null, null, 0.04);

    private static Incident Scaled(int from, int to) =>
        s_incident.Tried(new Change.SetDesiredCount(Some.Target, from, to));

    private static Incident Calm(Incident incident, int seconds) =>
        incident with
        {
            Memory = new ProcedureMemory.Latency(Some.After(3000 - seconds)),
        };

    private static Decision Decide(Incident incident, Evidence seen, double after = 0) =>
        new LatencyProcedure().Due(incident, seen, s_service, Some.After(after));

    private static Evidence Seen(LoadReading load, int tasks = 5, int? running = null, bool alarm = true) =>
        Some
            .Fine.Shows(LoadBalancingLooks.Targets, new TargetCounts(running ?? tasks, 0, 0, 0))
            .Shows(ServiceLooks.State, Some.Steady with { Desired = tasks, Running = running ?? tasks })
            .Shows(AlarmLooks.Own, new AlarmReading(alarm ? AlarmState.Alarm : AlarmState.Ok, 3, 3))
            .Shows(AlarmLooks.Active, alarm ? new ActiveAlarms(["api-p95"]) : ActiveAlarms.None)
            .Shows(LoadBalancingLooks.Load, load)
            .Shows(TableLooks.Throttles, TableThrottles.None)
            .Shows(ScalingLooks.State, new ScalingState.ByHand());
}
