namespace LambdaOps.Core.Procedures.MonthlyReport;

/// <inheritdoc cref="IPeriodPolicy"/>
public sealed record MonthlyReportPolicy(int RecurringFrom, int ForecastDays)
    : IPolicy<MonthlyReportPolicy>,
        IPeriodPolicy
{
    public static MonthlyReportPolicy Default { get; } = Read(PolicyReader.Defaults);

    public static MonthlyReportPolicy Read(PolicyReader reader) =>
        new(
            RecurringFrom: reader.Whole(
                "recurringFrom",
                from: 2,
                to: 1000,
                byDefault: 5,
                "From so many incidents of one cause in the month on, the report suggests to look for it."
            ),
            ForecastDays: reader.Whole(
                "forecastDays",
                from: 1,
                to: 365,
                byDefault: 90,
                "A threshold that a rising figure reaches within so many days is said."
            )
        );
}
