using System.Globalization;
using LambdaOps.Aws.Resources;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.DailyReport;
using LambdaOps.Core.Procedures.MonthlyReport;
using LambdaOps.Core.Procedures.WeeklyReport;
using LambdaOps.Core.Reports;
using LambdaOps.Engine;
using LambdaOps.Engine.Checks;

namespace LambdaOps.Cli.Commands;

/// <summary>
/// The report of a day, a week or a month, made from an account or 'serve' as the function makes it, read-only.
/// </summary>
/// <param name="Flag">Which asks for it.</param>
/// <param name="Check">Whose report it is.</param>
/// <param name="Asked">As given.</param>
/// <param name="Over">The first day after it.</param>
internal sealed record PeriodicReport(string Flag, Check Check, string Asked, DateOnly Over)
{
    private const string DayForm = "yyyy-MM-dd";

    private const string MonthForm = "yyyy-MM";

    public static bool IsDay(string text) => Is(text, DayForm);

    public static bool IsMonth(string text) => Is(text, MonthForm);

    /// <summary>What is asked for: one of them, or null.</summary>
    /// <exception cref="UsageException">More than one is.</exception>
    public static PeriodicReport? Of(string? day, string? week, string? month)
    {
        PeriodicReport?[] asked =
        [
            day is null ? null : new("--day", Find(DailyReportProcedure.ProcedureName), day, Day(day).AddDays(1)),
            week is null
                ? null
                : new("--week", Find(WeeklyReportProcedure.ProcedureName), week, MondayAfter(Day(week))),
            month is null
                ? null
                : new(
                    "--month",
                    Find(MonthlyReportProcedure.ProcedureName),
                    month,
                    DateOnly.ParseExact(month, MonthForm, CultureInfo.InvariantCulture).AddMonths(1)
                ),
        ];
        return asked.OfType<PeriodicReport>().ToList() switch
        {
            [] => null,
            [var one] => one,
            [var one, var other, ..] => throw new UsageException($"found {one.Flag} and {other.Flag}, expected one"),
        };
    }

    /// <exception cref="UsageException">It is not over, or nothing can be read.</exception>
    public async Task<WrittenDocument> MakeAsync(
        Estate estate,
        AwsAccess access,
        JournalReader journal,
        CancellationToken stop
    )
    {
        var zone =
            TimeZones.Find(estate.TimeZone)
            ?? throw new UsageException($"this machine does not know the time in {estate.TimeZone}");
        var over = LocalDay.Of(Over, zone).From;
        var now = await journal.NowAsync(stop);
        if (over > now)
        {
            throw new UsageException(
                $"{Flag}: found {Asked}, expected one that is over: the account's time is "
                    + TimeZones.Minute(now, zone)
            );
        }

        if (Check.PartsOf(estate) is not [var part])
        {
            throw new UsageException("the estate names no service, table or users: there is nothing to report");
        }

        var resources = new ResourcesOnAws(
            access.Configure,
            HealthUrlsOnAws.ClientOver(HealthUrlsOnAws.Sockets()),
            TimeProvider.System,
            () => throw new InvalidOperationException("the report asks no function"),
            () => journal.Table
        );
        var decided = await new ReadOnlyRun(estate, resources.Observer(), TimeProvider.System).RunAsync(
            Check,
            part,
            Check.Schedule.Next(over, zone),
            now,
            stop
        );
        return decided.Facts is { } facts
            ? Notices.Reports(estate, NoticePlace.Of(estate, account: null)).Write(facts)
            : throw new UsageException(decided.Findings[0].Text);
    }

    private static Check Find(Core.ProcedureName name) => AllProcedures.FindCheck(name)!;

    private static bool Is(string text, string form) =>
        DateOnly.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, DayForm, CultureInfo.InvariantCulture);

    private static DateOnly MondayAfter(DateOnly day)
    {
        do
        {
            day = day.AddDays(1);
        } while (day.DayOfWeek != DayOfWeek.Monday);

        return day;
    }
}
