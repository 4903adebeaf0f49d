using System.Globalization;

namespace LambdaOps.Aws.Signals;

/// <summary>AWS's times. Those of alarms are ISO 8601, but with "+0000" for the offset.</summary>
internal static class AwsTime
{
    private static readonly string[] s_forms =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd'T'HH:mm:sszzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
    ];

    /// <summary>A time of an SDK's answer.</summary>
    public static DateTimeOffset Of(DateTime at) => new(DateTime.SpecifyKind(at.ToUniversalTime(), DateTimeKind.Utc));

    /// <summary>The same of a member that may be absent.</summary>
    public static DateTimeOffset? Of(DateTime? at) => at is { } known ? Of(known) : null;

    public static bool TryRead(string? text, out DateTimeOffset at) =>
        DateTimeOffset.TryParseExact(
            text,
            s_forms,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out at
        );
}
