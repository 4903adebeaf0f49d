using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.OpenGroups;

/// <summary>
/// 週次セキュリティレビュー 2. セキュリティグループ監査. The runbook's line:
/// <code>
/// aws ec2 describe-security-groups --filters Name=group-name,Values=…
/// </code>
/// Which of them let the world in on other ports than 80 and 443: by IPv4, by IPv6, or by a prefix list.
/// </summary>
public sealed class OpenGroupsProcedure : Check<OpenGroupsPolicy>
{
    private static readonly int[] s_public = [80, 443];

    public static ProcedureName ProcedureName { get; } = new("openGroups");

    public override ProcedureName Name => ProcedureName;

    public override FunctionName Function => new("SecurityCheck");

    public override Schedule Schedule { get; } = new Schedule.Weekly(DayOfWeek.Monday, new TimeOnly(8, 10));

    public override Paragraph Paragraph { get; } =
        new(
            When: "Mondays at 08:10",
            Does: "looks which security groups let the world in on other ports than 80 and 443, by IPv4, IPv6 or a prefix "
                + "list, and whether they are attached to anything",
            StopsWhen: "each group has been looked at"
        )
        {
            Runbook = "セキュリティグループ監査",
        };

    public override ImmutableArray<Look> Looks { get; } = [SecurityGroupLooks.Groups];

    public override ImmutableArray<CheckPart> PartsOf(Estate estate) => [new CheckPart("all", GroupPlaces.Of(estate))];

    public override CheckDecision Decide(CheckSituation situation) =>
        situation.Seen.Of(SecurityGroupLooks.Groups) switch
        {
            Fact<SeenGroups>.NotAsked => new CheckDecision.Look(situation.Part.About, Looks),
            Fact<SeenGroups>.Known { Value: var seen } => new CheckDecision.Report(
                FindingList.WorstFirst(
                    [.. seen.Regions.SelectMany(region => OfRegion(region, PolicyIn(situation.Estate)))],
                    "security groups"
                )
            ),
            var missing => new CheckDecision.Report([
                new Finding(FindingLevel.Missing, "groups", $"security groups could not be seen: {missing.WhyUnknown}"),
            ]),
        };

    private static IEnumerable<Finding> OfRegion(GroupsOfRegion region, OpenGroupsPolicy policy) =>
        region.WhyMissing is { } why
            ?
            [
                new Finding(
                    FindingLevel.Missing,
                    $"groups {region.Region}",
                    $"the security groups of {region.Region} could not be seen: {why}"
                ),
            ]
            : region.All.SelectMany(group => OfGroup(region.Region, group, policy)).Prepend(Summary(region));

    private static Finding Summary(GroupsOfRegion region)
    {
        var open = region.All.Count(group => group.IsOpen);
        var icmp = region
            .All.Where(group => group.Inbound.Any(rule => rule.World is not null && IsIcmp(rule)))
            .Select(group => group.Name)
            .ToList();
        return new Finding(
            FindingLevel.Fine,
            $"summary {region.Region}",
            Text($"{region.Region}: {region.All.Length} security groups, {open} of them let the world in")
                + (icmp.Count == 0 ? "" : $"; ICMP: {string.Join(", ", icmp.Take(5))}")
        );
    }

    /// <summary>One of what is open, and one of what could not be seen.</summary>
    private static IEnumerable<Finding> OfGroup(string region, SeenGroup group, OpenGroupsPolicy policy)
    {
        var name = $"{group.Name} ({group.Id} in {region})";
        var open = group.Inbound.Where(rule => rule.World is not null && !IsFine(rule, policy)).ToList();
        if (open.Count > 0)
        {
            var isHarmless = group.IsAttached == false || open.TrueForAll(IsIcmp);
            yield return new Finding(
                isHarmless ? FindingLevel.Warning : FindingLevel.Danger,
                $"open {region} {group.Id}",
                $"{name} lets the world in: {ShortList.Of([.. open.Select(InWords)], most: 5, "; ")}"
                    + group.IsAttached switch
                    {
                        true => "; it is in use",
                        false => "; it is attached to nothing",
                        null => "; whether it is in use could not be seen",
                    }
            );
        }

        if (
            group.Inbound.SelectMany(rule => rule.Sources).FirstOrDefault(source => source.WhyMissing is not null) is
            { } list
        )
        {
            yield return new Finding(
                FindingLevel.Missing,
                $"list {region} {group.Id}",
                $"{name}: what is in the prefix list {list.PrefixList} could not be seen: {list.WhyMissing}"
            );
        }
    }

    private static bool IsFine(InboundRule rule, OpenGroupsPolicy policy) =>
        IsIcmp(rule)
            ? policy.IcmpIsFine
            : rule is { Protocol: "tcp" or "udp", Ports: { } ports }
                && ports.From == ports.To
                && s_public.Contains(ports.From);

    private static bool IsIcmp(InboundRule rule) => rule.Protocol is "icmp" or "icmpv6" or "1" or "58";

    private static string InWords(InboundRule rule) =>
        rule switch
        {
            { Protocol: "-1" } => $"all traffic from {rule.World}",
            { Protocol: "tcp" or "udp", Ports: null } => $"all ports of {rule.Protocol} from {rule.World}",
            { Protocol: "tcp" or "udp", Ports: { } ports } when ports.From == ports.To => Text(
                $"{rule.Protocol} {ports.From} from {rule.World}"
            ),
            { Protocol: "tcp" or "udp", Ports: { } ports } => Text(
                $"{rule.Protocol} {ports.From} to {ports.To} from {rule.World}"
            ),
            { Protocol: "icmp" or "icmpv6" or "1" or "58" } => $"ICMP from {rule.World}",
            _ => $"protocol {rule.Protocol} from {rule.World}",
        };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
