namespace LambdaOps.Core.Calendars;

/// <summary>
/// Japan's public holidays by its law on them (国民の祝日に関する法律) as it stands since 2022. The government announces
/// both equinoxes in February of the year before; astronomy says them for 1980 to 2099.
/// </summary>
public static class JapaneseHolidays
{
    /// <summary>The first year in which the law stood as it is written here.</summary>
    public const int FirstYear = 2022;

    /// <summary>The last year for which the equinoxes are known.</summary>
    public const int LastYear = 2099;

    /// <summary>
    /// Whether that day is off: a public holiday, the day that stands in for one on a Sunday (振替休日), or a day between
    /// two of them (国民の休日).
    /// </summary>
    /// <returns>False outside the years that are known.</returns>
    public static bool Contains(DateOnly date) =>
        date.Year is >= FirstYear and <= LastYear
        && (IsNamed(date) || StandsIn(date) || (IsNamed(date.AddDays(-1)) && IsNamed(date.AddDays(1))));

    /// <summary>A day that the law names (第2条).</summary>
    private static bool IsNamed(DateOnly date) =>
        (date.Month, date.Day) switch
        {
            (1, 1) or (2, 11) or (2, 23) or (4, 29) or (5, 3) or (5, 4) or (5, 5) or (8, 11) or (11, 3) or (11, 23) =>
                true,
            (1, _) => IsMonday(date, 2),
            (7, _) => IsMonday(date, 3),
            (9, _) when IsMonday(date, 3) => true,
            (10, _) => IsMonday(date, 2),
            (3, var day) => day == Equinox(date.Year, 20.8431),
            (9, var day) => day == Equinox(date.Year, 23.2488),
            _ => false,
        };

    /// <summary>
    /// The first day after a holiday on a Sunday that the law does not name (第3条第2項): those in between are holidays.
    /// </summary>
    private static bool StandsIn(DateOnly date)
    {
        if (IsNamed(date))
        {
            return false;
        }

        var before = date.AddDays(-1);
        while (IsNamed(before) && before.DayOfWeek != DayOfWeek.Sunday)
        {
            before = before.AddDays(-1);
        }

        return IsNamed(before);
    }

    /// <summary>The n-th Monday of its month.</summary>
    private static bool IsMonday(DateOnly date, int which) =>
        date.DayOfWeek == DayOfWeek.Monday && (date.Day - 1) / 7 == which - 1;

    /// <summary>
    /// The day of the month on which the sun crosses the equator, in Japan's time: it comes 0.242194 days later each
    /// year, and a leap year puts it a day back.
    /// </summary>
    /// <param name="in1980">The day in 1980, with its fraction.</param>
    private static int Equinox(int year, double in1980)
    {
        var years = year - 1980;
        return (int)(in1980 + (0.242194 * years) - (years / 4));
    }
}
