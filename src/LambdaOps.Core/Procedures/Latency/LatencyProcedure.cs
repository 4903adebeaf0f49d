using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.Latency;

/// <summary>
/// API応答遅延, the API answers slowly. The runbook's paragraph:
/// <code>
/// 診断  1. CloudWatchメトリクス確認   get-metric-data
///       2. ECSタスク状態確認          describe-tasks (here: the service's counts and target health)
///       3. DynamoDB throttling確認
/// 対処  - ECSタスク数増加             aws ecs update-service --desired-count 10
///       - DynamoDBキャパシティ増加    (the table's own procedure: handed off with the numbers)
/// </code>
/// Not a fixed 10: as many tasks as the numbers ask for (<see cref="Demand"/>), at most twice as many in one step, at
/// most the ceiling. What was borrowed is scaled in by steps after it has been calm for half an hour.
/// </summary>
public sealed class LatencyProcedure : Remedy<OperatedService, LatencyPolicy, LatencySight>
{
    public static ProcedureName ProcedureName { get; } = new("latency");

    public override ProcedureName Name => ProcedureName;

    public override Paragraph Paragraph { get; } =
        new(
            When: "slow responses, or an alarm on CPU",
            Does: "scales out saturated tasks, at most ×2 in one step; scales in after 30 calm minutes",
            StopsWhen: "calm, and scaled in; throttled tables and idle tasks: on-call"
        )
        {
            Runbook = "API応答遅延",
        };

    public override ImmutableArray<Look> Looks { get; } =
    [
        HealthUrlLooks.Probe,
        LoadBalancingLooks.Targets,
        ServiceLooks.State,
        AlarmLooks.Own,
        AlarmLooks.Active,
        LoadBalancingLooks.Load,
        TableLooks.Throttles,
        ScalingLooks.State,
        SiteLooks.Shown,
    ];

    public override ImmutableArray<Look> LooksForPeople { get; } = [RequestLogLooks.Slowest];

    public override ImmutableArray<ChangeKind> Changes => [ChangeKind.SetDesiredCount, ChangeKind.SetScalingMinimum];

    protected override Severity HandOffAt => Severity.P2;

    /// <summary>The runbook's next steps (キャッシュ有効期限確認).</summary>
    protected override NextStep Next => NextStep.Slowness;

    /// <summary>Since when it has been calm, with no alarm of the service active.</summary>
    public override Incident Remember(Incident incident, Evidence seen, Resource target, DateTimeOffset now) =>
        incident with
        {
            Memory =
                target is OperatedService service
                && LatencySight.Of(seen, service) is { IsCalm: true, AlarmFiring: false }
                    ? new ProcedureMemory.Latency(incident.CalmSince ?? now)
                    : null,
        };

    public override bool LooksWell(Evidence seen, Resource target) =>
        base.LooksWell(seen, target)
        && target is OperatedService service
        && LatencySight.Of(seen, service) is { IsCalm: true };

    protected override LatencySight? See(Incident incident, Evidence seen, OperatedService target) =>
        LatencySight.Of(seen, target);

    protected override Decision OnSight(
        Incident incident,
        LatencySight sight,
        OperatedService target,
        LatencyPolicy policy,
        DateTimeOffset now
    ) =>
        sight switch
        {
            { IsQuiet: false, Load: { P95Ms: null } or { CpuPercent: null } } => Blind(
                incident,
                $"no datapoint yet: {sight}",
                policy
            ),
            _ when incident.CalmSince is { } since => WhileCalm(incident, sight, policy, now, now - since),
            _ => WhileSlow(incident, sight, target, policy, now),
        };

    private Decision WhileSlow(
        Incident incident,
        LatencySight sight,
        OperatedService service,
        LatencyPolicy policy,
        DateTimeOffset now
    ) =>
        sight switch
        {
            _ when incident.IsHandedOff => Attend(policy, $"handed off to on-call: {sight}"),
            _ when incident.LastAttempt is { Outcome: AttemptOutcome.Refused } refused => Ask(
                $"AWS refused '{refused.Change.Description}' ({refused.Detail}): {sight}",
                policy
            ),
            _ when Aftermath.Worse(incident, now) is { } worse => Ask($"{worse}: {sight}", policy),
            { Fails: true, IsSaturated: false }
                when Rungs.MaySwitchTo(
                    ServiceUnavailable.ServiceUnavailableProcedure.ProcedureName,
                    incident,
                    service
                ) => new Decision.SwitchTo(
                ServiceUnavailable.ServiceUnavailableProcedure.ProcedureName,
                $"requests fail, but the tasks are not saturated: {sight}"
            ),

            // 3. DynamoDB throttling確認: more tasks would only throttle it more.
            { IsSlow: true, Tables.Throttled.Count: > 0 } => Ask(
                $"{sight.Tables}; more tasks would not help: {sight}",
                policy,
                NextStep.TableCapacity
            ),

            // 2. ECSタスク状態確認: what is on its way is waited for, someone's deployment as well as our own tasks.
            // A count that is set meanwhile is counted with the tasks of both revisions.
            { Deployment: { } rolling } => Expect(
                LatencyPhase.WaitingForDeployment,
                policy,
                $"deployment {rolling.Id} is rolling out ({rolling.Running}/{rolling.Desired}): {sight}",
                rolling.CreatedAt,
                policy.DeploymentWithin,
                Ask(
                    Text(
                        $"slow, and deployment {rolling.Id} runs since {rolling.CreatedAt:HH:mm}: no scaling: {sight}"
                    ),
                    policy,
                    NextStep.Deployment
                )
            ),
            { StartFailure: { } words } => Ask($"tasks fail to start: {words}; {sight}", policy),
            _ when Borrowing.Of(incident) is { } borrowed && borrowed.Held != sight.Count => WhileUndone(
                incident,
                sight,
                borrowed,
                policy,
                now
            ),
            { AllServe: false } when incident.LastAttempt is { } tried => Expect(
                LatencyPhase.ScalingOut,
                policy,
                $"tasks are starting: {sight}",
                tried.At,
                policy.ServeWithin,
                Ask(Text($"tasks not healthy after {policy.ServeWithin.TotalMinutes:0} min: {sight}"), policy)
            ),
            _ when Since(incident, now) < policy.SettleFor => Watch(
                LatencyPhase.ScalingOut,
                policy,
                $"the new tasks serve; waiting for the metrics to catch up: {sight}"
            ),

            _ => ByNumbers(incident, sight, service, policy),
        };

    /// <summary>Nothing is on its way any more.</summary>
    private Decision ByNumbers(Incident incident, LatencySight sight, OperatedService service, LatencyPolicy policy) =>
        sight switch
        {
            { IsSlow: true, IsSaturated: true, Service.IsDaemon: true } => Ask(
                $"saturated, and a DAEMON service has a task on each instance, no count to set: {sight}",
                policy,
                NextStep.Count
            ),

            // 対処: ECSタスク数増加, when the tasks are saturated.
            { IsSlow: true, IsSaturated: true } => ScaleOut(incident, sight, service, policy),
            { IsSlow: true } => Expect(
                LatencyPhase.Diagnosing,
                policy,
                $"slow, but the tasks are not saturated: {sight}",
                incident.RungSince,
                policy.CheckEvery,
                Ask($"slow, but the tasks are not saturated; more tasks would not help: {sight}", policy) with
                {
                    Shows = RequestLogLooks.Slowest,
                }
            ),
            { IsCalm: false } => Expect(
                LatencyPhase.Watching,
                policy,
                $"not slow, not calm yet: {sight}",
                LastChange(incident),
                policy.WatchAtMost,
                Ask($"not slow, but still not calm: {sight}", policy)
            ),
            _ => Watch(LatencyPhase.Watching, policy, $"not slow, not calm yet: {sight}"),
        };

    /// <summary>
    /// Someone else, or a tool, has set another count since: it is left alone, and where the tasks are needed on-call
    /// is notified.
    /// </summary>
    private Decision WhileUndone(
        Incident incident,
        LatencySight sight,
        Borrowing borrowed,
        LatencyPolicy policy,
        DateTimeOffset now
    )
    {
        var what = Text($"someone else set {sight.Count} tasks, LambdaOps had set {borrowed.Held}; leaving it alone");
        return sight switch
        {
            { IsSlow: true } or { IsSaturated: true } when Since(incident, now) >= policy.SettleFor => Ask(
                $"{what}; the load needs more: {sight}",
                policy,
                NextStep.Count
            ),
            _ => Expect(
                LatencyPhase.Watching,
                policy,
                $"{what}: {sight}",
                LastChange(incident),
                policy.WatchAtMost,
                Ask($"{what}; not slow, but still not calm: {sight}", policy, NextStep.Count)
            ),
        };
    }

    private Decision ScaleOut(Incident incident, LatencySight sight, OperatedService service, LatencyPolicy policy)
    {
        var asked = Demand.TasksFor(sight.Load, sight.Service.Running, policy.TargetCpuPercent) ?? 0;
        var most = Math.Min(
            service.Capacity.Ceiling,
            sight.Scaling is ScalingState.Automatic automatic ? automatic.Maximum : int.MaxValue
        );
        var now = Math.Max(sight.Count, sight.Service.Desired);
        var to = Math.Min(Math.Min(asked, now * 2), most);
        var numbers = Text($"the load needs {asked} tasks at {policy.TargetCpuPercent} % CPU: {sight}");
        return to > now
            ? incident.Failures<Change>() < PageSteps.MostTries
                ? new Decision.Act(
                    sight.Scaling.Resize(incident.Target, sight.Service.Desired, to),
                    LatencyPhase.ScalingOut,
                    policy.CheckEvery,
                    $"saturated; {numbers}"
                )
                : Ask($"scaling out did not take effect in {PageSteps.MostTries} tries: {sight}", policy)
            : now >= most
                ? Ask(Text($"saturated with {now} tasks, the most allowed; {numbers}"), policy)
                : Ask($"saturated, but the load does not need more tasks; {numbers}", policy);
    }

    /// <summary>Calm: what was borrowed is scaled in by steps, then it is over.</summary>
    private static Decision WhileCalm(
        Incident incident,
        LatencySight sight,
        LatencyPolicy policy,
        DateTimeOffset now,
        TimeSpan calm
    ) =>
        Borrowing.Of(incident) switch
        {
            null or { IsReturned: true } when calm >= policy.WatchFor => new Decision.Resolved(
                Text($"calm for {calm.TotalMinutes:0} min: {sight}")
            ),
            null or { IsReturned: true } => Watch(Quietly(incident, LatencyPhase.Watching), policy, $"calm: {sight}"),
            { } borrowed when borrowed.Held != sight.Count => calm < policy.WatchFor
                ? Watch(Quietly(incident, LatencyPhase.Watching), policy, $"calm: {sight}")
                : new Decision.Resolved(
                    Text(
                        $"calm; someone else set {sight.Count} tasks, LambdaOps had set {borrowed.Held}; leaving it alone"
                    )
                ),
            { } borrowed when calm < policy.CalmFor => Hold(
                incident,
                LatencyPhase.Holding,
                borrowed,
                policy,
                Text($"calm for {calm.TotalMinutes:0} of {policy.CalmFor.TotalMinutes:0} min: {sight}")
            ),
            { } borrowed when sight.Deployment is { } rolling => Hold(
                incident,
                LatencyPhase.WaitingForDeployment,
                borrowed,
                policy,
                $"calm; no scaling in while deployment {rolling.Id} runs: {sight}"
            ),
            { } borrowed when now - borrowed.LastStepAt < policy.ScaleInEvery => Hold(
                incident,
                LatencyPhase.ScalingIn,
                borrowed,
                policy,
                $"calm; waiting before the next step: {sight}"
            ),
            { } borrowed when StepBack(borrowed, sight, policy) is { } to => new Decision.Act(
                sight.Scaling.Resize(incident.Target, sight.Service.Desired, to),
                LatencyPhase.ScalingIn,
                policy.CheckEvery,
                Text($"calm for {calm.TotalMinutes:0} min; scaling in to {borrowed.Before} in steps: {sight}")
            ),
            { } borrowed => Hold(
                incident,
                LatencyPhase.Holding,
                borrowed,
                policy,
                $"calm, but the added tasks are still needed: {sight}"
            ),
        };

    /// <summary>What is still needed after hours is another normal: whether it stays is on-call's to decide.</summary>
    private static Decision.Wait Hold(
        Incident incident,
        Phase phase,
        Borrowing borrowed,
        LatencyPolicy policy,
        string because
    ) =>
        incident.IsHandedOff
            ? Attend(policy, because)
            : Expect(
                phase,
                policy,
                because,
                borrowed.LastStepAt,
                policy.HoldAtMost,
                new Decision.Escalate(
                    Severity.P4,
                    NextStep.Count,
                    Rollouts.Seldom(policy.CheckEvery),
                    Text($"added tasks have been held for {policy.HoldAtMost.TotalHours:0.#} h: {because}")
                )
            );

    /// <summary>
    /// A third of what was borrowed, at least one task; null when the rest would be too busy without them.
    /// </summary>
    private static int? StepBack(Borrowing borrowed, LatencySight sight, LatencyPolicy policy)
    {
        const int Steps = 3;
        var step = Math.Max(1, (borrowed.Held - borrowed.Before + Steps - 1) / Steps);
        var to = Math.Max(borrowed.Before, borrowed.Held - step);
        var needed = Demand.TasksFor(sight.Load, sight.Service.Running, policy.TargetCpuPercent);
        return needed is { } tasks && tasks > to && tasks > borrowed.Before ? null : to;
    }

    private static TimeSpan Since(Incident incident, DateTimeOffset now) =>
        incident.LastAttempt is { } last ? now - last.At : TimeSpan.MaxValue;

    /// <summary>
    /// No datapoint is nothing missing: on-call is notified all the same of what stays so for too long.
    /// </summary>
    protected override Decision Blind(Incident incident, string reason, LatencyPolicy policy) =>
        base.Blind(incident, reason, policy) switch
        {
            Decision.Inconclusive unknown => unknown with
            {
                End = unknown.End.OrAt(
                    LastChange(incident) + policy.WatchAtMost,
                    Ask($"evidence missing: {reason}", policy)
                ),
            },
            var decision => decision,
        };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
