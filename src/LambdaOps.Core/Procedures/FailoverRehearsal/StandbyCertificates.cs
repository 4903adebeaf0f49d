using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.FailoverRehearsal;

/// <summary>The certificates that a failover needs: in the other region, and CloudFront's.</summary>
internal static class StandbyCertificates
{
    /// <summary>The hosts that the other region answers for: its own names, and the public one.</summary>
    public static CertificatePlaces Of(Estate estate, RecoverySide side) =>
        new(
            [.. CertificatePlaces.Of(estate).Regions.Where(region => region != side.Lost)],
            [
                .. side
                    .Recovery.Services.Select(service => TlsHost.Of(service.Health.Url))
                    .Append(side.Recovery.Traffic is { } traffic ? TlsHost.Of(traffic.PublicUrl) : null)
                    .OfType<TlsHost>()
                    .DistinctBy(host => (host.Name, host.Port)),
            ]
        );

    public static IEnumerable<ReadinessItem> Judge(
        RecoverySide side,
        CertificatePlaces places,
        Fact<StoredCertificates> seen,
        DateTimeOffset now
    )
    {
        if (seen is not Fact<StoredCertificates>.Known { Value.Regions: var regions })
        {
            return [Item("", ReadinessState.NotSeen, $"the certificates could not be seen: {seen.WhyUnknown}")];
        }

        return regions.SelectMany(region =>
            region.WhyMissing is { } why
                ? [Item(region.Region, ReadinessState.NotSeen, $"ACM in {region.Region} could not be seen: {why}")]
            : region.Region == side.Recovery.Region ? OfHosts(places, region, now)
            : [OfCdn(region, now)]
        );
    }

    private static IEnumerable<ReadinessItem> OfHosts(
        CertificatePlaces places,
        CertificatesOfRegion region,
        DateTimeOffset now
    )
    {
        foreach (var host in places.Hosts)
        {
            var best = region.All.Where(one => !one.IsRevoked && one.Covers(host.Name)).MaxBy(one => one.NotAfter);
            yield return best is null
                ? Item(
                    host.Name,
                    ReadinessState.Missing,
                    $"ACM in {region.Region} has no certificate for {host.Name}: visitors would be refused"
                )
            : best.NotAfter <= now
                ? Item(
                    host.Name,
                    ReadinessState.Missing,
                    $"the certificate for {host.Name} in {region.Region} has expired: visitors would be refused"
                )
            : Item(
                host.Name,
                ReadinessState.Ready,
                $"{region.Region} has a certificate for {host.Name} for {Days(best.NotAfter - now)}"
            );
        }
    }

    private static ReadinessItem OfCdn(CertificatesOfRegion region, DateTimeOffset now)
    {
        var expired = region.All.Where(one => one.IsInUse && one.NotAfter <= now).Select(one => one.Domain).ToList();
        return expired.Count > 0
            ? Item(
                region.Region,
                ReadinessState.Missing,
                $"CloudFront's certificate of {string.Join(", ", expired)} in {region.Region} has expired"
            )
            : Item(
                region.Region,
                ReadinessState.Ready,
                $"no certificate that is in use in {region.Region}, CloudFront's region, has expired"
            );
    }

    private static string Days(TimeSpan left) => FormattableString.Invariant($"{left.TotalDays:0} days more");

    private static ReadinessItem Item(string about, ReadinessState state, string because) =>
        new(ReadinessPart.Certificates, about, state, because);
}
