using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>Security groups over EC2's own protocol, by the real client.</summary>
public sealed class SecurityGroupsOnAwsTests : IAsyncLifetime
{
    private const string List = "pl-0123456789abcdef0";

    private WiredAccount _account = null!;

    public async Task InitializeAsync() =>
        _account = await WiredAccount.StartWithAsync(plan =>
            plan with
            {
                SecurityGroups =
                [
                    .. plan.SecurityGroups,
                    new SecurityGroupPlan("lightningtalk-db", plan.Region)
                    {
                        Inbound = [new("tcp", 5432, 5432, "10.0.0.0/8", "::/0", List), new("-1", null, null, List)],
                        IsAttached = false,
                    },
                    new SecurityGroupPlan("lightningtalk-recovery", "us-west-2"),
                    new SecurityGroupPlan("someone-else", plan.Region) { Inbound = [new("-1", null, null, "::/0")] },
                ],
                PrefixLists =
                [
                    new PrefixListPlan(
                        List,
                        plan.Region,
                        [.. Enumerable.Range(0, 150).Select(at => $"192.0.2.{at}/32"), "0.0.0.0/0"]
                    ),
                ],
            }
        );

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task Groups_AreTheEstatesInEachRegion()
    {
        var regions = await SeeAsync();

        Assert.Equal(["ap-northeast-1", "us-west-2"], regions.Select(region => region.Region));
        Assert.Equal(
            ["lightningtalk-db", "lightningtalk-prod-alb", "lightningtalk-prod-tasks"],
            regions[0].All.Select(group => group.Name).Order(StringComparer.Ordinal)
        );
        Assert.Equal("lightningtalk-recovery", Assert.Single(regions[1].All).Name);
        var alb = regions[0].All.Single(group => group.Name == "lightningtalk-prod-alb");
        Assert.True(alb.IsAttached);
        Assert.Equal(
            ["tcp (80, 80)", "tcp (443, 443)", "icmp "],
            alb.Inbound.Select(rule => $"{rule.Protocol} {rule.Ports}")
        );
        Assert.Null(regions[0].All.Single(group => group.Name == "lightningtalk-prod-tasks").IsAttached);
    }

    /// <summary>The prefix list has two pages, and the world is on the second.</summary>
    [Fact]
    public async Task Rules_HaveTheEntriesOfTheirPrefixLists()
    {
        var group = (await SeeAsync())[0].All.Single(group => group.Name == "lightningtalk-db");

        Assert.False(group.IsAttached);
        Assert.Equal(new RuleSource("::/0"), group.Inbound[0].World);
        Assert.Equal((5432, 5432), group.Inbound[0].Ports);
        Assert.Equal(153, group.Inbound[0].Sources.Length);
        Assert.Equal(new RuleSource("0.0.0.0/0", List), group.Inbound[1].World);
        Assert.Null(group.Inbound[1].Ports);
        Assert.Equal(2, _account.Calls("GetManagedPrefixListEntries"));
    }

    [Fact]
    public async Task Lists_ThatAreRefusedAreMissingAlone()
    {
        _account.Disturb("ec2", "GetManagedPrefixListEntries", ApiFaultKind.Denied);
        _account.Disturb("ec2", "DescribeNetworkInterfaces", ApiFaultKind.Denied);
        var group = (await SeeAsync())[0].All.Single(group => group.Name == "lightningtalk-db");

        Assert.Null(group.IsAttached);
        Assert.StartsWith(
            "UnauthorizedOperation: ",
            Assert.Single(group.Inbound[1].Sources).WhyMissing,
            StringComparison.Ordinal
        );
        _account.Disturb("ec2", "DescribeSecurityGroups", ApiFaultKind.Denied);
        Assert.All(
            await SeeAsync(),
            region => Assert.StartsWith("UnauthorizedOperation: ", region.WhyMissing, StringComparison.Ordinal)
        );
    }

    private async Task<IReadOnlyList<GroupsOfRegion>> SeeAsync()
    {
        var (now, estate) = (_account.World.Clock.Now, WiredAccount.Estate);
        var at = LookAt.For(estate, GroupPlaces.Of(estate), new CheckRun(now, now), now);
        return (await _account.Resources().Observer().SeeAsync(SecurityGroupLooks.Groups, at)).Regions;
    }
}
