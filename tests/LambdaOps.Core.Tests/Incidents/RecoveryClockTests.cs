using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.ConfigChange;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.MaintenancePage;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Incidents;

public class RecoveryClockTests
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private static readonly Incident s_failing = Saw(Some.Incident, Some.Down, 0);

    [Fact]
    public void Level_IsOfOutagesThatUsersFelt()
    {
        Assert.Equal(RecoveryLevel.Service, new ServiceUnavailableProcedure().RecoveryLevelOf(s_failing));
        Assert.Equal(RecoveryLevel.Service, new TotalOutageProcedure().RecoveryLevelOf(s_failing));
        Assert.Equal(RecoveryLevel.Service, new LatencyProcedure().RecoveryLevelOf(s_failing));
        Assert.Null(new ServiceUnavailableProcedure().RecoveryLevelOf(Saw(Some.Incident, Some.Fine, 0)));
        Assert.Null(new RolloutProcedure().RecoveryLevelOf(s_failing));
        Assert.Null(new ConfigChangeProcedure().RecoveryLevelOf(s_failing));
        Assert.Null(new MaintenancePageProcedure().RecoveryLevelOf(s_failing));
    }

    /// <summary>Slow is not stopped.</summary>
    [Fact]
    public void Level_IsNotOfWhatIsOnlySlow()
    {
        var load = new LoadReading(Some.Now, 50, 1800, 500, 40, 50, 100, 0, null);
        var slow = Saw(Some.Incident, Evidence.NotAsked.Shows(LoadBalancingLooks.Load, load), 0);

        Assert.Null(new LatencyProcedure().RecoveryLevelOf(slow));
    }

    [Fact]
    public void Clock_BeginsWithTheEarliestSignal()
    {
        var late = s_failing with { OpenedAt = Some.After(90) };

        Assert.Equal(Some.Now, Remember(late, 100).Recovery!.Since);
        Assert.Equal(Some.Now, Remember(s_failing with { Cause = new IncidentCause() }, 100).Recovery!.Since);
    }

    [Fact]
    public void Clock_DoesNotBeginAnewWhenItComesBack()
    {
        var back = (Remember(s_failing, 10) with { Status = IncidentStatus.Resolved, EndedAt = Some.After(60) }).Return(
            Some.After(600)
        );
        var later = back with { Cause = back.Cause with { Alarm = back.Alarm! with { ChangedAt = Some.After(600) } } };

        Assert.Equal(Some.Now, Remember(later, 610).Recovery!.Since);
    }

    [Fact]
    public void Level_IsTheWorstOfThoseItCameTo()
    {
        var region = Remember(Remember(s_failing, 10), 20, RecoveryLevel.Region, TimeSpan.FromMinutes(5));
        var after = Remember(region, 30, RecoveryLevel.Service, TimeSpan.Zero);

        Assert.Equal((RecoveryLevel.Region, Some.Now), (after.Recovery!.Level, after.Recovery.Since));
        Assert.Equal((TimeSpan.FromHours(4), s_hour), (after.Recovery.Rto, after.Recovery.Rpo));
        Assert.Equal(TimeSpan.FromMinutes(5), after.Recovery.DataLost);
    }

    [Theory]
    [InlineData(3600, false)]
    [InlineData(3601, true)]
    public void Goal_IsMissedAfterItsTime(int seconds, bool isMissed)
    {
        var incident = Remember(s_failing, seconds);

        Assert.Equal(isMissed ? Some.After(seconds) : null, incident.Recovery!.MissedAt);
        Assert.Equal(isMissed, incident.Lines[^1].Text.StartsWith("recovery goal missed", StringComparison.Ordinal));
    }

    [Fact]
    public void Goal_IsMissedOnce()
    {
        var once = Remember(s_failing, 3700);

        Assert.Equal(once.Lines.Length, Remember(once, 3800).Lines.Length);
        Assert.Equal(Some.After(3700), Remember(once, 3800).Recovery!.MissedAt);
    }

    /// <summary>It is watched for some time after it is well: that is not the users' time.</summary>
    [Fact]
    public void Goal_IsNotMissedByWhatHasLookedWellSince()
    {
        var well = Saw(s_failing, Some.Fine, 3500);

        Assert.Null(Remember(Saw(well, Some.Fine, 3700), 3700).Recovery!.MissedAt);
        Assert.NotNull(Remember(Saw(well, Some.Down, 3700), 3700).Recovery!.MissedAt);
    }

    [Fact]
    public void Goal_IsNotMissedByWhatNobodySees()
    {
        var blind = Saw(s_failing, Evidence.NotAsked.Hides(HealthUrlLooks.Probe, "timed out"), 3700);

        Assert.Null(Remember(blind, 3700).Recovery!.MissedAt);
    }

    [Theory]
    [InlineData(60, 0, RecoveryVerdict.Reached)]
    [InlineData(3601, 0, RecoveryVerdict.Missed)]
    [InlineData(60, 1, RecoveryVerdict.Missed)]
    public void Verdict_IsOfTimeAndData(int wellAfter, int lostMinutes, RecoveryVerdict verdict)
    {
        var open = Remember(s_failing, 30, RecoveryLevel.Service, TimeSpan.FromMinutes(lostMinutes));
        var ended = Saw(open, Some.Fine, wellAfter) with
        {
            Status = IncidentStatus.Resolved,
            EndedAt = Some.After(9000),
        };

        Assert.Equal(verdict, ended.Recovery!.VerdictOf(ended));
        Assert.Equal(TimeSpan.FromSeconds(wellAfter), ended.Recovery.Took(ended));
    }

    [Fact]
    public void Verdict_OfWhatNobodySawWell_IsUnknown()
    {
        var closed = Remember(s_failing, 30) with { Status = IncidentStatus.HandedOff, EndedAt = Some.After(9000) };

        Assert.Equal(RecoveryVerdict.Unknown, closed.Recovery!.VerdictOf(closed));
        Assert.Null(closed.Recovery.Took(closed));
    }

    /// <summary>Well is not before the last failure, whatever the health URL says.</summary>
    [Fact]
    public void Restored_IsNotBeforeTheLastFailure()
    {
        var well = Saw(s_failing, Some.Fine, 60);
        var dipped = Saw(well, Some.Fine.Shows(LoadBalancingLooks.Targets, new TargetCounts(4, 1, 0, 0)), 120);
        var ended = Saw(dipped, Some.Fine, 180) with { Status = IncidentStatus.Resolved, EndedAt = Some.After(200) };

        Assert.Equal(Some.After(120), ended.RestoredAt);
    }

    [Fact]
    public void Description_SaysWhatIsLeft()
    {
        var open = Remember(s_failing, 30);

        Assert.Equal("level 1, RTO goal in 50 min", open.Recovery!.Describe(open, Some.After(600)));
    }

    private static Incident Saw(Incident incident, Evidence seen, int seconds) =>
        incident with
        {
            Trend = incident.Trend.After(seen, isWorse: null, Some.After(seconds)) with
            {
                Streak = seen.Health is Fact<HealthProbe>.Known { Value.Healthy: var isHealthy }
                    ? HealthStreak.After(incident.Trend.Streak, isHealthy, Some.After(seconds))
                    : null,
            },
        };

    private static Incident Remember(
        Incident incident,
        int seconds,
        RecoveryLevel level = RecoveryLevel.Service,
        TimeSpan lost = default
    ) => RecoveryClock.Remember(incident, level, lost, RecoveryGoals.Default, Some.After(seconds));
}
