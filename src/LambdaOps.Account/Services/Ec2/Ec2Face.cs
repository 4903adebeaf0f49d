using System.IO.Enumeration;
using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Account.World.Zones;

namespace LambdaOps.Account.Services.Ec2;

/// <summary>EC2's reads of security groups, prefix lists and network interfaces, region by region.</summary>
public sealed class Ec2Face(SimulatedWorld world) : IServiceFace
{
    private static readonly PageTerms s_pages = new("NextToken", "MaxResults", "InvalidParameterValue")
    {
        Usual = 1000,
        Most = 1000,
    };

    public string Model => "ec2";

    public JsonObject Handle(ServiceCall call)
    {
        var region = call.Region ?? world.Plan.Region;
        return call.Operation switch
        {
            "DescribeSecurityGroups" => ListGroups(call.Input, region),
            "DescribeNetworkInterfaces" => ListInterfaces(call.Input, region),
            "GetManagedPrefixListEntries" => ListEntries(call.Input, region),
            "DescribeAvailabilityZones" => ListZones(call.Input, region),
            _ => throw new ServiceFault(
                "InvalidAction",
                $"The simulated account's EC2 does not have {call.Operation} yet."
            ),
        };
    }

    /// <summary>Those that the world's services are in, by their names or ids.</summary>
    private JsonObject ListZones(JsonObject input, string region)
    {
        var (names, ids) = (input.Texts("ZoneNames"), input.Texts("ZoneIds"));
        var found = world
            .Fleet.Services.SelectMany(service => service.Plan.Zones)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(letter => region + letter)
            .Where(name => names.Count == 0 || names.Contains(name))
            .Where(name => ids.Count == 0 || ids.Contains(ZoneNames.IdOf(name)))
            .Select(name => new JsonObject
            {
                ["ZoneName"] = name,
                ["ZoneId"] = ZoneNames.IdOf(name),
                ["RegionName"] = region,
                ["State"] = "available",
                ["ZoneType"] = "availability-zone",
                ["OptInStatus"] = "opt-in-not-required",
            })
            .ToList();
        return found.Count < names.Count + ids.Count
            ? throw new ServiceFault("InvalidParameterValue", "Invalid availability zone")
            : new JsonObject { ["AvailabilityZones"] = FaceJson.Array(found) };
    }

    private IEnumerable<SecurityGroupPlan> GroupsIn(string region) =>
        world.Plan.SecurityGroups.Where(group => group.Region == region);

    private string IdOf(SecurityGroupPlan group) => $"sg-{Hex($"{group.Region} {group.Name}")}";

    private string Hex(string name) =>
        $"0{SeededIds.UuidOf(world.Seed, name).Replace("-", "", StringComparison.Ordinal)[..16]}";

    private JsonObject ListGroups(JsonObject input, string region)
    {
        var (ids, names) = (input.Texts("GroupIds"), input.Texts("GroupNames"));
        var known = GroupsIn(region).Select(IdOf).ToHashSet();
        if (ids.Find(id => !known.Contains(id)) is { } unknown)
        {
            throw new ServiceFault("InvalidGroup.NotFound", $"The security group '{unknown}' does not exist");
        }

        var found = GroupsIn(region)
            .Where(group => ids.Count == 0 || ids.Contains(IdOf(group)))
            .Where(group => names.Count == 0 || names.Contains(group.Name))
            .Where(group =>
                input
                    .Objects("Filters")
                    .TrueForAll(filter =>
                        Matches(
                            filter,
                            filter.Text("Name") switch
                            {
                                "group-name" => group.Name,
                                "group-id" => IdOf(group),
                                _ => throw NoFilter(filter),
                            }
                        )
                    )
            )
            .OrderBy(IdOf, StringComparer.Ordinal)
            .ToList();
        return Paging.Answer(found, input, s_pages, "SecurityGroups", Write);
    }

    private JsonObject Write(SecurityGroupPlan group) =>
        new()
        {
            ["OwnerId"] = world.Plan.AccountId,
            ["GroupId"] = IdOf(group),
            ["GroupName"] = group.Name,
            ["Description"] = group.Name,
            ["VpcId"] = $"vpc-{Hex(group.Region)}",
            ["IpPermissions"] = FaceJson.Array(group.Inbound.Select(Write)),
            ["IpPermissionsEgress"] = new JsonArray(),
        };

    private static JsonObject Write(InboundRulePlan rule)
    {
        var written = new JsonObject
        {
            ["IpProtocol"] = rule.Protocol,
            ["UserIdGroupPairs"] = new JsonArray(),
            ["IpRanges"] = Of(source => source.Contains('.', StringComparison.Ordinal), "CidrIp"),
            ["Ipv6Ranges"] = Of(source => source.Contains(':', StringComparison.Ordinal), "CidrIpv6"),
            ["PrefixListIds"] = Of(source => source.StartsWith("pl-", StringComparison.Ordinal), "PrefixListId"),
        };
        if (rule is { From: { } from, To: { } to })
        {
            written["FromPort"] = from;
            written["ToPort"] = to;
        }

        return written;

        JsonArray Of(Func<string, bool> isOne, string member) =>
            FaceJson.Array(rule.Sources.Where(isOne).Select(source => new JsonObject { [member] = source }));
    }

    private JsonObject ListInterfaces(JsonObject input, string region)
    {
        var found = GroupsIn(region)
            .Where(group => group.IsAttached)
            .Where(group =>
                input
                    .Objects("Filters")
                    .TrueForAll(filter =>
                        Matches(filter, filter.Text("Name") == "group-id" ? IdOf(group) : throw NoFilter(filter))
                    )
            )
            .ToList();
        return Paging.Answer(
            found,
            input,
            s_pages,
            "NetworkInterfaces",
            group => new JsonObject
            {
                ["NetworkInterfaceId"] = $"eni-{Hex($"interface {group.Name}")}",
                ["Status"] = "in-use",
                ["Groups"] = new JsonArray(new JsonObject { ["GroupId"] = IdOf(group), ["GroupName"] = group.Name }),
            }
        );
    }

    private JsonObject ListEntries(JsonObject input, string region)
    {
        var id = input.Text("PrefixListId");
        var list =
            world.Plan.PrefixLists.FirstOrDefault(plan => plan.Id == id && plan.Region == region)
            ?? throw new ServiceFault("InvalidPrefixListID.NotFound", $"The prefix list ID '{id}' does not exist");
        return Paging.Answer(
            list.Entries,
            input,
            s_pages with
            {
                Most = 100,
            },
            "Entries",
            entry => new JsonObject { ["Cidr"] = entry }
        );
    }

    /// <summary>Any of its values, with * and ?.</summary>
    private static bool Matches(JsonObject filter, string text) =>
        filter.Texts("Values").Exists(value => FileSystemName.MatchesSimpleExpression(value, text, ignoreCase: false));

    private static ServiceFault NoFilter(JsonObject filter) =>
        new("InvalidParameterValue", $"The filter '{filter.Text("Name")}' is invalid");
}
