using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.Rollout;

/// <summary>
/// Tasks whose memory climbs are replaced before they fall over, one after the other: the runbook's restart, by a
/// forced deployment of the revision that serves. Once, as what fills again at once has another cure.
/// </summary>
internal sealed class Replacement(Incident incident, RolloutSight sight, OperatedService target, RolloutPolicy policy)
{
    private const string LastingCure = "lasting cure: find what holds the memory, or give the tasks more of it";

    /// <summary>Null where the tasks are not to be replaced.</summary>
    public Decision.Act? Due(DateTimeOffset now) =>
        sight is { HasBudgetAlarm: true, Climb: { } climb }
        && climb.ToPercent >= target.Thresholds.Memory.Warning
        && sight.Usage.Memory.Last?.Value >= target.Thresholds.Memory.Warning
        && climb.Until(target.Thresholds.Memory.Danger) <= policy.MemoryAhead
        && sight.Troubles.All(trouble => trouble.Kind == TroubleKind.Memory)
        && WhyNot(now) is null
            ? new Decision.Act(
                new Change.ForceNewDeployment(incident.Target),
                RolloutPhase.Replacing,
                policy.CheckEvery,
                RolloutProcedure.Text(
                    $"{climb}, and is in danger ({target.Thresholds.Memory.Danger:0} %) in {climb.Until(target.Thresholds.Memory.Danger).TotalMinutes:0} min; {LastingCure}: {sight}"
                )
            )
            : null;

    /// <summary>What speaks against another replacement, for people; null where nothing does.</summary>
    public string? WhyNot(DateTimeOffset now) =>
        incident.Memory is ProcedureMemory.ConfigChange ? "a change of configuration is under way"
        : sight.Service.WhyNotDeployed is { } refused ? refused
        : incident.HasTried<Change.ForceNewDeployment>() ? "the tasks were replaced once"
        : sight.Service.IsDeploying ? "a deployment is in progress"
        : Age(now) is { } age && age < policy.ReplaceAfter
            ? RolloutProcedure.Text($"the tasks are {age.TotalMinutes:0} min old: they would fill again; {LastingCure}")
        : null;

    /// <summary>While this incident's own replacement runs: it is nothing to judge, and goes as fast as it goes.</summary>
    public Decision? While(NativeDeployment running, DateTimeOffset now) =>
        Own(incident, running) is not { } started || sight.IsDown ? null
        : running.Hook is { } hook
            ? new Decision.Act(
                new Change.ContinueDeployment(
                    incident.Target,
                    running.Arn,
                    hook.Id,
                    (int)Math.Round(running.Target.WeightPercent ?? 0)
                ),
                RolloutPhase.Continuing,
                policy.CheckEvery,
                $"it replaces tasks by their like: {sight}"
            )
        : now - (incident.LastAttempt?.At ?? started.At) < policy.DeploymentWithin
            ? new Decision.Wait(
                RolloutPhase.Replacing,
                policy.CheckEvery,
                new Until.OnCall(),
                $"the tasks are being replaced: {sight}"
            )
        : null;

    /// <summary>The attempt whose deployment that is; null when it is someone else's.</summary>
    public static Attempt? Own(Incident incident, NativeDeployment deployment) =>
        incident.RungAttempts.LastOrDefault(attempt =>
            deployment.IsSameAgain
            && attempt is { Outcome: AttemptOutcome.Done, Change: Change.ForceNewDeployment }
            && deployment.CreatedAt >= attempt.At - RolloutProcedure.ClocksApart
        );

    private TimeSpan? Age(DateTimeOffset now) =>
        sight.Service.Primary is { CreatedAt: var deployed } ? now - deployed : null;
}
