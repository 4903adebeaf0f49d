using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.Certificates;

/// <summary>What is said of the certificates that were seen. What was not seen is never fine.</summary>
internal sealed class CertificateJudgement(CheckSituation situation, CertificatesPolicy policy)
{
    /// <summary>Certificates that nobody uses which one report names.</summary>
    private const int MostUnused = 5;

    private readonly CertificatePlaces _places = (CertificatePlaces)situation.Part.About;

    public ImmutableArray<Finding> Findings() => FindingList.WorstFirst([.. OfAcm(), .. OfHosts()], "certificates");

    private IEnumerable<Finding> OfAcm() =>
        situation.Seen.Of(CertificateLooks.Stored) switch
        {
            Fact<StoredCertificates>.Known { Value: var stored } => stored.Regions.SelectMany(OfRegion),
            var missing =>
            [
                new Finding(FindingLevel.Missing, "ACM", $"ACM's certificates could not be seen: {missing.WhyUnknown}"),
            ],
        };

    private IEnumerable<Finding> OfRegion(CertificatesOfRegion region)
    {
        if (region.WhyMissing is { } why)
        {
            return
            [
                new Finding(
                    FindingLevel.Missing,
                    $"ACM {region.Region}",
                    $"the certificates of ACM in {region.Region} could not be seen: {why}"
                ),
            ];
        }

        var findings = region.All.Where(one => one.IsInUse).Select(one => OfStored(region.Region, one));
        return
        [
            Summary(region),
            .. findings.OfType<Finding>(),
            .. region.WhyUndescribed is { } undescribed
                ?
                [
                    new Finding(
                        FindingLevel.Missing,
                        $"details {region.Region}",
                        $"who uses certificates in {region.Region}, and how they are renewed, could not be seen: {undescribed}"
                    ),
                ]
                : Array.Empty<Finding>(),
        ];
    }

    /// <summary>How many there are, which of those in use ends next, and which nobody uses.</summary>
    private Finding Summary(CertificatesOfRegion region)
    {
        var unused = region.All.Where(one => !one.IsInUse).ToList();
        var next = region.All.Where(one => one.IsInUse).MinBy(one => one.NotAfter);
        var used =
            next is null ? "none of them in use"
            : Left(next.NotAfter) < TimeSpan.Zero ? $"one in use has expired ({next.Domain})"
            : Text($"the next in use expires in {Days(next.NotAfter)} ({next.Domain})");
        var named = string.Join(", ", unused.Take(MostUnused).Select(one => $"{one.Domain}, {Ends(one)}"));
        return new Finding(
            FindingLevel.Fine,
            $"summary {region.Region}",
            Text($"ACM in {region.Region}: {region.All.Length} certificates")
                + (region.All.IsEmpty ? "" : $", {used}")
                + (unused.Count == 0 ? "" : Text($"; {unused.Count} not in use: {named}"))
                + (unused.Count > MostUnused ? ", …" : "")
        );
    }

    private string Ends(StoredCertificate one) =>
        one.IsRevoked ? "revoked"
        : Left(one.NotAfter) < TimeSpan.Zero ? $"expired on {Date(one.NotAfter)}"
        : $"until {Date(one.NotAfter)}";

    /// <summary>Null where it is fine.</summary>
    private Finding? OfStored(string region, StoredCertificate one)
    {
        var what = $"{one.Domain} (ACM in {region}, {one.KeyAlgorithm})";
        var users = one.Users is { } count ? Text($", {count} resources use it") : "";
        return one.IsRevoked
                ? new Finding(FindingLevel.Danger, $"ACM {region} {one.Id}", $"{what} was revoked and is in use{users}")
            : LevelOf(one.NotAfter) is { } level
                ? new Finding(
                    level,
                    $"ACM {region} {one.Id}",
                    $"{what} {Expiry(one.NotAfter)}{users}: {RenewalOf(one)}{Urgency(one.NotAfter)}"
                )
            : null;
    }

    private static string RenewalOf(StoredCertificate one) =>
        one.Renewal switch
        {
            "PENDING_AUTO_RENEWAL" => "ACM is renewing it",
            "PENDING_VALIDATION" => "ACM cannot renew it before its domain is validated: look at its DNS records",
            "FAILED" => $"ACM failed to renew it{(one.RenewalReason is { } why ? $" ({why})" : "")}",
            "SUCCESS" => "ACM renewed it before, and not since",
            _ when one.IsImported => "it was imported, so ACM does not renew it: import a new one",
            _ => "ACM has not begun to renew it",
        };

    private IEnumerable<Finding> OfHosts()
    {
        if (_places.Hosts.IsEmpty)
        {
            return
            [
                new Finding(
                    FindingLevel.Fine,
                    "hosts",
                    "no host is asked: the estate names no https URL and no tlsHosts"
                ),
            ];
        }

        return situation.Seen.Of(CertificateLooks.Served) is Fact<ServedCertificates>.Known { Value: var served }
            ? [.. served.All.SelectMany(OfHost), .. Fine(served)]
            :
            [
                new Finding(
                    FindingLevel.Missing,
                    "hosts",
                    "what the hosts serve could not be seen: " + situation.Seen.Of(CertificateLooks.Served).WhyUnknown
                ),
            ];
    }

    private IEnumerable<Finding> Fine(ServedCertificates served)
    {
        var fine = served.All.Where(host => host.Certificate is not null && !OfHost(host).Any()).ToList();
        if (fine.MinBy(host => host.Certificate!.NotAfter) is { } next)
        {
            yield return new Finding(
                FindingLevel.Fine,
                "hosts",
                Text($"{fine.Count} hosts serve trusted certificates for their names, the first of them ")
                    + $"{Expiry(next.Certificate!.NotAfter)} ({next.Host})"
            );
        }
    }

    private IEnumerable<Finding> OfHost(ServedHost host)
    {
        if (host.Certificate is not { } served)
        {
            return
            [
                new Finding(
                    FindingLevel.Missing,
                    $"host {host.Host}",
                    $"{host.Host}: its certificate could not be seen: {host.WhyMissing ?? "nobody looked"}"
                ),
            ];
        }

        return new[]
        {
            Name(host, served),
            Chain(host, served),
            End(host, served),
            Older(host, served),
        }.OfType<Finding>();
    }

    private static Finding? Name(ServedHost host, ServedCertificate served) =>
        served.IsForHost
            ? null
            : new Finding(
                FindingLevel.Danger,
                $"name {host.Host}",
                $"{host.Host} serves a certificate for another name ({served.Subject}): visitors are refused"
            );

    private static Finding? Chain(ServedHost host, ServedCertificate served) =>
        served.Untrusted is { } why
            ? new Finding(
                FindingLevel.Danger,
                $"chain {host.Host}",
                $"{host.Host} serves a certificate that the roots of trust.pem do not prove ({why}): visitors may be refused"
            )
            : null;

    private Finding? End(ServedHost host, ServedCertificate served) =>
        served.NotBefore > situation.Now
            ? new Finding(
                FindingLevel.Danger,
                $"end {host.Host}",
                $"{host.Host} serves a certificate that is valid from {Date(served.NotBefore)} on only"
            )
        : LevelOf(served.NotAfter) is { } level
            ? new Finding(
                level,
                $"end {host.Host}",
                $"{host.Host} serves a certificate that {Expiry(served.NotAfter)}{Urgency(served.NotAfter)}"
            )
        : null;

    /// <summary>
    /// ACM has a newer one for that name which is in use, and another is served: a renewal that did not reach the host.
    /// </summary>
    private Finding? Older(ServedHost host, ServedCertificate served)
    {
        if (situation.Seen.Of(CertificateLooks.Stored) is not Fact<StoredCertificates>.Known { Value: var stored })
        {
            return null;
        }

        var own = (
            from region in stored.Regions
            from one in region.All
            where one is { IsInUse: true, IsRevoked: false, Serial: not null } && one.Covers(host.Host.Name)
            select (region.Region, Certificate: one)
        ).ToList();
        if (own.Exists(one => one.Certificate.Serial == served.Serial))
        {
            return null;
        }

        var newest = own.OrderByDescending(one => one.Certificate.NotAfter).FirstOrDefault();
        return newest.Certificate is { } newer && newer.NotAfter > served.NotAfter
            ? new Finding(
                FindingLevel.Warning,
                $"older {host.Host}",
                $"{host.Host} serves an older certificate than ACM has for it: until {Date(served.NotAfter)}, and that in "
                    + $"{newest.Region} until {Date(newer.NotAfter)}"
            )
            : null;
    }

    /// <summary>Null where it lasts long enough.</summary>
    private FindingLevel? LevelOf(DateTimeOffset end)
    {
        var left = Left(end).TotalDays;
        return left <= policy.DangerDays ? FindingLevel.Danger
            : left <= Math.Max(policy.WarnDays, policy.UrgentDays) ? FindingLevel.Warning
            : null;
    }

    private string Urgency(DateTimeOffset end) =>
        Left(end).TotalDays is var left && left > policy.DangerDays && left <= policy.UrgentDays
            ? "; it is urgent now"
            : "";

    private string Expiry(DateTimeOffset end) =>
        Left(end) < TimeSpan.Zero ? $"expired on {Date(end)}" : $"expires in {Days(end)}, on {Date(end)}";

    private TimeSpan Left(DateTimeOffset end) => end - situation.Now;

    private string Days(DateTimeOffset end) =>
        (int)Left(end).TotalDays is var days && days == 1 ? "1 day" : Text($"{days} days");

    private static string Date(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
