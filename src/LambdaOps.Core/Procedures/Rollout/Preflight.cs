using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.Rollout;

/// <summary>
/// 事前準備: what has to be so before a deployment is started. Whether there is a freeze, a guard asks; an incident that
/// is open has the target; and people are notified by the notice of the change.
/// </summary>
internal static class Preflight
{
    public static Decision Start(Incident incident, RolloutSight sight, string revision, RolloutPolicy policy) =>
        WhyNot(sight, revision) is { } because
            ? new Decision.Answer($"{incident.Target}: {revision} is not deployed: {because}: {sight}")
            : new Decision.Act(
                new Change.StartDeployment(incident.Target, revision),
                RolloutPhase.Starting,
                policy.CheckEvery,
                $"an operator asks for it; {TaskRevision.Name(sight.Service.TaskDefinition)} is there to go back to: {sight}"
            );

    /// <summary>The first share of the traffic, where a person wants all of it to go there.</summary>
    public static Decision Shift(Incident incident, RolloutSight sight, OperatedService target, RolloutPolicy policy) =>
        WhyNotShift(sight, target, policy) is { } because
            ? new Decision.Answer($"{incident.Target}: no traffic is shifted: {because}: {sight}")
            : new Decision.Act(
                new Change.ShiftWeights(incident.Target, target.TrafficRule!.Arn, From: 0, ShiftSteps.Next(0, policy)),
                RolloutPhase.Starting,
                policy.CheckEvery,
                $"an operator asks for it; the other group is there to go back to: {sight}"
            );

    /// <summary>Null when it may begin.</summary>
    public static string? WhyNotShift(RolloutSight sight, OperatedService target, RolloutPolicy policy) =>
        sight switch
        {
            { Weights: null } => "the estate names no rule whose weights are shifted (trafficRule)",
            { Weights.Unfit: { } unfit } => unfit,
            { Weights: var weights } when !weights.IsAt(0) => RolloutProcedure.Text(
                $"it has {weights.Percent:0.#} % of it already"
            ),
            { Weights: var weights } when TooSticky(weights, policy) is { } sticky => sticky,
            { Weights.OtherTargets.NoneServes: true } =>
                "no target of the other group is healthy, there is nothing to go back to",
            { Weights.OwnTargets: { Unhealthy: 0, Healthy: var healthy } } when healthy >= target.Capacity.Floor =>
                sight.Service.IsDeploying ? "a deployment is in progress" : WhyNotNow(sight),
            { Weights.OwnTargets: var targets } =>
                $"its targets are not healthy, or fewer than its floor of {target.Capacity.Floor}: {targets}",
        };

    /// <summary>A weight moves nobody who is kept with a group: after a step back clients would stay with the bad one.</summary>
    public static string? TooSticky(RuleWeights weights, RolloutPolicy policy) =>
        weights.StickyFor > policy.GateFor
            ? RolloutProcedure.Text(
                $"the rule keeps clients with their group for {weights.StickyFor.TotalSeconds:0} s, longer than a share is held ({policy.GateFor.TotalSeconds:0} s)"
            )
            : null;

    /// <summary>Null when it may be started.</summary>
    public static string? WhyNot(RolloutSight sight, string revision) =>
        sight switch
        {
            { Service.WhyNotDeployed: { } why } => why,
            { Deployment: { IsRunning: true } or { Course: DeploymentCourse.RollingBack } }
            or { Service.IsDeploying: true } => "a deployment is in progress",
            { Service: { Primary: null } or { Rolling: not null } } =>
                "the last deployment failed, there is no revision to go back to",
            { Service: var service } when TaskRevision.IsSame(service.TaskDefinition, revision) =>
                "that revision is deployed already",
            { Service: var service } when service.Running < service.Desired =>
                "tasks are missing, there is no revision to go back to",
            _ => WhyNotNow(sight),
        };

    private static string? WhyNotNow(RolloutSight sight) =>
        sight switch
        {
            { Health.Healthy: false } => "the service is not healthy",
            { Alarms.Any: true } => "alarms are active",
            _ => null,
        };
}
