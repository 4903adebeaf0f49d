namespace LambdaOps.Core.Procedures.StorageCheck;

/// <summary>The numbers of the week's look at storage.</summary>
public sealed record StorageCheckPolicy(int GrowthPercent, int GrowthMegabytes) : IPolicy<StorageCheckPolicy>
{
    public static StorageCheckPolicy Default { get; } = Read(PolicyReader.Defaults);

    public static StorageCheckPolicy Read(PolicyReader reader) =>
        new(
            GrowthPercent: reader.Whole(
                "growthPercent",
                from: 1,
                to: 10_000,
                byDefault: 25,
                "Percent by which a bucket or table grows in a week that are a warning, where growthMegabytes are, too."
            ),
            GrowthMegabytes: reader.Whole(
                "growthMegabytes",
                from: 1,
                to: 100_000_000,
                byDefault: 1000,
                "Megabytes by which a bucket or table grows in a week that are a warning, where growthPercent are, too."
            )
        );

    /// <summary>Whether that is too much for a week. What is not known is not.</summary>
    internal bool IsTooMuch(Resources.Growth growth) =>
        growth.InAWeek >= GrowthMegabytes * 1e6 && growth.PercentInAWeek >= GrowthPercent;
}
