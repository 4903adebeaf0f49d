using System.Collections.Immutable;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Resources;

/// <summary>The questions about certificates.</summary>
public static class CertificateLooks
{
    /// <summary>What ACM has, of every kind of key: by default it lists RSA keys of up to 2048 bits alone.</summary>
    public static Look<StoredCertificates> Stored { get; } =
        new("ACM's certificates", "acm:ListCertificates", "acm:DescribeCertificate") { IsAbout = IsPlaces };

    /// <summary>What each host serves in a TLS handshake (runbook: openssl s_client … | openssl x509 -noout -dates).</summary>
    public static Look<ServedCertificates> Served { get; } =
        new("served certificates")
        {
            IsAbout = IsPlaces,
            Known = at => at.Target is CertificatePlaces { Hosts.IsEmpty: true } ? new ServedCertificates([]) : null,
        };

    private static bool IsPlaces(Resource about) => about is CertificatePlaces;
}

/// <summary>ACM, region by region.</summary>
public sealed record StoredCertificates(ImmutableArray<CertificatesOfRegion> Regions)
{
    public override string ToString() =>
        FormattableString.Invariant($"{Regions.Sum(region => region.All.Length)} certificates");
}

/// <param name="All">Those that were issued at some time, whole: no page of the list is missing.</param>
public sealed record CertificatesOfRegion(string Region, ImmutableArray<StoredCertificate> All)
{
    /// <summary>Why they could not be listed; null where they were.</summary>
    public string? WhyMissing { get; init; }

    /// <summary>Why some could not be described; null where those were that had to be.</summary>
    public string? WhyUndescribed { get; init; }
}

/// <summary>A certificate of ACM.</summary>
/// <param name="Id">The last part of its ARN.</param>
/// <param name="Domain">Its first name, shortened.</param>
/// <param name="KeyAlgorithm">As ACM writes it: RSA_2048, EC_prime256v1.</param>
public sealed record StoredCertificate(
    string Id,
    string Domain,
    string KeyAlgorithm,
    DateTimeOffset NotAfter,
    bool IsInUse
)
{
    /// <summary>All its names, as far as the list says them; * stands for one label.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    public bool IsRevoked { get; init; }

    /// <summary>Whether it came from elsewhere, so that ACM does not renew it.</summary>
    public bool IsImported { get; init; }

    /// <summary>Hexadecimal, without leading zeros; null where it was not described.</summary>
    public string? Serial { get; init; }

    /// <summary>How its renewal stands, as ACM writes it (PENDING_VALIDATION); null where it has not begun.</summary>
    public string? Renewal { get; init; }

    /// <summary>Why it was not renewed, as ACM writes it; null where it does not say.</summary>
    public string? RenewalReason { get; init; }

    /// <summary>How many resources use it; null where it was not described.</summary>
    public int? Users { get; init; }

    /// <summary>Whether it is for a host of that name.</summary>
    public bool Covers(string host) =>
        Names.Any(name =>
            string.Equals(name, host, StringComparison.OrdinalIgnoreCase)
            || (
                name.StartsWith("*.", StringComparison.Ordinal)
                && host.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
                && string.Equals(name[1..], host[dot..], StringComparison.OrdinalIgnoreCase)
            )
        );
}

/// <summary>What the hosts serve, in the estate's order.</summary>
public sealed record ServedCertificates(ImmutableArray<ServedHost> All)
{
    public override string ToString() => FormattableString.Invariant($"{All.Length} hosts");
}

/// <param name="Certificate">Null where there was no handshake.</param>
/// <param name="WhyMissing">Why there was none; null where there was one.</param>
public sealed record ServedHost(TlsHost Host, ServedCertificate? Certificate, string? WhyMissing);

/// <summary>The certificate that a host shows its visitors.</summary>
/// <param name="Subject">Whose it is, shortened.</param>
/// <param name="Serial">Hexadecimal, without leading zeros.</param>
/// <param name="IsForHost">Whether it is for the name that was asked for.</param>
public sealed record ServedCertificate(
    string Subject,
    string Serial,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    bool IsForHost
)
{
    /// <summary>Why its chain is not trusted, other than by its dates; null where it is.</summary>
    public string? Untrusted { get; init; }
}
