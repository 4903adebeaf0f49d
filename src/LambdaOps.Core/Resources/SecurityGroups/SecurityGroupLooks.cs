using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Resources;

/// <summary>The questions about security groups.</summary>
public static class SecurityGroupLooks
{
    /// <summary>
    /// The groups' inbound rules, with what is in the prefix lists that they name, and whether a group that lets the world in
    /// is attached to anything (runbook: aws ec2 describe-security-groups).
    /// </summary>
    public static Look<SeenGroups> Groups { get; } =
        new(
            "security groups",
            "ec2:DescribeSecurityGroups",
            "ec2:GetManagedPrefixListEntries",
            "ec2:DescribeNetworkInterfaces"
        )
        {
            IsAbout = static about => about is GroupPlaces,
        };
}

/// <summary>Where the estate's security groups are.</summary>
/// <param name="Patterns">Of their names, with * and ?; empty for all.</param>
public sealed record GroupPlaces(ImmutableArray<string> Regions, ImmutableArray<string> Patterns)
    : Resource(new TargetId("security-groups"), null)
{
    public static GroupPlaces Of(Estate estate) => new(estate.Regions, estate.SecurityGroups);

    public bool Equals(GroupPlaces? other) =>
        other is not null && Regions.SequenceEqual(other.Regions) && Patterns.SequenceEqual(other.Patterns);

    public override int GetHashCode() => HashCode.Combine(Regions.Length, Patterns.Length);
}

/// <summary>Security groups, region by region.</summary>
public sealed record SeenGroups(ImmutableArray<GroupsOfRegion> Regions)
{
    public override string ToString() =>
        FormattableString.Invariant($"{Regions.Sum(region => region.All.Length)} security groups");
}

/// <param name="All">Whole: no page of the list is missing.</param>
public sealed record GroupsOfRegion(string Region, ImmutableArray<SeenGroup> All)
{
    /// <summary>Why they could not be listed; null where they were.</summary>
    public string? WhyMissing { get; init; }
}

/// <param name="Name">Shortened.</param>
/// <param name="Inbound">Its rules for what comes in.</param>
public sealed record SeenGroup(string Id, string Name, ImmutableArray<InboundRule> Inbound)
{
    /// <summary>Whether a network interface has it; null where nobody looked, or it could not be seen.</summary>
    public bool? IsAttached { get; init; }

    /// <summary>Whether a rule lets anybody in, whatever it lets in.</summary>
    public bool IsOpen => Inbound.Any(rule => rule.World is not null);
}

/// <summary>A rule for what comes in.</summary>
/// <param name="Protocol">tcp, udp, icmp, icmpv6, -1 for all, or a number.</param>
/// <param name="Ports">Both included; null where the protocol has none, or all are meant.</param>
/// <param name="Sources">Ranges of addresses, as AWS writes them (0.0.0.0/0).</param>
public sealed record InboundRule(string Protocol, (int From, int To)? Ports, ImmutableArray<RuleSource> Sources)
{
    /// <summary>The first source that is the world; null where none is.</summary>
    public RuleSource? World => Sources.FirstOrDefault(source => source.IsWorld);
}

/// <summary>Where a rule lets in from.</summary>
/// <param name="Range">In CIDR notation; "" where a prefix list could not be read.</param>
/// <param name="PrefixList">The prefix list that has it; null where the rule names it itself.</param>
public sealed record RuleSource(string Range, string? PrefixList = null)
{
    /// <summary>
    /// So few leading bits are no range of anybody's: 0.0.0.0/1 and 128.0.0.0/1 are the world, and 2000::/3 is all of IPv6.
    /// </summary>
    private const int WorldBits = 3;

    /// <summary>Why its prefix list could not be read; null where it was.</summary>
    public string? WhyMissing { get; init; }

    public bool IsWorld =>
        Range.LastIndexOf('/') is > 0 and var slash
        && int.TryParse(Range[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
        && bits <= WorldBits;

    public override string ToString() => PrefixList is null ? Range : $"{Range} of {PrefixList}";
}
