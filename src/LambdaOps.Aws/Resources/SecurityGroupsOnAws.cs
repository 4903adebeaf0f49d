using System.Collections.Immutable;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Security groups: their inbound rules (DescribeSecurityGroups), what is in the prefix lists that these name
/// (GetManagedPrefixListEntries), and whether one that lets the world in is attached (DescribeNetworkInterfaces).
/// </summary>
/// <param name="ec2In">EC2 in a region.</param>
public sealed class SecurityGroupsOnAws(Func<string, IAmazonEC2> ec2In) : ResourceOnAws
{
    private const int PageSize = 1000;
    private const int MostPages = 10;

    /// <summary>AWS has five as the fewest of a page.</summary>
    private const int FewInterfaces = 5;

    private readonly ClientsByRegion<IAmazonEC2> _clients = new(ec2In);

    public override ImmutableArray<LookCall> Looks => [LookCall.To(SecurityGroupLooks.Groups, GroupsAsync)];

    private async Task<SeenGroups> GroupsAsync(LookAt at, CancellationToken stop)
    {
        var places = (GroupPlaces)at.Target;
        return new SeenGroups([
            .. await Task.WhenAll(places.Regions.Select(region => OfRegionAsync(region, places, stop))),
        ]);
    }

    private async Task<GroupsOfRegion> OfRegionAsync(string region, GroupPlaces places, CancellationToken stop)
    {
        try
        {
            var ec2 = _clients.In(region);
            var found = await ListAsync(ec2, places.Patterns, stop);
            var lists = await ListsAsync(ec2, found, stop);
            var groups = ImmutableArray.CreateBuilder<SeenGroup>(found.Count);
            foreach (var group in found)
            {
                var seen = Read(group, lists);
                groups.Add(seen.IsOpen ? seen with { IsAttached = await IsAttachedAsync(ec2, seen.Id, stop) } : seen);
            }

            return new GroupsOfRegion(region, groups.ToImmutable());
        }
        catch (AmazonServiceException failed)
        {
            return new GroupsOfRegion(region, []) { WhyMissing = OutsideText.Of(failed) };
        }
        catch (Exception failed) when (failed is NotObservableException or HttpRequestException)
        {
            return new GroupsOfRegion(region, []) { WhyMissing = failed.Message };
        }
    }

    private static async Task<List<SecurityGroup>> ListAsync(
        IAmazonEC2 ec2,
        ImmutableArray<string> patterns,
        CancellationToken stop
    )
    {
        var request = new DescribeSecurityGroupsRequest { MaxResults = PageSize };
        if (!patterns.IsEmpty)
        {
            request.Filters = [new Filter { Name = "group-name", Values = [.. patterns] }];
        }

        var found = new List<SecurityGroup>();
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await ec2.DescribeSecurityGroupsAsync(request, stop);
            found.AddRange(answer.SecurityGroups ?? []);
            if (answer.NextToken is not { Length: > 0 } next)
            {
                return found;
            }

            request.NextToken = next;
        }

        throw new NotObservableException($"the list of security groups has more than {MostPages} pages");
    }

    /// <summary>The prefix lists that the groups name, each asked for once.</summary>
    private static async Task<Dictionary<string, ImmutableArray<RuleSource>>> ListsAsync(
        IAmazonEC2 ec2,
        List<SecurityGroup> groups,
        CancellationToken stop
    )
    {
        var lists = new Dictionary<string, ImmutableArray<RuleSource>>(StringComparer.Ordinal);
        foreach (
            var id in groups
                .SelectMany(group => group.IpPermissions ?? [])
                .SelectMany(rule => rule.PrefixListIds ?? [])
                .Select(list => list.Id)
                .Distinct()
        )
        {
            lists[id] = await EntriesAsync(ec2, id, stop);
        }

        return lists;
    }

    private static async Task<ImmutableArray<RuleSource>> EntriesAsync(
        IAmazonEC2 ec2,
        string id,
        CancellationToken stop
    )
    {
        try
        {
            var request = new GetManagedPrefixListEntriesRequest { PrefixListId = id };
            var entries = ImmutableArray.CreateBuilder<RuleSource>();
            for (var page = 0; page < MostPages; page++)
            {
                var answer = await ec2.GetManagedPrefixListEntriesAsync(request, stop);
                entries.AddRange((answer.Entries ?? []).Select(entry => new RuleSource(entry.Cidr, id)));
                if (answer.NextToken is not { Length: > 0 } next)
                {
                    return entries.ToImmutable();
                }

                request.NextToken = next;
            }

            return [Unseen(id, $"it has more than {MostPages} pages")];
        }
        catch (AmazonServiceException failed)
        {
            return [Unseen(id, OutsideText.Of(failed))];
        }
    }

    private static RuleSource Unseen(string id, string why) => new("", id) { WhyMissing = why };

    private static SeenGroup Read(SecurityGroup group, Dictionary<string, ImmutableArray<RuleSource>> lists) =>
        new(
            group.GroupId,
            OutsideText.Name(group.GroupName),
            [
                .. (group.IpPermissions ?? []).Select(rule => new InboundRule(
                    rule.IpProtocol ?? "?",
                    rule is { FromPort: >= 0 and var from, ToPort: >= 0 and var to } ? (from, to) : null,
                    [
                        .. (rule.Ipv4Ranges ?? []).Select(range => new RuleSource(range.CidrIp)),
                        .. (rule.Ipv6Ranges ?? []).Select(range => new RuleSource(range.CidrIpv6)),
                        .. (rule.PrefixListIds ?? []).SelectMany(list => lists[list.Id]),
                    ]
                )),
            ]
        );

    /// <summary>Null where it could not be seen.</summary>
    private static async Task<bool?> IsAttachedAsync(IAmazonEC2 ec2, string id, CancellationToken stop)
    {
        var request = new DescribeNetworkInterfacesRequest
        {
            Filters = [new Filter { Name = "group-id", Values = [id] }],
            MaxResults = FewInterfaces,
        };
        try
        {
            for (var page = 0; page < MostPages; page++)
            {
                var answer = await ec2.DescribeNetworkInterfacesAsync(request, stop);
                if (answer.NetworkInterfaces is { Count: > 0 })
                {
                    return true;
                }

                if (answer.NextToken is not { Length: > 0 } next)
                {
                    return false;
                }

                request.NextToken = next;
            }

            return null;
        }
        catch (AmazonServiceException)
        {
            return null;
        }
    }
}
