using System.Globalization;
using LambdaOps.Account.Lambda;

namespace LambdaOps.Account.Tests.Lambda;

/// <summary>When EventBridge Scheduler runs a schedule, by its user guide (cron and rate expressions, time zones).</summary>
public class ScheduleExpressionTests
{
    /// <summary>The first three times after the given one, as the zone's wall clock shows them.</summary>
    [Theory]
    [InlineData("cron(0 2 * * ? *)", "Asia/Tokyo", "2026-03-01 01:00", "03-01 02:00, 03-02 02:00, 03-03 02:00")]
    [InlineData("cron(0 2 * * ? *)", "Asia/Tokyo", "2026-03-01 02:00", "03-02 02:00, 03-03 02:00, 03-04 02:00")]
    [InlineData(
        "cron(0/15 9-17 ? * MON-FRI *)",
        "Asia/Tokyo",
        "2026-03-06 17:20",
        "03-06 17:30, 03-06 17:45, 03-09 09:00"
    )]
    [InlineData("cron(0 3 ? * SUN *)", "Asia/Tokyo", "2026-03-01 03:00", "03-08 03:00, 03-15 03:00, 03-22 03:00")]
    [InlineData("cron(0 3 ? * 1 *)", "Asia/Tokyo", "2026-03-01 03:00", "03-08 03:00, 03-15 03:00, 03-22 03:00")]
    [InlineData("cron(0 2 ? * 1#1 *)", "Asia/Tokyo", "2026-03-01 02:00", "04-05 02:00, 05-03 02:00, 06-07 02:00")]
    [InlineData("cron(0 2 ? * SUN#1 *)", "Asia/Tokyo", "2026-03-01 02:00", "04-05 02:00, 05-03 02:00, 06-07 02:00")]
    [InlineData("cron(0 2 ? * 6L *)", "UTC", "2026-03-01 00:00", "03-27 02:00, 04-24 02:00, 05-29 02:00")]
    [InlineData("cron(0 2 ? * L *)", "UTC", "2026-03-01 00:00", "03-07 02:00, 03-14 02:00, 03-21 02:00")]
    [InlineData("cron(0 9 L * ? *)", "UTC", "2026-02-01 00:00", "02-28 09:00, 03-31 09:00, 04-30 09:00")]
    [InlineData("cron(0 9 1W * ? *)", "UTC", "2026-02-01 00:00", "02-02 09:00, 03-02 09:00, 04-01 09:00")]
    [InlineData("cron(0 9 1-9 * ? *)", "UTC", "2026-02-09 09:00", "03-01 09:00, 03-02 09:00, 03-03 09:00")]
    [InlineData("cron(0 9 1 1 ? 2028)", "UTC", "2026-02-09 09:00", "01-01 09:00")]
    [InlineData("cron(0 9 1 1 ? 2027/2)", "UTC", "2026-02-09 09:00", "01-01 09:00, 01-01 09:00, 01-01 09:00")]
    [InlineData("cron(0 9 1 1 ? 2020-2025)", "UTC", "2026-02-09 09:00", "")]
    [InlineData("cron(* * * * ? 2020)", "UTC", "2026-02-09 09:00", "")]
    [InlineData("at(2026-03-01T02:30:00)", "Asia/Tokyo", "2026-03-01 01:00", "03-01 02:30")]
    [InlineData("at(2026-03-01T02:30:00)", "Asia/Tokyo", "2026-03-01 02:30", "")]
    // The clock goes from 2:00 to 3:00 on March 29th, and from 3:00 back to 2:00 on October 25th.
    [InlineData("cron(30 2 * * ? *)", "Europe/Berlin", "2026-03-28 02:00", "03-28 02:30, 03-30 02:30, 03-31 02:30")]
    [InlineData("cron(30 2 * * ? *)", "Europe/Berlin", "2026-10-24 02:00", "10-24 02:30, 10-25 02:30, 10-26 02:30")]
    [InlineData("cron(0 3 ? * SUN *)", "Europe/Berlin", "2026-03-22 04:00", "03-29 03:00, 04-05 03:00, 04-12 03:00")]
    [InlineData("at(2026-03-29T02:30:00)", "Europe/Berlin", "2026-03-01 01:00", "")]
    public void Next_IsByTheWallClock(string expression, string zone, string after, string expected)
    {
        var clock = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var read = ScheduleExpression.Parse(expression, clock);

        Assert.Equal(
            expected,
            string.Join(
                ", ",
                Times(read, Wall(clock, after))
                    .Take(3)
                    .Select(at => Shown(clock, at).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture))
            )
        );
    }

    /// <summary>In the doubled hour it runs at the first of the two, and the second is silent.</summary>
    [Fact]
    public void DoubledHour_RunsOnceAtItsFirst()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var read = ScheduleExpression.Parse("cron(30 2 * * ? *)", berlin);

        var first = read.Next(Utc("2026-10-24 12:00"), default)!.Value;

        Assert.Equal((Utc("2026-10-25 00:30"), Utc("2026-10-26 01:30")), (first, read.Next(first, default)!.Value));
        // A look between the two half past twos does not find the second.
        Assert.Equal(Utc("2026-10-26 01:30"), read.Next(Utc("2026-10-25 01:10"), default));
    }

    [Theory]
    [InlineData("rate(5 minutes)", "2026-03-01 00:00", "2026-03-01 00:05")]
    [InlineData("rate(5 minutes)", "2026-03-01 00:04", "2026-03-01 00:05")]
    [InlineData("rate(5 minutes)", "2026-03-01 00:05", "2026-03-01 00:10")]
    [InlineData("rate(1 day)", "2026-03-08 00:01", "2026-03-09 00:00")]
    public void Rate_CountsFromItsCreation(string expression, string after, string expected) =>
        Assert.Equal(
            Utc(expected),
            ScheduleExpression.Parse(expression, TimeZoneInfo.Utc).Next(Utc(after), Utc("2026-03-01 00:00"))
        );

    [Theory]
    [InlineData("rate(1 minutes)", "rate: found '1 minutes', expected such as 1 minute")]
    [InlineData("rate(5 minute)", "rate: found '5 minute'")]
    [InlineData("rate(0 minutes)", "rate: found '0 minutes'")]
    [InlineData("cron(0 3 * * * *)", "cron: found '*' and '*', expected ? in one of")]
    [InlineData("cron(0 3 ? * ? *)", "cron: found '?' and '?', expected ? in one of")]
    [InlineData("cron(61 3 * * ? *)", "cron: ")]
    [InlineData("cron(0 3 ? * 8 *)", "cron: found day-of-week '8', expected 1 to 7")]
    [InlineData("cron(0 3 * * ? 26)", "cron: found year '26', expected 1970 to 2199")]
    [InlineData("at(tomorrow)", "expected rate(…), cron(…) or at(")]
    [InlineData("", "expected rate(…)")]
    public void WhatIsNone_IsRefusedWithAReason(string expression, string reason) =>
        Assert.Contains(
            reason,
            Assert.Throws<FormatException>(() => ScheduleExpression.Parse(expression, TimeZoneInfo.Utc)).Message,
            StringComparison.Ordinal
        );

    /// <summary>Ten years of a nightly, a weekly and a monthly schedule, against the calendar walked day by day.</summary>
    [Theory]
    [InlineData("Asia/Tokyo")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    public void TenYears_AreAsTheCalendarSays(string zone)
    {
        var clock = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var (from, until) = (new DateOnly(2026, 1, 1), new DateOnly(2036, 1, 1));
        foreach (
            var (expression, at, isDue) in new (string, TimeOnly, Func<DateOnly, bool>)[]
            {
                ("cron(15 2 * * ? *)", new(2, 15), _ => true),
                ("cron(15 2 ? * SUN *)", new(2, 15), date => date.DayOfWeek == DayOfWeek.Sunday),
                ("cron(0 2 ? * SUN#1 *)", new(2, 0), date => date.DayOfWeek == DayOfWeek.Sunday && date.Day <= 7),
                (
                    "cron(30 1 ? * MON-FRI *)",
                    new(1, 30),
                    date => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
                ),
            }
        )
        {
            var expected = new List<DateTimeOffset>();
            for (var date = from; date < until; date = date.AddDays(1))
            {
                // The first of the moments, a minute apart, at which the wall clock shows that time.
                var noon = new DateTimeOffset(date.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
                var moment = Enumerable
                    .Range(-27 * 60, 54 * 60)
                    .Where(minute => minute % 15 == 0)
                    .Select(minute => noon.AddMinutes(minute))
                    .Cast<DateTimeOffset?>()
                    .FirstOrDefault(moment => Shown(clock, moment!.Value) == date.ToDateTime(at));
                if (isDue(date) && moment is { } due)
                {
                    expected.Add(due);
                }
            }

            Assert.Equal(
                expected,
                Times(ScheduleExpression.Parse(expression, clock), Wall(clock, "2025-12-31 12:00"))
                    .TakeWhile(one => DateOnly.FromDateTime(Shown(clock, one)) < until)
            );
        }
    }

    private static IEnumerable<DateTimeOffset> Times(ScheduleExpression expression, DateTimeOffset after)
    {
        while (expression.Next(after, after) is { } next)
        {
            yield return after = next;
        }
    }

    private static DateTime Shown(TimeZoneInfo zone, DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).DateTime;

    private static DateTimeOffset Wall(TimeZoneInfo zone, string text)
    {
        var wall = DateTime.Parse(text, CultureInfo.InvariantCulture);
        return new DateTimeOffset(wall, zone.GetUtcOffset(wall));
    }

    private static DateTimeOffset Utc(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
