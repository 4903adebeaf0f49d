using System.Globalization;
using LambdaOps.Core.Calendars;

namespace LambdaOps.Core.Tests.Calendars;

/// <summary>Japan's public holidays, against lists that others keep.</summary>
public class JapaneseHolidaysTests
{
    /// <summary>
    /// To 2025 as the Cabinet Office announced them (syukujitsu.csv), later ones as holiday_jp forecasts them.
    /// </summary>
    [Theory]
    [InlineData(
        2022,
        "01-01 01-10 02-11 02-23 03-21 04-29 05-03 05-04 05-05 07-18 08-11 09-19 09-23 10-10 11-03 11-23"
    )]
    [InlineData(
        2023,
        "01-01 01-02 01-09 02-11 02-23 03-21 04-29 05-03 05-04 05-05 07-17 08-11 09-18 09-23 10-09 11-03 11-23"
    )]
    [InlineData(
        2024,
        "01-01 01-08 02-11 02-12 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-15 08-11 08-12 09-16 09-22 09-23 10-14 11-03 11-04 11-23"
    )]
    [InlineData(
        2025,
        "01-01 01-13 02-11 02-23 02-24 03-20 04-29 05-03 05-04 05-05 05-06 07-21 08-11 09-15 09-23 10-13 11-03 11-23 11-24"
    )]
    [InlineData(
        2026,
        "01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23"
    )]
    [InlineData(
        2027,
        "01-01 01-11 02-11 02-23 03-21 03-22 04-29 05-03 05-04 05-05 07-19 08-11 09-20 09-23 10-11 11-03 11-23"
    )]
    [InlineData(
        2028,
        "01-01 01-10 02-11 02-23 03-20 04-29 05-03 05-04 05-05 07-17 08-11 09-18 09-22 10-09 11-03 11-23"
    )]
    [InlineData(
        2029,
        "01-01 01-08 02-11 02-12 02-23 03-20 04-29 04-30 05-03 05-04 05-05 07-16 08-11 09-17 09-23 09-24 10-08 11-03 11-23"
    )]
    [InlineData(
        2030,
        "01-01 01-14 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-15 08-11 08-12 09-16 09-23 10-14 11-03 11-04 11-23"
    )]
    [InlineData(
        2031,
        "01-01 01-13 02-11 02-23 02-24 03-21 04-29 05-03 05-04 05-05 05-06 07-21 08-11 09-15 09-23 10-13 11-03 11-23 11-24"
    )]
    [InlineData(
        2032,
        "01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 07-19 08-11 09-20 09-21 09-22 10-11 11-03 11-23"
    )]
    [InlineData(
        2033,
        "01-01 01-10 02-11 02-23 03-20 03-21 04-29 05-03 05-04 05-05 07-18 08-11 09-19 09-23 10-10 11-03 11-23"
    )]
    [InlineData(
        2034,
        "01-01 01-02 01-09 02-11 02-23 03-20 04-29 05-03 05-04 05-05 07-17 08-11 09-18 09-23 10-09 11-03 11-23"
    )]
    [InlineData(
        2035,
        "01-01 01-08 02-11 02-12 02-23 03-21 04-29 04-30 05-03 05-04 05-05 07-16 08-11 09-17 09-23 09-24 10-08 11-03 11-23"
    )]
    public void Year_HasExactlyTheseDays(int year, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                ' ',
                DatesOf(year)
                    .Where(JapaneseHolidays.Contains)
                    .Select(date => date.ToString("MM-dd", CultureInfo.InvariantCulture))
            )
        );

    /// <summary>The law's own words, over all years that are known.</summary>
    [Fact]
    public void EveryYear_KeepsTheLaw()
    {
        var years = Enumerable.Range(
            JapaneseHolidays.FirstYear,
            JapaneseHolidays.LastYear - JapaneseHolidays.FirstYear + 1
        );

        Assert.All(
            years,
            year =>
            {
                var days = DatesOf(year).Where(JapaneseHolidays.Contains).ToList();
                Assert.InRange(days.Count, 16, 22);
                // A holiday on a Sunday is followed by another day off; one day alone between two is none.
                Assert.All(
                    days,
                    date =>
                        Assert.True(
                            date.DayOfWeek != DayOfWeek.Sunday || JapaneseHolidays.Contains(date.AddDays(1)),
                            $"{date:O}"
                        )
                );
                Assert.DoesNotContain(
                    DatesOf(year),
                    date =>
                        !JapaneseHolidays.Contains(date)
                        && date.DayOfWeek != DayOfWeek.Sunday
                        && JapaneseHolidays.Contains(date.AddDays(-1))
                        && JapaneseHolidays.Contains(date.AddDays(1))
                );
            }
        );
    }

    [Theory]
    [InlineData("2021-01-01")]
    [InlineData("2100-01-01")]
    public void OutsideTheKnownYears_IsNoHoliday(string date) =>
        Assert.False(JapaneseHolidays.Contains(DateOnly.Parse(date, CultureInfo.InvariantCulture)));

    private static IEnumerable<DateOnly> DatesOf(int year) =>
        Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(day => new DateOnly(year, 1, 1).AddDays(day));
}
