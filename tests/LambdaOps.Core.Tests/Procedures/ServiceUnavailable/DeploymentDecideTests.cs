using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using Remedy503 = LambdaOps.Core.Procedures.ServiceUnavailable.ServiceUnavailableProcedure;

namespace LambdaOps.Core.Tests.Procedures.ServiceUnavailable;

/// <summary>
/// What the 503 procedure decides while a deployment is in progress or has failed, and what it rolls back to: each number
/// at n−1, n and n+1.
/// </summary>
public class DeploymentDecideTests
{
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

    /// <summary>What failed, was never complete, is newer, runs nothing, or came later is no way back.</summary>
    [Theory]
    [InlineData("task:6", RolloutState.Completed, 1, -7000, true)]
    [InlineData("task:6", RolloutState.Unknown, 1, -7000, true)]
    [InlineData("task:6", RolloutState.InProgress, 1, -7000, false)]
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

    private static Decision Decide(Incident incident, Evidence seen, double after = 0) =>
        new Remedy503().Due(incident, seen, Some.ServiceWith(ServiceUnavailablePolicy.Default), Some.After(after));
}
