using System.Collections.Immutable;

namespace LambdaOps.Core.Calendars;

/// <summary>Time zones by their IANA names, as this machine knows them; each is looked up once.</summary>
public static class TimeZones
{
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
}
