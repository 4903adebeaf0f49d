using System.Collections.Immutable;

namespace LambdaOps.Core.Estates;

/// <summary>What is operated: read from one JSON file (estate.schema.json), the only place that knows names.</summary>
/// <param name="Account">The AWS account whose alarms are trusted; null trusts the account that delivers.</param>
/// <param name="Region">The region whose alarms are trusted.</param>
/// <param name="TimeZone">IANA name of the zone in which people read times.</param>
public sealed record Estate(
    string Name,
    string? Account,
    string Region,
    string TimeZone,
    ImmutableArray<OperatedService> Services,
    ImmutableArray<AlarmRule> Alarms)
{
    /// <summary>The service of that id, or null.</summary>
    public OperatedService? Find(TargetId target) => Services.FirstOrDefault(service => service.Id == target);
}

/// <summary>An ECS service behind a load balancer.</summary>
/// <param name="TargetGroupArn">The target group whose health is asked.</param>
/// <param name="Remedies">Remedies that may run on it, by name, with their mode and policy.</param>
public sealed record OperatedService(
    TargetId Id,
    string Cluster,
    string Service,
    Capacity Capacity,
    HealthCheck Health,
    string TargetGroupArn,
    Uri? Runbook,
    ServiceUnavailableSetting? ServiceUnavailable);

/// <summary>Task counts: never below the floor, never above the ceiling, normal when all is well.</summary>
public sealed record Capacity(int Floor, int Normal, int Ceiling);

/// <summary>The URL that tells whether the service serves, and what its body must contain.</summary>
public sealed record HealthCheck(Uri Url, string Contains, TimeSpan Timeout);

/// <summary>A remedy's switch and numbers for one service.</summary>
public sealed record ServiceUnavailableSetting(
    Mode Mode,
    Remedies.ServiceUnavailable.ServiceUnavailablePolicy Policy);
