using System.Collections.Immutable;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.ZoneShift;

/// <summary>What the zones, compared with each other, come to. Pure.</summary>
internal abstract record ZoneVerdict
{
    private ZoneVerdict(string because) => Because = because;

    public string Because { get; }

    /// <summary>Not enough is known to compare them: nothing there is not zero.</summary>
    public sealed record Unclear(string Why) : ZoneVerdict(Why);

    /// <summary>No zone is worse than the others.</summary>
    public sealed record NoneBad(string Why) : ZoneVerdict(Why);

    /// <summary>One zone looks bad, by one kind of evidence alone.</summary>
    public sealed record Suspected(ZoneReading Zone, string Why) : ZoneVerdict(Why);

    /// <summary>One zone is bad by two kinds of evidence at least, and the others are well.</summary>
    public sealed record Bad(ZoneReading Zone, string Why) : ZoneVerdict(Why);

    /// <summary>It is no zone's failure, or nothing is left to shift to.</summary>
    /// <param name="IsOutage">Whether no target is healthy anywhere: then a shift has no effect.</param>
    public sealed record Beyond(bool IsOutage, string Why) : ZoneVerdict(Why);

    public static ZoneVerdict Of(ZoneReadings zones, ZoneTraffic traffic, RecentProbes probes, ZoneThresholds limits)
    {
        if (zones.All.All(zone => zone is { Healthy: 0, Unhealthy: 0, Starting: 0 }))
        {
            return new Unclear($"no zone has a target of the service: {zones}");
        }

        var bad = zones.All.Select(zone => (Zone: zone, Kinds: Against(zone, traffic, limits))).ToList();
        bad.RemoveAll(one => one.Kinds.IsEmpty);
        return (zones.Healthy, bad) switch
        {
            (0, _) => new Beyond(
                true,
                $"no target is healthy in any zone: the load balancer sends requests to all of them, and a shift has no effect: {zones}"
            ),
            (_, []) => new NoneBad($"no zone stands out: {zones}"),
            (_, [var only]) => OfOne(only.Zone, only.Kinds, zones, traffic, probes, limits),
            _ => new Beyond(
                false,
                $"{string.Join(" and ", bad.Select(one => one.Zone.Name))} are bad at once: not one zone's failure: {zones}"
            ),
        };
    }

    private static ZoneVerdict OfOne(
        ZoneReading zone,
        ImmutableArray<string> against,
        ZoneReadings zones,
        ZoneTraffic traffic,
        RecentProbes probes,
        ZoneThresholds limits
    )
    {
        var others = zones.Besides(zone.Id).ToList();
        var failed = probes.Failed(RecentProbes.Usual);
        var kinds =
            failed >= limits.ProbesFailed
                ? against.Add(FormattableString.Invariant($"the health URL failed {failed} times lately"))
                : against;
        var says = $"{zone.Name} ({zone.Id}): {string.Join("; ", kinds)}; {zones}";
        return !others.Exists(other => other is { Healthy: > 0, IsAvailable: true })
                ? new Beyond(false, $"{zone.Name} is the last zone with a healthy target: {says}")
            : zone.OnlyHere.Length > 0
                ? new Beyond(false, $"{string.Join(", ", zone.OnlyHere)} would have no healthy target left: {says}")
            : others.Find(other => !IsKnown(other, traffic, limits)) is { } unknown
                ? new Unclear($"too few requests to tell whether {unknown.Name} is well: {says}")
            : others.Find(other => other.ErrorPercent > limits.ErrorsWellPercent) is { } unwell
                ? new Beyond(false, $"{unwell.Name} is not well either: {says}")
            : kinds.Length < 2 ? new Suspected(zone, $"one kind of evidence alone: {says}")
            : new Bad(zone, says);
    }

    /// <summary>A zone without targets has no requests, and takes none over; one of a practice run has none for now.</summary>
    private static bool IsKnown(ZoneReading zone, ZoneTraffic traffic, ZoneThresholds limits) =>
        zone.Healthy == 0 || zone.Requests >= limits.LeastRequests || traffic.Practice?.AwayFrom == zone.Id;

    /// <summary>The kinds of evidence that name the zone.</summary>
    private static ImmutableArray<string> Against(ZoneReading zone, ZoneTraffic traffic, ZoneThresholds limits)
    {
        var kinds = ImmutableArray.CreateBuilder<string>();
        if (zone.Requests >= limits.LeastRequests && zone.ErrorPercent >= limits.ErrorsBadPercent)
        {
            kinds.Add(FormattableString.Invariant($"{zone.ErrorPercent:0.##} % of its requests fail"));
        }

        if (zone.Unhealthy > 0 && zone.Unhealthy * 100 >= limits.TargetsBadPercent * (zone.Healthy + zone.Unhealthy))
        {
            kinds.Add(
                FormattableString.Invariant(
                    $"{zone.Unhealthy} of its {zone.Healthy + zone.Unhealthy} targets are unhealthy"
                )
            );
        }

        if (!zone.IsAvailable || traffic.AwsAvoids.Contains(zone.Id))
        {
            kinds.Add("AWS calls it impaired, or shifts traffic away from it");
        }

        return kinds.ToImmutable();
    }
}
