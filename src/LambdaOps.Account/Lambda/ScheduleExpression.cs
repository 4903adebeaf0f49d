using System.Globalization;
using System.Text.RegularExpressions;
using Cronos;

namespace LambdaOps.Account.Lambda;

/// <summary>When a schedule of EventBridge Scheduler runs: <c>rate(…)</c>, <c>cron(…)</c> or <c>at(…)</c>.</summary>
/// <remarks>
/// Cronos reads the fields. What daylight saving does is AWS's: a time that the wall clock leaves out is skipped, and
/// one that it shows twice runs once, at its first.
/// </remarks>
public abstract partial record ScheduleExpression
{
    private const int FirstYear = 1970;

    private const int LastYear = 2199;

    private ScheduleExpression() { }

    /// <summary>The first time after that one; null when there is none any more.</summary>
    /// <param name="start">From when a rate counts: the schedule's creation.</param>
    public abstract DateTimeOffset? Next(DateTimeOffset after, DateTimeOffset start);

    /// <exception cref="FormatException">The text is no expression of Scheduler; the message says why.</exception>
    public static ScheduleExpression Parse(string text, TimeZoneInfo zone)
    {
        var form = Form().Match(text);
        return (form.Groups[1].Value, form.Groups[2].Value) switch
        {
            ("rate", var rate) => ParseRate(rate),
            ("cron", var cron) => ParseCron(cron, zone),
            ("at", var at)
                when DateTime.TryParseExact(
                    at,
                    "yyyy-MM-dd'T'HH:mm:ss",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var wall
                ) => new Once(WallClock.First(zone, wall)),
            _ => throw new FormatException("expected rate(…), cron(…) or at(yyyy-mm-ddThh:mm:ss)"),
        };
    }

    private static Rate ParseRate(string text)
    {
        var match = RateForm().Match(text);
        if (!match.Success || (match.Groups[1].Value == "1") == text.EndsWith('s'))
        {
            throw new FormatException($"rate: found '{text}', expected such as 1 minute, 5 minutes, 2 hours or 3 days");
        }

        return new Rate(
            int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
                * match.Groups[2].Value switch
                {
                    "minute" => TimeSpan.FromMinutes(1),
                    "hour" => TimeSpan.FromHours(1),
                    _ => TimeSpan.FromDays(1),
                }
        );
    }

    private static Cron ParseCron(string text, TimeZoneInfo zone)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields is not [var minutes, var hours, var days, var months, var weekdays, var years])
        {
            throw new FormatException($"cron: found {fields.Length} fields, expected six");
        }

        if ((days == "?") == (weekdays == "?"))
        {
            throw new FormatException(
                $"cron: found '{days}' and '{weekdays}', expected ? in one of day-of-month and day-of-week"
            );
        }

        try
        {
            return new Cron(
                CronExpression.Parse($"{minutes} {hours} {days} {months} {FromSunday(weekdays)}"),
                Years(years),
                zone
            );
        }
        catch (CronFormatException wrong)
        {
            throw new FormatException($"cron: {wrong.Message}", wrong);
        }
    }

    /// <summary>Sunday is 1 here, and 0 to Cronos; what stands behind # and / is no day. L alone is Saturday.</summary>
    private static string FromSunday(string weekdays) =>
        weekdays == "L"
            ? "6"
            : Weekday()
                .Replace(
                    weekdays,
                    day =>
                        day.Value is "0" or "8" or "9"
                            ? throw new FormatException($"cron: found day-of-week '{day.Value}', expected 1 to 7")
                            : ((char)(day.Value[0] - 1)).ToString()
                );

    /// <summary>Years that the last field allows: numbers, ranges, steps, a list of them.</summary>
    private static Func<int, bool> Years(string text)
    {
        var parts = text.Split(',')
            .Select(part =>
            {
                var match = YearForm().Match(part);
                if (!match.Success)
                {
                    throw new FormatException($"cron: found year '{part}', expected {FirstYear} to {LastYear}");
                }

                int? Number(int group) =>
                    match.Groups[group] is { Success: true, Value: var digits }
                        ? int.Parse(digits, CultureInfo.InvariantCulture)
                        : null;
                var (from, until, step) = (Number(1), Number(2), Number(3));
                return (
                    From: from ?? FirstYear,
                    Until: until ?? (from is null || step is not null ? LastYear : from.Value),
                    Step: step ?? 1
                );
            })
            .ToArray();
        return year => parts.Any(one => year >= one.From && year <= one.Until && (year - one.From) % one.Step == 0);
    }

    /// <summary>Each so long after the one before, from the schedule's creation on.</summary>
    public sealed record Rate(TimeSpan Every) : ScheduleExpression
    {
        public override DateTimeOffset? Next(DateTimeOffset after, DateTimeOffset start) =>
            after < start ? start + Every : start + (Every * (Math.Floor((after - start) / Every) + 1));
    }

    /// <summary>At that time, once.</summary>
    public sealed record Once(DateTimeOffset? At) : ScheduleExpression
    {
        public override DateTimeOffset? Next(DateTimeOffset after, DateTimeOffset start) => At > after ? At : null;
    }

    /// <summary>By the wall clock of a zone.</summary>
    public sealed record Cron(CronExpression Fields, Func<int, bool> Year, TimeZoneInfo Zone) : ScheduleExpression
    {
        public override DateTimeOffset? Next(DateTimeOffset after, DateTimeOffset start)
        {
            // A wall time may be behind in the second of two equal hours: that one has run already.
            var wall = DateTime.SpecifyKind(
                TimeZoneInfo.ConvertTime(after, Zone).DateTime - TimeSpan.FromHours(3),
                DateTimeKind.Utc
            );
            while (Fields.GetNextOccurrence(wall) is { } next)
            {
                wall = next;
                if (next.Year > LastYear)
                {
                    break;
                }

                if (!Year(next.Year))
                {
                    wall = new DateTime(next.Year, 12, 31, 23, 59, 0, DateTimeKind.Utc);
                }
                else if (WallClock.First(Zone, next) is { } at && at > after)
                {
                    return at;
                }
            }

            return null;
        }
    }

    private static class WallClock
    {
        /// <summary>When the wall clock first shows that time; null when it leaves it out.</summary>
        public static DateTimeOffset? First(TimeZoneInfo zone, DateTime wall)
        {
            var shown = DateTime.SpecifyKind(wall, DateTimeKind.Unspecified);
            return zone.IsInvalidTime(shown)
                ? null
                : new DateTimeOffset(
                    shown,
                    zone.IsAmbiguousTime(shown) ? zone.GetAmbiguousTimeOffsets(shown).Max() : zone.GetUtcOffset(shown)
                ).ToUniversalTime();
        }
    }

    [GeneratedRegex(@"^(rate|cron|at)\((.+)\)\z")]
    private static partial Regex Form();

    [GeneratedRegex(@"^([1-9][0-9]*) (minute|hour|day)s?\z")]
    private static partial Regex RateForm();

    [GeneratedRegex(@"(?<![#/0-9])[0-9]")]
    private static partial Regex Weekday();

    [GeneratedRegex(@"^(?:\*|([12][0-9]{3})(?:-([12][0-9]{3}))?)(?:/([1-9][0-9]*))?\z")]
    private static partial Regex YearForm();
}
