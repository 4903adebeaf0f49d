using LambdaOps.Account.Services;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Certificates;

/// <summary>The certificates of ACM, region by region, and what the world's hosts show in a TLS handshake.</summary>
public sealed class CertificateStore
{
    private readonly SimulatedWorld _world;
    private readonly DateTimeOffset _start;

    internal CertificateStore(SimulatedWorld world)
    {
        (_world, _start) = (world, world.Clock.Now);
        All = [.. world.Plan.Certificates.Select(plan => new HeldCertificate(plan, world, _start))];
    }

    public IReadOnlyList<HeldCertificate> All { get; }

    /// <summary>Hosts that are not reached.</summary>
    public ISet<string> Unreachable { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>What a host of that name shows now; null where nobody answers for it.</summary>
    public ShownCertificate? ShownBy(string host)
    {
        if (Unreachable.Contains(host))
        {
            return null;
        }

        var other = _world.Plan.Served.FirstOrDefault(plan =>
            string.Equals(plan.Host, host, StringComparison.OrdinalIgnoreCase)
        );
        return other is not null
            ? new ShownCertificate(
                other.Name ?? host,
                [],
                CertificateSerials.Of(_world.Seed, $"served {host}"),
                _start - other.Age,
                _start + other.Left,
                other.IsTrusted
            )
            : All.Where(one => one.Plan.IsInUse && one.Covers(host))
                .OrderByDescending(one => one.NotAfter)
                .Select(one => one.Shown)
                .FirstOrDefault();
    }
}

/// <summary>A certificate as ACM has it.</summary>
public sealed class HeldCertificate(CertificatePlan plan, SimulatedWorld world, DateTimeOffset start)
{
    public CertificatePlan Plan => plan;

    public string Arn { get; } =
        $"arn:aws:acm:{plan.Region}:{world.Plan.AccountId}:certificate/"
        + SeededIds.UuidOf(world.Seed, $"certificate {plan.Region} {plan.Domain} {plan.KeyAlgorithm} {plan.Left}");

    public DateTimeOffset NotBefore { get; } = start - plan.Age;

    public DateTimeOffset NotAfter { get; } = start + plan.Left;

    public IReadOnlyList<string> Names { get; } = [plan.Domain, .. plan.MoreNames];

    /// <summary>As a host shows it that uses it.</summary>
    public ShownCertificate Shown =>
        new(plan.Domain, plan.MoreNames, CertificateSerials.Of(world.Seed, Arn), NotBefore, NotAfter, IsTrusted: true);

    public string StatusAt(DateTimeOffset now) =>
        plan.IsRevoked ? "REVOKED"
        : NotAfter <= now ? "EXPIRED"
        : "ISSUED";

    public bool Covers(string host) => Shown.IsFor(host);
}

/// <summary>A certificate in a handshake.</summary>
/// <param name="Serial">16 bytes, the first of them small and not zero.</param>
/// <param name="IsTrusted">Whether the simulated authority signed it; else it did so itself.</param>
public sealed record ShownCertificate(
    string Name,
    IReadOnlyList<string> MoreNames,
    byte[] Serial,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    bool IsTrusted
)
{
    public bool IsFor(string host) =>
        MoreNames
            .Append(Name)
            .Any(name =>
                string.Equals(name, host, StringComparison.OrdinalIgnoreCase)
                || (
                    name.StartsWith("*.", StringComparison.Ordinal)
                    && host.Split('.', 2) is [_, var rest]
                    && string.Equals(name[2..], rest, StringComparison.OrdinalIgnoreCase)
                )
            );
}

internal static class CertificateSerials
{
    public static byte[] Of(ulong seed, string name)
    {
        var serial = Convert.FromHexString(
            SeededIds.UuidOf(seed, $"serial {name}").Replace("-", "", StringComparison.Ordinal)
        );
        serial[0] = 0x0A;
        return serial;
    }
}
