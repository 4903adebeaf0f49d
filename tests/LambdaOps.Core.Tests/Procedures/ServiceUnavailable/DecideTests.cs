using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using Remedy503 = LambdaOps.Core.Procedures.ServiceUnavailable.ServiceUnavailableProcedure;

namespace LambdaOps.Core.Tests.Procedures.ServiceUnavailable;

/// <summary>The runbook's paragraph (503 Service Unavailable), arm by arm, each number at n−1, n and n+1.</summary>
public class DecideTests
{
    private static readonly ServiceUnavailablePolicy s_policy = ServiceUnavailablePolicy.Default;

    // ヘルスチェック確認
    [Theory]
    [InlineData(59, false)]
    [InlineData(60, true)]
    [InlineData(61, true)]
    public void Decide_ResolvesAfterBeingHealthyForAWhile(int seconds, bool resolved)
    {
        var decision = Decide(Some.Incident.Streak(healthy: true, 6), Some.Fine, seconds);

        Assert.Equal(resolved, decision is Decision.Resolved);
        if (!resolved)
        {
            Assert.Equal(ServiceUnavailablePhase.Watching, Assert.IsType<Decision.Wait>(decision).Then);
        }
    }

    [Theory]
    [InlineData(AlarmState.Ok, true)]
    [InlineData(AlarmState.InsufficientData, true)]
    [InlineData(AlarmState.Alarm, false)]
    public void Decide_DoesNotResolveWhileTheAlarmFires(AlarmState state, bool resolved)
    {
        var seen = Some.Fine.Shows(AlarmLooks.Own, new AlarmReading(state, 3, 1));

        Assert.Equal(resolved, Decide(Some.Incident.Streak(healthy: true, 6), seen, 60) is Decision.Resolved);
    }

    /// <summary>For how long is the loop's (Overdue).</summary>
    [Fact]
    public void Decide_WatchesAnAlarmThatContradictsTheHealthUrl() =>
        Assert.True(
            Decide(Some.Incident.Streak(healthy: true, 90), Some.Fine.With(AlarmLooks.Own, Some.Down.Alarm), 901)
                is Decision.Wait { Then.Name: "watching" }
        );

    /// <summary>
    /// A health URL that fails now and again has no unbroken run of failures. Half of the requests are an outage, one of
    /// five is on-call's (Overdue), whatever the alarm's datapoints say.
    /// </summary>
    [Theory]
    [InlineData("+-+-+-+-+-", true)]
    [InlineData("-+-+-+-+-", true)]
    [InlineData("-+-+-+-", false)]
    [InlineData("++++-++++-", false)]
    public void Decide_RestartsWhatFailsEveryOtherRequest(string marks, bool restarts)
    {
        var incident = marks.Aggregate(
            Some.Incident,
            (one, mark) => one.Saw(mark == '+' ? Some.Fine : Some.Doubtful, Some.Now)
        );
        var decision = Decide(incident, Some.Doubtful);

        Assert.Equal(restarts, decision is Decision.Act { Change: Change.ForceNewDeployment });
        Assert.Equal(!restarts, decision is Decision.Wait { Then.Name: "confirming", End: Until.OnCall });
    }

    /// <summary>No alarm says that it is over: what the check found is looked at itself.</summary>
    [Theory]
    [InlineData(0.99, true, true)]
    [InlineData(1, true, false)]
    [InlineData(1, false, true)]
    public void Decide_ResolvesABreachWhenFewRequestsFail(double percent, bool isBreach, bool resolved)
    {
        var found = (isBreach ? s_found : Some.Incident).Streak(healthy: true, 6);
        var decision = Decide(found, Failing(percent), 60);

        Assert.Equal(resolved, decision is Decision.Resolved);
        Assert.Equal(
            !resolved,
            decision is Decision.Wait { Then.Name: "watching", Because: var because }
                && because.EndsWith("alarm none; errors 1 %", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(899, false)]
    [InlineData(900, true)]
    public void Decide_NotifiesOnCallOfRequestsThatGoOnFailing(int seconds, bool notifies)
    {
        var decision = Decide(s_found.Streak(healthy: true, 90), Failing(4), seconds);

        Assert.Equal(notifies, decision is Decision.Escalate { Severity: Severity.P2, Next.Key: "service" });
        Assert.Equal(!notifies, decision is Decision.Wait);
    }

    private static readonly Incident s_found = Some.Incident with
    {
        Cause = new IncidentCause
        {
            Breach = new BreachRef("quickCheck", "errors api", Some.Remedy, Some.Now, "errors 4 %"),
        },
    };

    private static Evidence Failing(double percent) =>
        Some
            .Fine.Shows(AlarmLooks.Own, AlarmReading.None)
            .Shows(LoadBalancingLooks.Load, new LoadReading(Some.Now, 1, 1, 1, 1, 1, 1, percent, 1));

    // ALBターゲット確認 and the alarm: the first look may be enough.
    [Fact]
    public void Decide_RestartsAtOnceWithoutAHealthyTarget()
    {
        var seen = Some.Doubtful.Shows(LoadBalancingLooks.Targets, new TargetCounts(0, 2, 1, 1));
        var act = Assert.IsType<Decision.Act>(Decide(Some.Incident.Streak(healthy: false, 1), seen));

        Assert.Equal((Some.Restart, ServiceUnavailablePhase.Restarting), (act.Change, act.Then));
        Assert.Equal(s_policy.CheckEvery, act.CheckAgainIn);
        Assert.StartsWith("no healthy target: health 503 Service Unavailable; ", act.Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 3, true)]
    [InlineData(3, 2, false)]
    [InlineData(1, 1, true)]
    [InlineData(0, 0, false)] // a composite alarm has no datapoints
    public void Decide_RestartsAtOnceWhenEveryDatapointBreaches(int evaluated, int breaching, bool acts)
    {
        var alarm = new AlarmReading(AlarmState.Alarm, evaluated, breaching);
        var seen = Some.Doubtful.Shows(AlarmLooks.Own, alarm);

        Assert.Equal(acts, Decide(Some.Incident.Streak(healthy: false, 1), seen) is Decision.Act);
    }

    [Fact]
    public void Decide_OneHealthyTargetIsNotNone() =>
        Assert.IsType<Decision.Wait>(
            Decide(
                Some.Incident.Streak(healthy: false, 1),
                Some.Doubtful.Shows(LoadBalancingLooks.Targets, new TargetCounts(1, 4, 0, 0))
            )
        );

    [Fact]
    public void Decide_TakesTheFiveProbesWhenThePolicyDoesNotTrustTheFirstLook()
    {
        var careful = s_policy with { ActAtOnceWhenEvidenceAgrees = false };
        var waits = Assert.IsType<Decision.Wait>(
            new Remedy503().Due(Some.Incident.Streak(healthy: false, 4), Some.Down, Some.ServiceWith(careful), Some.Now)
        );

        Assert.Equal((ServiceUnavailablePhase.Confirming, careful.ProbeEvery), (waits.Then, waits.CheckAgainIn));
        Assert.IsType<Decision.Act>(
            new Remedy503().Due(Some.Incident.Streak(healthy: false, 5), Some.Down, Some.ServiceWith(careful), Some.Now)
        );
    }

    // for i in {1..5}; do curl …; sleep 1; done
    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(6, true)]
    public void Decide_RestartsAfterFiveFailedProbes(int failed, bool acts)
    {
        var decision = Decide(Some.Incident.Streak(healthy: false, failed), Some.Doubtful);

        Assert.Equal(acts, decision is Decision.Act { Change: Change.ForceNewDeployment });
        if (decision is Decision.Wait wait)
        {
            Assert.Equal((ServiceUnavailablePhase.Confirming, TimeSpan.FromSeconds(1)), (wait.Then, wait.CheckAgainIn));
            Assert.Contains($"{failed} of 5", wait.Because, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Decide_CountsTheProbeOfThisLookWhenNoneWasBefore() =>
        Assert.Contains("1 of 5", Decide(Some.Incident, Some.Doubtful).Because, StringComparison.Ordinal);

    // ECSサービス再起動, and then?
    [Theory]
    [InlineData(0, false)]
    [InlineData(299, false)]
    [InlineData(300, true)]
    [InlineData(301, true)]
    public void Decide_AsksAPersonWhenTheRestartDidNotHelpInTime(int seconds, bool asks)
    {
        var decision = Decide(Some.Incident.Tried(Some.Restart), Some.Down, seconds);

        Assert.Equal(asks, decision is Decision.Escalate { Severity: Severity.P1 });
        Assert.Equal(!asks, decision is Decision.Wait { Then.Name: "restarting" });
    }

    [Fact]
    public void Decide_NamesTheRollBackWhileItWaitsForIt() =>
        Assert.Equal(
            ServiceUnavailablePhase.RollingBack,
            Assert.IsType<Decision.Wait>(Decide(Some.Incident.Tried(Some.RollBack), Some.Down)).Then
        );

    [Fact]
    public void Decide_AsksAPersonAtOnceWhenAwsRefused()
    {
        var asks = Assert.IsType<Decision.Escalate>(
            Decide(Some.Incident.Tried(Some.Restart, AttemptOutcome.Refused), Some.Down)
        );

        Assert.Contains(
            "AWS refused 'force a new deployment of api' (AccessDenied)",
            asks.Because,
            StringComparison.Ordinal
        );
        Assert.Equal(NextStep.TotalOutage, asks.Next);
    }

    /// <summary>Targets that have just been started are waited for, as long as a restart would be.</summary>
    [Theory]
    [InlineData(299, true)]
    [InlineData(300, false)]
    public void StartingTargets_AreWaitedFor(int seconds, bool waits)
    {
        var seen = Some.Down.Shows(LoadBalancingLooks.Targets, new TargetCounts(0, 0, 5, 2));

        Assert.Equal(waits, Decide(Some.Incident, seen, seconds) is Decision.Wait);
        Assert.Equal(!waits, Decide(Some.Incident, seen, seconds) is Decision.Act);
    }

    [Fact]
    public void Decide_AsksAPersonWhenTasksCannotBePlaced()
    {
        var seen = Some.Down.Shows(
            ServiceLooks.State,
            Some.Steady with
            {
                Running = 4,
                StartFailure = "insufficient memory",
            }
        );

        Assert.Contains(
            "insufficient memory",
            Assert.IsType<Decision.Escalate>(Decide(Some.Incident, seen)).Because,
            StringComparison.Ordinal
        );
        Assert.IsType<Decision.Act>(
            Decide(
                Some.Incident,
                seen.Shows(ServiceLooks.State, Some.Steady with { StartFailure = "insufficient memory" })
            )
        );
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Decide_AsksAPersonAboutAServiceThatSomebodyStopped(int desired, bool asks)
    {
        var seen = Some.Down.Shows(ServiceLooks.State, Some.Steady with { Desired = desired, Running = 0 });

        Assert.Equal(asks, Decide(Some.Incident, seen) is Decision.Escalate);
    }

    // A person has it.
    [Fact]
    public void Decide_OnlyWatchesOnceAPersonHasIt()
    {
        var incident = Some.Incident.HandedOff().Streak(healthy: false, 9);

        Assert.Equal(Phase.HandedOff, Assert.IsType<Decision.Wait>(Decide(incident, Some.Down)).Then);
        Assert.Equal(
            Phase.HandedOff,
            Assert.IsType<Decision.Wait>(Decide(incident.Streak(healthy: true, 1), Some.Fine)).Then
        );
        Assert.IsType<Decision.Resolved>(Decide(incident.Streak(healthy: true, 9), Some.Fine, 60));
    }

    // Ignorance.
    [Theory]
    [InlineData(299, false)]
    [InlineData(300, true)]
    [InlineData(301, true)]
    public void Decide_AsksAPersonWhenBlindForTooLong(int seconds, bool asks)
    {
        var decision = Decide(
            Some.Incident with
            {
                Trend = new Trend { BlindSince = Some.Now },
            },
            Some.Down.Hides(ServiceLooks.State, "throttled"),
            seconds
        );

        Assert.Equal(asks, decision is Decision.Escalate);
        Assert.Equal(!asks, decision is Decision.Inconclusive);
        Assert.Contains("service: throttled", decision.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_StaysWithThePersonWhenBlind() =>
        Assert.IsType<Decision.Wait>(
            Decide(
                Some.Incident.HandedOff() with
                {
                    Trend = new Trend { BlindSince = Some.Now },
                },
                Some.Down.Hides(AlarmLooks.Own, "gone"),
                10_000
            )
        );

    /// <summary>A look every 900 s is allowed; three times that is more than a message can be delayed.</summary>
    [Theory]
    [InlineData(299, 897)]
    [InlineData(300, 900)]
    [InlineData(301, 900)]
    [InlineData(900, 900)]
    public void Decide_LooksLessOftenForAPersonButNeverTooSeldom(int every, int again)
    {
        var policy = s_policy with { CheckEvery = TimeSpan.FromSeconds(every) };
        var refused = Some.Incident.Tried(Some.Restart, AttemptOutcome.Refused);

        Assert.Equal(
            TimeSpan.FromSeconds(again),
            Assert
                .IsType<Decision.Escalate>(new Remedy503().Due(refused, Some.Down, Some.ServiceWith(policy), Some.Now))
                .CheckAgainIn
        );
        Assert.Equal(
            TimeSpan.FromSeconds(again),
            Assert
                .IsType<Decision.Wait>(
                    new Remedy503().Due(refused.HandedOff(), Some.Down, Some.ServiceWith(policy), Some.Now)
                )
                .CheckAgainIn
        );
    }

    [Fact]
    public void Decide_TakesTheServicesPolicy()
    {
        var service = Some.ServiceWith(s_policy with { Probes = 2 });

        Assert.IsType<Decision.Act>(
            new Remedy503().Due(Some.Incident.Streak(healthy: false, 2), Some.Doubtful, service, Some.Now)
        );
        Assert.IsType<Decision.Wait>(
            new Remedy503().Due(Some.Incident.Streak(healthy: false, 2), Some.Doubtful, Some.Service, Some.Now)
        );
    }

    private static Decision Decide(Incident incident, Evidence seen, double after = 0) =>
        new Remedy503().Due(incident, seen, Some.ServiceWith(s_policy), Some.After(after));
}
