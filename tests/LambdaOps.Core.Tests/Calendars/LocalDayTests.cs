using LambdaOps.Core.Calendars;

namespace LambdaOps.Core.Tests.Calendars;

/// <summary>Days of a wall clock: they have 23 to 25 hours, and follow each other without a gap.</summary>
public class LocalDayTests
{
    [Theory]
    [InlineData("Asia/Tokyo", 2026, 1, 14, "2026-01-13T15:00:00Z", 24)]
    [InlineData("Europe/Berlin", 2026, 3, 29, "2026-03-28T23:00:00Z", 23)]
    [InlineData("Europe/Berlin", 2026, 10, 25, "2026-10-24T22:00:00Z", 25)]
    // Clocks go forward at midnight: the day begins with 01:00.
    [InlineData("America/Santiago", 2026, 9, 6, "2026-09-06T04:00:00Z", 23)]
    [InlineData("Asia/Kolkata", 2026, 1, 14, "2026-01-13T18:30:00Z", 24)]
    public void Day_HasItsHours(string zone, int year, int month, int date, string from, int hours)
    {
        var day = LocalDay.Of(new DateOnly(year, month, date), Zone(zone));

        Assert.Equal(DateTimeOffset.Parse(from, null), day.From);
        Assert.Equal(TimeSpan.FromHours(hours), day.Length);
    }

    [Theory]
    [InlineData("Asia/Tokyo")]
    [InlineData("America/Santiago")]
    [InlineData("Europe/Berlin")]
    [InlineData("Australia/Lord_Howe")]
    public void Days_FollowEachOther(string name)
    {
        var zone = Zone(name);
        for (var date = new DateOnly(2026, 1, 1); date.Year == 2026; date = date.AddDays(1))
        {
            var (day, next) = (LocalDay.Of(date, zone), LocalDay.Of(date.AddDays(1), zone));
            Assert.Equal(day.Until, next.From);
            Assert.Equal(day, LocalDay.At(day.From, zone));
            Assert.Equal(day, LocalDay.At(day.Until.AddTicks(-1), zone));
            Assert.False(day.Contains(day.Until));
        }
    }

    private static TimeZoneInfo Zone(string name) => TimeZoneInfo.FindSystemTimeZoneById(name);
}
