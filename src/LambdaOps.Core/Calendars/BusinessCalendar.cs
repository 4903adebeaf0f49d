using System.Collections.Immutable;

namespace LambdaOps.Core.Calendars;

/// <summary>When people work: the same hours, by the wall clock of one zone, on each business day.</summary>
/// <param name="Zone">
/// Whose wall clock; null on a machine that does not know the estate's zone: then every hour counts as business hours,
/// so that nobody is paged too late.
/// </param>
/// <param name="Days">Days of the week that are business days; at least one.</param>
/// <param name="From">Time of day from which on people work.</param>
/// <param name="Until">Time of day until which they do, later than <paramref name="From"/>; at most 24 h.</param>
/// <param name="Holidays">Dates that are no business days, beside public holidays.</param>
public sealed record BusinessCalendar(
    TimeZoneInfo? Zone,
    ImmutableSortedSet<DayOfWeek> Days,
    TimeSpan From,
    TimeSpan Until,
    ImmutableSortedSet<DateOnly> Holidays
)
{
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    /// <summary>Whose public holidays are no business days.</summary>
    public PublicHolidays PublicHolidays { get; init; }

    /// <summary>Monday to Friday, 9:00 to 18:00 (runbook: 営業時間中の監視), UTC, without holidays.</summary>
    public static BusinessCalendar Default { get; } =
        new(
            TimeZoneInfo.Utc,
            [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday],
            TimeSpan.FromHours(9),
            TimeSpan.FromHours(18),
            []
        );

    /// <summary>What part of the week a moment is in.</summary>
    public PartOfWeek At(DateTimeOffset at)
    {
        if (Zone is null)
        {
            return PartOfWeek.BusinessHours;
        }

        var date = DateAt(Zone, at);
        var hours = HoursOf(Zone, date);
        return IsHoliday(date) ? PartOfWeek.Holiday
            : !Days.Contains(date.DayOfWeek) ? PartOfWeek.Weekend
            : at >= hours.Open && at < hours.Close ? PartOfWeek.BusinessHours
            : PartOfWeek.Night;
    }

    /// <summary>The moment at which that much business time has passed; at the latest when a day closes.</summary>
    public DateTimeOffset Add(DateTimeOffset from, TimeSpan businessTime)
    {
        if (Zone is null)
        {
            return from + businessTime;
        }

        var left = businessTime;
        for (var date = DateAt(Zone, from); ; date = date.AddDays(1))
        {
            var hours = IsBusinessDay(date) ? HoursOf(Zone, date) : default;
            var start = hours.Open > from ? hours.Open : from;
            var room = hours.Close - start;
            if (room > TimeSpan.Zero)
            {
                if (left <= room)
                {
                    return start + left;
                }

                left -= room;
            }
        }
    }

    /// <summary>When the business day after the one of that moment closes (翌営業日).</summary>
    public DateTimeOffset EndOfNextBusinessDay(DateTimeOffset at)
    {
        if (Zone is null)
        {
            return at + s_day;
        }

        var date = DateAt(Zone, at).AddDays(1);
        while (!IsBusinessDay(date))
        {
            date = date.AddDays(1);
        }

        return HoursOf(Zone, date).Close;
    }

    /// <summary>Whether people work on that date, whatever the hour.</summary>
    public bool IsBusinessDay(DateOnly date) => Days.Contains(date.DayOfWeek) && !IsHoliday(date);

    /// <summary>The month's n-th business day (第3営業日); null when it has fewer.</summary>
    /// <param name="month">Any date of the month.</param>
    /// <param name="which">From 1.</param>
    public DateOnly? BusinessDay(DateOnly month, int which)
    {
        var first = new DateOnly(month.Year, month.Month, 1);
        return Enumerable
            .Range(0, DateTime.DaysInMonth(month.Year, month.Month))
            .Select(first.AddDays)
            .Where(IsBusinessDay)
            .Select(date => (DateOnly?)date)
            .ElementAtOrDefault(which - 1);
    }

    private bool IsHoliday(DateOnly date) =>
        Holidays.Contains(date) || (PublicHolidays == PublicHolidays.Japan && JapaneseHolidays.Contains(date));

    private (DateTimeOffset Open, DateTimeOffset Close) HoursOf(TimeZoneInfo zone, DateOnly date) =>
        (Moment(zone, date, From), Moment(zone, date, Until));

    private static DateOnly DateAt(TimeZoneInfo zone, DateTimeOffset at) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    /// <summary>
    /// When the wall clock shows that time. A time that it shows twice is the first one; one that it leaves out counts
    /// on from before the gap.
    /// </summary>
    private static DateTimeOffset Moment(TimeZoneInfo zone, DateOnly date, TimeSpan timeOfDay)
    {
        var wall = date.ToDateTime(TimeOnly.MinValue) + timeOfDay;
        var offset = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall);
        return new DateTimeOffset(wall, offset).ToUniversalTime();
    }
}

/// <summary>Parts of the week.</summary>
public enum PartOfWeek
{
    BusinessHours,

    /// <summary>A business day, outside its hours.</summary>
    Night,

    /// <summary>A day of the week that is no business day.</summary>
    Weekend,

    Holiday,
}

/// <summary>Whose public holidays count.</summary>
public enum PublicHolidays
{
    None,
    Japan,
}
