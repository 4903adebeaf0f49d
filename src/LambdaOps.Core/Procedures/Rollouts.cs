using System.Globalization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Rollout;
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
        Incident incident,
        int failedTasksMeanFailing,
        TimeSpan within,
        DateTimeOffset now
    ) =>
        rolling.Rollout == RolloutState.Failed
        || rolling.FailedTasks >= failedTasksMeanFailing
        || (rolling.Running < rolling.Desired && now - rolling.Since(incident) >= within);

    /// <summary>
    /// Since when it rolls out. ECS takes the deployment before up again where that still has tasks, and its time is of
    /// long ago.
    /// </summary>
    public static DateTimeOffset Since(this ServiceDeployment rolling, Incident incident) =>
        incident.LastRollback()?.At is { } back && back > rolling.CreatedAt ? back : rolling.CreatedAt;

    /// <summary>The same of a rollback that someone else began: where ECS names that very deployment, since it was seen.</summary>
    public static DateTimeOffset RollingBackSince(this ServiceDeployment back, Incident incident) =>
        back.Reason.Contains(back.Id, StringComparison.Ordinal) && incident.RungSince > back.CreatedAt
            ? incident.RungSince
            : back.CreatedAt;

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
    /// <param name="targets">None of them healthy: then it is no proof that tasks run.</param>
    /// <param name="rememberedFor">How long ago that may have been.</param>
    public static string? RollbackTarget(
        this ServiceState service,
        TargetCounts targets,
        Incident incident,
        TimeSpan rememberedFor,
        DateTimeOffset now
    ) =>
        service is not { Primary: { } failing, RollingBack: null }
            ? null
            : (targets.Healthy == 0 ? service.OlderProvenTaskDefinition : service.OlderTaskDefinition)
                ?? (
                    incident.LastGood is { TaskDefinition: var good, SeenAt: { } at }
                    && now - at <= rememberedFor
                    && good != failing.TaskDefinition
                    && !TaskRevision.IsNewer(good, failing.TaskDefinition)
                    && !service.IsLeft(good)
                    && !service.Deployments.Any(one => one.TaskDefinition == good && one.Rollout == RolloutState.Failed)
                        ? good
                        : null
                );

    /// <summary>
    /// The same look, asked only while a deployment of ECS's own is in progress: the usual way to a restart takes no more
    /// requests. Unseen, UpdateService is left, which needs none of it.
    /// </summary>
    public static Look<T> WhileDeploying<T>(Look<T> look)
        where T : class =>
        look with
        {
            IsOptional = true,
            OnlyIf = static seen =>
                seen.Service is Fact<ServiceState>.Known { Value: { IsDeploying: true, WhyNotDeployed: null } },
        };

    /// <summary>Whether that deployment is the way back that this incident took.</summary>
    public static bool IsWayBack(this Incident incident, NativeDeployment deployment) =>
        incident.HasDone<Change.RollBack>(back =>
            TaskRevision.IsSame(back.TaskDefinition, deployment.Target.TaskDefinition)
        );

    /// <summary>
    /// On from the pause at which the deployment waits that this incident's own restart or rollback began: it brings
    /// nothing that has to be judged, and the outage goes on until it serves. Null where none waits, and where the
    /// estate leaves the service's pauses to someone else.
    /// </summary>
    /// <param name="newest">As ECS keeps it; null where it keeps none, or is not seen.</param>
    public static Decision.Act? OwnStep(
        this Incident incident,
        OperatedService service,
        NativeDeployment? newest,
        Phase phase,
        TimeSpan checkEvery,
        object sight
    ) =>
        newest is { IsRunning: true, Hook: { } hook }
        && service.Rollout is { Mode: not Mode.Off }
        && !incident.IsHandedOff
        && (incident.IsOwnRestart(newest) || incident.IsWayBack(newest))
            ? new Decision.Act(
                new Change.ContinueDeployment(incident.Target, newest.Arn, hook.Id, newest.Target.Weight),
                phase,
                checkEvery,
                $"what this incident began waits at a pause: {sight}"
            )
            : null;

    /// <summary>Whether it replaces tasks by their like since this incident asked for that.</summary>
    private static bool IsOwnRestart(this Incident incident, NativeDeployment deployment) =>
        deployment.IsSameAgain
        && incident.Attempts.Any(tried =>
            tried is { Outcome: AttemptOutcome.Done, Change: Change.ForceNewDeployment or Change.RestartAt }
            && tried.At <= deployment.CreatedAt
        );

    /// <summary>
    /// ECS's own way back from a deployment that runs; null on a service's first, once it is over, and where it leads to a
    /// revision that was just left.
    /// </summary>
    public static Change.RollBackDeployment? OwnWayBack(this NativeDeployment deployment, TargetId target) =>
        deployment is { IsRunning: true, Source: not null, IsSourceLeft: false }
            ? new Change.RollBackDeployment(target, deployment.Arn)
            : null;

    /// <summary>
    /// Back from the primary deployment to that task definition: by ECS itself where it goes there, at once and whatever
    /// the strategy; else by another deployment. Null where ECS would refuse that, and where it leads to what was just
    /// left.
    /// </summary>
    /// <param name="newest">As ECS keeps it; null where it keeps none, or is not seen.</param>
    /// <param name="status">Of that task definition; null where it is not known.</param>
    public static Change? WayBackTo(
        this ServiceState service,
        string good,
        NativeDeployment? newest,
        RevisionStatus? status,
        Incident incident
    ) =>
        newest is { IsSourceLeft: true, Source: { } left } && TaskRevision.IsSame(left.TaskDefinition, good) ? null
        : newest?.OwnWayBack(incident.Target) is { } own
        && TaskRevision.IsSame(newest.Target.TaskDefinition, service.Primary?.TaskDefinition ?? "")
        && TaskRevision.IsSame(newest.Source?.TaskDefinition ?? "", good)
        && !incident.Attempts.Any(tried => tried.Outcome == AttemptOutcome.Refused && tried.Change == own)
            ? own
        : status?.WhyNot(good) is null ? new Change.RollBack(incident.Target, good)
        : null;

    /// <summary>
    /// The incident's newest rollback whose outcome is known; null where there is none. Where ECS refused its own way, as
    /// it does when the deployment is over, the other one is left.
    /// </summary>
    public static Attempt? LastRollback(this Incident incident) => incident.Attempts.LastOrDefault(IsRollback);

    public static bool HasRolledBack(this Incident incident) => incident.Attempts.Any(IsRollback);

    public static bool IsRollback(Attempt attempt) =>
        attempt
            is { Change: Change.RollBack, Outcome: not AttemptOutcome.Unconfirmed }
                or { Change: Change.RollBackDeployment, Outcome: AttemptOutcome.Done };

    /// <summary>In words, why there is no way back.</summary>
    public static string WhyNoRollback(
        this ServiceState service,
        TargetCounts targets,
        Incident incident,
        TimeSpan rememberedFor,
        RevisionStatus? status,
        DateTimeOffset now
    ) =>
        incident switch
        {
            _ when service.RollbackTarget(targets, incident, rememberedFor, now) is { } good
                    && status?.WhyNot(good) is { } gone => gone,
            { LastGood.TaskDefinition: { } good } when service.Primary?.TaskDefinition == good =>
                $"{good} is the revision that fails",
            { LastGood: { TaskDefinition: var good, SeenAt: null } } => $"it is unknown when {good} was last healthy",
            { LastGood: { TaskDefinition: var good, SeenAt: { } at } } when now - at > rememberedFor => string.Create(
                CultureInfo.InvariantCulture,
                $"{good} was last seen healthy on {at:yyyy-MM-dd}"
            ),
            _ => "no older task definition is serving",
        };

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
