using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.BackupVerify;

/// <summary>The numbers of verifying backups.</summary>
/// <param name="DeleteWithin">How long the scratch table may be there after it was compared.</param>
/// <param name="FewerPercent">From so many items fewer than DynamoDB counted in the table, the restore lacks some.</param>
/// <param name="CentsPerGigabyte">What a restore costs, for people: an estimate.</param>
public sealed record BackupVerifyPolicy(
    TimeSpan CheckEvery,
    TimeSpan RestoreWithin,
    TimeSpan DeleteWithin,
    int CountAtMost,
    int SampleItems,
    int FewerPercent,
    int CentsPerGigabyte
) : IPolicy<BackupVerifyPolicy>
{
    private const int Hour = 3600;

    public static BackupVerifyPolicy Default { get; } = Read(PolicyReader.Defaults);

    public ComparisonBounds Bounds => new(CountAtMost, SampleItems);

    public static BackupVerifyPolicy Read(PolicyReader reader) =>
        new(
            CheckEvery: reader.CheckEvery(byDefault: 120, "Seconds between looks at the restore."),
            RestoreWithin: reader.Seconds(
                "restoreWithinSeconds",
                from: 300,
                to: 2 * PolicyReader.Day,
                byDefault: 8 * Hour,
                "Seconds that DynamoDB may take to restore the table; one that takes longer is reported as a failed verification."
            ),
            DeleteWithin: reader.Seconds(
                "deleteWithinSeconds",
                from: 300,
                to: PolicyReader.Day,
                byDefault: 2 * Hour,
                "Seconds in which the scratch table is deleted after the comparison; one that is left longer is reported."
            ),
            CountAtMost: reader.Whole(
                "countAtMost",
                from: 100,
                to: 1_000_000,
                byDefault: 10_000,
                "Items that are counted in the scratch table at most; where that ends the count, the report says so."
            ),
            SampleItems: reader.Whole(
                "sampleItems",
                from: 1,
                to: 100,
                byDefault: 25,
                "Items of each table that are looked for in the other one."
            ),
            FewerPercent: reader.Whole(
                "fewerPercent",
                from: 1,
                to: 100,
                byDefault: 25,
                "Percent of items fewer than DynamoDB counted in the table in the last hours, from which on the restore lacks some."
            ),
            CentsPerGigabyte: reader.Whole(
                "centsPerGigabyte",
                from: 0,
                to: 10_000,
                byDefault: 20,
                "US cents that a restored gigabyte costs, rounded up: an estimate that the report names beforehand."
            )
        );
}
