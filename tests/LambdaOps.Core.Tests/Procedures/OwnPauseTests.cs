using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures;

/// <summary>A pause of a deployment that an outage's own restart or rollback began is not waited for.</summary>
public class OwnPauseTests
{
    private const string Arn = "arn:aws:ecs:ap-northeast-1:123456789012:service-deployment/prod/api-service/one";

    private static readonly Change s_step = new Change.ContinueDeployment(Some.Target, Arn, "hook-1", 10);

    private static readonly NativeDeployment s_paused = new(
        Arn,
        DeploymentCourse.InProgress,
        Some.After(5),
        FinishedAt: null,
        new RevisionInService("task:7", null, 10),
        new RevisionInService("task:7", null, 90)
    )
    {
        Shifts = true,
        Hook = new PauseHook("hook-1", null),
    };

    private static readonly Incident s_restarted = Some.Incident.Tried(new Change.ForceNewDeployment(Some.Target));

    [Fact]
    public void OwnRestart_GoesOnInBothRungs()
    {
        Assert.Equal(s_step, ChangeOf(Restarting(s_restarted, s_paused)));
        Assert.Equal(s_step, ChangeOf(InOutage(s_restarted, s_paused)));
        Assert.Equal(
            s_step,
            ChangeOf(InOutage(Some.Incident.Tried(new Change.RestartAt(Some.Target, 2) { From = 5 }), s_paused))
        );
    }

    /// <summary>It brings another revision back than the one that it leaves.</summary>
    [Fact]
    public void OwnRollback_GoesOn()
    {
        var back = s_paused with { Target = new RevisionInService("task:6", null, 10) };

        Assert.Equal(s_step, ChangeOf(Restarting(Some.Incident.Tried(Some.RollBack), back)));
        Assert.Null(ChangeOf(Restarting(s_restarted, back)));
    }

    /// <summary>Once it serves a part of the traffic, the service may look well: it is brought to its end all the same.</summary>
    [Fact]
    public void OwnRestart_GoesOnWhileTheServiceIsHealthy() =>
        Assert.Equal(s_step, ChangeOf(Restarting(s_restarted, s_paused, Some.Fine)));

    [Fact]
    public void WhatSomeoneElseBegan_IsLeftToRollout()
    {
        Assert.NotEqual(s_step, ChangeOf(Restarting(Some.Incident, s_paused)));
        Assert.NotEqual(s_step, ChangeOf(Restarting(s_restarted, s_paused with { CreatedAt = Some.After(-30) })));
        Assert.NotEqual(
            s_step,
            ChangeOf(Restarting(s_restarted, s_paused with { Target = new RevisionInService("task:8", null, 10) }))
        );
    }

    [Fact]
    public void NothingThatWaits_IsNotContinued()
    {
        Assert.NotEqual(s_step, ChangeOf(Restarting(s_restarted, s_paused with { Hook = null })));
        Assert.NotEqual(
            s_step,
            ChangeOf(Restarting(s_restarted, s_paused with { Course = DeploymentCourse.RollingBack }))
        );
    }

    /// <summary>On-call has it; and whose gate it is, where the estate does not name rollout, nobody knows.</summary>
    [Fact]
    public void PauseThatIsNotOurs_IsLeft()
    {
        Assert.NotEqual(s_step, ChangeOf(Restarting(s_restarted with { Status = IncidentStatus.HandedOff }, s_paused)));
        Assert.NotEqual(s_step, ChangeOf(Restarting(s_restarted, s_paused, rollout: null)));
        Assert.NotEqual(s_step, ChangeOf(Restarting(s_restarted, s_paused, rollout: Mode.Off)));
    }

    private static Change? ChangeOf(Decision? decision) => (decision as Decision.Act)?.Change;

    private static Decision Restarting(
        Incident incident,
        NativeDeployment newest,
        Evidence? seen = null,
        Mode? rollout = Mode.Act
    ) =>
        new ServiceUnavailableProcedure().Due(
            incident,
            (seen ?? Some.Down).Shows(DeploymentLooks.Newest, new NativeDeployments(newest)),
            Named(Some.ServiceWith(ServiceUnavailablePolicy.Default), rollout),
            Some.After(60)
        );

    private static Decision InOutage(Incident incident, NativeDeployment newest) =>
        new TotalOutageProcedure().Due(
            incident with
            {
                Remedy = TotalOutageProcedure.ProcedureName,
            },
            Some.Down.Shows(DeploymentLooks.Newest, new NativeDeployments(newest))
                .Shows(AlarmLooks.Active, new ActiveAlarms(["api-5xx"]))
                .Shows<ScalingState>(ScalingLooks.State, new ScalingState.ByHand()),
            Named(
                Some.Service with
                {
                    Settings = Settings.None.With(new Setting<TotalOutagePolicy>(Mode.Act, TotalOutagePolicy.Default)),
                },
                Mode.Act
            ),
            Some.After(60)
        );

    private static OperatedService Named(OperatedService service, Mode? rollout) =>
        rollout is { } mode
            ? service with
            {
                Settings = service.Settings.With(new Setting<RolloutPolicy>(mode, RolloutPolicy.Default)),
            }
            : service;
}
