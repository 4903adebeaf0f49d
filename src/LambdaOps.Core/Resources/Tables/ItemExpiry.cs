using System.Globalization;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Resources;

/// <summary>What an item's time says of it.</summary>
[JsonConverter(typeof(EnumAsName<ItemVerdict>))]
public enum ItemVerdict
{
    /// <summary>It has not expired.</summary>
    Live,

    /// <summary>It has expired.</summary>
    Expired,

    /// <summary>It expired so long ago that time to live should have deleted it.</summary>
    Overdue,

    /// <summary>It has no such attribute.</summary>
    Without,

    /// <summary>The attribute says no time, or none that can be told for certain.</summary>
    Unreadable,

    /// <summary>Milliseconds where time to live reads seconds: it expires in some ten thousand years.</summary>
    Milliseconds,

    /// <summary>Time to live deletes nothing that expired more than five years ago.</summary>
    FiveYearsPast,

    /// <summary>It was made in the future.</summary>
    Future,
}

/// <summary>Judges items by the attribute of their table's expiry. Pure; whatever is not certain is kept.</summary>
public static class ItemExpiry
{
    private const int YearsOfTimeToLive = 5;

    /// <summary>No item of anybody's is older, and a clock that was never set says 1970.</summary>
    private static readonly DateTimeOffset s_earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Seconds up to here are no milliseconds from <see cref="s_earliest"/> on.</summary>
    private static readonly DateTimeOffset s_latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Clocks of those who write items may be that much ahead.</summary>
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(10);

    /// <summary>Forms of ISO 8601 that say their zone.</summary>
    private static readonly string[] s_forms =
    [
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mmK",
    ];

    /// <summary>What DynamoDB's time to live makes of an item.</summary>
    /// <param name="overdueAfter">How long after its expiry it should be gone.</param>
    public static ItemVerdict ByTimeToLive(ItemValue? value, TimeSpan overdueAfter, DateTimeOffset now)
    {
        if (value is null)
        {
            return ItemVerdict.Without;
        }

        if (value.Type != "N" || NumberIn(value.Text) is not { } seconds)
        {
            return ItemVerdict.Unreadable;
        }

        return seconds >= s_latest.ToUnixTimeSeconds()
            ? seconds >= s_earliest.ToUnixTimeMilliseconds() && seconds < s_latest.ToUnixTimeMilliseconds()
                ? ItemVerdict.Milliseconds
                : ItemVerdict.Live
            : seconds < now.AddYears(-YearsOfTimeToLive).ToUnixTimeSeconds()
                ? ItemVerdict.FiveYearsPast
                : seconds >= now.ToUnixTimeSeconds()
                    ? ItemVerdict.Live
                    : seconds < (now - overdueAfter).ToUnixTimeSeconds()
                        ? ItemVerdict.Overdue
                        : ItemVerdict.Expired;
    }

    /// <summary>What an item's age makes of it.</summary>
    public static ItemVerdict ByAge(ItemValue? value, TableExpiry.ByAge rule, DateTimeOffset now) =>
        value is null ? ItemVerdict.Without
        : TimeIn(value, rule.Unit) is not { } made ? ItemVerdict.Unreadable
        : made > now + s_skew ? ItemVerdict.Future
        : now - made > rule.MostAge ? ItemVerdict.Expired
        : ItemVerdict.Live;

    /// <summary>The time that a value says for certain; null for any other.</summary>
    public static DateTimeOffset? TimeIn(ItemValue value, TimeUnit? unit)
    {
        if (value.Type == "S")
        {
            return unit is null or TimeUnit.Iso8601 && TextTime(value.Text) is { } said && said >= s_earliest
                ? said
                : null;
        }

        if (value.Type != "N" || NumberIn(value.Text) is not { } number)
        {
            return null;
        }

        return unit switch
        {
            TimeUnit.Seconds => Within(
                number,
                s_earliest.ToUnixTimeSeconds(),
                DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            )
                ? DateTimeOffset.FromUnixTimeSeconds((long)number)
                : null,
            TimeUnit.Milliseconds => Within(
                number,
                s_earliest.ToUnixTimeMilliseconds(),
                DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            )
                ? DateTimeOffset.FromUnixTimeMilliseconds((long)number)
                : null,
            TimeUnit.Iso8601 => null,
            _ when Within(number, s_earliest.ToUnixTimeSeconds(), s_latest.ToUnixTimeSeconds()) =>
                DateTimeOffset.FromUnixTimeSeconds((long)number),
            _ when Within(number, s_earliest.ToUnixTimeMilliseconds(), s_latest.ToUnixTimeMilliseconds()) =>
                DateTimeOffset.FromUnixTimeMilliseconds((long)number),
            _ => null,
        };
    }

    private static bool Within(decimal number, long from, long to) => number >= from && number <= to;

    private static decimal? NumberIn(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Without a zone a text may mean a span of 26 hours.</summary>
    private static DateTimeOffset? TextTime(string text) =>
        (text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-'))
        && DateTimeOffset.TryParseExact(text, s_forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : null;
}
