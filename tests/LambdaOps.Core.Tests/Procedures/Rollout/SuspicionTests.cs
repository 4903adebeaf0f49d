using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Procedures.RolloutRemedy;

/// <summary>Which deployments are rolled back for what, and who has what no deployment is the reason of.</summary>
public class SuspicionTests
{
    private const string Alarm = "api-5xx";

    private static readonly Incident s_incident = Some.Incident with { Remedy = RolloutProcedure.ProcedureName };

    private static readonly DateTimeOffset s_deployedAt = RolloutDecideTests.At(100).CreatedAt;

    /// <summary>The alarm's first breaching minute ended then.</summary>
    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Alarm_RollsBackOnlyADeploymentThatIsOlder(int seconds, bool isSuspect)
    {
        var alarms = Firing(s_deployedAt.AddSeconds(seconds));

        AssertBack(isSuspect, RolloutDecideTests.Decide(s_incident, Running(), [], alarms: alarms));
        AssertBack(isSuspect, RolloutDecideTests.Decide(s_incident, Over(), [], alarms: alarms));
    }

    /// <summary>Nobody knows since when: the newest change is the first suspect.</summary>
    [Fact]
    public void Alarm_OfUnknownBeginningSuspects() =>
        AssertBack(true, RolloutDecideTests.Decide(s_incident, Over(), [], alarms: new ActiveAlarms([Alarm])));

    /// <summary>The health URL failed from the first look on, or fell while it was looked at.</summary>
    [Theory]
    [InlineData(null, false)]
    [InlineData(-1, false)]
    [InlineData(1, true)]
    public void HealthUrl_SuspectsWhereItFellAfterwards(int? secondsAfter, bool isSuspect)
    {
        var down = s_incident with
        {
            Trend = new Trend
            {
                Streak = new HealthStreak(Healthy: false, 3, Some.Now),
                Probes = new RecentProbes("---"),
                DippedAt = secondsAfter is { } after ? s_deployedAt.AddSeconds(after) : null,
            },
        };

        AssertBack(isSuspect, WhileDown(down, Over()));
        AssertBack(isSuspect, WhileDown(down, Running()));
    }

    /// <summary>A tick came late, and the first look that saw it was after the deployment: its minutes say it.</summary>
    [Theory]
    [InlineData(500, false)]
    [InlineData(0, true)]
    public void HealthUrl_ThatNobodyLookedAtIsNoReasonWhereRequestsFailedBefore(double errors, bool isSuspect)
    {
        var down = s_incident with
        {
            Trend = new Trend
            {
                Streak = new HealthStreak(Healthy: false, 3, Some.Now),
                Probes = new RecentProbes("---"),
                DippedAt = Some.Now,
            },
        };
        var rolling = Running() with { CreatedAt = Some.Now - TimeSpan.FromMinutes(1) };

        AssertBack(isSuspect, WhileDown(down, rolling, RolloutDecideTests.Minutes(errors)));
    }

    [Fact]
    public void SameRevisionAgain_IsNeitherCauseNorWayBack()
    {
        var alarms = Firing(Some.Now);

        AssertBack(false, RolloutDecideTests.Decide(s_incident, Again(Over()), [], alarms: alarms));
        AssertBack(false, RolloutDecideTests.Decide(s_incident, Again(Running()), [], alarms: alarms));
    }

    /// <summary>Old and new tasks answer in one group: what failed as much before is not the new ones' fault.</summary>
    [Fact]
    public void SideBySide_WhatWasAsBadBeforeIsNotItsOwn()
    {
        var rolling = Running() with { CreatedAt = Some.Now - TimeSpan.FromMinutes(3) };
        var all = RolloutDecideTests.Minutes(errors: 500);
        ImmutableArray<RevisionMinute> since = [.. all.Where(minute => minute.At >= rolling.CreatedAt)];

        Assert.IsType<Decision.Wait>(RolloutDecideTests.Decide(s_incident, rolling, all));
        AssertBack(true, RolloutDecideTests.Decide(s_incident, rolling, since));
        AssertBack(true, RolloutDecideTests.Decide(s_incident, rolling with { Shifts = true }, all));
    }

    /// <summary>Numbers do not reach back to before it: what failed in all of them may have failed before.</summary>
    [Theory]
    [InlineData(500, false)]
    [InlineData(0, true)]
    public void OlderThanAllNumbers_IsJudgedByTheOldestOnes(double errorsAtFirst, bool isSuspect)
    {
        var rolling = Running() with { CreatedAt = Some.Now - TimeSpan.FromDays(1) };
        var newest = RolloutDecideTests.Minutes(errors: 500);
        ImmutableArray<RevisionMinute> all =
        [
            .. RolloutDecideTests
                .Minutes(errorsAtFirst)
                .Select(minute => minute with { At = minute.At - TimeSpan.FromMinutes(20) }),
            .. newest,
        ];

        var decision = RolloutDecideTests.Decide(s_incident, rolling, all);

        if (isSuspect)
        {
            AssertBack(true, decision);
        }
        else
        {
            Assert.IsType<Decision.Escalate>(decision);
        }
    }

    /// <summary>Nobody deploys what breaks a service that is down.</summary>
    [Fact]
    public void WhatWasDownBefore_IsNotItsOwn()
    {
        var down = s_incident.Streak(healthy: false, 3);
        var since = RolloutDecideTests.Minutes(errors: 500);

        AssertBack(true, RolloutDecideTests.Decide(s_incident, Running(), since, alarms: Firing(Some.Now)));
        AssertBack(false, RolloutDecideTests.Decide(down, Running(), since, alarms: Firing(Some.Now)));
    }

    /// <summary>An alarm may last for minutes after the way back; people who get no answer do not wait for it.</summary>
    [Fact]
    public void AfterAWayBack_OnlyAnOutageIsTheNextProcedures()
    {
        var back = Over() with { Course = DeploymentCourse.RolledBack };
        var down = s_incident with { Trend = s_incident.Streak(healthy: false, 3).Trend with { DippedAt = Some.Now } };

        Assert.IsType<Decision.Wait>(RolloutDecideTests.Decide(s_incident, back, [], alarms: Firing(Some.Now)));
        Assert.IsType<Decision.SwitchTo>(RolloutDecideTests.Decide(down, back, [], alarms: Firing(Some.Now)));
    }

    /// <summary>The watch is not waited for.</summary>
    [Fact]
    public void Watch_GivesAnOutageToTheProcedureWhoseAlarmCame()
    {
        var service = Named(Mode.Act);
        var called = Called(s_incident, service, LatencyProcedure.ProcedureName);
        var old = Firing(s_deployedAt.AddHours(-1));

        Assert.Equal(
            LatencyProcedure.ProcedureName,
            Assert
                .IsType<Decision.SwitchTo>(RolloutDecideTests.Decide(called, Over(), [], alarms: old, service: service))
                .Remedy
        );
        AssertBack(true, RolloutDecideTests.Decide(called, Over(), [], alarms: Firing(Some.Now), service: service));
    }

    [Fact]
    public void Watch_ThatIsBlindKeepsNoAlarmFromItsProcedure()
    {
        var service = Named(Mode.Act);
        var blind = Some
            .Fine.With(DeploymentLooks.Newest, Fact.Missing<NativeDeployments>("denied"))
            .Shows(AlarmLooks.Active, Firing(Some.Now));
        var procedure = new RolloutProcedure();

        Assert.IsType<Decision.Inconclusive>(procedure.Due(s_incident, blind, service, Some.Now));
        Assert.IsType<Decision.SwitchTo>(
            procedure.Due(
                Called(s_incident, service, ServiceUnavailableProcedure.ProcedureName),
                blind,
                service,
                Some.Now
            )
        );
    }

    /// <summary>Where it may not roll back, nothing is to be waited for.</summary>
    [Theory]
    [InlineData(Mode.Observe)]
    [InlineData(Mode.Ask)]
    [InlineData(Mode.Off)]
    public void Watch_ThatMayNotActIsLeftAtOnce(Mode mode) =>
        Assert.Equal(
            ServiceUnavailableProcedure.ProcedureName,
            Called(s_incident, Named(mode), ServiceUnavailableProcedure.ProcedureName).Remedy
        );

    /// <summary>What on-call has of a watch that changed nothing is no reason to leave an outage to them.</summary>
    [Fact]
    public void HandedOffWatch_IsLeftForAnAlarm_UnlessSomethingWasChanged()
    {
        var handedOff = s_incident with { Status = IncidentStatus.HandedOff };
        var changed = handedOff with
        {
            Attempts = [new Attempt(RolloutDecideTests.Back(), Some.Now, AttemptOutcome.Done, "")],
        };

        var left = Called(handedOff, Named(Mode.Act), ServiceUnavailableProcedure.ProcedureName);
        Assert.Equal((ServiceUnavailableProcedure.ProcedureName, IncidentStatus.Open), (left.Remedy, left.Status));
        Assert.True(Called(changed, Named(Mode.Act), ServiceUnavailableProcedure.ProcedureName).IsHandedOff);
    }

    [Fact]
    public void Call_RemembersTheHigherRung()
    {
        var service = Named(Mode.Act) with
        {
            Ladder = [LatencyProcedure.ProcedureName, ServiceUnavailableProcedure.ProcedureName],
        };
        var one = Called(s_incident, service, LatencyProcedure.ProcedureName);
        var two = Called(one, service, ServiceUnavailableProcedure.ProcedureName);

        Assert.Equal(LatencyProcedure.ProcedureName, one.Rollout.Calls);
        Assert.Equal(ServiceUnavailableProcedure.ProcedureName, two.Rollout.Calls);
        Assert.Equal(
            ServiceUnavailableProcedure.ProcedureName,
            Called(two, service, LatencyProcedure.ProcedureName).Rollout.Calls
        );
    }

    private static Incident Called(Incident incident, OperatedService service, ProcedureName remedy) =>
        Assert
            .IsType<Intake.Look>(
                (TargetRecord.New(Some.Target) with { Open = incident }).Take(
                    Some.Alarm with
                    {
                        Arn = $"{Some.Alarm.Arn}-{remedy}",
                    },
                    new Route(service, remedy, Severity.P1, Mode.Act, Mode.Act),
                    Some.Now
                )
            )
            .Record.Open!;

    /// <summary>A rollback, whoever made it, is not rolled back to what it left; a person may want that.</summary>
    [Fact]
    public void DeploymentToAnOlderRevision_IsNoSuspect()
    {
        var alarms = Firing(s_deployedAt.AddSeconds(1));

        AssertBack(false, RolloutDecideTests.Decide(s_incident, Older(Running()), [], alarms: alarms));
        AssertBack(false, RolloutDecideTests.Decide(s_incident, Older(Over()), [], alarms: alarms));
        AssertBack(
            true,
            RolloutDecideTests.Decide(
                s_incident with
                {
                    Memory = s_incident.Rollout with { Request = new(RolloutWish.Abort) },
                },
                Older(Running()),
                []
            )
        );
    }

    /// <summary>What was deployed over before it served is no way back: then what is remembered is, or nothing.</summary>
    [Theory]
    [InlineData(null, null)]
    [InlineData("task:6", "task:6")]
    public void UnprovenSource_IsNoWayBack(string? remembered, string? goal)
    {
        var decision = RolloutDecideTests.Decide(
            s_incident.RememberingGood(remembered),
            Over() with
            {
                IsSourceUnproven = true,
            },
            [],
            alarms: Firing(s_deployedAt.AddSeconds(1))
        );

        Assert.Equal(goal, ((decision as Decision.Act)?.Change as Change.RollBack)?.TaskDefinition);
    }

    private static NativeDeployment Older(NativeDeployment deployment) =>
        deployment with
        {
            Source = new RevisionInService("task:9", null, null),
        };

    private static Decision WhileDown(
        Incident incident,
        NativeDeployment deployment,
        ImmutableArray<RevisionMinute> minutes = default
    ) =>
        new RolloutProcedure().Due(
            incident,
            RolloutDecideTests
                .Seen(deployment, minutes.IsDefault ? [] : minutes, new TargetCounts(5, 0, 0, 0), ActiveAlarms.None)
                .Shows(HealthUrlLooks.Probe, new HealthProbe(503, false, "")),
            Named(Mode.Act),
            Some.Now
        );

    private static OperatedService Named(Mode rollout) =>
        Some.Service with
        {
            LoadBalancer = "app/alb/1",
            Settings = Some
                .Service.Settings.With(new Setting<RolloutPolicy>(rollout, RolloutPolicy.Default))
                .With(new Setting<LatencyPolicy>(Mode.Act, LatencyPolicy.Default)),
            Ladder = [ServiceUnavailableProcedure.ProcedureName],
        };

    private static ActiveAlarms Firing(DateTimeOffset begunBy) =>
        new([Alarm]) { Known = [new ActiveAlarm(Alarm, ServiceUnavailableProcedure.ProcedureName, begunBy)] };

    /// <summary>It replaces tasks, and moves no traffic between groups.</summary>
    private static NativeDeployment Running() => RolloutDecideTests.At(100) with { Shifts = false, Hook = null };

    private static NativeDeployment Over() => RolloutDecideTests.Over(minutesAgo: 1) with { Shifts = false };

    private static NativeDeployment Again(NativeDeployment deployment) =>
        deployment with
        {
            Source = deployment.Target,
        };

    private static void AssertBack(bool isBack, Decision decision)
    {
        if (isBack)
        {
            Assert.True(Assert.IsType<Decision.Act>(decision).Change is Change.RollBack or Change.RollBackDeployment);
        }
        else
        {
            Assert.IsType<Decision.SwitchTo>(decision);
        }
    }
}
