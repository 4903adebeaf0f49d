using System.Collections.Immutable;
using LambdaOps.Core.Guards;

namespace LambdaOps.Core.Resources;

/// <summary>What is asked before the weights of a rule are moved.</summary>
internal static class WeightGuards
{
    public static ImmutableArray<Guard> OfShifts { get; } = [ServiceGuards.Live, new ServingGroupGuard()];
}

/// <summary>
/// Denies to give weight to a group that does not serve: an application load balancer does not go on to the other one,
/// requests get a 503.
/// </summary>
public sealed class ServingGroupGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        (question.Change, question.Seen.Weights) switch
        {
            (not Change.ShiftWeights, _) => null,
            (Change.ShiftWeights shift, Fact<RuleWeights>.Known { Value: var weights }) => (shift, weights) switch
            {
                ({ To: > 0 } and { Direction: Direction.Takes }, { OwnTargets: not { Healthy: > 0, Unhealthy: 0 } }) =>
                    Deny($"not all targets of its group are healthy: {weights.OwnTargets}", DenialThen.KeepWatching),
                ({ To: < 100 }, { OtherTargets.NoneServes: true }) => Deny(
                    $"no target of the other group is healthy: {weights.OtherTargets}",
                    DenialThen.AskPerson
                ),
                _ => null,
            },
            _ => Deny("the weights are not known", DenialThen.KeepWatching),
        };
}
