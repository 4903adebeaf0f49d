using System.Collections.Immutable;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Resources;

/// <summary>The questions about findings of AWS's security services: each reads what the service found, and no more.</summary>
public static class SecurityFindingLooks
{
    public static Look<SeenFindings> AccessAnalyzer { get; } =
        new("findings of Access Analyzer", "access-analyzer:ListAnalyzers", "access-analyzer:ListFindings")
        {
            IsAbout = IsPlaces,
        };

    public static Look<SeenFindings> GuardDuty { get; } =
        new(
            "findings of GuardDuty",
            "guardduty:ListDetectors",
            "guardduty:GetDetector",
            "guardduty:ListFindings",
            "guardduty:GetFindings"
        )
        {
            IsAbout = IsPlaces,
        };

    /// <summary>But for those of the other three, which are read where they are.</summary>
    public static Look<SeenFindings> SecurityHub { get; } =
        new("findings of Security Hub", "securityhub:GetFindings") { IsAbout = IsPlaces };

    /// <summary>But for those of images, which the look at images has.</summary>
    public static Look<SeenFindings> Inspector { get; } =
        new("findings of Inspector", "inspector2:BatchGetAccountStatus", "inspector2:ListFindings")
        {
            IsAbout = IsPlaces,
        };

    private static bool IsPlaces(Resource about) => about is SecurityPlaces;
}

/// <summary>Where AWS's security services are asked: each of them is a service of a region.</summary>
public sealed record SecurityPlaces(ImmutableArray<string> Regions) : Resource(new TargetId("security-findings"), null)
{
    public static SecurityPlaces Of(Estate estate) => new(estate.Regions);

    public bool Equals(SecurityPlaces? other) => other is not null && Regions.SequenceEqual(other.Regions);

    public override int GetHashCode() => Regions.Length;
}

/// <summary>What one service found, region by region.</summary>
public sealed record SeenFindings(ImmutableArray<FindingsOfRegion> Regions)
{
    public override string ToString() =>
        FormattableString.Invariant($"{Regions.Sum(region => region.All.Length)} findings");
}

/// <param name="All">Those that are open, as far as they were read.</param>
public sealed record FindingsOfRegion(string Region, ImmutableArray<SecurityFinding> All)
{
    /// <summary>Why they could not be read; null where they were.</summary>
    public string? WhyMissing { get; init; }

    /// <summary>Why the service finds nothing there, as a sentence goes on after "Its name"; null where it is on.</summary>
    public string? WhyOff { get; init; }

    /// <summary>What of it could not be read while the rest was: a sentence each.</summary>
    public ImmutableArray<string> Gaps { get; init; } = [];

    /// <summary>The severities of which there are more than were read.</summary>
    public ImmutableArray<SecuritySeverity> More { get; init; } = [];
}

/// <summary>One finding of a security service that nobody has closed.</summary>
/// <param name="Id">The same from look to look: some letters of the hash of AWS's own.</param>
/// <param name="Title">Shortened, without control characters; what AWS or an attacker made it say.</param>
/// <param name="Resource">What it is about, shortened; null where the finding does not say it.</param>
/// <param name="Since">When it was first seen; null where the finding does not say it.</param>
public sealed record SecurityFinding(
    string Id,
    SecuritySeverity Severity,
    string Title,
    string? Resource,
    DateTimeOffset? Since
);

/// <summary>How bad a finding is to the service that has it, the worst last.</summary>
public enum SecuritySeverity
{
    /// <summary>And not what is only information.</summary>
    Low,

    Medium,

    /// <summary>And critical.</summary>
    High,
}
