using System.Collections.Immutable;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.CertificateManager;
using Amazon.CertificateManager.Model;
using Amazon.Runtime;
using LambdaOps.Aws.Signals;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.Certificates;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Certificates: what ACM has in each region (ListCertificates of every kind of key, and DescribeCertificate of those that
/// end soon or are for a host of the estate), and what hosts serve.
/// </summary>
/// <param name="acmIn">ACM in a region.</param>
public sealed class CertificatesOnAws(Func<string, IAmazonCertificateManager> acmIn, TlsHandshake handshake)
    : ResourceOnAws
{
    private const int PageSize = 1000;
    private const int MostPages = 10;

    /// <summary>ACM describes ten a second; more than so many are not asked about.</summary>
    private const int MostDescribed = 100;

    private static readonly TimeSpan s_handshakeWithin = TimeSpan.FromSeconds(8);

    private readonly ClientsByRegion<IAmazonCertificateManager> _clients = new(acmIn);

    public override ImmutableArray<LookCall> Looks =>
        [LookCall.To(CertificateLooks.Stored, StoredAsync), LookCall.To(CertificateLooks.Served, ServedAsync)];

    private async Task<StoredCertificates> StoredAsync(LookAt at, CancellationToken stop)
    {
        var places = (CertificatePlaces)at.Target;
        return new StoredCertificates([
            .. await Task.WhenAll(places.Regions.Select(region => OfRegionAsync(region, places, at.Now, stop))),
        ]);
    }

    private async Task<CertificatesOfRegion> OfRegionAsync(
        string region,
        CertificatePlaces places,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        try
        {
            var acm = _clients.In(region);
            return await DescribedAsync(acm, region, await ListAsync(acm, stop), places, now, stop);
        }
        catch (AmazonServiceException failed)
        {
            return new CertificatesOfRegion(region, []) { WhyMissing = OutsideText.Of(failed) };
        }
        catch (Exception failed) when (failed is NotObservableException or HttpRequestException)
        {
            return new CertificatesOfRegion(region, []) { WhyMissing = failed.Message };
        }
    }

    private static async Task<List<CertificateSummary>> ListAsync(IAmazonCertificateManager acm, CancellationToken stop)
    {
        var request = new ListCertificatesRequest
        {
            MaxItems = PageSize,
            Includes = new Filters
            {
                KeyTypes =
                [
                    KeyAlgorithm.RSA_1024,
                    KeyAlgorithm.RSA_2048,
                    KeyAlgorithm.RSA_3072,
                    KeyAlgorithm.RSA_4096,
                    KeyAlgorithm.EC_prime256v1,
                    KeyAlgorithm.EC_secp384r1,
                    KeyAlgorithm.EC_secp521r1,
                ],
            },
        };
        var found = new List<CertificateSummary>();
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await acm.ListCertificatesAsync(request, stop);
            found.AddRange(answer.CertificateSummaryList ?? []);
            if (answer.NextToken is not { Length: > 0 } next)
            {
                return found;
            }

            request.NextToken = next;
        }

        throw new NotObservableException($"the list of certificates has more than {MostPages} pages");
    }

    /// <summary>What never was issued has no end, and is nobody's certificate.</summary>
    private static async Task<CertificatesOfRegion> DescribedAsync(
        IAmazonCertificateManager acm,
        string region,
        List<CertificateSummary> listed,
        CertificatePlaces places,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var all = ImmutableArray.CreateBuilder<StoredCertificate>();
        var (described, why) = (0, (string?)null);
        foreach (var summary in listed.Where(one => one.NotAfter is not null))
        {
            var one = Read(summary);
            if (why is null && NeedsDetails(one, places, now))
            {
                (one, why) =
                    described++ < MostDescribed
                        ? await DescribeAsync(acm, summary.CertificateArn, one, stop)
                        : (one, FormattableString.Invariant($"there are more than {MostDescribed} of them"));
            }

            all.Add(one);
        }

        return new CertificatesOfRegion(region, all.ToImmutable()) { WhyUndescribed = why };
    }

    private static StoredCertificate Read(CertificateSummary summary) =>
        new(
            summary.CertificateArn[(summary.CertificateArn.LastIndexOf('/') + 1)..],
            OutsideText.Name(summary.DomainName),
            summary.KeyAlgorithm?.Value ?? "?",
            AwsTime.Of(summary.NotAfter!.Value),
            summary.InUse == true
        )
        {
            Names = [.. (summary.SubjectAlternativeNameSummaries ?? []).Append(summary.DomainName).OfType<string>()],
            IsRevoked = summary.Status == CertificateStatus.REVOKED,
            IsImported = summary.Type == CertificateType.IMPORTED,
        };

    private static bool NeedsDetails(StoredCertificate one, CertificatePlaces places, DateTimeOffset now) =>
        one.IsInUse
        && (
            one.NotAfter - now <= TimeSpan.FromDays(CertificatesPolicy.Most)
            || places.Hosts.Any(host => one.Covers(host.Name))
        );

    /// <summary>As it was, and why, where it cannot be described.</summary>
    private static async Task<(StoredCertificate One, string? Why)> DescribeAsync(
        IAmazonCertificateManager acm,
        string arn,
        StoredCertificate one,
        CancellationToken stop
    )
    {
        try
        {
            var answer = await acm.DescribeCertificateAsync(
                new DescribeCertificateRequest { CertificateArn = arn },
                stop
            );
            var detail = answer.Certificate;
            return (
                one with
                {
                    Serial = detail.Serial is { } serial ? LiveTls.SerialOf(serial) : null,
                    Users = detail.InUseBy?.Count ?? 0,
                    Renewal = detail.RenewalSummary?.RenewalStatus?.Value,
                    RenewalReason = detail.RenewalSummary?.RenewalStatusReason?.Value,
                },
                null
            );
        }
        catch (AmazonServiceException failed)
        {
            return (one, OutsideText.Of(failed));
        }
    }

    private async Task<ServedCertificates> ServedAsync(LookAt at, CancellationToken stop)
    {
        var hosts = ((CertificatePlaces)at.Target).Hosts;
        return new ServedCertificates([.. await Task.WhenAll(hosts.Select(host => ServedByAsync(host, at.Now, stop)))]);
    }

    private async Task<ServedHost> ServedByAsync(TlsHost host, DateTimeOffset now, CancellationToken stop)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timeout.CancelAfter(s_handshakeWithin);
        try
        {
            return new ServedHost(host, await handshake(host, now, timeout.Token), null);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new ServedHost(
                host,
                null,
                FormattableString.Invariant($"no handshake within {s_handshakeWithin.TotalSeconds:0} s")
            );
        }
        catch (SocketException failed)
        {
            return new ServedHost(host, null, $"it is not reached ({failed.SocketErrorCode})");
        }
        catch (Exception failed) when (failed is IOException or AuthenticationException)
        {
            return new ServedHost(host, null, $"no TLS handshake: {OutsideText.Name(failed.Message)}");
        }
    }
}
