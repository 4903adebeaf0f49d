using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Escalations;

namespace LambdaOps.Core.Estates;

/// <summary>Reads who is paged when, and when people work.</summary>
internal static partial class EscalationReader
{
    public static EscalationPolicy Read(JsonPlace place, string timeZone)
    {
        var standard = EscalationPolicy.Default with
        {
            Calendar = EscalationPolicy.Default.Calendar with
            {
                Zone = timeZone.Length > 0 ? TimeZones.Find(timeZone) : null,
            },
        };
        if (!place.Exists)
        {
            return standard;
        }

        place.IsObject("an object with levels, firstLevelAtNight, businessHours, publicHolidays and holidays");
        var (levels, night) = (place["levels"], place["firstLevelAtNight"]);
        if (levels.Exists)
        {
            levels.IsObject("an object of severities");
        }

        var policy = new EscalationPolicy(
            ReadRule(levels["P1"], standard.P1, rises: false),
            ReadRule(levels["P2"], standard.P2),
            ReadRule(levels["P3"], standard.P3),
            ReadRule(levels["P4"], standard.P4),
            night.Exists ? night.OneOf(standard.FirstAtNight) : standard.FirstAtNight,
            ReadCalendar(place["businessHours"], place["publicHolidays"], place["holidays"], standard.Calendar)
        );
        levels.NothingElse();
        place.NothingElse();
        return policy;
    }

    /// <param name="rises">Whether there is a worse severity.</param>
    private static EscalationRule ReadRule(JsonPlace place, EscalationRule standard, bool rises = true)
    {
        if (!place.Exists)
        {
            return standard;
        }

        place.IsObject("an object with acknowledgeWithinMinutes, nextLevel, nextAfterMinutes and clock");
        var (answer, next, clock) = (place["acknowledgeWithinMinutes"], place["nextLevel"], place["clock"]);
        var rise = rises ? place["riseAfterMinutes"] : null;
        var rule = new EscalationRule(
            answer.Exists ? TimeSpan.FromMinutes(answer.Whole(0, EscalationRule.MostMinutes)) : standard.AnswerWithin,
            next.Exists ? LevelOf(next.OneOf(NextLevel.None)) : standard.Next,
            place["nextAfterMinutes"].Exists
                ? TimeSpan.FromMinutes(place["nextAfterMinutes"].Whole(1, EscalationRule.MostMinutes))
                : standard.NextAfter,
            clock.Exists ? clock.OneOf(standard.Clock) : standard.Clock
        )
        {
            RisesAfter = rise is { Exists: true }
                ? TimeSpan.FromMinutes(rise.Whole(1, EscalationRule.MostMinutes))
                : null,
        };
        place.NothingElse();
        return rule;
    }

    private static BusinessCalendar ReadCalendar(
        JsonPlace hours,
        JsonPlace country,
        JsonPlace holidays,
        BusinessCalendar standard
    )
    {
        var calendar = standard with
        {
            PublicHolidays = country.Exists ? country.OneOf(standard.PublicHolidays) : standard.PublicHolidays,
            Holidays = holidays.Exists
                ? [.. holidays.Items("an array of dates such as 2026-01-01").Select(ReadDate)]
                : standard.Holidays,
        };
        if (!hours.Exists)
        {
            return calendar;
        }

        hours.IsObject("an object with days, from and until");
        var (days, from, until) = (hours["days"], hours["from"], hours["until"]);
        var open = from.Exists ? ReadTimeOfDay(from, "a time of day such as 09:00", FromForm()) : standard.From;
        var close = until.Exists
            ? ReadTimeOfDay(until, "a time of day such as 18:00, 24:00 at the latest", UntilForm())
            : standard.Until;
        calendar = calendar with
        {
            Days = days.Exists ? [.. LimitsReader.ReadDays(days)] : standard.Days,
            From = open ?? standard.From,
            Until = close ?? standard.Until,
        };
        hours.NothingElse();
        return open is null || close is null || close - open >= TimeSpan.FromHours(1)
            ? calendar
            : hours.Fail("until an hour or more after from", calendar);
    }

    private static DateOnly ReadDate(JsonPlace place)
    {
        const string Expected = "a date such as 2026-01-01";
        var text = place.Text(Expected, DateForm());
        return
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            || text.Length == 0
            ? date
            : place.Fail(Expected, date);
    }

    /// <summary>Null when it cannot be read, which has been noted then.</summary>
    private static TimeSpan? ReadTimeOfDay(JsonPlace place, string expected, Regex form) =>
        place.Text(expected, form) is { Length: > 0 } text
            ? new TimeSpan(
                int.Parse(text[..2], CultureInfo.InvariantCulture),
                int.Parse(text[3..], CultureInfo.InvariantCulture),
                seconds: 0
            )
            : null;

    private static EscalationLevel? LevelOf(NextLevel next) =>
        next switch
        {
            NextLevel.None => null,
            NextLevel.L2 => EscalationLevel.L2,
            NextLevel.L3 => EscalationLevel.L3,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>As the file names them.</summary>
    private enum NextLevel
    {
        None,
        L2,
        L3,
    }

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}\\z")]
    private static partial Regex DateForm();

    [GeneratedRegex("^([01][0-9]|2[0-3]):[0-5][0-9]\\z")]
    private static partial Regex FromForm();

    [GeneratedRegex("^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)\\z")]
    private static partial Regex UntilForm();
}
