using System.Globalization;

namespace LambdaOps.Account.World.Cdn;

/// <summary>
/// How long a distribution keeps an object, with CloudFront's usual limits (least 0, most a year): no-store, no-cache
/// and private are not kept; s-maxage goes before max-age; without any of them the distribution's default counts.
/// Expires is not read.
/// </summary>
public static class CacheLifetime
{
    private static readonly TimeSpan s_most = TimeSpan.FromDays(365);

    public static TimeSpan Of(string? cacheControl, TimeSpan usual)
    {
        var parts = (cacheControl ?? "").Split(',', StringSplitOptions.TrimEntries);
        return parts switch
        {
            _ when Array.Exists(parts, IsForbidding) => TimeSpan.Zero,
            _ when SecondsOf(parts, "s-maxage") is { } shared => shared,
            _ when SecondsOf(parts, "max-age") is { } age => age,
            _ => usual,
        };
    }

    private static bool IsForbidding(string part) => part.ToLowerInvariant() is "no-store" or "no-cache" or "private";

    private static TimeSpan? SecondsOf(string[] parts, string name)
    {
        var part = Array.Find(parts, p => p.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase));
        return
            part is not null
            && long.TryParse(
                part.AsSpan(name.Length + 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var seconds
            )
            ? TimeSpan.FromSeconds(Math.Min(seconds, (long)s_most.TotalSeconds))
            : null;
    }
}
