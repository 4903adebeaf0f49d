using System.Globalization;
using CsCheck;
using LambdaOps.Core.Calendars;

namespace LambdaOps.Core.Tests.Calendars;

public class BusinessCalendarTests
{
    private static readonly BusinessCalendar s_tokyo = In("Asia/Tokyo") with
    {
        Holidays = [new(2026, 1, 1), new(2026, 1, 12), new(2026, 12, 31), new(2027, 1, 1)],
    };

    /// <summary>Clocks that stand still, that jump by an hour or by half of one, and that once skipped a day.</summary>
    private static readonly string[] s_zones =
    [
        "UTC",
        "Asia/Tokyo",
        "America/New_York",
        "Europe/London",
        "Australia/Lord_Howe",
        "Pacific/Apia",
    ];

    private static readonly Gen<BusinessCalendar> s_calendars = Gen.Select(
        Gen.Int[0, s_zones.Length - 1],
        Gen.Enum<DayOfWeek>().List[1, 7],
        Gen.Int[0, 22 * 60],
        Gen.Int[60, 24 * 60],
        Gen.Int[0, 30].List[0, 4],
        (zone, days, from, length, holidays) =>
            In(s_zones[zone]) with
            {
                Days = [.. days],
                From = TimeSpan.FromMinutes(from),
                Until = TimeSpan.FromMinutes(Math.Min(from + length, 24 * 60)),
                Holidays = [.. holidays.Select(day => new DateOnly(2026, 3, 1).AddDays(day))],
            }
    );

    /// <summary>March and November 2026, in which clocks jump.</summary>
    private static readonly Gen<DateTimeOffset> s_moments = Gen.Select(
        Gen.OneOf(
            Gen.Const(Utc("2026-03-01 00:00")),
            Gen.Const(Utc("2026-10-25 00:00")),
            Gen.Const(Utc("2026-04-03 00:00"))
        ),
        Gen.Int[0, 14 * 24 * 60],
        (start, minutes) => start.AddMinutes(minutes)
    );

    /// <summary>定期メンテナンス: reports come on the third business day; with holidays by rule and by date.</summary>
    [Theory]
    [InlineData("2026-01-20", 3, "2026-01-07")]
    [InlineData("2026-05-01", 3, "2026-05-08")]
    [InlineData("2026-08-31", 3, "2026-08-05")]
    [InlineData("2026-09-01", 15, "2026-09-24")]
    [InlineData("2027-03-01", 16, "2027-03-23")]
    [InlineData("2026-02-01", 18, "2026-02-27")]
    [InlineData("2026-02-01", 19, null)]
    public void BusinessDay_IsCountedWithoutHolidays(string month, int which, string? expected) =>
        Assert.Equal(
            expected is null ? null : DateOnly.Parse(expected, CultureInfo.InvariantCulture),
            (s_tokyo with { Holidays = [new(2026, 1, 2)], PublicHolidays = PublicHolidays.Japan }).BusinessDay(
                DateOnly.Parse(month, CultureInfo.InvariantCulture),
                which
            )
        );

    /// <summary>A public holiday is one on which nobody wrote it down.</summary>
    [Theory]
    [InlineData(PublicHolidays.Japan, PartOfWeek.Holiday)]
    [InlineData(PublicHolidays.None, PartOfWeek.BusinessHours)]
    public void PublicHoliday_CountsWhereTheEstateSaysSo(PublicHolidays holidays, PartOfWeek expected) =>
        Assert.Equal(
            expected,
            (s_tokyo with { PublicHolidays = holidays }).At(
                new DateTimeOffset(2031, 5, 6, 12, 0, 0, TimeSpan.FromHours(9))
            )
        );

    [Theory]
    [InlineData("2026-01-15 08:59", PartOfWeek.Night)]
    [InlineData("2026-01-15 09:00", PartOfWeek.BusinessHours)]
    [InlineData("2026-01-15 17:59", PartOfWeek.BusinessHours)]
    [InlineData("2026-01-15 18:00", PartOfWeek.Night)]
    [InlineData("2026-01-16 23:59", PartOfWeek.Night)]
    [InlineData("2026-01-17 00:00", PartOfWeek.Weekend)]
    [InlineData("2026-01-18 12:00", PartOfWeek.Weekend)]
    [InlineData("2026-01-12 12:00", PartOfWeek.Holiday)]
    [InlineData("2026-01-19 00:00", PartOfWeek.Night)]
    public void At_IsThePartOfTheWeekInTheZone(string tokyo, PartOfWeek part) =>
        Assert.Equal(part, s_tokyo.At(Tokyo(tokyo)));

    [Theory]
    [InlineData("2026-01-15 10:00", 60, "2026-01-15 11:00")]
    [InlineData("2026-01-15 17:00", 59, "2026-01-15 17:59")]
    [InlineData("2026-01-15 17:00", 60, "2026-01-15 18:00")]
    [InlineData("2026-01-15 17:00", 61, "2026-01-16 09:01")]
    [InlineData("2026-01-15 03:00", 60, "2026-01-15 10:00")]
    [InlineData("2026-01-15 18:00", 1, "2026-01-16 09:01")]
    [InlineData("2026-01-15 22:00", 0, "2026-01-16 09:00")]
    [InlineData("2026-01-16 17:30", 120, "2026-01-19 10:30")]
    [InlineData("2026-01-09 17:00", 120, "2026-01-13 10:00")] // Coming of Age Day is a Monday
    [InlineData("2026-12-30 17:00", 120, "2027-01-04 10:00")] // over the year's end and a weekend
    [InlineData("2026-01-15 10:00", 2 * 540, "2026-01-19 10:00")]
    public void Add_CountsBusinessTimeOnly(string from, int minutes, string until) =>
        Assert.Equal(Tokyo(until), s_tokyo.Add(Tokyo(from), TimeSpan.FromMinutes(minutes)));

    [Theory]
    [InlineData("2026-01-15 10:00", "2026-01-16 18:00")]
    [InlineData("2026-01-15 23:59", "2026-01-16 18:00")]
    [InlineData("2026-01-16 10:00", "2026-01-19 18:00")]
    [InlineData("2026-01-11 10:00", "2026-01-13 18:00")]
    [InlineData("2026-12-30 10:00", "2027-01-04 18:00")]
    public void EndOfNextBusinessDay_IsTheClosingAfterTheDay(string at, string end) =>
        Assert.Equal(Tokyo(end), s_tokyo.EndOfNextBusinessDay(Tokyo(at)));

    /// <summary>From 17:00 on Friday to 10:00 on Monday, by the wall.</summary>
    [Theory]
    [InlineData("America/New_York", "2026-03-06 22:00", "2026-03-09 14:00")] // forward on 8 March
    [InlineData("America/New_York", "2026-10-30 21:00", "2026-11-02 15:00")] // back on 1 November
    [InlineData("Europe/London", "2026-03-27 17:00", "2026-03-30 09:00")] // forward on 29 March
    public void Add_OverAChangeOfTheClock_FollowsTheWallClock(string zone, string from, string until) =>
        Assert.Equal(Utc(until), In(zone).Add(Utc(from), TimeSpan.FromHours(2)));

    /// <summary>Night shifts around the gap: 2:30 does not exist on 8 March, 1:30 exists twice on 1 November.</summary>
    [Theory]
    [InlineData("2026-03-08", "02:30", "04:30", "2026-03-08 07:30", "2026-03-08 08:30")]
    [InlineData("2026-03-08", "01:00", "04:00", "2026-03-08 06:00", "2026-03-08 08:00")]
    [InlineData("2026-11-01", "01:30", "03:30", "2026-11-01 05:30", "2026-11-01 08:30")]
    public void Hours_AtTheChangeOfTheClock(string date, string from, string until, string open, string close)
    {
        var calendar = In("America/New_York") with
        {
            Days = [DayOfWeek.Sunday],
            From = TimeSpan.Parse(from, CultureInfo.InvariantCulture),
            Until = TimeSpan.Parse(until, CultureInfo.InvariantCulture),
        };
        var midnight = Utc($"{date} 05:00");
        var room = Utc(close) - Utc(open);

        Assert.Equal(Utc(open), calendar.Add(midnight.AddHours(-1), TimeSpan.Zero));
        Assert.Equal(Utc(close), calendar.Add(midnight.AddHours(-1), room));
        Assert.NotEqual(PartOfWeek.BusinessHours, calendar.At(Utc(open).AddTicks(-1)));
        Assert.Equal(PartOfWeek.BusinessHours, calendar.At(Utc(open)));
        Assert.Equal(PartOfWeek.BusinessHours, calendar.At(Utc(close).AddTicks(-1)));
        Assert.NotEqual(PartOfWeek.BusinessHours, calendar.At(Utc(close)));
    }

    /// <summary>Minute by minute on the clock is the same as day by day.</summary>
    [Fact]
    public void Add_IsWhatCountingMinutesGives() =>
        Gen.Select(s_calendars, s_moments, Gen.Int[1, 400])
            .Sample(
                (calendar, from, minutes) =>
                {
                    var at = from;
                    for (var left = minutes; left > 0; at = at.AddMinutes(1))
                    {
                        left -= calendar.At(at) == PartOfWeek.BusinessHours ? 1 : 0;
                    }

                    return calendar.Add(from, TimeSpan.FromMinutes(minutes)) == at;
                },
                iter: 300
            );

    [Fact]
    public void Add_InTwoStepsIsAddInOne() =>
        Gen.Select(s_calendars, s_moments, Gen.Int[1, 5000], Gen.Int[1, 5000])
            .Sample(
                (calendar, from, one, other) =>
                    calendar.Add(calendar.Add(from, TimeSpan.FromMinutes(one)), TimeSpan.FromMinutes(other))
                    == calendar.Add(from, TimeSpan.FromMinutes(one + other))
            );

    [Fact]
    public void Add_NeverGoesBackAndKeepsTheOrder() =>
        Gen.Select(s_calendars, s_moments, s_moments, Gen.Int[0, 5000])
            .Sample(
                (calendar, one, other, minutes) =>
                {
                    var (first, last) = one < other ? (one, other) : (other, one);
                    var (a, b) = (
                        calendar.Add(first, TimeSpan.FromMinutes(minutes)),
                        calendar.Add(last, TimeSpan.FromMinutes(minutes))
                    );
                    return a >= first + TimeSpan.FromMinutes(minutes) && a <= b;
                }
            );

    /// <summary>Nobody is told too late because a machine lacks the zones.</summary>
    [Fact]
    public void UnknownZone_CountsEveryHour()
    {
        var calendar = s_tokyo with { Zone = null };
        var sunday = Tokyo("2026-01-18 03:00");

        Assert.Equal(PartOfWeek.BusinessHours, calendar.At(sunday));
        Assert.Equal(sunday.AddHours(2), calendar.Add(sunday, TimeSpan.FromHours(2)));
        Assert.Equal(sunday.AddDays(1), calendar.EndOfNextBusinessDay(sunday));
    }

    private static BusinessCalendar In(string zone) =>
        BusinessCalendar.Default with
        {
            Zone = TimeZoneInfo.FindSystemTimeZoneById(zone),
        };

    private static DateTimeOffset Utc(string text) => At(text, TimeSpan.Zero);

    private static DateTimeOffset Tokyo(string text) => At(text, TimeSpan.FromHours(9));

    private static DateTimeOffset At(string text, TimeSpan offset) =>
        new(DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), offset);
}
