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

    /// <summary>Null when it may be started.</summary>
    public static string? WhyNot(RolloutSight sight, string revision) =>
        sight switch
        {
            { Deployment: { IsRunning: true } or { Course: DeploymentCourse.RollingBack } }
            or { Service.IsDeploying: true } => "a deployment is in progress",
            { Service.Primary: not { Rollout: RolloutState.Completed } } =>
                "the last deployment failed, there is no revision to go back to",
            { Service: var service } when TaskRevision.IsSame(service.TaskDefinition, revision) =>
                "that revision is deployed already",
            { Service: var service } when service.Running < service.Desired =>
                "tasks are missing, there is no revision to go back to",
            { Health.Healthy: false } => "the service is not healthy",
            { Alarms.Any: true } => "alarms are active",
            _ => null,
        };
}
