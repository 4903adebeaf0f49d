namespace LambdaOps.Core.Calendars;

/// <summary>A day on a wall clock, as the moments that it lasts from and to: 23 to 25 hours.</summary>
public readonly record struct LocalDay(DateOnly Date, DateTimeOffset From, DateTimeOffset Until)
{
    public static LocalDay Of(DateOnly date, TimeZoneInfo zone) =>
        new(date, Beginning(date, zone), Beginning(date.AddDays(1), zone));

    /// <summary>The day of a moment.</summary>
    public static LocalDay At(DateTimeOffset moment, TimeZoneInfo zone) =>
        Of(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime), zone);

    public TimeSpan Length => Until - From;

    public bool Contains(DateTimeOffset at) => at >= From && at < Until;

    /// <summary>Where clocks go forward at midnight, the day begins when midnight would have been.</summary>
    private static DateTimeOffset Beginning(DateOnly date, TimeZoneInfo zone)
    {
        var wall = date.ToDateTime(TimeOnly.MinValue);
        var offset =
            zone.IsInvalidTime(wall) ? zone.GetUtcOffset(wall.AddHours(-3))
            : zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max()
            : zone.GetUtcOffset(wall);
        return new DateTimeOffset(wall, offset).ToUniversalTime();
    }
}
