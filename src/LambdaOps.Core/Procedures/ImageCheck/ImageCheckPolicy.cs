using LambdaOps.Core.Checks;

namespace LambdaOps.Core.Procedures.ImageCheck;

/// <summary>The numbers of the week's look at images.</summary>
public sealed record ImageCheckPolicy(int MaximumAgeDays, int ScanWithinDays, int HighFrom, int RuntimeWarningDays)
    : IPolicy<ImageCheckPolicy>
{
    public static ImageCheckPolicy Default { get; } = Read(PolicyReader.Defaults);

    /// <summary>How a runtime is that has so many days left; below zero it has ended.</summary>
    internal FindingLevel LevelOf(int days) =>
        days < 0 ? FindingLevel.Danger
        : days < RuntimeWarningDays ? FindingLevel.Warning
        : FindingLevel.Fine;

    public static ImageCheckPolicy Read(PolicyReader reader) =>
        new(
            MaximumAgeDays: reader.Whole(
                "maximumAgeDays",
                from: 1,
                to: 3650,
                byDefault: 90,
                "Days since it was pushed from which on an image is old: what it is built on has had fixes since."
            ),
            ScanWithinDays: reader.Whole(
                "scanWithinDays",
                from: 1,
                to: 365,
                byDefault: 30,
                "Days from which on a scan is old: what became known since is not in it."
            ),
            HighFrom: reader.Whole(
                "highFrom",
                from: 1,
                to: 10_000,
                byDefault: 1,
                "Findings of severity HIGH from which on an image is a warning; one that is CRITICAL is a danger."
            ),
            RuntimeWarningDays: reader.Whole(
                "runtimeWarningDays",
                from: 1,
                to: 1000,
                byDefault: 180,
                "Days before a runtime's end from which on it is a warning."
            )
        );
}
