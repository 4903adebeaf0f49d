using System.Collections.Immutable;
using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>How each zone of a load balancer stands.</summary>
/// <param name="All">By name; all that the load balancer is enabled for, with or without a target.</param>
public sealed record ZoneReadings(ImmutableArray<ZoneReading> All)
{
    /// <summary>Healthy targets of the service in all of them.</summary>
    public int Healthy => All.Sum(zone => zone.Healthy);

    /// <summary>The zone of that id; null where the load balancer has none.</summary>
    public ZoneReading? Find(string id) => All.FirstOrDefault(zone => zone.Id == id);

    /// <summary>All but that one.</summary>
    public IEnumerable<ZoneReading> Besides(string id) => All.Where(zone => zone.Id != id);

    public override string ToString() => string.Join("; ", All);
}

/// <summary>One zone in the last minutes: the service's targets in it, and what the load balancer counted there.</summary>
/// <param name="Id">As AWS means it in every account ("apne1-az4").</param>
/// <param name="Name">As this account calls it ("ap-northeast-1a"): another account's may be another zone.</param>
/// <param name="Requests">Null without a datapoint: nobody was answered there, or CloudWatch does not say so.</param>
/// <param name="Errors">5XX of targets and load balancer; null with the requests.</param>
public sealed record ZoneReading(
    string Id,
    string Name,
    int Healthy,
    int Unhealthy,
    int Starting,
    double? Requests,
    double? Errors
)
{
    /// <summary>The time that is counted.</summary>
    public static TimeSpan Lately { get; } = TimeSpan.FromMinutes(3);

    /// <summary>Whether EC2 calls it available.</summary>
    public bool IsAvailable { get; init; } = true;

    /// <summary>Other target groups of the load balancer whose healthy targets are all in this zone.</summary>
    public ImmutableArray<string> OnlyHere { get; init; } = [];

    /// <summary>Share of its requests that failed; null where nobody was answered.</summary>
    public double? ErrorPercent => Requests is > 0 and var requests ? 100 * (Errors ?? 0) / requests : null;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name} ({Id}) {Healthy} healthy, {Unhealthy} unhealthy, ")
        + (
            ErrorPercent is { } percent
                ? string.Create(CultureInfo.InvariantCulture, $"{percent:0.##} % of {Requests:0} requests failed")
                : "no requests"
        )
        + (IsAvailable ? "" : ", not available");
}
