namespace LambdaOps.Core.Procedures.WeeklyReport;

/// <inheritdoc cref="IPeriodPolicy"/>
public sealed record WeeklyReportPolicy(int RecurringFrom, int ForecastDays)
    : IPolicy<WeeklyReportPolicy>,
        IPeriodPolicy
{
    public static WeeklyReportPolicy Default { get; } = Read(PolicyReader.Defaults);

    public static WeeklyReportPolicy Read(PolicyReader reader) =>
        new(
            RecurringFrom: reader.Whole(
                "recurringFrom",
                from: 2,
                to: 1000,
                byDefault: 3,
                "From so many incidents of one cause in the week on, the report suggests to look for it."
            ),
            ForecastDays: reader.Whole(
                "forecastDays",
                from: 1,
                to: 365,
                byDefault: 30,
                "A threshold that a rising figure reaches within so many days is said."
            )
        );
}
