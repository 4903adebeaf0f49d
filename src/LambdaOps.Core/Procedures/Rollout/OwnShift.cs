using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.Rollout;

/// <summary>
/// Traffic that is moved here by the weights of a rule, seen as the deployment that it is: what is decided of one that
/// ECS drives is decided of this one.
/// </summary>
internal static class OwnShift
{
    /// <summary>The newest deployment: ECS's, or the shift that a person asked for. Null where there is none, or not yet.</summary>
    public static NativeDeployment? Newest(
        NativeDeployments ofEcs,
        Evidence seen,
        Incident incident,
        OperatedService target
    ) =>
        !incident.Rollout.MovesWeights ? ofEcs.Newest
        : (seen.Weights, target.TrafficRule) is (Fact<RuleWeights>.Known { Value: var weights }, { } rule)
            ? Of(weights, rule, incident, target, ofEcs.Newest?.Target.TaskDefinition ?? target.Service)
        : null;

    /// <summary>The share that this incident gave it last: none before its first step.</summary>
    public static int Given(Incident incident) => Last(incident)?.Change is Change.ShiftWeights { To: var to } ? to : 0;

    /// <summary>Why its traffic is not as this incident left it; null where it is.</summary>
    public static string? Changed(Incident incident, RuleWeights? weights) =>
        !incident.Rollout.MovesWeights || Last(incident) is null || weights is null
            ? null
            : weights.Unfit ?? weights.ChangedFrom(Given(incident));

    private static NativeDeployment? Of(
        RuleWeights weights,
        TrafficRule rule,
        Incident incident,
        OperatedService target,
        string revision
    )
    {
        if (Last(incident) is not { } last)
        {
            return null;
        }

        var course =
            weights.IsAt(100) ? DeploymentCourse.Successful
            : weights.IsAt(0) ? DeploymentCourse.RolledBack
            : DeploymentCourse.InProgress;
        return new NativeDeployment(
            rule.Arn,
            course,
            Done(incident).First().At,
            course == DeploymentCourse.InProgress ? null : last.At,
            new RevisionInService(revision, target.TargetGroupArn, weights.Percent),
            new RevisionInService(
                OperatedService.GroupInMetrics(rule.OtherTargetGroupArn),
                rule.OtherTargetGroupArn,
                100 - weights.Percent
            )
        )
        {
            Shifts = true,
            Hook =
                course == DeploymentCourse.InProgress
                    ? new PauseHook(RolloutProcedure.Text($"{weights.Percent:0.#} %"), null)
                    : null,
        };
    }

    private static Attempt? Last(Incident incident) => Done(incident).LastOrDefault();

    private static IEnumerable<Attempt> Done(Incident incident) =>
        incident.RungAttempts.Where(attempt =>
            attempt is { Outcome: AttemptOutcome.Done, Change: Change.ShiftWeights }
        );
}
