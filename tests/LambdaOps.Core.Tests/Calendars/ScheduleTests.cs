using LambdaOps.Core.Calendars;

namespace LambdaOps.Core.Tests.Calendars;

public class ScheduleTests
{
    private static readonly TimeZoneInfo s_tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");
    private static readonly TimeZoneInfo s_berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly TimeOnly s_two = new(2, 30);

    [Fact]
    public void Daily_IsByTheZonesWallClock() =>
        Assert.Equal(Utc(2026, 1, 14, 17, 30), new Schedule.Daily(s_two).Next(Utc(2026, 1, 14, 3, 0), s_tokyo));

    /// <summary>The last Sunday of March has no half past two in Berlin.</summary>
    [Fact]
    public void SkippedTime_HasNoRun() =>
        Assert.Equal(Utc(2026, 3, 30, 0, 30), new Schedule.Daily(s_two).Next(Utc(2026, 3, 28, 1, 30), s_berlin));

    /// <summary>The last Sunday of October has two of them.</summary>
    [Fact]
    public void DoubledTime_HasOneRunAtItsFirst()
    {
        var daily = new Schedule.Daily(s_two);
        var first = daily.Next(Utc(2026, 10, 24, 12, 0), s_berlin);

        Assert.Equal(Utc(2026, 10, 25, 0, 30), first);
        Assert.Equal(Utc(2026, 10, 26, 1, 30), daily.Next(first, s_berlin));
    }

    [Fact]
    public void FirstSunday_IsOneOfTheMonthsFirstSevenDays()
    {
        var monthly = new Schedule.FirstOfMonth(DayOfWeek.Sunday, s_two);
        var next = monthly.Next(Utc(2026, 2, 1, 0, 0), s_tokyo);

        Assert.Equal(Utc(2026, 2, 28, 17, 30), next);
        Assert.Equal(Utc(2026, 4, 4, 17, 30), monthly.Next(next, s_tokyo));
    }

    [Fact]
    public void DaysOfMonth_AreThoseAlone()
    {
        var days = new Schedule.DaysOfMonth(3, 4, s_two);
        var next = days.Next(Utc(2026, 2, 4, 12, 0), s_tokyo);

        Assert.Equal("cron(30 2 3-4 * ? *)", days.Expression);
        Assert.Equal(Utc(2026, 3, 2, 17, 30), next);
        Assert.Equal(Utc(2026, 3, 3, 17, 30), days.Next(next, s_tokyo));
        Assert.Equal(Utc(2026, 4, 2, 17, 30), days.Next(Utc(2026, 3, 3, 17, 30), s_tokyo));
    }

    [Fact]
    public void OneDayOfMonth_IsThatDayAlone()
    {
        var first = new Schedule.DaysOfMonth(1, 1, s_two);
        var next = first.Next(Utc(2026, 2, 4, 12, 0), s_tokyo);

        Assert.Equal("cron(30 2 1 * ? *)", first.Expression);
        Assert.Equal("day 1 of the month at 02:30", first.ToString());
        Assert.Equal(Utc(2026, 2, 28, 17, 30), next);
        Assert.Equal(Utc(2026, 3, 31, 17, 30), first.Next(next, s_tokyo));
        Assert.Equal(TimeSpan.FromDays(31), first.Period);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(30, 29)]
    public void Missed_AreThoseInBetween(int days, int missed)
    {
        var daily = new Schedule.Daily(s_two);
        var last = daily.Next(Utc(2026, 1, 1, 0, 0), s_tokyo);

        Assert.Equal(missed, daily.CountBetween(last, last.AddDays(days), s_tokyo));
    }

    [Fact]
    public void Missed_OfAPeriodAreCountedByIt()
    {
        var often = new Schedule.Every(TimeSpan.FromMinutes(15));
        var last = Utc(2026, 1, 1, 0, 0);

        Assert.Equal(0, often.CountBetween(last, last.AddMinutes(15), s_tokyo));
        Assert.Equal(3, often.CountBetween(last, last.AddMinutes(60), s_tokyo));
    }

    private static DateTimeOffset Utc(int year, int month, int day, int hour, int minute) =>
        new(year, month, day, hour, minute, 0, TimeSpan.Zero);
}
