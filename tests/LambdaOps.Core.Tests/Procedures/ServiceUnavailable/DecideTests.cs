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
            new Remedy503().Decide(
                Some.Incident.Streak(healthy: false, 4),
                Some.Down,
                Some.ServiceWith(careful),
                Some.Now
            )
        );

        Assert.Equal((ServiceUnavailablePhase.Confirming, careful.ProbeEvery), (waits.Then, waits.CheckAgainIn));
        Assert.IsType<Decision.Act>(
            new Remedy503().Decide(
                Some.Incident.Streak(healthy: false, 5),
                Some.Down,
                Some.ServiceWith(careful),
                Some.Now
            )
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

    // A deployment in progress is looked at before anything.
    [Theory]
    [InlineData(599, false)]
    [InlineData(600, true)]
    [InlineData(601, true)]
    public void Decide_WaitsForSomebodysDeploymentUntilItTakesTooLong(int seconds, bool asks)
    {
        var seen = Some.Down.Rolling(Some.Deployment(rollout: RolloutState.InProgress, createdAfter: 0));
        var decision = Decide(Some.Incident, seen, seconds);

        Assert.Equal(asks, decision is Decision.Escalate);
        Assert.Equal(!asks, decision is Decision.Wait { Then.Name: "waitingForDeployment" });
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public void Decide_RollsBackADeploymentWhoseTasksFail(int failed, bool rollsBack)
    {
        var decision = Decide(
            Some.Incident,
            Some.Down.Rolling(
                Some.Deployment("task:7", RolloutState.InProgress, failed: failed, createdAfter: -30),
                Some.Deployment("task:6", primary: false)
            )
        );

        Assert.Equal(rollsBack, decision is Decision.Act act && act.Change == Some.RollBack);
        Assert.Equal(!rollsBack, decision is Decision.Wait { Then.Name: "waitingForDeployment" });
    }

    [Theory]
    [InlineData(599, 4, false)]
    [InlineData(600, 4, true)]
    [InlineData(601, 4, true)]
    public void Decide_RollsBackADeploymentThatDoesNotGetItsTasks(int seconds, int running, bool rollsBack)
    {
        var seen = Some.Down.Rolling(
            Some.Deployment(rollout: RolloutState.InProgress, running: running, createdAfter: 0),
            Some.Deployment("task:6", primary: false)
        );

        Assert.Equal(rollsBack, Decide(Some.Incident, seen, seconds) is Decision.Act { Change: Change.RollBack });
    }

    [Fact]
    public void Decide_RollsBackAFailedRolloutToWhatServedBefore()
    {
        var seen = Some.Down.Rolling(Some.Deployment(rollout: RolloutState.Failed));
        var act = Assert.IsType<Decision.Act>(Decide(Some.Incident.RememberingGood("task:5"), seen));

        Assert.Equal(new Change.RollBack(Some.Target, "task:5"), act.Change);
        Assert.Contains("rollout Failed, 0 failed tasks, 5/5 running", act.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_PrefersTheTaskDefinitionThatStillRuns()
    {
        var seen = Some.Down.Rolling(
            Some.Deployment(rollout: RolloutState.Failed),
            Some.Deployment("task:4", primary: false, createdAfter: -9000),
            Some.Deployment("task:6", primary: false, createdAfter: -7000)
        );
        var act = Assert.IsType<Decision.Act>(Decide(Some.Incident.RememberingGood("task:5"), seen));

        Assert.Equal(Some.RollBack, act.Change);
    }

    [Theory]
    [InlineData(null, "no older task definition is serving")]
    [InlineData("task:7", "task:7 is the revision that fails")]
    public void Decide_AsksAPersonWhenThereIsNothingToGoBackTo(string? lastGood, string because)
    {
        var asks = Assert.IsType<Decision.Escalate>(
            Decide(
                Some.Incident.RememberingGood(lastGood),
                Some.Down.Rolling(Some.Deployment(rollout: RolloutState.Failed))
            )
        );

        Assert.Contains(because, asks.Because, StringComparison.Ordinal);
    }

    /// <summary>Who deploys weekly has other tables and secrets than then; an old record does not say when.</summary>
    [Theory]
    [InlineData(7 * 86400 - 1, true)]
    [InlineData(7 * 86400, true)]
    [InlineData(7 * 86400 + 1, false)]
    [InlineData(null, false)]
    public void Decide_RollsBackOnlyToWhatWasHealthyLately(int? secondsAgo, bool rollsBack) =>
        Assert.Equal(
            rollsBack,
            Decide(
                Some.Incident.RememberingGood("task:6", -secondsAgo),
                Some.Down.Rolling(Some.Deployment(rollout: RolloutState.Failed))
            )
                is Decision.Act { Change: Change.RollBack }
        );

    /// <summary>What failed, is newer, runs nothing, or came later is no way back.</summary>
    [Theory]
    [InlineData("task:6", RolloutState.Completed, 1, -7000, true)]
    [InlineData("task:6", RolloutState.InProgress, 1, -7000, true)]
    [InlineData("task:6", RolloutState.Failed, 1, -7000, false)]
    [InlineData("task:6", RolloutState.Completed, 0, -7000, false)]
    [InlineData("task:6", RolloutState.Completed, 1, -10, false)]
    [InlineData("task:8", RolloutState.Completed, 1, -7000, false)]
    [InlineData("task:7", RolloutState.Completed, 1, -7000, false)]
    public void Decide_RollsBackOnlyToWhatServesBesideIt(
        string task,
        RolloutState rollout,
        int running,
        int createdAfter,
        bool rollsBack
    )
    {
        var beside = Some.Deployment(task, rollout, primary: false, running: running, createdAfter: createdAfter);
        var seen = Some.Down.Rolling(Some.Deployment(rollout: RolloutState.Failed, createdAfter: -600), beside);

        Assert.Equal(rollsBack, Decide(Some.Incident, seen) is Decision.Act { Change: Change.RollBack });
    }

    /// <summary>One that ECS has given up is no way back either, however good it once was.</summary>
    [Fact]
    public void Decide_DoesNotRollBackToWhatIsRememberedAndFails() =>
        Assert.IsType<Decision.Escalate>(
            Decide(
                Some.Incident.RememberingGood("task:6"),
                Some.Down.Rolling(
                    Some.Deployment(rollout: RolloutState.Failed),
                    Some.Deployment("task:6", RolloutState.Failed, primary: false, running: 0)
                )
            )
        );

    /// <summary>ECS's circuit breaker, or a person, is at it: waited for, bounded, then on-call's.</summary>
    [Theory]
    [InlineData("rolling back to deploymentId ecs-svc/1.", "task:7", 599, true)]
    [InlineData("rolling back to deploymentId ecs-svc/1.", "task:7", 600, false)]
    [InlineData("", "task:8", 599, true)]
    [InlineData("", "task:8", 600, false)]
    public void Decide_WaitsForWhoGoesBackAlready(string reason, string beside, int seconds, bool waits)
    {
        var back = Some.Deployment(rollout: RolloutState.InProgress, failed: 3, running: 2, createdAfter: -seconds) with
        {
            Reason = reason,
        };
        var seen = Some.Down.Rolling(back, Some.Deployment(beside, primary: false, running: 3, createdAfter: -9000));

        var decision = Decide(Some.Incident.RememberingGood("task:6"), seen);

        Assert.Equal(waits, decision is Decision.Wait);
        Assert.Equal(!waits, decision is Decision.Escalate);
    }

    /// <summary>35 of 40 run after a long while, 40 targets are healthy, and one request fails.</summary>
    [Theory]
    [InlineData(1, 2, false)]
    [InlineData(4, 2, false)]
    [InlineData(5, 2, true)]
    [InlineData(1, 3, true)]
    public void SlowDeployment_WhileOthersServeIsOnCallsOnceItIsConfirmed(int probes, int breaching, bool asks)
    {
        var seen = Some
            .Doubtful.Rolling(
                Some.Deployment(rollout: RolloutState.InProgress, running: 4, createdAfter: -3000),
                Some.Deployment("task:6", primary: false, running: 1, createdAfter: -9000)
            )
            .Shows(LoadBalancingLooks.Targets, new TargetCounts(5, 0, 0, 0))
            .Shows(AlarmLooks.Own, new AlarmReading(AlarmState.Alarm, 3, breaching));
        var decision = Decide(Some.Incident.Streak(healthy: false, probes), seen);

        Assert.Equal(asks, decision is Decision.Escalate);
        Assert.Equal(!asks, decision is Decision.Wait { Then.Name: "confirming" });
    }

    /// <summary>A deployment whose tasks die is confirmed as a restart is.</summary>
    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void FailingDeployment_WhileOthersServeIsRolledBackOnceItIsConfirmed(int probes, bool rollsBack)
    {
        var seen = Some.Doubtful.Rolling(
            Some.Deployment(rollout: RolloutState.InProgress, failed: 2, running: 1, createdAfter: -300),
            Some.Deployment("task:6", primary: false, running: 4, createdAfter: -9000)
        );

        Assert.Equal(
            rollsBack,
            Decide(Some.Incident.Streak(healthy: false, probes), seen)
                is Decision.Act { Change: Change.RollBack { TaskDefinition: "task:6" } }
        );
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

    /// <summary>It used to say that no older task definition was known, and to keep AWS's refusal to itself.</summary>
    [Theory]
    [InlineData(AttemptOutcome.Done)]
    [InlineData(AttemptOutcome.Refused)]
    public void Decide_RollsBackOnceAndSaysSo(AttemptOutcome outcome)
    {
        var asks = Assert.IsType<Decision.Escalate>(
            Decide(
                Some.Incident.Tried(Some.RollBack, outcome),
                Some.Down.Rolling(
                    Some.Deployment(rollout: RolloutState.Failed),
                    Some.Deployment("task:6", primary: false)
                )
            )
        );

        Assert.Contains(
            $"'roll api back to task:6' was tried before ({outcome}: AccessDenied)",
            asks.Because,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Decide_RollsBackEvenAfterARestartThatMadeItWorse() =>
        Assert.IsType<Change.RollBack>(
            Assert
                .IsType<Decision.Act>(
                    Decide(
                        Some.Incident.Tried(Some.Restart).RememberingGood("task:6"),
                        Some.Down.Rolling(Some.Deployment(rollout: RolloutState.InProgress, failed: 2, createdAfter: 1))
                    )
                )
                .Change
        );

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
                .IsType<Decision.Escalate>(
                    new Remedy503().Decide(refused, Some.Down, Some.ServiceWith(policy), Some.Now)
                )
                .CheckAgainIn
        );
        Assert.Equal(
            TimeSpan.FromSeconds(again),
            Assert
                .IsType<Decision.Wait>(
                    new Remedy503().Decide(refused.HandedOff(), Some.Down, Some.ServiceWith(policy), Some.Now)
                )
                .CheckAgainIn
        );
    }

    [Fact]
    public void Decide_TakesTheServicesPolicy()
    {
        var service = Some.ServiceWith(s_policy with { Probes = 2 });

        Assert.IsType<Decision.Act>(
            new Remedy503().Decide(Some.Incident.Streak(healthy: false, 2), Some.Doubtful, service, Some.Now)
        );
        Assert.IsType<Decision.Wait>(
            new Remedy503().Decide(Some.Incident.Streak(healthy: false, 2), Some.Doubtful, Some.Service, Some.Now)
        );
    }

    private static Decision Decide(Incident incident, Evidence seen, double after = 0) =>
        new Remedy503().Decide(incident, seen, Some.ServiceWith(s_policy), Some.After(after));
}
