using System.Buffers;
using System.Globalization;

namespace LambdaOps.Cli.Backtests;

/// <summary>Times as files have them: ISO 8601, with a space too, or seconds or milliseconds since 1970.</summary>
internal static class MetricTime
{
    private static readonly SearchValues<char> s_number = SearchValues.Create("0123456789.");

    public const string Expected = "a time such as 2014-02-26 13:45:00";

    /// <summary>Seconds of a few thousand years; what is larger counts milliseconds.</summary>
    private const double MostSeconds = 1e11;

    private const double MostMilliseconds = 1e14;

    private const int FewestDigits = 9;

    private static readonly long s_first = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    private static readonly long s_last = new DateTime(2200, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    /// <summary>UTC ticks, where no zone is named, too; null for what is no time.</summary>
    public static long? Read(ReadOnlySpan<char> text) => InReach(Parsed(text));

    private static long? Parsed(ReadOnlySpan<char> text)
    {
        if (Plain(text) is { } plain)
        {
            return plain;
        }

        if (
            text.Length >= FewestDigits
            && !text.ContainsAnyExcept(s_number)
            && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        )
        {
            return Ticks(number);
        }

        // A year in front: what else the parser takes may mean another day elsewhere, or today.
        return
            text.Length >= "2014-02-26".Length
            && !text[..4].ContainsAnyExceptInRange('0', '9')
            && DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var time
            )
            ? time.UtcTicks
            : null;
    }

    /// <summary>Since 1970, in seconds or milliseconds; null for what is neither.</summary>
    public static long? OfNumber(double number) => InReach(Ticks(number));

    private static long? Ticks(double number) =>
        number is not (>= 0 and < MostMilliseconds)
            ? null
            : DateTimeOffset.UnixEpoch.Ticks
                + (long)
                    Math.Round(
                        number * (number < MostSeconds ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond)
                    );

    /// <summary>No metric is of another time: such a year is a mistake, and days around it may not exist.</summary>
    private static long? InReach(long? ticks) => ticks >= s_first && ticks < s_last ? ticks : null;

    /// <summary>The form that nearly all files have, quickly: "2014-02-26 13:45:00", with a T or a Z.</summary>
    private static long? Plain(ReadOnlySpan<char> text)
    {
        text = text.Length == 20 && text[19] == 'Z' ? text[..19] : text;
        if (
            text.Length != 19
            || (text[4], text[7], text[13], text[16]) != ('-', '-', ':', ':')
            || text[10] is not (' ' or 'T')
        )
        {
            return null;
        }

        var (year, month, day) = (Digits(text[..4]), Digits(text[5..7]), Digits(text[8..10]));
        var (hour, minute, second) = (Digits(text[11..13]), Digits(text[14..16]), Digits(text[17..]));
        return
            year >= 1
            && month is >= 1 and <= 12
            && day >= 1
            && day <= DateTime.DaysInMonth(year, month)
            && hour is >= 0 and <= 23
            && minute is >= 0 and <= 59
            && second is >= 0 and <= 59
            ? new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks
            : null;
    }

    /// <summary>Negative for what is no number.</summary>
    private static int Digits(ReadOnlySpan<char> text)
    {
        var number = 0;
        foreach (var letter in text)
        {
            if (letter is < '0' or > '9')
            {
                return -1;
            }

            number = (number * 10) + (letter - '0');
        }

        return number;
    }
}
