using System.Globalization;

namespace LambdaOps.Account.Wire.Protocols;

/// <summary>
/// The three ways in which AWS writes a moment, and the one in which the services see it (ISO 8601, Z).
/// </summary>
public static class Timestamps
{
    // In seconds from 1970: the years 1 to 5138 or so.
    private const double Earliest = -62_135_596_800;
    private const double Latest = 1e11;
    private const string Iso = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    public static string ToIso(DateTimeOffset at) => at.UtcDateTime.ToString(Iso, CultureInfo.InvariantCulture);

    /// <summary>As XML bodies have it: always with milliseconds.</summary>
    public static string ToXml(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string ToHttpDate(DateTimeOffset at) => at.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);

    public static decimal ToEpochSeconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 1000m;

    public static DateTimeOffset FromEpochSeconds(double seconds) =>
        DateTimeOffset.UnixEpoch.AddMilliseconds(Math.Round(seconds * 1000));

    /// <summary>Reads ISO 8601, an HTTP date or epoch seconds.</summary>
    public static DateTimeOffset? TryParse(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var epoch))
        {
            return epoch is > Earliest and < Latest ? FromEpochSeconds(epoch) : null;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var at) ? at : null;
    }
}
