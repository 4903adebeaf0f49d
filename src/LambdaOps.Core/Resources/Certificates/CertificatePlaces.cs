using System.Collections.Immutable;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Resources;

/// <summary>Where the estate's certificates are: ACM's regions, and the hosts that serve them.</summary>
public sealed record CertificatePlaces(ImmutableArray<string> Regions, ImmutableArray<TlsHost> Hosts)
    : Resource(new TargetId("certificates"), null)
{
    /// <summary>The only one whose certificates CloudFront takes.</summary>
    private const string OfCloudFront = "us-east-1";

    /// <summary>
    /// Its own region, the one for disaster recovery, and CloudFront's where it has a site. The hosts that it names, and
    /// those of its health URLs and test endpoints.
    /// </summary>
    public static CertificatePlaces Of(Estate estate) =>
        new(
            [
                .. estate
                    .Regions.Concat(
                        !estate.Sites.IsEmpty && AwsRegions.PartitionOf(estate.Region) == "aws" ? [OfCloudFront] : []
                    )
                    .Distinct(),
            ],
            [
                .. estate
                    .TlsHosts.Concat(
                        estate
                            .Services.SelectMany(service => new[] { service.Health.Url, service.SmokeTest?.Endpoint })
                            .OfType<Uri>()
                            .Select(TlsHost.Of)
                            .OfType<TlsHost>()
                    )
                    .DistinctBy(host => (host.Name, host.Port)),
            ]
        );

    public bool Equals(CertificatePlaces? other) =>
        other is not null && Regions.SequenceEqual(other.Regions) && Hosts.SequenceEqual(other.Hosts);

    public override int GetHashCode() => HashCode.Combine(Regions.Length, Hosts.Length);
}
