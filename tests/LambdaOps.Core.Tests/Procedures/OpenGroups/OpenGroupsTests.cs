using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.OpenGroups;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.OpenGroups;

public sealed class OpenGroupsTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 19, 8, 0, 0, TimeSpan.Zero);

    private static readonly Estate s_estate = new("shop", null, "eu-west-1", "UTC", [], []);

    [Theory]
    [InlineData("tcp", 80, 80, "0.0.0.0/0", null)]
    [InlineData("tcp", 443, 443, "::/0", null)]
    [InlineData("udp", 443, 443, "::/0", null)]
    [InlineData("tcp", 22, 22, "10.0.0.0/8", null)]
    [InlineData("tcp", 22, 22, "0.0.0.0/4", null)]
    [InlineData("tcp", 22, 22, "2001:db8::/32", null)]
    [InlineData("icmp", -1, -1, "0.0.0.0/0", null)]
    [InlineData("icmpv6", -1, -1, "::/0", null)]
    [InlineData("tcp", 22, 22, "0.0.0.0/0", "tcp 22 from 0.0.0.0/0")]
    [InlineData("tcp", 22, 22, "::/0", "tcp 22 from ::/0")]
    [InlineData("tcp", 22, 22, "128.0.0.0/1", "tcp 22 from 128.0.0.0/1")]
    [InlineData("tcp", 22, 22, "2000::/3", "tcp 22 from 2000::/3")]
    [InlineData("tcp", 80, 443, "0.0.0.0/0", "tcp 80 to 443 from 0.0.0.0/0")]
    [InlineData("tcp", 79, 80, "0.0.0.0/0", "tcp 79 to 80 from 0.0.0.0/0")]
    [InlineData("tcp", -1, -1, "0.0.0.0/0", "all ports of tcp from 0.0.0.0/0")]
    [InlineData("-1", -1, -1, "::/0", "all traffic from ::/0")]
    [InlineData("50", -1, -1, "0.0.0.0/0", "protocol 50 from 0.0.0.0/0")]
    public void Decide_KnowsWhatIsOpen(string protocol, int from, int to, string range, string? says)
    {
        var problem = Report(Group(Rule(protocol, from, to, range))).SingleOrDefault(finding => finding.IsProblem);

        Assert.Equal(says is null ? null : FindingLevel.Danger, problem?.Level);
        Assert.Contains(says ?? "", problem?.Text ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, FindingLevel.Danger, "it is in use")]
    [InlineData(false, FindingLevel.Warning, "it is attached to nothing")]
    [InlineData(null, FindingLevel.Danger, "whether it is in use could not be seen")]
    public void Decide_SaysWhetherItIsInUse(bool? isAttached, FindingLevel level, string says)
    {
        var open = Group(Rule("tcp", 22, 22, "0.0.0.0/0")) with { IsAttached = isAttached };
        var problem = Assert.Single(Report(open), finding => finding.IsProblem);

        Assert.Equal(level, problem.Level);
        Assert.EndsWith(says, problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_NamesThePrefixListThatOpensIt()
    {
        var rule = new InboundRule("tcp", (22, 22), [new("192.0.2.0/24", "pl-1"), new("0.0.0.0/0", "pl-1")]);

        Assert.Contains(
            Report(Group(rule)),
            finding => finding.Text.Contains("tcp 22 from 0.0.0.0/0 of pl-1", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Decide_NeverTakesWhatWasNotSeenForClosed()
    {
        var unread = new InboundRule("tcp", (22, 22), [new RuleSource("", "pl-1") { WhyMissing = "refused" }]);

        Assert.Equal(FindingLevel.Missing, Report(Group(unread)).Max(finding => finding.Level));
        Assert.Equal(
            FindingLevel.Missing,
            Assert.Single(Report(new GroupsOfRegion("eu-west-1", []) { WhyMissing = "refused" })).Level
        );
        Assert.Equal(FindingLevel.Missing, Assert.Single(Report(Fact.Missing<SeenGroups>("no answer"))).Level);
    }

    [Fact]
    public void Decide_WarnsOfIcmpWhereItIsNotFine()
    {
        var estate = s_estate with
        {
            Checks = Settings.None.With(new Setting<OpenGroupsPolicy>(Mode.Observe, new OpenGroupsPolicy(false))),
        };
        var seen = Fact.Known(
            new SeenGroups([new GroupsOfRegion("eu-west-1", [Group(Rule("icmp", -1, -1, "0.0.0.0/0"))])]),
            s_now
        );

        Assert.Equal(FindingLevel.Warning, Report(seen, estate).Max(finding => finding.Level));
        Assert.Equal(FindingLevel.Fine, Report(seen).Max(finding => finding.Level));
    }

    [Fact]
    public void Decide_NamesSoManyProblemsAtMost()
    {
        var open = Group(Rule("-1", -1, -1, "0.0.0.0/0"));
        var findings = Report(
            new GroupsOfRegion(
                "eu-west-1",
                [.. Enumerable.Range(0, 60).Select(number => open with { Id = $"sg-{number}" })]
            )
        );

        Assert.Equal(51, findings.Count(finding => finding.IsProblem));
        Assert.Equal("10 further problems of security groups", findings[^1].Text);
    }

    [Theory]
    [InlineData("""[7]""")]
    [InlineData("""["シュ"]""")]
    [InlineData("""[""]""")]
    [InlineData("\"a\"")]
    public void Patterns_ThatAreWrongAreNamed(string patterns) =>
        Assert.All(
            Estates.EstateFiles.ErrorsAfter(root =>
                root["securityGroups"] = System.Text.Json.Nodes.JsonNode.Parse(patterns)
            ),
            error => Assert.StartsWith("$.securityGroups", error.Path, StringComparison.Ordinal)
        );

    private static InboundRule Rule(string protocol, int from, int to, string range) =>
        new(protocol, from < 0 ? null : (from, to), [new RuleSource(range)]);

    private static SeenGroup Group(params InboundRule[] rules) => new("sg-1", "db", [.. rules]) { IsAttached = true };

    private static ImmutableArray<Finding> Report(SeenGroup group) => Report(new GroupsOfRegion("eu-west-1", [group]));

    private static ImmutableArray<Finding> Report(GroupsOfRegion region) =>
        Report(Fact.Known(new SeenGroups([region]), s_now));

    private static ImmutableArray<Finding> Report(Fact<SeenGroups> seen, Estate? estate = null)
    {
        var check = new OpenGroupsProcedure();
        var part = check.PartsOf(s_estate)[0];
        var situation = new CheckSituation(
            estate ?? s_estate,
            part,
            new CheckRun(s_now, s_now),
            Evidence.NotAsked,
            [],
            null,
            s_now
        );
        Assert.Same(part.About, Assert.IsType<CheckDecision.Look>(check.Decide(situation)).About);
        return Assert
            .IsType<CheckDecision.Report>(
                check.Decide(situation with { Seen = Evidence.NotAsked.With(SecurityGroupLooks.Groups, seen) })
            )
            .Findings;
    }
}
