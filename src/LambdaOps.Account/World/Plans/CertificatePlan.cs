namespace LambdaOps.Account.World.Plans;

/// <summary>A certificate of ACM, in one region.</summary>
public sealed record CertificatePlan(string Domain, string Region)
{
    /// <summary>Further names; * stands for one label.</summary>
    public IReadOnlyList<string> MoreNames { get; init; } = [];

    /// <summary>As ACM writes it.</summary>
    public string KeyAlgorithm { get; init; } = "RSA_2048";

    /// <summary>How long before the world's start it was issued.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long after the world's start it ends; negative: it has.</summary>
    public TimeSpan Left { get; init; } = TimeSpan.FromDays(168);

    public bool IsInUse { get; init; } = true;

    /// <summary>Whether it came from elsewhere, so that ACM does not renew it.</summary>
    public bool IsImported { get; init; }

    /// <summary>How its renewal stands, as ACM writes it; null where it has not begun.</summary>
    public string? Renewal { get; init; }

    public bool IsRevoked { get; init; }
}

/// <summary>What a host serves that is not what ACM has for it.</summary>
public sealed record ServedCertificatePlan(string Host)
{
    /// <summary>The name that it is for; null for the host's.</summary>
    public string? Name { get; init; }

    public TimeSpan Age { get; init; } = TimeSpan.FromDays(200);

    public TimeSpan Left { get; init; } = TimeSpan.FromDays(40);

    /// <summary>Whether the simulated authority signed it; else it did so itself.</summary>
    public bool IsTrusted { get; init; } = true;
}
