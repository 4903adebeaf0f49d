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

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"weights {Own} of {Own + Other}")
        + $"; own targets {OwnTargets}; the other group's {OtherTargets}"
        + (Unfit is null ? "" : $" ({Unfit})");
}
