namespace LambdaOps.Core.Procedures.BackupCheck;

/// <summary>The numbers of the morning's look at the backups.</summary>
public sealed record BackupCheckPolicy(TimeSpan NewestWithin, int RecoveryDays) : IPolicy<BackupCheckPolicy>
{
    public static BackupCheckPolicy Default { get; } = Read(PolicyReader.Defaults);

    public static BackupCheckPolicy Read(PolicyReader reader) =>
        new(
            NewestWithin: reader.Seconds(
                "newestWithinSeconds",
                from: 3600,
                to: 3 * PolicyReader.Day,
                byDefault: 90_000,
                "Seconds: how old a table's newest good backup, and its copy, may be."
            ),
            RecoveryDays: reader.Whole(
                "recoveryDays",
                from: 1,
                to: 35,
                byDefault: 35,
                "Days that point-in-time recovery has to reach back."
            )
        );
}
