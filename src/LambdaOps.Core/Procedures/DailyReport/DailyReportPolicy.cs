namespace LambdaOps.Core.Procedures.DailyReport;

/// <summary>What the daily report holds the day against.</summary>
/// <param name="DownMinutesAMonth">Of each service.</param>
/// <param name="WaitForJobs">For the other checks of the morning.</param>
public sealed record DailyReportPolicy(
    int DownMinutesAMonth,
    int FlappingFrom,
    TimeSpan WaitForJobs,
    int FailedLoginsFrom
) : IPolicy<DailyReportPolicy>
{
    public static DailyReportPolicy Default { get; } = Read(PolicyReader.Defaults);

    /// <summary>Of the month's minutes: a day that takes more is a danger.</summary>
    public double DangerMinutes => DownMinutesAMonth / 10.0;

    public static DailyReportPolicy Read(PolicyReader reader) =>
        new(
            DownMinutesAMonth: reader.Whole(
                "downMinutesAMonth",
                from: 1,
                to: 10_000,
                byDefault: 43,
                "Minutes a month that a service may be down. A day with any is a warning, one that takes a tenth of them a "
                    + "danger. The estate's goal is 99.9 %: 43 minutes."
            ),
            FlappingFrom: reader.Whole(
                "flappingFrom",
                from: 2,
                to: 100,
                byDefault: 3,
                "How often a day an alarm has to fire for the report to suggest looking at it."
            ),
            WaitForJobs: reader.Seconds(
                "waitForJobsSeconds",
                from: 0,
                to: 3600,
                byDefault: 600,
                "Seconds that the report waits for the morning's look at the backups."
            ),
            FailedLoginsFrom: reader.Whole(
                "failedLoginsFrom",
                from: 1,
                to: 1_000_000,
                byDefault: 100,
                "Failed logins a day from which on they are a warning."
            )
        );
}
