using System.Text.Json.Serialization;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Incidents;

/// <summary>What people lost while it went on, as far as the looks showed it; it outlives a return.</summary>
public sealed record Impact
{
    /// <summary>The first look at which the health URL failed, or not all targets were healthy.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The last one.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Looks at which the health URL failed.</summary>
    public int FailedProbes { get; init; }

    /// <summary>Looks at which it answered or failed.</summary>
    public int Probes { get; init; }

    /// <summary>Healthy targets at the worst look, and how many there were; null when nobody saw them.</summary>
    public int? FewestHealthy { get; init; }

    /// <inheritdoc cref="FewestHealthy"/>
    public int? OfTargets { get; init; }

    /// <summary>The worst minute's share of requests that failed.</summary>
    public double? MostErrorPercent { get; init; }

    /// <summary>The worst minute's answer time that 95 % of the requests stay below, in milliseconds.</summary>
    public double? SlowestP95Ms { get; init; }

    /// <summary>The worst minute's share of the new revision's requests that failed, in a rollout.</summary>
    public double? MostErrorPercentOfRevision { get; init; }

    /// <summary>Requests that a table throttled within <see cref="TableLoad.Lately"/>, at the worst look.</summary>
    public double? MostThrottled { get; init; }

    /// <summary>Requests that DynamoDB failed within <see cref="TableLoad.Lately"/>, at the worst look.</summary>
    public double? MostSystemErrors { get; init; }

    /// <summary>How far it reached.</summary>
    public ImpactScope Scope =>
        FailedProbes > 0 && FewestHealthy is null or 0 ? ImpactScope.Whole
        : From is not null ? ImpactScope.Part
        : MostErrorPercent > 0 || SlowestP95Ms is not null || MostErrorPercentOfRevision > 0 ? ImpactScope.SomeUsers
        : MostThrottled > 0 || MostSystemErrors > 0 ? ImpactScope.SomeUsers
        : ImpactScope.NotSeen;

    /// <summary>Whether anything failed for users; what is only slow has not.</summary>
    public bool HasFailed =>
        From is not null
        || MostErrorPercent > 0
        || MostErrorPercentOfRevision > 0
        || MostThrottled > 0
        || MostSystemErrors > 0;

    public Impact After(Evidence seen, DateTimeOffset now)
    {
        var probe = (seen.Health as Fact<HealthProbe>.Known)?.Value;
        var targets = (seen.Targets as Fact<TargetCounts>.Known)?.Value;
        var load = (seen.Load as Fact<LoadReading>.Known)?.Value;
        var revision = (seen.NewRevision as Fact<RevisionLoad>.Known)?.Value.Minutes is [.., { Requests: > 0 } newest]
            ? 100 * Math.Min(1, (newest.Errors + newest.Lost) / newest.Requests)
            : (double?)null;
        var table = (seen.TableLoad as Fact<TableLoad>.Known)?.Value;
        var fails = probe is { Healthy: false } || targets is { NoneServes: true } or { Unhealthy: > 0 };
        var isFewer = targets is not null && !(FewestHealthy <= targets.Healthy);
        return this with
        {
            From = fails ? From ?? now : From,
            Until = fails ? now : Until,
            Probes = Probes + (probe is null ? 0 : 1),
            FailedProbes = FailedProbes + (probe is { Healthy: false } ? 1 : 0),
            FewestHealthy = isFewer ? targets!.Healthy : FewestHealthy,
            OfTargets = isFewer ? targets!.Registered : OfTargets,
            MostErrorPercent = Most(MostErrorPercent, load?.ErrorPercent),
            SlowestP95Ms = Most(SlowestP95Ms, load?.P95Ms),
            MostErrorPercentOfRevision = Most(MostErrorPercentOfRevision, revision),
            MostThrottled = Most(MostThrottled, table?.Parts.Sum(part => part.Throttles)),
            MostSystemErrors = Most(MostSystemErrors, table?.SystemErrors),
        };
    }

    private static double? Most(double? one, double? other) => one is { } known && !(other > known) ? known : other;
}

/// <summary>The runbook's words for it (影響範囲).</summary>
[JsonConverter(typeof(EnumAsName<ImpactScope>))]
public enum ImpactScope
{
    /// <summary>Nothing answered.</summary>
    Whole,

    /// <summary>Some of it failed.</summary>
    Part,

    /// <summary>It answered, with errors or late.</summary>
    SomeUsers,

    /// <summary>No look showed any.</summary>
    NotSeen,
}
