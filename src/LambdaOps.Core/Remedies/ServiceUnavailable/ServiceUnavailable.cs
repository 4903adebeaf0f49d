using System.Globalization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Evidence;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Remedies.ServiceUnavailable;

/// <summary>
/// 503 Service Unavailable. The runbook's paragraph:
/// <code>
/// 1. ヘルスチェック確認   for i in {1..5}; do curl -I https://…/health; sleep 1; done
/// 2. ALBターゲット確認    aws elbv2 describe-target-health
/// 3. ECSサービス再起動    aws ecs update-service --force-new-deployment
///    根本原因調査         コンテナログ確認 · メモリ/CPU使用率確認 · 依存サービス確認   (a person's, named when it is handed over)
/// </code>
/// Ignorance comes first (<see cref="Blind"/>); the arms of <see cref="OnSight"/> stand in order of precedence:
/// health, people, deployments, what was tried, and only then the restart.
/// </summary>
public sealed class ServiceUnavailable : Remedy
{
    public static RemedyName RemedyName { get; } = new("serviceUnavailable");

    public override RemedyName Name => RemedyName;

    public override RemedySetting? SettingFor(OperatedService service) => service.ServiceUnavailable is { } setting
        ? new RemedySetting(setting.Mode, setting.Policy.Cooldown, setting.Policy.CheckEvery)
        : null;

    public override Decision Decide(
        Incident incident, ServiceEvidence seen, OperatedService service, DateTimeOffset now) => Decide(
            incident, seen, service.ServiceUnavailable?.Policy ?? ServiceUnavailablePolicy.Default, now);

    public static Decision Decide(
        Incident incident, ServiceEvidence seen, ServiceUnavailablePolicy policy, DateTimeOffset now) =>
        Sight.Of(seen, incident) is { } sight
            ? OnSight(incident, sight, policy, now)
            : Blind(incident, seen, policy, now);

    private static Decision OnSight(
        Incident incident, Sight sight, ServiceUnavailablePolicy policy, DateTimeOffset now) => sight switch
    {
        // 1. ヘルスチェック確認: healthy again is watched for a while, then it is over.
        { Healthy: true, AlarmFiring: false } when sight.HealthyFor(now) >= policy.WatchFor =>
            new Decision.Resolved(
                Text($"healthy for {sight.HealthyFor(now).TotalSeconds:0} s, alarm {sight.Alarm}")),
        { Healthy: true } when incident.IsHandedOver =>
            Attend(policy, $"healthy, with a person: {sight}"),
        { Healthy: true, AlarmFiring: true } when sight.HealthyFor(now) >= policy.WatchAtMost =>
            Ask(
                $"healthy for {sight.HealthyFor(now).TotalMinutes:0} min, yet the alarm stays: {sight.Alarm}",
                policy),
        { Healthy: true } =>
            new Decision.Wait(ServiceUnavailablePhase.Watching, policy.CheckEvery, $"healthy, watching: {sight}"),

        // A person has it: no more actions from here.
        _ when incident.IsHandedOver => Attend(policy, $"still down, with a person: {sight}"),

        // A deployment may be the cause (roll back) or the cure (wait): looked at before anything.
        { Deployment: { } rolling } when IsFailing(rolling, policy, now) => sight.LastGood is { } lastGood
            && lastGood != rolling.TaskDefinition
            && !incident.Attempts.Any(tried => tried.Action is RemedyAction.RollBack)
            ? new Decision.Act(
                new RemedyAction.RollBack(incident.Target, lastGood), ServiceUnavailablePhase.RollingBack,
                policy.CheckEvery,
                $"deployment {rolling.Id} fails ({Failing(rolling)}); {lastGood} served before: {sight}")
            : Ask(
                $"deployment {rolling.Id} fails ({Failing(rolling)}) and {WhyNotBack(incident, sight)}: {sight}",
                policy),
        { Service.Desired: 0 } =>
            Ask($"the desired count is 0: somebody stopped the service, a restart would not help: {sight}", policy),
        { PlacementFailure: { } words } =>
            Ask($"tasks cannot be placed, a restart would not help: {words}", policy),

        // What was tried and refused, or has had its time: once is enough, the next rung is a person's.
        _ when incident.LastAttempt is { Outcome: AttemptOutcome.Refused } tried =>
            Ask($"AWS refused '{tried.Action.Description}' ({tried.Detail}): {sight}", policy),
        _ when incident.LastAttempt is { } tried && now - tried.At < policy.RecoverWithin =>
            new Decision.Wait(
                PhaseOf(tried), policy.CheckEvery,
                Text($"{(now - tried.At).TotalSeconds:0} s after '{tried.Action.Description}': {sight}")),
        _ when incident.LastAttempt is { } tried =>
            Ask(
                $"'{tried.Action.Description}' did not help "
                + $"within {policy.RecoverWithin.TotalMinutes:0} min: {sight}",
                policy),
        { Deployment: { } rolling } when now - rolling.CreatedAt < policy.DeploymentWithin =>
            new Decision.Wait(
                ServiceUnavailablePhase.WaitingForDeployment, policy.CheckEvery,
                $"deployment {rolling.Id} is rolling out ({rolling.Running}/{rolling.Desired}), "
                + $"it may be the cure: {sight}"),
        { Deployment: { } rolling } =>
            Ask(
                $"deployment {rolling.Id} has not finished "
                + $"in {policy.DeploymentWithin.TotalMinutes:0} min: {sight}",
                policy),

        // 2. ALBターゲット確認, and the alarm: they can agree at once; else it takes the five probes of step 1.
        // 3. ECSサービス再起動.
        _ when policy.ActAtOnceWhenEvidenceAgrees && sight.Targets.Healthy == 0 =>
            Restart(incident, policy, $"no healthy target: {sight}"),
        _ when policy.ActAtOnceWhenEvidenceAgrees && sight.Alarm.AllBreach =>
            Restart(incident, policy, $"the health URL fails and every datapoint of the alarm breaches: {sight}"),
        _ when sight.FailedProbes >= policy.Probes =>
            Restart(incident, policy, $"{sight.FailedProbes} health requests in a row failed: {sight}"),
        _ => new Decision.Wait(
            ServiceUnavailablePhase.Confirming, policy.ProbeEvery,
            $"health request {sight.FailedProbes} of {policy.Probes} failed, an outage or a blip: {sight}"),
    };

    private static Decision Blind(
        Incident incident, ServiceEvidence seen, ServiceUnavailablePolicy policy, DateTimeOffset now)
    {
        var gaps = string.Join("; ", seen.Gaps);
        return incident switch
        {
            { IsHandedOver: true } => Attend(policy, $"with a person; cannot see: {gaps}"),
            { BlindSince: { } since } when now - since >= policy.BlindAtMost =>
                Ask(Text($"cannot see for {(now - since).TotalMinutes:0} min: {gaps}"), policy),
            _ => new Decision.Inconclusive(policy.CheckEvery, $"cannot see: {gaps}"),
        };
    }

    private static Decision.Act Restart(Incident incident, ServiceUnavailablePolicy policy, string because) => new(
        new RemedyAction.ForceNewDeployment(incident.Target), ServiceUnavailablePhase.Restarting, policy.CheckEvery,
        because);

    private static Decision.Escalate Ask(string because, ServiceUnavailablePolicy policy) =>
        new(Severity.P1, NextRung, Seldom(policy), because);

    private static Decision.Wait Attend(ServiceUnavailablePolicy policy, string because) =>
        new(Phase.HandedOver, Seldom(policy), because);

    /// <summary>A person has it: a third of the looks will do, yet none waits longer than a message can.</summary>
    private static TimeSpan Seldom(ServiceUnavailablePolicy policy) =>
        policy.CheckEvery * 3 < Decision.LongestCheckAgainIn ? policy.CheckEvery * 3 : Decision.LongestCheckAgainIn;

    /// <summary>The runbook's next step, for the person.</summary>
    private const string NextRung =
        "total outage (完全サービス停止時: maintenance page, minimal restart); "
        + "and the causes: container logs, CPU/memory, dependencies";

    private static bool IsFailing(ServiceDeployment rolling, ServiceUnavailablePolicy policy, DateTimeOffset now) =>
        rolling.Rollout == RolloutState.Failed
        || rolling.FailedTasks >= policy.FailedTasksMeanFailing
        || (rolling.Running < rolling.Desired && now - rolling.CreatedAt >= policy.DeploymentWithin);

    private static string Failing(ServiceDeployment rolling) => Text(
        $"rollout {rolling.Rollout}, {rolling.FailedTasks} failed tasks, {rolling.Running}/{rolling.Desired} running");

    private static string WhyNotBack(Incident incident, Sight sight) =>
        incident.Attempts.LastOrDefault(tried => tried.Action is RemedyAction.RollBack) is { } tried
            ? $"'{tried.Action.Description}' was tried before ({tried.Outcome}: {tried.Detail})"
            : sight.LastGood is { } lastGood ? $"{lastGood} is what fails" : "no older task definition is known";

    private static Phase PhaseOf(Attempt tried) => tried.Action is RemedyAction.RollBack
        ? ServiceUnavailablePhase.RollingBack
        : ServiceUnavailablePhase.Restarting;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
