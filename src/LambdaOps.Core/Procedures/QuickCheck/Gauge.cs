using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.QuickCheck;

/// <summary>One number over the judged minutes, held against its threshold.</summary>
/// <param name="Values">By minute, oldest first; null where it is not known.</param>
internal sealed record Gauge(string Name, string Unit, Threshold Limit, ImmutableArray<double?> Values)
{
    /// <summary>So many minutes must be on one side: more than half.</summary>
    private int Majority => (Values.Length / 2) + 1;

    /// <summary>The newest that is known; null where nothing is.</summary>
    public double? Newest => Values.LastOrDefault(value => value is not null);

    /// <summary>A warning or a danger where most of the minutes are one; missing where most are not known.</summary>
    public FindingLevel Level =>
        Above(Limit.Danger) >= Majority ? FindingLevel.Danger
        : Above(Limit.Warning) >= Majority ? FindingLevel.Warning
        : Values.Count(value => value is not null) >= Majority ? FindingLevel.Fine
        : FindingLevel.Missing;

    /// <summary>"P95 1240 ms", the newest; "P95 ?" where nothing is known.</summary>
    public string Short => $"{Name} {(Newest is { } value ? $"{Number(value)} {Unit}" : "?")}";

    /// <summary>"P95 1180, 1240, ? ms by minute (warning from 500, danger from 1000)".</summary>
    public override string ToString() =>
        $"{Name} {string.Join(", ", Values.Select(value => value is { } known ? Number(known) : "?"))} "
        + $"{Unit} by minute "
        + $"(warning from {Number(Limit.Warning)}, danger from {Number(Limit.Danger)})";

    private int Above(double limit) => Values.Count(value => value >= limit);

    private static string Number(double value) =>
        value.ToString(value >= 10 ? "0" : "0.##", CultureInfo.InvariantCulture);
}
