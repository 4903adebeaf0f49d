using System.Globalization;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures;

/// <summary>
/// What every remedy thinks of deployments, and how seldom an incident that on-call has is looked at.
/// </summary>
internal static class Rollouts
{
    /// <summary>
    /// Whether a deployment is the cause rather than the fix: ECS says so, its tasks die, or it takes too long.
    /// </summary>
    public static bool IsFailing(
        this ServiceDeployment rolling,
        int failedTasksMeanFailing,
        TimeSpan within,
        DateTimeOffset now
    ) =>
        rolling.Rollout == RolloutState.Failed
        || rolling.FailedTasks >= failedTasksMeanFailing
        || (rolling.Running < rolling.Desired && now - rolling.CreatedAt >= within);

    /// <summary>
    /// Whether nothing but time speaks against it: ECS does not give it up, and its tasks do not die. While others
    /// serve meanwhile, a rollback would take a good deployment away.
    /// </summary>
    public static bool IsMerelySlow(this ServiceDeployment rolling, int failedTasksMeanFailing) =>
        rolling.Rollout != RolloutState.Failed && rolling.FailedTasks < failedTasksMeanFailing;

    /// <summary>
    /// The task definition to roll back to from the primary deployment's: one that serves now beside it, or that the
    /// service was seen healthy with lately. Null when there is none, and while someone rolls back already.
    /// </summary>
    public static string? RollbackTarget(this ServiceState service, Incident incident, DateTimeOffset now) =>
        service is not { Primary: { } failing, RollingBack: null }
            ? null
            : service.OlderTaskDefinition
                ?? (
                    incident.LastGood is { TaskDefinition: var good, SeenAt: { } at }
                    && now - at <= RememberedFor
                    && good != failing.TaskDefinition
                    && !TaskRevision.IsNewer(good, failing.TaskDefinition)
                    && !service.Deployments.Any(one => one.TaskDefinition == good && one.Rollout == RolloutState.Failed)
                        ? good
                        : null
                );

    /// <summary>In words, why there is no <see cref="RollbackTarget"/>.</summary>
    public static string WhyNoRollback(this ServiceState service, Incident incident, DateTimeOffset now) =>
        incident switch
        {
            { LastGood.TaskDefinition: { } good } when service.Primary?.TaskDefinition == good =>
                $"{good} is the revision that fails",
            { LastGood: { TaskDefinition: var good, SeenAt: null } } => $"it is unknown when {good} was last healthy",
            { LastGood: { TaskDefinition: var good, SeenAt: { } at } } when now - at > RememberedFor => string.Create(
                CultureInfo.InvariantCulture,
                $"{good} was last seen healthy on {at:yyyy-MM-dd}"
            ),
            _ => "no older task definition is serving",
        };

    /// <summary>Who deploys weekly has other tables and secrets than then.</summary>
    public static TimeSpan RememberedFor { get; } = TimeSpan.FromDays(7);

    public static string DescribeRollback(this ServiceDeployment back) =>
        $"deployment {back.Id} rolls back to {back.TaskDefinition} ({back.HowItStands()})";

    public static string HowItStands(this ServiceDeployment rolling) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"rollout {rolling.Rollout}, {rolling.FailedTasks} failed tasks, {rolling.Running}/{rolling.Desired} running"
        );

    /// <summary>On-call has it: a third of the looks will do, yet none waits longer than a message can.</summary>
    public static TimeSpan Seldom(TimeSpan checkEvery) =>
        checkEvery * 3 < Incidents.Decision.LongestCheckAgainIn
            ? checkEvery * 3
            : Incidents.Decision.LongestCheckAgainIn;
}
