using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>A rule's weights as DescribeRules shows them, and the targets of both groups.</summary>
/// <param name="Own">Weight of the service's own group: 0 to 999.</param>
/// <param name="Other">Weight of the other one.</param>
public sealed record RuleWeights(int Own, int Other, TargetCounts OwnTargets, TargetCounts OtherTargets)
{
    /// <summary>How long clients stay with the group that they came to first, whatever its weight is; zero for not.</summary>
    public TimeSpan StickyFor { get; init; }

    /// <summary>Why its weights are not to be written, in words; null where they may be.</summary>
    public string? Unfit { get; init; }

    /// <summary>The share of the service's own group, in percent.</summary>
    public double Percent => Own + Other == 0 ? 0 : 100.0 * Own / (Own + Other);

    /// <summary>Whether the own group has just that share, by whatever numbers.</summary>
    public bool IsAt(int percent) => Own + Other > 0 && Own * (100 - percent) == Other * percent;

    /// <summary>
    /// Whether the weights are as LambdaOps writes them for that share: they sum to 100. Before its first step, and after
    /// its last one back, any weights will do that give the own group nothing.
    /// </summary>
    public bool WasGiven(int percent) => percent == 0 ? IsAt(0) : (Own, Other) == (percent, 100 - percent);

    /// <summary>What someone else did, where LambdaOps last gave the own group that share; null where nobody did.</summary>
    public string? ChangedFrom(int percent) =>
        WasGiven(percent)
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"someone else changed the rule's weights: they are {Own} and {Other}, not {percent} and {100 - percent}"
            );

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"weights {Own} of {Own + Other}")
        + $"; own targets {OwnTargets}; the other group's {OtherTargets}"
        + (Unfit is null ? "" : $" ({Unfit})");
}
