using LambdaOps.Core.Calendars;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Reports;

namespace LambdaOps.Core.Procedures.MonthlyReport;

/// <summary>
/// The month's report (runbook: 月次チェックリスト, SLA達成率確認; on the third business day): the checklist, whether the
/// goal was reached and what is left of it, incidents by cause, how each measure did, where figures are heading, what
/// checks found, proposals.
/// </summary>
public sealed class MonthlyReportProcedure : PeriodReport<MonthlyReportPolicy>
{
    private const int BusinessDay = 3;

    public static ProcedureName ProcedureName { get; } = new("monthlyReport");

    public override ProcedureName Name => ProcedureName;

    /// <summary>
    /// No schedule of EventBridge knows business days: it comes on each day that can be the third one, and the report is
    /// made on that day alone. An estate whose holidays move it past the twentieth has no report by the clock.
    /// </summary>
    public override Schedule Schedule { get; } = new Schedule.DaysOfMonth(3, 20, new TimeOnly(10, 0));

    public override Paragraph Paragraph { get; } =
        new(
            When: "on the month's third business day at 10:00",
            Does: "reports the month before: whether each service reached the goal and how many minutes are left, incidents "
                + "by cause, how each measure did, trends with a forecast, what checks found, proposals; begins with the "
                + "runbook's checklist",
            StopsWhen: "the report is stored and its notice is out"
        )
        {
            Runbook = "月次チェックリスト, SLA達成率確認, 改善提案まとめ",
        };

    public override string? WhyNotDue(Estate estate, DateTimeOffset scheduledFor)
    {
        if (TimeZones.Find(estate.TimeZone) is not { } zone)
        {
            return null;
        }

        var date = LocalDay.At(scheduledFor, zone).Date;
        return estate.Escalation.Calendar.BusinessDay(date, BusinessDay) == date
            ? null
            : FormattableString.Invariant($"{date:yyyy-MM-dd} is not the month's third business day");
    }

    /// <summary>The calendar month before.</summary>
    public override PeriodDays PeriodBefore(DateOnly date)
    {
        var after = new DateOnly(date.Year, date.Month, 1);
        var first = after.AddMonths(-1);
        return new PeriodDays(PeriodKind.Month, first, after.AddDays(-1), first.AddMonths(-1), first.AddMonths(-1));
    }
}
