using System.Globalization;
using System.Text.RegularExpressions;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Tests;

/// <summary>Weights of a rule that are given to the wrong group, or written over someone else's.</summary>
internal static class WeightDefects
{
    private const string Rule = "weights go to groups that serve";

    public static IReadOnlyList<Defect> All { get; } =
    [
        Defect.OnRemedy<RolloutProcedure>(
            "weights that go on in danger",
            (_, _, decision) =>
                decision is Decision.Act { Change: Change.ShiftWeights { To: 0 } back } act
                    ? act with
                    {
                        Change = back with { To = 100 },
                    }
                    : decision,
            Rule
        ),
        Defect.Both(
            Defect.Without<ServingGroupGuard>(),
            Defect.OnRemedy<RolloutProcedure>(
                "weights that go on to a group that does not serve",
                (incident, target, decision) =>
                    decision is Decision.Wait wait && wait.Then == RolloutPhase.Holding && Share(incident) is { } share
                        ? Shift(target, share, 100, wait)
                        : decision,
                Rule
            )
        ),
        Defect.OnRemedy<RolloutProcedure>(
            "weights written over someone else's",
            (_, target, decision) =>
                decision is Decision.Escalate ask
                && Regex.Match(ask.Because, "someone else changed the rule's weights: they are ([0-9]+) and ")
                    is { Success: true } others
                    ? Shift(target, int.Parse(others.Groups[1].Value, CultureInfo.InvariantCulture), 0, ask)
                    : decision,
            Rule
        ),
    ];

    /// <summary>The share that was seen last; null where traffic is not moved by weights, or it is no whole number.</summary>
    private static int? Share(Incident incident) =>
        incident.Rollout is { MovesWeights: true, Hook: { } hook }
        && int.TryParse(hook.TrimEnd(' ', '%'), NumberStyles.None, CultureInfo.InvariantCulture, out var share)
            ? share
            : null;

    private static Decision.Act Shift(Resource target, int from, int to, Decision instead) =>
        new(
            new Change.ShiftWeights(target.Id, ((OperatedService)target).TrafficRule!.Arn, from, to),
            RolloutPhase.Continuing,
            TimeSpan.FromSeconds(10),
            instead.Because
        );
}
