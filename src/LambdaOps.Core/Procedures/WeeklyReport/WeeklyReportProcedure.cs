using LambdaOps.Core.Calendars;
using LambdaOps.Core.Reports;

namespace LambdaOps.Core.Procedures.WeeklyReport;

/// <summary>
/// The week's report (runbook: 週次チェックリスト; Mondays at 10:00): the checklist, goals, incidents by cause and what
/// helped, where figures are heading, and what the week's checks found.
/// </summary>
public sealed class WeeklyReportProcedure : PeriodReport<WeeklyReportPolicy>
{
    /// <summary>Days that trends are drawn through.</summary>
    private const int TrendDays = 28;

    public static ProcedureName ProcedureName { get; } = new("weeklyReport");

    public override ProcedureName Name => ProcedureName;

    public override Schedule Schedule { get; } = new Schedule.Weekly(DayOfWeek.Monday, new TimeOnly(10, 0));

    public override Paragraph Paragraph { get; } =
        new(
            When: "Mondays at 10:00",
            Does: "reports the week: requests, availability and times against the week before, incidents by cause, which "
                + "remedies ran and helped, trends with a forecast, what the week's checks found; begins with the runbook's "
                + "checklist",
            StopsWhen: "the report is stored and its notice is out"
        )
        {
            Runbook = "週次チェックリスト, パフォーマンストレンド分析",
        };

    /// <summary>Monday to Sunday.</summary>
    public override PeriodDays PeriodBefore(DateOnly date)
    {
        var monday = date.AddDays(-(((int)date.DayOfWeek + 6) % 7));
        var last = monday.AddDays(-1);
        return new PeriodDays(
            PeriodKind.Week,
            First: monday.AddDays(-7),
            last,
            Before: monday.AddDays(-14),
            Back: last.AddDays(1 - TrendDays)
        );
    }
}
