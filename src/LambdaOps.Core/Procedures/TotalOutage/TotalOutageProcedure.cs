using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.TotalOutage;

/// <summary>
/// Everything is down. The runbook's paragraph (完全サービス停止時, emergency-recovery.sh):
/// <code>
/// 1. 静的メンテナンスページ表示   aws s3 cp maintenance.html index.html; aws cloudfront create-invalidation --paths "/*"
/// 2. 最小構成で再起動            aws ecs update-service --desired-count 2; … --force-new-deployment
/// 3. ヘルスチェック待機          for i in {1..30}; do curl …/health | grep "ok"; sleep 10; done
/// 4. 段階的スケールアップ        aws ecs update-service --desired-count 5
/// </code>
/// and what the script leaves to people: the page that stood there is restored, byte for byte. Ignorance comes first
/// (<see cref="Remedy{TResource,TPolicy,TSight}"/>); then the way down while nothing answers (<see cref="WhileDown"/>) and the way back once it
/// does (<see cref="OnceHealthy"/>).
/// </summary>
public sealed class TotalOutageProcedure : Remedy<OperatedService, TotalOutagePolicy, TotalOutageSight>
{
    public static ProcedureName ProcedureName { get; } = new("totalOutage");

    public override ProcedureName Name => ProcedureName;

    public override Paragraph Paragraph { get; } =
        new(
            When: "no healthy target is left",
            Does: "backs up the page, puts the maintenance page up, restarts with few tasks, scales out in steps, restores the page",
            StopsWhen: "page and count restored; else on-call at P1, the page stays up"
        )
        {
            Runbook = "完全サービス停止時, emergency-recovery.sh",
        };

    /// <summary>A page that cannot be seen is not swapped, and does not hold the restart up.</summary>
    private static readonly Look<SitePages> s_pages = SiteLooks.Pages with { IsOptional = true };

    public override ImmutableArray<Look> Looks { get; } =
    [
        HealthUrlLooks.Probe,
        LoadBalancingLooks.Targets,
        ServiceLooks.State,
        AlarmLooks.Own,
        AlarmLooks.Active,
        ScalingLooks.State,
        s_pages,
        Rollouts.WhileDeploying(DeploymentLooks.Newest),
        TaskDefinitionLooks.WayBack,
        ImageLooks.Running,
    ];

    public override ImmutableArray<ChangeKind> Changes =>
        [
            ChangeKind.ForceNewDeployment,
            ChangeKind.RollBack,
            ChangeKind.RollBackDeployment,
            ChangeKind.RestartAt,
            ChangeKind.SetDesiredCount,
            ChangeKind.ContinueDeployment,
            ChangeKind.SavePage,
            ChangeKind.PublishMaintenancePage,
            ChangeKind.RestorePage,
            ChangeKind.InvalidateSite,
        ];

    protected override Severity HandOffAt => Severity.P1;

    /// <summary>The runbook's next step (災害復旧), for on-call.</summary>
    protected override NextStep Next => NextStep.Causes;

    protected override TotalOutageSight? See(Incident incident, Evidence seen, OperatedService target) =>
        TotalOutageSight.Of(seen, incident);

    protected override Decision OnSight(
        Incident incident,
        TotalOutageSight sight,
        OperatedService target,
        TotalOutagePolicy policy,
        DateTimeOffset now
    ) =>
        incident.OwnStep(target, sight.Newest, TotalOutagePhase.Restarting, policy.CheckEvery, sight)
        ?? (
            sight.Healthy
                ? OnceHealthy(incident, sight, target, policy, now)
                : WhileDown(incident, sight, target, policy, now)
        );

    private Decision WhileDown(
        Incident incident,
        TotalOutageSight sight,
        OperatedService service,
        TotalOutagePolicy policy,
        DateTimeOffset now
    ) =>
        incident.LastRestart() switch
        {
            // On-call has it: no more actions from here, and the page stays.
            _ when incident.IsHandedOff => Attend(policy, $"still down; handed off to on-call: {sight}"),
            _ when sight.Service is { Desired: 0, IsDaemon: false } => Ask(
                $"the desired count is 0, someone stopped the service; a restart would not help: {sight}",
                policy
            ),
            { Outcome: AttemptOutcome.Refused } refused => Ask(
                $"AWS refused '{refused.Change.Description}' ({refused.Detail}): {sight}",
                policy
            ),

            // 1. 静的メンテナンスページ表示, when everything is down. A page that cannot be swapped does not hold the
            // restart up.
            null when sight.Targets.AllStarting && now - incident.RungSince < policy.RecoverWithin => Watch(
                TotalOutagePhase.WaitingForDeployment,
                policy,
                $"all targets are starting: {sight}"
            ),
            null when !sight.IsTotal => NotTotal(incident, sight, service, policy, now),
            null when OutagePages.NextStep(incident, sight, service, now) is { } step => new Decision.Act(
                step,
                TotalOutagePhase.ShowingMaintenance,
                Soon(incident, policy),
                $"everything is down; first the maintenance page, then a restart: {sight}"
            ),
            null => Restart(incident, sight, service, policy, now),
            _ when now - LastStep(incident) < policy.RecoverWithin
                    && OutagePages.MustInvalidate(incident, sight, service, now, policy) is { } again =>
                new Decision.Act(
                    again,
                    TotalOutagePhase.Restarting,
                    policy.CheckEvery,
                    $"the CDN cache is not invalidated yet: {sight}"
                ),

            _ when Aftermath.Worse(incident, now) is { } worse => Ask($"{worse}: {sight}", policy),

            { } when sight.IsDip => Watch(
                TotalOutagePhase.Watching,
                policy,
                $"a health request failed, others did not: {sight}"
            ),

            // 3. ヘルスチェック待機: every ten seconds, up to thirty times.
            { } restart => Expect(
                PhaseOf(restart),
                policy,
                Text($"{(now - restart.At).TotalSeconds:0} s after '{restart.Change.Description}': {sight}"),
                LastStep(incident),
                policy.RecoverWithin,
                Ask(
                    (
                        incident.Trend.DippedAt > restart.At
                            ? $"'{restart.Change.Description}' helped for a while: {sight}"
                            : Text($"'{restart.Change.Description}' did not help in {policy.Looks} looks; ")
                                + $"the maintenance page stays: {sight}"
                    ),
                    policy
                )
            ),
        };

    /// <summary>2. 最小構成で再起動, unless a deployment is the cause (roll back) or may be the fix (wait).</summary>
    private Decision Restart(
        Incident incident,
        TotalOutageSight sight,
        OperatedService service,
        TotalOutagePolicy policy,
        DateTimeOffset now
    ) =>
        sight switch
        {
            { Service: { Desired: 0, IsDaemon: true } } => Ask(
                $"no instance takes a task of the DAEMON service; a restart would not help: {sight}",
                policy
            ),
            { Service.WhyNotDeployed: { } why } => Ask(
                $"{why}, and ECS refuses a restart of anyone else: {sight}",
                policy
            ),
            { Service.RollingBack: { Rollout: RolloutState.Failed } back } when !incident.HasRolledBack() => Stuck(
                back,
                sight,
                policy
            ),
            { Service.RollingBack: { } back } when !incident.HasRolledBack() => Expect(
                TotalOutagePhase.WaitingForDeployment,
                policy,
                $"{back.DescribeRollback()}: {sight}",
                back.RollingBackSince(incident),
                policy.DeploymentWithin,
                Stuck(back, sight, policy)
            ),
            { Deployment: { } rolling }
                when IsFailing(incident, rolling, policy, now)
                    && !incident.HasRolledBack()
                    && sight.Service.RollbackTarget(sight.Targets, incident, policy.RememberedFor, now) is { } good
                    && sight.Service.WayBackTo(good, sight.Newest, sight.WayBack, incident) is { } back =>
                new Decision.Act(
                    back,
                    TotalOutagePhase.RollingBack,
                    policy.CheckEvery,
                    $"deployment {rolling.Id} fails ({rolling.HowItStands()}); {good} served before: {sight}"
                ),
            { Deployment: { } rolling } when !IsFailing(incident, rolling, policy, now) => Expect(
                TotalOutagePhase.WaitingForDeployment,
                policy,
                $"deployment {rolling.Id} is rolling out ({rolling.Running}/{rolling.Desired}), "
                    + $"it may be the fix: {sight}",
                rolling.Since(incident),
                policy.DeploymentWithin,
                Ask(
                    Text($"deployment {rolling.Id} has not finished in {policy.DeploymentWithin.TotalMinutes:0} min ")
                        + $"({rolling.HowItStands()}), and nothing answers: {sight}",
                    policy
                )
            ),
            { StartFailure: { } words } => Ask($"tasks fail to start; a restart would not help: {words}", policy),
            _ when incident.Failures<Change.RestartAt>() + incident.Failures<Change.ForceNewDeployment>()
                    >= PageSteps.MostTries => Ask(
                $"the restart did not take effect in {PageSteps.MostTries} tries: {sight}",
                policy
            ),

            // Its autoscaler would undo another count at once.
            { IsAutomatic: true } or { Service.IsDaemon: true } => new Decision.Act(
                new Change.ForceNewDeployment(incident.Target),
                TotalOutagePhase.Restarting,
                policy.CheckEvery,
                sight.Service.IsDaemon
                    ? $"no healthy target; a DAEMON service has no count to set: {sight}"
                    : $"no healthy target; Application Auto Scaling owns the count: {sight}"
            ),
            _ => new Decision.Act(
                new Change.RestartAt(incident.Target, service.Capacity.Floor)
                {
                    From = sight.Service.Desired,
                    Definition = sight.Service.Primary?.TaskDefinition,
                },
                TotalOutagePhase.Restarting,
                policy.CheckEvery,
                $"no healthy target: {sight}"
            ),
        };

    /// <summary>4. 段階的スケールアップ, healthy at each step; then the page; then it is monitored.</summary>
    private Decision OnceHealthy(
        Incident incident,
        TotalOutageSight sight,
        OperatedService service,
        TotalOutagePolicy policy,
        DateTimeOffset now
    ) =>
        sight switch
        {
            _ when sight.HealthyFor(now) < policy.SteadyFor => Watch(
                Quietly(incident, TotalOutagePhase.Watching),
                policy,
                $"healthy again, but not for long: {sight}"
            ),
            // ECS shows a count some seconds late: only after that does another one mean that someone else changed it.
            _ when incident.HeldCount() is { } held
                    && held != sight.Service.Desired
                    && !incident.IsHandedOff
                    && now - incident.LastAttempt!.At < s_shownWithin => Watch(
                TotalOutagePhase.ScalingOut,
                policy,
                Text($"healthy; ECS does not show {held} tasks yet: {sight}")
            ),
            // They have as long to start as the restart has to help; after that the page need not wait for them.
            { AllServe: false, StartFailure: null }
                when incident.HeldCount() == sight.Service.Desired
                    && !incident.IsHandedOff
                    && now - LastStep(incident) < policy.RecoverWithin => Watch(
                TotalOutagePhase.ScalingOut,
                policy,
                $"healthy; tasks are starting: {sight}"
            ),
            _ when !incident.IsHandedOff && NextCount(incident, sight, service) is { } next => ScaleUp(
                incident,
                sight,
                service,
                policy,
                next
            ),
            _ when OfPages(incident, sight, service, policy, now) is { } ofPages => ofPages,

            // What the restart took is restored even when on-call has the incident; then the page was restored first.
            _ when NextCount(incident, sight, service) is { } next => ScaleUp(incident, sight, service, policy, next),
            { AllServe: false }
                when incident.HeldCount() is var held
                    && (
                        held == sight.Service.Desired
                        || (held is null && incident.IsHandedOff && sight.Service.Running < sight.Service.Desired)
                    ) => AskOnce(
                incident,
                sight.StartFailure is { } words
                    ? $"healthy, but tasks fail to start: {words}; {sight}"
                    : Text($"healthy for {sight.HealthyFor(now).TotalMinutes:0} min, but not every task serves: ")
                        + $"{sight}",
                policy
            ),
            { WhyNoPages: { } why } when OutagePages.MayBeSeen(incident) => Attend(
                policy,
                $"healthy; handed off to on-call; what stands at the page is not seen ({why}): {sight}"
            ),
            { AlarmFiring: false } when sight.HealthyFor(now) >= policy.WatchFor => new Decision.Resolved(
                Text(
                    $"healthy for {sight.HealthyFor(now).TotalSeconds:0} s, no alarm{OutagePages.LeftAlone(incident, sight)}"
                )
            ),
            _ when incident.IsHandedOff => Attend(policy, $"healthy; handed off to on-call: {sight}"),
            _ => Watch(
                TotalOutagePhase.Watching,
                policy,
                $"healthy; monitoring continues: {sight}{OutagePages.LeftAlone(incident, sight)}"
            ),
        };

    /// <summary>What is left of the page once the service is healthy; null when nothing is.</summary>
    private Decision? OfPages(
        Incident incident,
        TotalOutageSight sight,
        OperatedService service,
        TotalOutagePolicy policy,
        DateTimeOffset now
    ) =>
        sight switch
        {
            { WhyNoPages: { } why } when OutagePages.MayBeSeen(incident) && !incident.IsHandedOff => Expect(
                TotalOutagePhase.RestoringPage,
                policy,
                $"healthy; what stands at the page is not seen ({why}): {sight}",
                sight.Streak.Since,
                policy.SteadyFor + policy.BlindAtMost,
                Ask($"healthy, and what stands at the page is not seen ({why}): {sight}", policy)
            ),
            _ when OutagePages.NextRestore(incident, sight, service, policy, now) is { } step => new Decision.Act(
                step,
                TotalOutagePhase.RestoringPage,
                Soon(incident, policy),
                $"healthy; restoring the page: {sight}"
            ),
            { Pages: { } pages } when PageSteps.Lost(pages, OutagePages.IsOf(incident)) is { } lost => AskOnce(
                incident,
                $"healthy, but there is no backup at {lost} to restore",
                policy
            ),
            _ when !OutagePages.Restoring(incident, sight, service).IsEmpty => AskOnce(
                incident,
                $"healthy, but restoring the page failed: {sight}",
                policy
            ),
            _ => null,
        };

    private static Decision.Act ScaleUp(
        Incident incident,
        TotalOutageSight sight,
        OperatedService service,
        TotalOutagePolicy policy,
        int next
    ) =>
        new(
            new Change.SetDesiredCount(incident.Target, sight.Service.Desired, next) { AfterRestart = true },
            TotalOutagePhase.ScalingOut,
            policy.CheckEvery,
            Text(
                $"healthy with {sight.Service.Desired} tasks; scaling out to {WholeCount(incident, service)} in steps: {sight}"
            )
        );

    /// <summary>
    /// Some targets are left: that is the 503 procedure's, when it has not been tried. It knows nothing of pages, so
    /// one that is up already is taken down first.
    /// </summary>
    private Decision NotTotal(
        Incident incident,
        TotalOutageSight sight,
        OperatedService service,
        TotalOutagePolicy policy,
        DateTimeOffset now
    ) =>
        OutagePages.NextRestore(incident, sight, service, policy, now) is { } step
            ? new Decision.Act(
                step,
                TotalOutagePhase.RestoringPage,
                Soon(incident, policy),
                $"not everything is down; restoring the page: {sight}"
            )
        : sight.Pages?.HasUp(incident.Id) == true || (sight.WhyNoPages is not null && OutagePages.MayBeSeen(incident))
            ? Ask($"not everything is down, and restoring the page failed: {sight}", policy)
        : Rungs.MaySwitchTo(ServiceUnavailable.ServiceUnavailableProcedure.ProcedureName, incident, service)
            ? new Decision.SwitchTo(
                ServiceUnavailable.ServiceUnavailableProcedure.ProcedureName,
                $"not everything is down: {sight}"
            )
        : Ask($"the health URL fails, but not everything is down: {sight}", policy);

    /// <summary>The count to go to; null when it is where it belongs, or is not ours to set.</summary>
    private static int? NextCount(Incident incident, TotalOutageSight sight, OperatedService service) =>
        incident.HeldCount() is { } held
        && held == sight.Service.Desired
        && WholeCount(incident, service) is var whole
        && held < whole
        && sight is { IsAutomatic: false, AllServe: true }
            ? Math.Min(held * 2, whole)
            : null;

    /// <summary>
    /// The count from before the restart, within floor and ceiling; the estate's normal one where a record does not
    /// say it.
    /// </summary>
    private static int WholeCount(Incident incident, OperatedService service) =>
        Math.Clamp(incident.CountBefore() ?? service.Capacity.Normal, service.Capacity.Floor, service.Capacity.Ceiling);

    /// <summary>
    /// The newest step that was made, from which on it has to help: the CDN cache does nothing for the service.
    /// </summary>
    private static DateTimeOffset LastStep(Incident incident) =>
        incident
            .RungAttempts.Last(attempt =>
                attempt is { Outcome: AttemptOutcome.Done, Change: not Change.InvalidateSite }
            )
            .At;

    private Decision.Escalate Stuck(ServiceDeployment back, TotalOutageSight sight, TotalOutagePolicy policy) =>
        Ask($"{back.DescribeRollback()} and does not finish: {sight}", policy);

    private static bool IsFailing(
        Incident incident,
        ServiceDeployment rolling,
        TotalOutagePolicy policy,
        DateTimeOffset now
    ) => rolling.IsFailing(incident, policy.FailedTasksMeanFailing, policy.DeploymentWithin, now);

    private static Phase PhaseOf(Attempt restart) =>
        restart.Change.RollsBack ? TotalOutagePhase.RollingBack : TotalOutagePhase.Restarting;

    private Decision AskOnce(Incident incident, string because, TotalOutagePolicy policy) =>
        incident.IsHandedOff ? Attend(policy, because) : Ask(because, policy);

    /// <summary>DescribeServices is eventually consistent.</summary>
    private static readonly TimeSpan s_shownWithin = TimeSpan.FromSeconds(30);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
