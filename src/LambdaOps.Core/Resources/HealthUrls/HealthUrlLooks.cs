using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of a health URL.</summary>
public static class HealthUrlLooks
{
    /// <summary>Room for the request's own end to be its answer.</summary>
    private static readonly TimeSpan s_afterTheRequest = TimeSpan.FromSeconds(1);

    /// <summary>
    /// One request to the health URL (runbook: ヘルスチェック確認). No answer is a result, not an error, so it may take
    /// the time that the estate gives it.
    /// </summary>
    public static Look<HealthProbe> Probe { get; } =
        new("health URL")
        {
            IsAbout = static target => target is OperatedService,
            TakesUpTo = static target =>
                target is OperatedService service ? service.Health.Timeout + s_afterTheRequest : TimeSpan.Zero,
        };

    extension(Evidence seen)
    {
        /// <summary>One request to the health URL.</summary>
        public Fact<HealthProbe> Health => seen.Of(Probe);
    }
}

/// <summary>The URL that says whether the service serves, and what its body must contain.</summary>
public sealed record HealthCheck(Uri Url, string Contains, TimeSpan Timeout);

/// <summary>What one request to a health URL gave.</summary>
/// <param name="Status">HTTP status, or null when no answer came in time.</param>
/// <param name="SaysHealthy">Whether the body contains what the estate asks for.</param>
/// <param name="Detail">Why there was no answer, or what the body lacked; empty when healthy.</param>
public sealed record HealthProbe(int? Status, bool SaysHealthy, string Detail)
{
    /// <summary>
    /// Why an answer says nothing of the service: something answered, and did not let the probe in, sent it elsewhere,
    /// does not know the path, or is another one's page. Null for what does.
    /// </summary>
    /// <param name="says">Whether the body contains what the estate asks for.</param>
    public static string? WhyUnknown(int status, bool says) =>
        status switch
        {
            >= 200 and < 300 when !says => Text(
                $"answered {status} with another body than the estate's text: is it the service that answers?"
            ),
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
