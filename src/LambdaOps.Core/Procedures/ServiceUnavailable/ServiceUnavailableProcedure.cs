using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.ServiceUnavailable;

/// <summary>
/// 503 Service Unavailable. The runbook's paragraph:
/// <code>
/// 1. ヘルスチェック確認   for i in {1..5}; do curl -I https://…/health; sleep 1; done
/// 2. ALBターゲット確認    aws elbv2 describe-target-health
/// 3. ECSサービス再起動    aws ecs update-service --force-new-deployment
///    根本原因調査         コンテナログ確認 · メモリ/CPU使用率確認 · 依存サービス確認   (on-call's part, named in the hand-off)
/// </code>
/// Ignorance comes first (<see cref="Remedy{TResource,TPolicy,TSight}"/>); the arms of <see cref="OnSight"/> and <see cref="WhileDown"/> stand in
/// order of precedence: health, load, people, deployments, what was tried, and only then the restart. Where it cannot
/// help, the estate's ladder says what comes next.
/// </summary>
public sealed class ServiceUnavailableProcedure
    : Remedy<OperatedService, ServiceUnavailablePolicy, ServiceUnavailableSight>
{
    public static ProcedureName ProcedureName { get; } = new("serviceUnavailable");

    public override ProcedureName Name => ProcedureName;

    public override Paragraph Paragraph { get; } =
        new(
            When: "503s, or an alarm on errors",
            Does: "confirms the outage; waits for a deployment that may be the fix, rolls back one that fails, else forces one new deployment",
            StopsWhen: "healthy for a minute; else total outage or on-call"
        )
        {
            Runbook = "503 Service Unavailable",
        };

    public override ImmutableArray<Look> Looks { get; } =
    [
        HealthUrlLooks.Probe,
        LoadBalancingLooks.Targets,
        ServiceLooks.State,
        AlarmLooks.Own,
        LoadBalancingLooks.Load,
        SiteLooks.Shown,
        Rollouts.WhileDeploying(DeploymentLooks.Newest),
        TaskDefinitionLooks.WayBack,
        ImageLooks.Running,
    ];

    public override ImmutableArray<ChangeKind> Changes =>
        [
            ChangeKind.ForceNewDeployment,
            ChangeKind.RollBack,
            ChangeKind.RollBackDeployment,
            ChangeKind.ContinueDeployment,
        ];

    protected override Severity HandOffAt => Severity.P1;

    /// <summary>The runbook's next step (完全サービス停止時).</summary>
    protected override NextStep Next => NextStep.TotalOutage;

    protected override ServiceUnavailableSight? See(Incident incident, Evidence seen, OperatedService target) =>
        ServiceUnavailableSight.Of(seen, incident, target.Thresholds.Errors);

    protected override Decision OnSight(
        Incident incident,
        ServiceUnavailableSight sight,
        OperatedService target,
        ServiceUnavailablePolicy policy,
        DateTimeOffset now
    ) =>
        incident.OwnStep(target, sight.Newest, ServiceUnavailablePhase.Restarting, policy.CheckEvery, sight)
        ?? OnSight(
            incident,
            sight,
            policy,
            now,
            new Neighbours(
                Rungs.Next(incident, target),
                Rungs.MaySwitchTo(Latency.LatencyProcedure.ProcedureName, incident, target)
                    ? target.Thresholds.Cpu.Danger
                    : null,
                incident.Rung.Climbed.IsEmpty
                    && Rungs.MaySwitchTo(ZoneShift.ZoneShiftProcedure.ProcedureName, incident, target)
            )
        );

    private Decision OnSight(
        Incident incident,
        ServiceUnavailableSight sight,
        ServiceUnavailablePolicy policy,
        DateTimeOffset now,
        Neighbours neighbours
    ) =>
        sight switch
        {
            // 1. ヘルスチェック確認: healthy again is monitored for a while, then it is over.
            { Healthy: true, AlarmFiring: false } when sight.HealthyFor(now) >= policy.WatchFor =>
                new Decision.Resolved(
                    Text($"healthy for {sight.HealthyFor(now).TotalSeconds:0} s, alarm {sight.Alarm}")
                ),
            { Healthy: true } when incident.IsHandedOff => Attend(policy, $"healthy; handed off to on-call: {sight}"),
            // メモリ/CPU使用率確認: tasks that are busy are not hung; restarting them would take capacity away.
            { AlarmFiring: true, Targets.Healthy: > 0 }
                when !incident.IsHandedOff
                    && incident.LastAttempt is null
                    && sight.Cpu is { } cpu
                    && cpu >= neighbours.SaturatedCpu => new Decision.SwitchTo(
                Latency.LatencyProcedure.ProcedureName,
                Text($"the tasks are saturated, not hung (CPU {cpu:0} %): {sight}")
            ),

            // Found by a check: no alarm would ever notify on-call that requests go on failing.
            { Healthy: true, StillFailing: { } percent } => Expect(
                ServiceUnavailablePhase.Watching,
                policy,
                $"healthy; monitoring continues: {sight}",
                LastChange(incident),
                policy.NotifyWithin,
                new Decision.Escalate(
                    incident.Severity,
                    NextStep.Service,
                    Rollouts.Seldom(policy.CheckEvery),
                    Text($"healthy, but {percent:0.##} % of the requests still fail: {sight}")
                )
            ),
            { Healthy: true } => Watch(
                ServiceUnavailablePhase.Watching,
                policy,
                $"healthy; monitoring continues: {sight}"
            ),

            // On-call has it: no more actions from here.
            _ when incident.IsHandedOff => Attend(policy, $"still down; handed off to on-call: {sight}"),

            _ => WhileDown(incident, sight, policy, now, neighbours),
        };

    private Decision WhileDown(
        Incident incident,
        ServiceUnavailableSight sight,
        ServiceUnavailablePolicy policy,
        DateTimeOffset now,
        Neighbours neighbours
    ) =>
        sight switch
        {
            { Service: { Desired: 0, IsDaemon: true } } => ClimbOrAsk(
                $"no instance takes a task of the DAEMON service; a restart would not help: {sight}",
                sight,
                policy,
                neighbours
            ),
            { Service.Desired: 0 } => Ask(
                $"the desired count is 0, someone stopped the service; a restart would not help: {sight}",
                policy
            ),

            { Service.WhyNotDeployed: { } why } => WhileUndeployable(why, incident, sight, policy, now, neighbours),

            // A deployment may be the cause (roll back) or the fix (wait): looked at before anything.
            { Service.RollingBack: { } back } when !incident.HasRolledBack() => WhileRollingBack(
                incident,
                back,
                sight,
                policy,
                neighbours
            ),
            { Deployment: { } rolling } when IsFailing(incident, rolling, policy, now) => WhileFailing(
                incident,
                rolling,
                sight,
                policy,
                now,
                neighbours
            ),
            { StartFailure: { } words } => Ask($"tasks fail to start; a restart would not help: {words}", policy),

            // What was tried and refused, or has had its time: once is enough, the next rung is the hand-off to
            // on-call.
            _ when incident.LastAttempt is { Outcome: AttemptOutcome.Refused } tried => Ask(
                $"AWS refused '{tried.Change.Description}' ({tried.Detail}): {sight}",
                policy
            ),
            _ when Aftermath.Worse(incident, now) is { } worse => ClimbOrAsk(
                $"{worse}: {sight}",
                sight,
                policy,
                neighbours
            ),
            _ when incident.LastAttempt is { } tried => Expect(
                PhaseOf(tried),
                policy,
                Text($"{(now - tried.At).TotalSeconds:0} s after '{tried.Change.Description}': {sight}"),
                tried.At,
                policy.RecoverWithin,
                ClimbOrAsk(
                    incident.Returns.LastAt > tried.At
                        ? $"'{tried.Change.Description}' helped for a while, but the problem came back: {sight}"
                        : $"'{tried.Change.Description}' did not help "
                            + $"within {policy.RecoverWithin.TotalMinutes:0} min: {sight}",
                    sight,
                    policy,
                    neighbours
                )
            ),
            _ when incident.Failures<Change>() >= MostTries => Ask(
                Text($"{MostTries} actions did not take effect: {sight}"),
                policy
            ),
            _ => WhileUntried(incident, sight, policy, now, neighbours),
        };

    private Decision WhileUntried(
        Incident incident,
        ServiceUnavailableSight sight,
        ServiceUnavailablePolicy policy,
        DateTimeOffset now,
        Neighbours neighbours
    ) =>
        sight switch
        {
            { Deployment: { } rolling } => Expect(
                ServiceUnavailablePhase.WaitingForDeployment,
                policy,
                $"deployment {rolling.Id} is rolling out ({rolling.Running}/{rolling.Desired}), "
                    + $"it may be the fix: {sight}",
                rolling.Since(incident),
                policy.DeploymentWithin,
                Ask(
                    $"deployment {rolling.Id} has not finished "
                        + $"in {policy.DeploymentWithin.TotalMinutes:0} min: {sight}",
                    policy
                )
            ),

            // After that they are what any others are.
            { Targets.AllStarting: true } when now - incident.RungSince < policy.RecoverWithin => Watch(
                ServiceUnavailablePhase.Confirming,
                policy,
                $"all targets are starting: {sight}"
            ),

            // New tasks would start in the zone that fails, too.
            { Targets.DownZone: { } zone }
                when neighbours.ComparesZones && WhatConfirms(sight, policy) is { } confirms => new Decision.SwitchTo(
                ZoneShift.ZoneShiftProcedure.ProcedureName,
                $"only targets in {zone} are unhealthy; {confirms}: {sight}"
            ),

            // 3. ECSサービス再起動.
            _ when WhatConfirms(sight, policy) is { } confirms => Restart(incident, policy, $"{confirms}: {sight}"),
            _ => Confirm(sight, policy),
        };

    /// <summary>
    /// ECS refuses restart and rollback: once it is an outage, it is the next rung's for its page, or on-call's.
    /// </summary>
    private Decision WhileUndeployable(
        string why,
        Incident incident,
        ServiceUnavailableSight sight,
        ServiceUnavailablePolicy policy,
        DateTimeOffset now,
        Neighbours neighbours
    ) =>
        WhatConfirms(sight, policy) is { } confirms
            ? ClimbOrAsk(
                $"{why}, and ECS refuses a restart or rollback of anyone else; {confirms}: {sight}",
                sight,
                policy,
                neighbours
            )
        : sight.Targets.AllStarting && now - incident.RungSince < policy.RecoverWithin
            ? Watch(ServiceUnavailablePhase.Confirming, policy, $"all targets are starting: {sight}")
        : Confirm(sight, policy);

    /// <summary>
    /// ECS's circuit breaker or a person rolls back to an older revision: another change would be in its way.
    /// </summary>
    private Decision WhileRollingBack(
        Incident incident,
        ServiceDeployment back,
        ServiceUnavailableSight sight,
        ServiceUnavailablePolicy policy,
        Neighbours neighbours
    )
    {
        var stuck = ClimbOrAsk($"{back.DescribeRollback()} and does not finish: {sight}", sight, policy, neighbours);
        return back.Rollout == RolloutState.Failed
            ? stuck
            : Expect(
                ServiceUnavailablePhase.WaitingForDeployment,
                policy,
                $"{back.DescribeRollback()}: {sight}",
                back.RollingBackSince(incident),
                policy.DeploymentWithin,
                stuck
            );
    }

    /// <summary>A rollback needs what a restart needs; and a slow deployment is not taken from who serves.</summary>
    private Decision WhileFailing(
        Incident incident,
        ServiceDeployment rolling,
        ServiceUnavailableSight sight,
        ServiceUnavailablePolicy policy,
        DateTimeOffset now,
        Neighbours neighbours
    ) =>
        WhatConfirms(sight, policy) switch
        {
            null => Confirm(sight, policy),
            _ when !sight.Targets.NoneServes && rolling.IsMerelySlow(policy.FailedTasksMeanFailing) => Ask(
                $"deployment {rolling.Id} is slow ({rolling.HowItStands()}) while other tasks serve: {sight}",
                policy
            ),
            var confirms
                when !incident.HasRolledBack()
                    && sight.Service.RollbackTarget(sight.Targets, incident, policy.RememberedFor, now) is { } good
                    && sight.Service.WayBackTo(good, sight.Newest, sight.WayBack, incident) is { } back =>
                new Decision.Act(
                    back,
                    ServiceUnavailablePhase.RollingBack,
                    policy.CheckEvery,
                    $"deployment {rolling.Id} fails ({rolling.HowItStands()}); {good} served before; "
                        + $"{confirms}: {sight}"
                ),
            _ => ClimbOrAsk(
                $"deployment {rolling.Id} fails ({rolling.HowItStands()}) and cannot be rolled back, {WhyNotBack(incident, sight, policy, now)}: {sight}",
                sight,
                policy,
                neighbours
            ),
        };

    /// <summary>
    /// 2. ALBターゲット確認, and the alarm: they can agree at once; else it takes the five probes of step 1. Null as long
    /// as it may be a blip.
    /// </summary>
    private static string? WhatConfirms(ServiceUnavailableSight sight, ServiceUnavailablePolicy policy) =>
        sight switch
        {
            { Targets: { NoneServes: true, AllStarting: false } } when policy.ActAtOnceWhenEvidenceAgrees =>
                "no healthy target",
            { Alarm.AllBreach: true } when policy.ActAtOnceWhenEvidenceAgrees =>
                "the health URL fails and every datapoint of the alarm breaches",
            _ when sight.Probes.AreDown(policy.Probes) =>
                $"{sight.Probes.Failed(2 * policy.Probes)} of the last {2 * policy.Probes} health requests failed",
            _ => null,
        };

    private static Decision.Wait Confirm(ServiceUnavailableSight sight, ServiceUnavailablePolicy policy) =>
        new(
            ServiceUnavailablePhase.Confirming,
            policy.ProbeEvery,
            new Until.OnCall(),
            $"health request {sight.Probes.Failed(2 * policy.Probes)} of {policy.Probes} failed, an outage or a blip: {sight}"
        );

    /// <summary>No target left: the ladder's next rung, where there is one.</summary>
    private Decision ClimbOrAsk(
        string because,
        ServiceUnavailableSight sight,
        ServiceUnavailablePolicy policy,
        Neighbours neighbours
    ) =>
        sight.Targets.NoneServes && neighbours.Above is { } next
            ? new Decision.SwitchTo(next, $"no healthy target; {because}") { AtLeast = Severity.P1 }
            : Ask(because, policy);

    private static Decision.Act Restart(Incident incident, ServiceUnavailablePolicy policy, string because) =>
        new(
            new Change.ForceNewDeployment(incident.Target),
            ServiceUnavailablePhase.Restarting,
            policy.CheckEvery,
            because
        );

    /// <summary>Requests without any answer or effect, after which it is handed off to on-call.</summary>
    private const int MostTries = 3;

    private static bool IsFailing(
        Incident incident,
        ServiceDeployment rolling,
        ServiceUnavailablePolicy policy,
        DateTimeOffset now
    ) => rolling.IsFailing(incident, policy.FailedTasksMeanFailing, policy.DeploymentWithin, now);

    private static string WhyNotBack(
        Incident incident,
        ServiceUnavailableSight sight,
        ServiceUnavailablePolicy policy,
        DateTimeOffset now
    ) =>
        incident.LastRollback() is { } tried
            ? $"'{tried.Change.Description}' was tried before ({tried.Outcome}: {tried.Detail})"
            : sight.Service.WhyNoRollback(sight.Targets, incident, policy.RememberedFor, sight.WayBack, now);

    private static Phase PhaseOf(Attempt tried) =>
        tried.Change.RollsBack ? ServiceUnavailablePhase.RollingBack : ServiceUnavailablePhase.Restarting;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>What else the estate has for the service.</summary>
    /// <param name="Above">The ladder's next rung; null when the next one is on-call.</param>
    /// <param name="SaturatedCpu">
    /// The CPU, in percent, from which on the latency remedy is asked first; null when it may not be.
    /// </param>
    /// <param name="ComparesZones">Whether the zone remedy may take it on.</param>
    public readonly record struct Neighbours(ProcedureName? Above, double? SaturatedCpu, bool ComparesZones = false);
}
