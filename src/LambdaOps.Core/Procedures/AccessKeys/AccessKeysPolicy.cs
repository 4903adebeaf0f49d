namespace LambdaOps.Core.Procedures.AccessKeys;

/// <summary>From which age on, in days, an active access key is spoken of.</summary>
public sealed record AccessKeysPolicy(int OldAfterDays, int UnusedAfterDays, int NeverUsedAfterDays)
    : IPolicy<AccessKeysPolicy>
{
    public static AccessKeysPolicy Default { get; } = Read(PolicyReader.Defaults);

    public static AccessKeysPolicy Read(PolicyReader reader) =>
        new(
            OldAfterDays: reader.Whole(
                "oldAfterDays",
                from: 1,
                to: 3650,
                byDefault: 90,
                "Days after which an active access key should have been replaced."
            ),
            UnusedAfterDays: reader.Whole(
                "unusedAfterDays",
                from: 1,
                to: 3650,
                byDefault: 90,
                "Days without a use after which an active access key is a warning."
            ),
            NeverUsedAfterDays: reader.Whole(
                "neverUsedAfterDays",
                from: 0,
                to: 3650,
                byDefault: 7,
                "Days after which an active access key without any known use is a warning."
            )
        );
}
