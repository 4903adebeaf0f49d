using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>What one request to a health URL gave.</summary>
/// <param name="Status">HTTP status, or null when no answer came in time.</param>
/// <param name="SaysHealthy">Whether the body contains what the estate asks for.</param>
/// <param name="Detail">Why there was no answer, or what the body lacked; empty when healthy.</param>
public sealed record HealthProbe(int? Status, bool SaysHealthy, string Detail)
{
    /// <summary>
    /// Why an answer tells nothing of the service: somebody answered, and did not let the probe in, sent it elsewhere,
    /// or does not know the path. Null for what does tell.
    /// </summary>
    public static string? WhyUnknown(int status) =>
        status switch
        {
            >= 300 and < 400 => Text($"answered {status}: a redirect, put the final URL into the estate"),
            429 => Text($"answered {status}: the probe is throttled"),
            >= 400 and < 500 => Text($"answered {status}: the probe is denied, or the path does not exist"),
            _ => null,
        };

    /// <summary>Runbook: 200 with a body that contains "ok".</summary>
    public bool Healthy => Status == 200 && SaysHealthy;

    public override string ToString() =>
        Healthy ? "200, healthy"
        : Status is { } status ? string.Create(CultureInfo.InvariantCulture, $"{status} {Detail}").TrimEnd()
        : $"no answer ({Detail})";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
