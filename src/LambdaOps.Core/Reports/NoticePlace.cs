using System.Globalization;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Reports;

/// <summary>Where a notice is from: people operate several estates, accounts and regions.</summary>
/// <param name="Account">Null where nobody knows it.</param>
/// <param name="TimeZone">IANA name of the zone in which people read times.</param>
public sealed record NoticePlace(string Estate, string? Account, string Region, string TimeZone)
{
    private const string Minutes = "yyyy-MM-dd HH:mm";

    private const string Seconds = "yyyy-MM-dd HH:mm:ss";

    /// <param name="account">The account that LambdaOps runs in; the estate's own name for it counts first.</param>
    public static NoticePlace Of(Estate estate, string? account) =>
        new(estate.Name, estate.Account ?? account, estate.Region, estate.TimeZone);

    /// <summary>Whether this machine knows the estate's zone.</summary>
    public bool KnowsTheTime => TimeZones.Find(TimeZone) is not null;

    /// <summary>
    /// The next such time of day after a moment, on the estate's wall clock; in UTC on a machine that does not know it.
    /// </summary>
    public DateTimeOffset Next(TimeOnly time, DateTimeOffset after)
    {
        var (zone, date) = (Zone, DayOf(after));
        var at = At(date, time, zone);
        return at > after ? at : At(date.AddDays(1), time, zone);
    }

    /// <summary>The day of a moment on the estate's wall clock; in UTC on a machine that does not know it.</summary>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    private TimeZoneInfo Zone => TimeZones.Find(TimeZone) ?? TimeZoneInfo.Utc;

    private static DateTimeOffset At(DateOnly date, TimeOnly time, TimeZoneInfo zone)
    {
        var local = date.ToDateTime(time);
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    /// <summary>
    /// A moment by the estate's wall clock, with its offset; in UTC on a machine that does not know the zone.
    /// </summary>
    public string Local(DateTimeOffset at) => Local(at, Minutes);

    /// <summary>The same to the second.</summary>
    public string LocalSecond(DateTimeOffset at) => Local(at, Seconds);

    private string Local(DateTimeOffset at, string form) =>
        TimeZones.Find(TimeZone) is { } zone
            ? TimeZoneInfo.ConvertTime(at, zone).ToString($"{form} zzz", CultureInfo.InvariantCulture)
            : at.ToUniversalTime().ToString($"{form} 'UTC'", CultureInfo.InvariantCulture);
}
