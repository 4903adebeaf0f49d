using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using Cronos;

namespace LambdaOps.Account.World.Alarms;

/// <summary>
/// When a mute rule mutes: windows of one length, once (<c>at(…)</c>) or over and over (<c>cron(…)</c> with five
/// fields), by the wall clock of a zone.
/// </summary>
public sealed partial class MuteSchedule
{
    private readonly CronExpression? _again;
    private readonly DateTimeOffset _once;
    private readonly TimeZoneInfo _zone;

    private MuteSchedule(CronExpression? again, DateTimeOffset once, TimeSpan duration, TimeZoneInfo zone)
    {
        (_again, _once, Duration, _zone) = (again, once, duration, zone);
    }

    public TimeSpan Duration { get; }

    public bool IsRecurring => _again is not null;

    /// <exception cref="FormatException">The message says what is wrong.</exception>
    public static MuteSchedule Parse(string expression, string duration, string? zone)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone ?? "UTC", out var known))
        {
            throw new FormatException($"Timezone '{zone}' is no time zone");
        }

        var form = Form().Match(expression);
        try
        {
            return (form.Groups[1].Value, form.Groups[2].Value) switch
            {
                ("cron", var fields) when Fields().IsMatch(fields) => new MuteSchedule(
                    CronExpression.Parse(fields),
                    default,
                    Length(duration),
                    known
                ),
                ("at", var at)
                    when DateTime.TryParseExact(
                        at,
                        "yyyy-MM-dd'T'HH:mm",
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.None,
                        out var wall
                    ) => new MuteSchedule(
                    null,
                    new DateTimeOffset(wall, known.GetUtcOffset(wall)).ToUniversalTime(),
                    Length(duration),
                    known
                ),
                _ => throw new FormatException(
                    $"Expression '{expression}': expected cron(Minutes Hours Day-of-month Month Day-of-week) or "
                        + "at(yyyy-MM-ddThh:mm)"
                ),
            };
        }
        catch (CronFormatException wrong)
        {
            throw new FormatException($"Expression '{expression}': {wrong.Message}", wrong);
        }
    }

    /// <summary>Whether a window is open at that moment.</summary>
    public bool Covers(DateTimeOffset at) => NextStart(at - Duration) <= at;

    /// <summary>When the next window ends, of those that are open too; null when there is none any more.</summary>
    public DateTimeOffset? NextEnd(DateTimeOffset after) => NextStart(after - Duration) + Duration;

    private DateTimeOffset? NextStart(DateTimeOffset after) =>
        _again is null ? (_once > after ? _once : null) : _again.GetNextOccurrence(after, _zone);

    private static TimeSpan Length(string duration)
    {
        var (least, most) = (TimeSpan.FromMinutes(1), TimeSpan.FromDays(15));
        var length = Iso().IsMatch(duration) ? XmlConvert.ToTimeSpan(duration) : TimeSpan.Zero;
        return length >= least && length <= most
            ? length
            : throw new FormatException($"Duration '{duration}': expected an ISO 8601 duration from PT1M to P15D");
    }

    [GeneratedRegex(@"^(cron|at)\((.+)\)\z")]
    private static partial Regex Form();

    /// <summary>Of cron's characters only *, - and , are taken.</summary>
    [GeneratedRegex(@"^[0-9A-Za-z*,-]+(?: [0-9A-Za-z*,-]+){4}\z")]
    private static partial Regex Fields();

    [GeneratedRegex(@"^P(?=[0-9T])(?:[0-9]{1,6}D)?(?:T(?=[0-9])(?:[0-9]{1,6}H)?(?:[0-9]{1,6}M)?)?\z")]
    private static partial Regex Iso();
}
