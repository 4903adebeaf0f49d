using System.Globalization;
using LambdaOps.Aws.Resources;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.DailyReport;
using LambdaOps.Core.Reports;
using LambdaOps.Engine;
using LambdaOps.Engine.Checks;

namespace LambdaOps.Cli.Commands;

/// <summary>The daily report of a day, made from an account or 'serve' as the function makes it, read-only.</summary>
internal static class DayReport
{
    private const string Form = "yyyy-MM-dd";

    public static bool IsDay(string text) =>
        DateOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <exception cref="UsageException">The day is not over, or nothing can be read.</exception>
    public static async Task<WrittenDocument> MakeAsync(
        string day,
        Estate estate,
        AwsAccess access,
        JournalReader journal,
        CancellationToken stop
    )
    {
        var zone =
            TimeZones.Find(estate.TimeZone)
            ?? throw new UsageException($"this machine does not know the time in {estate.TimeZone}");
        var asked = LocalDay.Of(DateOnly.ParseExact(day, Form, CultureInfo.InvariantCulture), zone);
        var now = await journal.NowAsync(stop);
        if (asked.Until > now)
        {
            throw new UsageException(
                $"--day: found {day}, expected a day that is over: the account's time is "
                    + TimeZoneInfo.ConvertTime(now, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
            );
        }

        var check = AllProcedures.FindCheck(DailyReportProcedure.ProcedureName)!;
        if (check.PartsOf(estate) is not [var part])
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
            check,
            part,
            check.Schedule.Next(asked.Until, zone),
            now,
            stop
        );
        return decided.Facts is { } facts
            ? Notices.Reports(estate, NoticePlace.Of(estate, account: null)).Write(facts)
            : throw new UsageException(decided.Findings[0].Text);
    }
}
