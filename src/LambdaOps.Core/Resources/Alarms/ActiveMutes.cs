using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using LambdaOps.Core.Calendars;

namespace LambdaOps.Core.Resources;

/// <summary>The mute rules that are active now.</summary>
public sealed record ActiveMutes(ImmutableArray<AlarmMute> Rules);

/// <summary>A mute rule that keeps the actions of alarms back now.</summary>
/// <param name="Expression">at(yyyy-MM-ddThh:mm) or cron(Minutes Hours Day-of-month Month Day-of-week).</param>
/// <param name="Duration">How long each window is, in ISO 8601; at most 15 days.</param>
/// <param name="Zone">Whose wall clock the expression means; null is UTC.</param>
/// <param name="Expires">From when it mutes no longer; null is never.</param>
public sealed record AlarmMute(
    string Name,
    ImmutableArray<string> Alarms,
    string Expression,
    string Duration,
    string? Zone,
    DateTimeOffset? Expires
)
{
    /// <summary>How far ahead windows are followed: no single one is longer than 15 days.</summary>
    private static readonly TimeSpan s_ahead = TimeSpan.FromDays(31);

    /// <summary>
    /// Until when it mutes without a gap. A window that ends where the next one begins goes on: for ever, where nothing
    /// ends that within a month (<see cref="DateTimeOffset.MaxValue"/>).
    /// </summary>
    /// <returns>Null when its schedule is none that is known here.</returns>
    public DateTimeOffset? Until(DateTimeOffset now)
    {
        if (
            TimeZones.Find(Zone ?? "UTC") is not { } zone
            || LengthOf(Duration) is not { } length
            || EndOf(now, length, zone) is not { } end
        )
        {
            return null;
        }

        return Expires < end ? Expires : end;
    }

    private DateTimeOffset? EndOf(DateTimeOffset now, TimeSpan length, TimeZoneInfo zone)
    {
        if (Inside("at(") is { } at)
        {
            return DateTime.TryParseExact(
                at,
                "yyyy-MM-dd'T'HH:mm",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var wall
            )
                ? new DateTimeOffset(wall, zone.GetUtcOffset(wall)).ToUniversalTime() + length
                : null;
        }

        return Inside("cron(") is { } cron && CronFields.Read(cron) is { } fields
            ? Follow(fields, now, length, zone)
            : null;
    }

    private static DateTimeOffset Follow(CronFields fields, DateTimeOffset now, TimeSpan length, TimeZoneInfo zone)
    {
        var minute = TimeSpan.FromMinutes(1);
        var (covered, last) = (now, now + s_ahead);
        for (var start = Floor(now - length) + minute; start <= covered; start += minute)
        {
            if (start > last)
            {
                return DateTimeOffset.MaxValue;
            }

            if (start + length > covered && fields.Match(TimeZoneInfo.ConvertTime(start, zone).DateTime))
            {
                covered = start + length;
            }
        }

        return covered;
    }

    private static DateTimeOffset Floor(DateTimeOffset at) =>
        new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    private string? Inside(string opening) =>
        Expression.StartsWith(opening, StringComparison.Ordinal) && Expression.EndsWith(')')
            ? Expression[opening.Length..^1]
            : null;

    private static TimeSpan? LengthOf(string duration)
    {
        try
        {
            return XmlConvert.ToTimeSpan(duration) is var length && length > TimeSpan.Zero ? length : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

/// <summary>The five fields of a mute rule's cron expression: *, numbers and names, ranges, lists.</summary>
internal sealed class CronFields
{
    private static readonly string[] s_months = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".Split(' ');
    private static readonly string[] s_days = "SUN MON TUE WED THU FRI SAT".Split(' ');

    private readonly BitArray[] _fields;
    private readonly bool _eitherDay;

    private CronFields(BitArray[] fields, bool eitherDay) => (_fields, _eitherDay) = (fields, eitherDay);

    /// <summary>Null when it is none.</summary>
    public static CronFields? Read(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not [var minutes, var hours, var days, var months, var weekdays])
        {
            return null;
        }

        BitArray?[] fields =
        [
            Field(minutes, 0, 59, []),
            Field(hours, 0, 23, []),
            Field(days, 1, 31, []),
            Field(months, 1, 12, s_months),
            Field(weekdays, 0, 7, s_days),
        ];
        if (fields.Contains(null))
        {
            return null;
        }

        // Sunday is 0 and 7.
        fields[4]![0] |= fields[4]![7];
        return new CronFields(fields!, eitherDay: days != "*" && weekdays != "*");
    }

    public bool Match(DateTime wall)
    {
        var (day, weekday) = (_fields[2][wall.Day], _fields[4][(int)wall.DayOfWeek]);
        return _fields[0][wall.Minute]
            && _fields[1][wall.Hour]
            && _fields[3][wall.Month]
            && (_eitherDay ? day || weekday : day && weekday);
    }

    private static BitArray? Field(string text, int least, int most, string[] names)
    {
        var set = new BitArray(most + 1);
        foreach (var part in text.Split(','))
        {
            var (from, to) = part.Split('-') switch
            {
                ["*"] => (least, most),
                [var one] => (Number(one), Number(one)),
                [var first, var last] => (Number(first), Number(last)),
                _ => (-1, -1),
            };
            if (from < least || to > most || from > to)
            {
                return null;
            }

            for (var value = from; value <= to; value++)
            {
                set[value] = true;
            }
        }

        return set;

        int Number(string word) =>
            int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : Array.FindIndex(names, name => name.Equals(word, StringComparison.OrdinalIgnoreCase)) is >= 0 and var at
                ? at + least
            : -1;
    }
}
