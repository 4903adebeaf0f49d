using System.Globalization;

namespace LambdaOps.Core.Evidence;

/// <summary>What one request to a health URL gave.</summary>
/// <param name="Status">HTTP status, or null when no answer came in time.</param>
/// <param name="SaysHealthy">Whether the body contains what the estate asks for.</param>
/// <param name="Detail">Why there was no answer, or what the body lacked; empty when healthy.</param>
public sealed record HealthProbe(int? Status, bool SaysHealthy, string Detail)
{
    /// <summary>Runbook: 200 with a body that contains "ok".</summary>
    public bool Healthy => Status == 200 && SaysHealthy;

    public override string ToString() => Healthy ? "200, healthy"
        : Status is { } status ? string.Create(CultureInfo.InvariantCulture, $"{status} {Detail}").TrimEnd()
        : $"no answer ({Detail})";
}
