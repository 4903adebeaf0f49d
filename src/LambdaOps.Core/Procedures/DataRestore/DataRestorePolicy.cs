using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.DataRestore;

/// <summary>The numbers of a restore (災害復旧 レベル4: データ破損).</summary>
/// <param name="CountAtMost">Items that are counted in each table: a scan of everything would cost and take too much.</param>
public sealed record DataRestorePolicy(
    TimeSpan CheckEvery,
    TimeSpan RestoreWithin,
    TimeSpan ActiveWithin,
    int CountAtMost,
    int SampleItems,
    TimeSpan AttendAtMost,
    TimeSpan BlindAtMost
) : IRemedyPolicy<DataRestorePolicy>
{
    private const int Hour = 3600;

    public static DataRestorePolicy Default { get; } = Read(PolicyReader.Defaults);

    /// <summary>A person asks for it; the next restore is another one.</summary>
    public TimeSpan Cooldown => TimeSpan.Zero;

    /// <summary>What is restored is compared once.</summary>
    public TimeSpan WatchFor => TimeSpan.Zero;

    public TimeSpan NotifyWithin => new[] { RestoreWithin, ActiveWithin, BlindAtMost }.Max();

    public static DataRestorePolicy Read(PolicyReader reader) =>
        new(
            CheckEvery: reader.CheckEvery(byDefault: 60, "Seconds between looks."),
            RestoreWithin: reader.Seconds(
                "restoreWithinSeconds",
                from: 300,
                to: 2 * PolicyReader.Day,
                byDefault: 8 * Hour,
                "Seconds that DynamoDB may take to restore the table, before on-call is notified."
            ),
            ActiveWithin: reader.Seconds(
                "activeWithinSeconds",
                from: 60,
                to: PolicyReader.Day,
                byDefault: 900,
                "Seconds that the new table may be changed until it is ACTIVE, before on-call is notified."
            ),
            CountAtMost: reader.Whole(
                "countAtMost",
                from: 100,
                to: 1_000_000,
                byDefault: 20_000,
                "Items that are counted in each of the two tables at most; where that ends the count, the record says so."
            ),
            SampleItems: reader.Whole(
                "sampleItems",
                from: 1,
                to: 100,
                byDefault: 25,
                "Items of each table that are looked for in the other one."
            ),
            AttendAtMost: reader.Seconds(
                "attendAtMostSeconds",
                from: 600,
                to: 7 * PolicyReader.Day,
                byDefault: 24 * Hour,
                "Seconds that a restore which on-call has stays open without an acknowledgement."
            ),
            BlindAtMost: reader.BlindAtMost()
        );
}

/// <summary>How a table is set for this procedure.</summary>
public static class DataRestoreSetting
{
    extension(OperatedTable table)
    {
        /// <summary>Null where the estate does not name the procedure there.</summary>
        public Setting<DataRestorePolicy>? DataRestore => table.Settings.Of<DataRestorePolicy>();
    }
}
