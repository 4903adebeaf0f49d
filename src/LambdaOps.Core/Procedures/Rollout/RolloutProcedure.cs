using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Procedures.Rollout;

/// <summary>
/// デプロイメント手順. The runbook's paragraph:
/// <code>
/// 1. 事前準備             ロールバック計画準備 · 関係者への通知 · 監視体制確認
/// 2. Blue/Green           deploy-blue-green.sh --version …
///    トラフィック切り替え   switch-traffic.sh --percentage 10, then 50, then 100
/// 3. デプロイ後確認        watch -n 10 … HTTPCode_Target_5XX_Count, for five minutes
/// </code>
/// ECS moves the traffic by itself (LINEAR, CANARY) and pauses before each step at a hook; this answers the hook. At the
/// shares of the gates the new revision's own numbers decide, elsewhere it goes on at once. Numbers in danger roll it
/// back at any time. What is not the deployment's fault is the next procedure's. Where two services take turns behind one
/// rule, the rule's weights are moved from gate to gate (<see cref="OwnShift"/>).
/// </summary>
public sealed class RolloutProcedure : Remedy<OperatedService, RolloutPolicy, RolloutSight>
{
    /// <summary>Between AWS's times of the same moment.</summary>
    internal static TimeSpan ClocksApart { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Requests without any answer or effect, after which it is handed off to on-call.</summary>
    private const int MostTries = 3;

    public static ProcedureName ProcedureName { get; } = new("rollout");

    public override ProcedureName Name => ProcedureName;

    public override Paragraph Paragraph { get; } =
        new(
            When: "a deployment, a pause hook that waits, an alarm on errors, CPU or memory, or an operator's request",
            Does: "starts a deployment after its preflight; lets it go on at 10 % and 50 % by the new revision's own numbers, in ECS's steps or by a rule's weights; watches each deployment; rolls back what is in danger within 30 minutes; replaces tasks whose memory climbs, once",
            StopsWhen: "deployed and watched for 5 minutes, rolled back, replaced, or no more than a warning; else the service's next procedure or on-call"
        )
        {
            Runbook = "デプロイメント手順",
        };

    public override ImmutableArray<Trigger> Triggers { get; } =
    [new Trigger.Alarm(), new Trigger.ByEvent(EcsEvents.Source, EcsEvents.DetailTypes), new Trigger.Request()];

    public override ImmutableArray<Look> Looks { get; } =
    [
        HealthUrlLooks.Probe,
        ServiceLooks.State,
        AlarmLooks.Own,
        AlarmLooks.Active,
        DeploymentLooks.Newest,
        DeploymentLooks.NewRevision,
        DeploymentLooks.Usage,
        WeightLooks.Rule,
        TaskDefinitionLooks.WayBack,
        ImageLooks.Running,
    ];

    public override ImmutableArray<ChangeKind> Changes =>
        [
            ChangeKind.StartDeployment,
            ChangeKind.ContinueDeployment,
            ChangeKind.RollBackDeployment,
            ChangeKind.ShiftWeights,
            ChangeKind.RollBack,
            ChangeKind.ForceNewDeployment,
        ];

    public override RecoveryLevel? RecoveryLevelOf(Incident incident) => null;

    protected override Severity HandOffAt => Severity.P2;

    protected override NextStep Next => NextStep.Deployment;

    public override bool LooksWell(Evidence seen, Resource target) =>
        seen.Health is Fact<HealthProbe>.Known { Value.Healthy: true };

    /// <summary>Which hook waits, and since when.</summary>
    public override Incident Remember(Incident incident, Evidence seen, Resource target, DateTimeOffset now) =>
        Notice(incident.CarryOn(seen, now), seen, (OperatedService)target, now);

    /// <summary>A test that is awaited now, and was not before this look.</summary>
    public override HandWork? AsksFor(Incident before, Incident incident, Resource target) =>
        incident.Rollout.Test is { Result: null } test
        && test.Deployment != before.Rollout.Test?.Deployment
        && target is OperatedService { PerformanceTest: { } command }
            ? new HandWork(command, test.Deployment)
            : null;

    /// <summary>
    /// Who takes a rollout on does not answer its hook, and ECS says only once that it waits. It is said later than by
    /// ECS's own event, whose fractions of a second the clock does not have.
    /// </summary>
    public override Signal? HearsAgain(Evidence seen, DateTimeOffset now) =>
        seen.Deployments is Fact<NativeDeployments>.Known { Value.Newest: { Hook: not null, ServiceArn: { } service } }
            ? new Signal.DeploymentChanged(service, EcsEvents.HookAwaits, "it still waits", now.AddSeconds(1))
            : null;

    private static Incident Notice(Incident incident, Evidence seen, OperatedService target, DateTimeOffset now)
    {
        // What is not seen does not begin anew.
        if (
            seen.Deployments is not Fact<NativeDeployments>.Known { Value: var deployments }
            || (incident.Rollout.MovesWeights && seen.Weights is Fact<RuleWeights>.Missing)
        )
        {
            return incident;
        }

        var newest = OwnShift.Newest(deployments, seen, incident, target);
        var asked = PerformanceTest.AskOnce(incident, newest, target, now);
        return asked.Remembering(
            asked.Rollout with
            {
                IsStarted = incident.HasTried<Change.StartDeployment>() || incident.HasDone<Change.ShiftWeights>(),
                Hook = newest?.Hook?.Id,
                HookSince =
                    newest?.Hook is null ? null
                    : newest.Hook.Id == incident.Rollout.Hook ? incident.Rollout.HookSince
                    : now,
            }
        );
    }

    protected override RolloutSight? See(Incident incident, Evidence seen, OperatedService target) =>
        RolloutSight.Of(seen, incident, target);

    protected override Decision OnSight(
        Incident incident,
        RolloutSight sight,
        OperatedService target,
        RolloutPolicy policy,
        DateTimeOffset now
    ) => Carry(incident, sight, target, policy, now);

    /// <summary>The deployment that runs, or was started here, is carried to its end, whichever procedure wants it.</summary>
    internal Decision Carry(
        Incident incident,
        RolloutSight sight,
        OperatedService target,
        RolloutPolicy policy,
        DateTimeOffset now
    ) =>
        (incident, sight) switch
        {
            ({ IsHandedOff: false }, _) => Follow(incident, sight, target, policy, now),
            (_, { Deployment: not { IsRunning: true }, Health.Healthy: true, Alarms.Any: false })
                when Judge(sight, sight.Deployment, target, policy, now).Kind != ShiftVerdictKind.Bad =>
                new Decision.Resolved($"no deployment runs, and the service is well: {sight}"),
            _ => Attend(policy, $"handed off to on-call: {sight}"),
        };

    private Decision Follow(
        Incident incident,
        RolloutSight sight,
        OperatedService target,
        RolloutPolicy policy,
        DateTimeOffset now
    ) =>
        (incident, sight) switch
        {
            // Stopped in the moment of the deployment: that is why it does not serve.
            (_, { Service.Desired: 0, Health.Healthy: false }) => Stopped.Handed(sight.Service, policy.CheckEvery),
            ({ LastAttempt: { Outcome: AttemptOutcome.Refused } refused }, _) when !IsOver(refused, sight) => Ask(
                $"AWS refused '{refused.Change.Description}' ({refused.Detail}): {sight}",
                policy
            ),
            _ when incident.Failures<Change>() >= MostTries => Ask(
                Text($"{MostTries} actions did not take effect: {sight}"),
                policy
            ),
            _ when Wanted(incident) is { } revision && incident.Rollout.Calls is null => Preflight.Start(
                incident,
                sight,
                revision,
                policy
            ),
            _ when OwnShift.Changed(incident, sight.Weights) is { } changed => Ask($"{changed}: {sight}", policy),
            _ when WantsShift(incident) => Preflight.Shift(incident, sight, target, policy),
            (_, { Deployment: null }) => Standing(incident, sight, target, policy, now, "there is none"),
            _ when IsAwaited(incident, sight.Deployment!) => Expect(
                RolloutPhase.Starting,
                policy,
                $"ECS does not list it yet: {sight}",
                Started(incident)!.At,
                policy.DeploymentWithin,
                Ask($"the deployment that was asked for does not appear: {sight}", policy)
            ),
            (_, { Deployment: { IsRunning: true } running })
                when new Replacement(incident, sight, target, policy).While(running, now) is { } decision => decision,
            (_, { Deployment: { IsRunning: true } running }) => new Shift(
                incident,
                sight,
                running,
                target,
                policy,
                now
            ).Decide() ?? NothingToDo(incident, sight, target, policy, "it is no suspect"),
            (_, { Deployment.Course: DeploymentCourse.RollbackFailed }) => Ask($"the rollback failed: {sight}", policy),
            (_, { Deployment: { Course: DeploymentCourse.RollingBack } back }) => Expect(
                RolloutPhase.RollingBack,
                policy,
                $"it is rolled back: {sight}",
                incident.LastAttempt?.At ?? incident.RungSince,
                policy.RollBackWithin,
                Ask(Text($"the rollback takes {policy.RollBackWithin.TotalMinutes:0} min: {back}; {sight}"), policy)
            ),
            (_, { Deployment: { } over }) => After(incident, sight, over, target, policy, now),
        };

    /// <summary>Whether another invocation or person answered the hook first: there is nothing left to refuse.</summary>
    private static bool IsOver(Attempt refused, RolloutSight sight) =>
        refused.Change is Change.ContinueDeployment step && step.Hook != sight.Deployment?.Hook?.Id;

    /// <summary>The revision that a person wants deployed, until that was made.</summary>
    private static string? Wanted(Incident incident) =>
        incident.Rollout.Request is { Wish: RolloutWish.Deploy, Revision: { } revision }
        && !incident.HasTried<Change.StartDeployment>()
            ? revision
            : null;

    /// <summary>Whether a person wants traffic moved by weights, until the first step was made.</summary>
    private static bool WantsShift(Incident incident) =>
        incident.Rollout is { Request.Wish: RolloutWish.Shift, Calls: null }
        && !incident.HasDone<Change.ShiftWeights>();

    /// <summary>Whether a deployment that was started here is not listed yet.</summary>
    private static bool IsAwaited(Incident incident, NativeDeployment newest) =>
        Started(incident) is { } started && newest.CreatedAt < started.At;

    private static Attempt? Started(Incident incident) =>
        incident.RungAttempts.LastOrDefault(attempt =>
            attempt
                is {
                    Outcome: AttemptOutcome.Done,
                    Change: Change.StartDeployment or Change.RollBack or Change.ForceNewDeployment
                }
        );

    /// <summary>デプロイ後確認: it is over, one way or the other.</summary>
    private Decision After(
        Incident incident,
        RolloutSight sight,
        NativeDeployment over,
        OperatedService target,
        RolloutPolicy policy,
        DateTimeOffset now
    )
    {
        var isNew = over.Course == DeploymentCourse.Successful && !incident.IsWayBack(over);
        var verdict = Judge(sight, over, target, policy, now);
        var suspicion = new Suspicion(sight, over, target.Thresholds, policy);
        var isAtFault =
            isNew
            && suspicion.IsRecent(now)
            && (suspicion.IsDanger(verdict) || suspicion.MayBeWhy(verdict, isJudged: true));
        var since = now - over.EndedAt;
        return sight switch
        {
            _ when isNew && Aborted(incident, sight, over, target, policy, now, verdict) is { } back => back,
            _ when isAtFault => BackFrom(incident, sight, over, target, policy, now, verdict)
                ?? NothingToDo(incident, sight, target, policy, verdict.Because + sight.Deregistered(over)),

            // Another procedure does not wait for the end of the watch. After a way back alarms are late.
            { IsDown: true } => NothingToDo(incident, sight, target, policy, verdict.Because),
            { IsUnwell: false }
            or { IsMemoryOnly: true } when Due(incident, sight, target, policy, now) is { } replace => replace,
            { IsUnwell: true } when isNew => NothingToDo(incident, sight, target, policy, verdict.Because),
            _ when since < policy.WatchFor => Watch(
                RolloutPhase.Watching,
                policy,
                $"{verdict.Because}; monitoring continues: {sight}"
            ),
            _ when since < policy.PerformanceTestWithin && PerformanceTest.IsAwaited(incident, over) =>
                new Decision.Wait(
                    RolloutPhase.Watching,
                    Rollouts.Seldom(policy.CheckEvery),
                    new Until.OnCall(),
                    $"{verdict.Because}; the performance test is not reported yet: {sight}"
                ),
            { Health.Healthy: true, Alarms.Any: false } when incident.Rollout.Request?.Wish == RolloutWish.Status =>
                new Decision.Answer($"{target.Id}: {sight}"),
            { Health.Healthy: true, Alarms.Any: false }
                when isNew && !incident.IsSignalled && IsAborted(incident, over) => new Decision.Answer(
                $"{target.Id}: the deployment is not watched any more, and nothing is rolled back; an operator may ask to deploy {over.Source?.TaskDefinition ?? "another revision"}: {sight}"
            ),
            { Health.Healthy: true, Alarms.Any: false } => new Decision.Resolved(
                (
                    Replacement.Own(incident, over) is not null ? "tasks replaced and monitored"
                    : over.Course == DeploymentCourse.Successful ? "deployed and monitored"
                    : "rolled back and monitored"
                )
                    + Text(
                        $" for {policy.WatchFor.TotalMinutes:0} min{PerformanceTest.InWords(incident, over)}; {verdict.Because}: {sight}"
                    )
            ),
            _ => Standing(incident, sight, target, policy, now, verdict.Because),
        };
    }

    /// <summary>
    /// What a person wants back while it is watched; null where nobody does, or where it has been blocked for as long as
    /// a deployment is a suspect.
    /// </summary>
    private Decision? Aborted(
        Incident incident,
        RolloutSight sight,
        NativeDeployment over,
        OperatedService target,
        RolloutPolicy policy,
        DateTimeOffset now,
        ShiftVerdict verdict
    )
    {
        if (
            !IsAborted(incident, over)
            || !IsWatched(incident, over, policy)
            || now - incident.Rollout.RequestedAt >= policy.BudgetFor
        )
        {
            return null;
        }

        var because = $"an operator aborts it{PerformanceTest.InWords(incident, over)}";
        return BackFrom(incident, sight, over, target, policy, now, verdict with { Because = because }) is { } back
            ? back
            : Ask($"{because}; there is no revision to go back to{sight.Deregistered(over)}: {sight}", policy);
    }

    private static Decision.Act? Due(
        Incident incident,
        RolloutSight sight,
        OperatedService target,
        RolloutPolicy policy,
        DateTimeOffset now
    ) => new Replacement(incident, sight, target, policy).Due(now);

    /// <summary>No deployment runs or is monitored. A warning is recorded, and a single failed request may be a blip.</summary>
    private Decision Standing(
        Incident incident,
        RolloutSight sight,
        OperatedService target,
        RolloutPolicy policy,
        DateTimeOffset now,
        string because
    ) =>
        sight switch
        {
            { IsUnwell: false }
            or { IsMemoryOnly: true } when Due(incident, sight, target, policy, now) is { } replace => replace,
            { IsUnwell: false, Alarms.Any: true } => Watch(
                RolloutPhase.Watching,
                policy,
                $"a warning, no danger: {sight.Climb?.ToString() ?? "memory does not climb"}; {because}: {sight}"
            ),
            { IsUnwell: false, Health.Healthy: false } => Watch(
                RolloutPhase.Watching,
                policy,
                $"a health request failed, an outage or a blip; {because}: {sight}"
            ),
            _ => NothingToDo(incident, sight, target, policy, because),
        };

    /// <summary>Whatever the revision's group got before its deployment belongs to another one.</summary>
    private static ShiftVerdict Judge(
        RolloutSight sight,
        NativeDeployment? deployment,
        OperatedService target,
        RolloutPolicy policy,
        DateTimeOffset now
    ) =>
        ShiftVerdict.Of(
            sight.Load,
            Later(deployment?.CreatedAt ?? now, now - policy.JudgeOver),
            target.Thresholds,
            policy.MinimumRequests
        );

    /// <summary>ECS's way back from what is over is a deployment of the revision before; null where none is left.</summary>
    private static Decision.Act? BackFrom(
        Incident incident,
        RolloutSight sight,
        NativeDeployment over,
        OperatedService target,
        RolloutPolicy policy,
        DateTimeOffset now,
        ShiftVerdict verdict
    ) =>
        incident.Rollout.MovesWeights
            ? ShiftSteps.Of(incident, sight, over, target, policy) is { WhyNotBack: null, Back: var toOther }
                ? new Decision.Act(
                    toOther,
                    RolloutPhase.RollingBack,
                    policy.CheckEvery,
                    $"{verdict.Because}; the shift is the newest change: {sight}"
                )
                : null
            : (
                over.ServedBefore?.TaskDefinition
                ?? sight.Service.RollbackTarget(sight.Load.Targets, incident, policy.RememberedFor, now)
            )
                is { } source
            && sight.WayBack?.WhyNot(source) is null
            && !incident.HasTried<Change.RollBack>()
            && !TaskRevision.IsSame(source, over.Target.TaskDefinition)
                ? new Decision.Act(
                    new Change.RollBack(incident.Target, source),
                    RolloutPhase.RollingBack,
                    policy.CheckEvery,
                    $"{verdict.Because}; the deployment is the newest change: {sight}"
                )
                : null;

    /// <summary>
    /// No deployment is at fault, or none can be rolled back: the procedure whose alarm came has it from here, else the
    /// service's next one, else on-call.
    /// </summary>
    private Decision NothingToDo(
        Incident incident,
        RolloutSight sight,
        OperatedService target,
        RolloutPolicy policy,
        string because
    ) =>
        sight switch
        {
            { Health.Healthy: true, Alarms.Any: false } when incident.IsSignalled => new Decision.Resolved(
                $"all is well: {sight}"
            ),
            { Health.Healthy: true, Alarms.Any: false } => new Decision.Answer($"{target.Id}: {sight}"),
            _ when WhoIsNext(incident, sight, target) is { } next => new Decision.SwitchTo(
                next,
                $"{InWords(sight)}, and no deployment is to be rolled back; {because}: {sight}"
            ),
            { IsMemoryOnly: true } => Ask(
                $"{InWords(sight)}, {sight.Climb?.ToString() ?? "and does not climb"}: {sight}",
                policy,
                NextStep.Memory
            ),
            _ => Ask($"{InWords(sight)}, and no deployment is to be rolled back; {because}: {sight}", policy),
        };

    private static string InWords(RolloutSight sight) =>
        $"the service is not well ({(sight.IsUnwell ? sight.InTrouble : "the health URL fails")})";

    /// <summary>
    /// Who is against what is wrong: the procedure whose alarm came, more tasks against a busy CPU, else the ladder. No
    /// procedure gives memory.
    /// </summary>
    private static ProcedureName? WhoIsNext(Incident incident, RolloutSight sight, OperatedService target)
    {
        var rungs = sight switch
        {
            { IsMemoryOnly: true } => ImmutableArray<ProcedureName>.Empty,
            { IsUnwell: true }
                when sight.Troubles.All(trouble => trouble.Kind is TroubleKind.Cpu or TroubleKind.Memory) =>
                ImmutableArray.Create(LatencyProcedure.ProcedureName),
            _ => target.Ladder,
        };
        return rungs
            .Prepend(incident.Rollout.Calls ?? incident.Remedy)
            .Where(rung => Rungs.MaySwitchTo(rung, incident, target))
            .Select(rung => (ProcedureName?)rung)
            .FirstOrDefault();
    }

    /// <summary>What cannot be seen of a deployment keeps no other procedure from its alarm.</summary>
    protected override Decision Blind(Incident incident, string reason, RolloutPolicy policy) =>
        GiveWay(incident, reason) ?? base.Blind(incident, reason, policy);

    /// <summary>Null where no other procedure's alarm has come.</summary>
    internal static Decision.SwitchTo? GiveWay(Incident incident, string reason) =>
        incident is { IsHandedOff: false, Rollout.Calls: { } other } && !incident.Rung.Climbed.Contains(other)
            ? new Decision.SwitchTo(other, $"evidence of the deployment is missing: {reason}")
            : null;

    /// <summary>Whether a person wants that deployment back: not one that began after they said so, nor their way back.</summary>
    internal static bool IsAborted(Incident incident, NativeDeployment deployment) =>
        incident.Rollout is { Request.Wish: RolloutWish.Abort } memory
        && !(memory.RequestedAt < deployment.CreatedAt)
        && !incident.IsWayBack(deployment);

    /// <summary>Whether they said so while it was watched.</summary>
    private static bool IsWatched(Incident incident, NativeDeployment over, RolloutPolicy policy) =>
        incident.Rollout.RequestedAt - over.EndedAt
        < (
            incident.Rollout.Test?.Deployment == over.Arn && policy.PerformanceTestWithin > policy.WatchFor
                ? policy.PerformanceTestWithin
                : policy.WatchFor
        );

    internal static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
