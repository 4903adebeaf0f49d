using System.Collections.Immutable;
using System.Globalization;

namespace LambdaOps.Core.Calendars;

/// <summary>Time zones by their IANA names, as this machine knows them; each is looked up once.</summary>
public static class TimeZones
{
    private const string Minutes = "yyyy-MM-dd HH:mm";

    /// <summary>The machine's own lookup takes a lock that all threads share.</summary>
    private static ImmutableDictionary<string, TimeZoneInfo?> s_found = ImmutableDictionary<
        string,
        TimeZoneInfo?
    >.Empty;

    /// <summary>The zone of that name; null on a machine that does not know it.</summary>
    public static TimeZoneInfo? Find(string name) =>
        ImmutableInterlocked.GetOrAdd(
            ref s_found,
            name,
            static name => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null
        );

    /// <summary>A moment on a zone's wall clock, to the minute: "2026-01-15 09:00".</summary>
    public static string Minute(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString(Minutes, CultureInfo.InvariantCulture);
}
