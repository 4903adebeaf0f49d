using System.Globalization;
using LambdaOps.Core.Evidence;

namespace LambdaOps.Core.Remedies;

/// <summary>What every remedy thinks of deployments, and how seldom a person's incident is looked at.</summary>
internal static class Rollouts
{
    /// <summary>
    /// Whether a deployment is the cause rather than the cure: ECS says so, its tasks die, or it takes too long.
    /// </summary>
    public static bool IsFailing(
        this ServiceDeployment rolling, int failedTasksMeanFailing, TimeSpan within, DateTimeOffset now) =>
        rolling.Rollout == RolloutState.Failed
        || rolling.FailedTasks >= failedTasksMeanFailing
        || (rolling.Running < rolling.Desired && now - rolling.CreatedAt >= within);

    public static string HowItStands(this ServiceDeployment rolling) => string.Create(
        CultureInfo.InvariantCulture,
        $"rollout {rolling.Rollout}, {rolling.FailedTasks} failed tasks, {rolling.Running}/{rolling.Desired} running");

    /// <summary>A person has it: a third of the looks will do, yet none waits longer than a message can.</summary>
    public static TimeSpan Seldom(TimeSpan checkEvery) =>
        checkEvery * 3 < Incidents.Decision.LongestCheckAgainIn
            ? checkEvery * 3
            : Incidents.Decision.LongestCheckAgainIn;
}
