using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.DatabaseErrors;

/// <summary>The numbers of the database procedure (データベース接続エラー).</summary>
/// <param name="RestoreBelowPercent">
/// The share of the former capacity that may be in use when it is restored: with less room, it would throttle again.
/// </param>
public sealed record DatabaseErrorsPolicy(
    TimeSpan CheckEvery,
    int SystemErrorsMeanFailing,
    TimeSpan SettleFor,
    TimeSpan ActiveWithin,
    TimeSpan WatchFor,
    TimeSpan WatchAtMost,
    int RestoreBelowPercent,
    TimeSpan HoldAtMost,
    TimeSpan BlindAtMost,
    TimeSpan Cooldown
) : IRemedyPolicy<DatabaseErrorsPolicy>
{
    private const int MostHours = 7 * 24;

    public static DatabaseErrorsPolicy Default { get; } = Read(PolicyReader.Defaults);

    public static DatabaseErrorsPolicy Read(PolicyReader reader) =>
        new(
            CheckEvery: reader.CheckEvery(byDefault: 30, "Seconds between looks."),
            SystemErrorsMeanFailing: reader.Whole(
                "systemErrorsMeanFailing",
                from: 1,
                to: 1_000_000,
                byDefault: 10,
                "Requests within three minutes that DynamoDB itself answers with an error, from which on it counts as failing."
            ),
            SettleFor: reader.Seconds(
                "settleForSeconds",
                from: 0,
                to: PolicyReader.Day,
                byDefault: 300,
                "Seconds after a step, or after the alarm, in which the metrics still show the time before it."
            ),
            ActiveWithin: reader.Seconds(
                "activeWithinSeconds",
                from: 1,
                to: PolicyReader.Day,
                byDefault: 900,
                "Seconds that a table may be changed until it is ACTIVE, before it is handed off to on-call."
            ),
            WatchFor: reader.Seconds(
                "watchForSeconds",
                from: 1,
                to: PolicyReader.Day,
                byDefault: 300,
                "Seconds without a throttled request before the incident is over, or added capacity only held."
            ),
            WatchAtMost: reader.WatchAtMost(),
            RestoreBelowPercent: reader.Whole(
                "restoreBelowPercent",
                from: 1,
                to: 100,
                byDefault: 70,
                "The share of the former capacity, in percent, that may be in use when it is restored."
            ),
            HoldAtMost: TimeSpan.FromHours(
                reader.Whole(
                    "holdAtMostHours",
                    from: 1,
                    to: MostHours,
                    byDefault: 72,
                    "Hours that added capacity is held before on-call decides whether it stays."
                )
            ),
            BlindAtMost: reader.BlindAtMost(),
            Cooldown: reader.Cooldown(byDefault: 300)
        );

    /// <summary>Its longest wait while anything is wrong.</summary>
    public TimeSpan NotifyWithin => new[] { WatchAtMost, ActiveWithin, SettleFor, BlindAtMost }.Max();
}

/// <summary>How a table is set for this procedure.</summary>
public static class DatabaseErrorsSetting
{
    extension(OperatedTable table)
    {
        /// <summary>Null where the estate does not name the procedure there.</summary>
        public Setting<DatabaseErrorsPolicy>? DatabaseErrors => table.Settings.Of<DatabaseErrorsPolicy>();
    }
}
