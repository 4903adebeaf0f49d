using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Services.ElasticLoadBalancing;
using LambdaOps.Account.World;
using LambdaOps.Aws.Resources;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>A rule's weights are moved, and everything else of it stays.</summary>
public class WeightsOnAwsTests
{
    private const string Unknown = """
        <DescribeRulesResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><DescribeRulesResult><Rules>
        <member><IsDefault>DEFAULT</IsDefault><RuleArn>r</RuleArn><Actions>
        <member><Type>later-than-this-client</Type><Order>1</Order><LaterConfig><Names><member>a</member><member>b</member></Names>
        <Extra><entry><key>k</key><value>v</value></entry></Extra></LaterConfig></member>
        <member><Type>forward</Type><Order>2</Order><ForwardConfig><TargetGroups>GROUPS</TargetGroups>
        <TargetGroupStickinessConfig><Enabled>false</Enabled><LaterMode>x</LaterMode></TargetGroupStickinessConfig></ForwardConfig></member>
        </Actions></member></Rules></DescribeRulesResult></DescribeRulesResponse>
        """;

    [Fact]
    public void Members_ThatNoClientKnows_AreWrittenBack()
    {
        var form = Read(Groups(("own", 10), ("other", 90)))!
            .With(("own", 50), ("other", 50))
            .ToDictionary(one => one.Key, one => one.Value);

        Assert.Equal("b", form["Actions.member.1.LaterConfig.Names.member.2"]);
        Assert.Equal("v", form["Actions.member.1.LaterConfig.Extra.entry.1.value"]);
        Assert.Equal("50", form["Actions.member.2.ForwardConfig.TargetGroups.member.2.Weight"]);
        Assert.Equal("x", form["Actions.member.2.ForwardConfig.TargetGroupStickinessConfig.LaterMode"]);
        Assert.Equal(14, form.Count);
    }

    [Theory]
    [InlineData(null, "own", "other")]
    [InlineData("target groups that the estate names", "own", "third")]
    [InlineData("target groups that the estate names", "own", "other", "third")]
    [InlineData("target groups that the estate names", "own")]
    public void Rule_MustForwardToBothAndNoOther(string? because, params string[] groups)
    {
        var why = Read(Groups([.. groups.Select(group => (group, 1))]))!.WhyNot("own", "other");

        Assert.Equal(because is null, why is null);
        Assert.Contains(because ?? "", why ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Rule_MustNotBeTheDefault_NorWithoutAnyWeight()
    {
        Assert.Contains("default rule", Read(Groups(("own", 1), ("other", 1)), "true")!.WhyNot("own", "other"));
        Assert.Contains("are 0", Read(Groups(("own", 0), ("other", 0)))!.WhyNot("own", "other"));
        Assert.Null(WholeRule.Read(Encoding.UTF8.GetBytes("<html>proxy</html>")));
        Assert.Null(WholeRule.Read(Encoding.UTF8.GetBytes("no XML")));
    }

    [Fact]
    public async Task Shift_MovesTheWeightsAlone()
    {
        await using var account = await WiredAccount.StartAsync();
        Modify(account, own: 10, other: 90);
        var before = Rule(account);

        var outcome = await account.ActAsync(
            new Change.ShiftWeights(WiredAccount.Service.Id, WiredAccount.Rule, 10, 50)
        );

        Assert.Equal("weights 50 and 50", Assert.IsType<ActionOutcome.Done>(outcome).Detail);
        var after = Rule(account);
        Assert.True(JsonNode.DeepEquals(before["Actions"]![0], after["Actions"]![0]));
        Assert.True(JsonNode.DeepEquals(before["Conditions"], after["Conditions"]));
        Assert.Equal([50, 50], WeightsOf(after));
    }

    [Fact]
    public async Task Shift_LeavesWeightsOfSomeoneElseAlone()
    {
        await using var account = await WiredAccount.StartAsync();
        Modify(account, own: 30, other: 70);

        var outcome = await account.ActAsync(
            new Change.ShiftWeights(WiredAccount.Service.Id, WiredAccount.Rule, 10, 50)
        );

        Assert.Contains(
            "they are 30 and 70, not 10 and 90",
            Assert.IsType<ActionOutcome.Refused>(outcome).Detail,
            StringComparison.Ordinal
        );
        Assert.Equal(0, account.Calls("ModifyRule"));
        Assert.Equal([30, 70], WeightsOf(Rule(account)));
    }

    [Fact]
    public async Task Shift_WithoutAnAnswerIsUnknown()
    {
        await using var account = await WiredAccount.StartAsync();
        Modify(account, own: 10, other: 90);
        account.Disturb("elbv2", "ModifyRule", ApiFaultKind.BrokenAfter);

        var outcome = await account.ActAsync(
            new Change.ShiftWeights(WiredAccount.Service.Id, WiredAccount.Rule, 10, 50)
        );

        Assert.IsType<ActionOutcome.Unknown>(outcome);
        Assert.Equal([50, 50], WeightsOf(Rule(account)));
    }

    private static WholeRule? Read(string groups, string isDefault = "false") =>
        WholeRule.Read(
            Encoding.UTF8.GetBytes(
                Unknown
                    .Replace("GROUPS", groups, StringComparison.Ordinal)
                    .Replace("DEFAULT", isDefault, StringComparison.Ordinal)
            )
        );

    private static string Groups(params ReadOnlySpan<(string Group, int Weight)> groups)
    {
        var xml = new StringBuilder();
        foreach (var (group, weight) in groups)
        {
            xml.Append($"<member><TargetGroupArn>{group}</TargetGroupArn><Weight>{weight}</Weight></member>");
        }

        return xml.ToString();
    }

    private static void Modify(WiredAccount account, int own, int other) =>
        Ask(
            account,
            "ModifyRule",
            $$$$"""
            {"RuleArn":"{{{{WiredAccount.Rule}}}}","Actions":[
              {"Type":"authenticate-oidc","Order":1,"AuthenticateOidcConfig":{"Issuer":"https://id.example.com","ClientId":"a",
               "AuthorizationEndpoint":"https://id.example.com/a","TokenEndpoint":"https://id.example.com/t",
               "UserInfoEndpoint":"https://id.example.com/u","ClientSecret":"s","SessionTimeout":604800,
               "AuthenticationRequestExtraParams":{"prompt":"login"}}},
              {"Type":"forward","Order":2,"ForwardConfig":{"TargetGroups":[
               {"TargetGroupArn":"{{{{WiredAccount.Service.TargetGroupArn}}}}","Weight":{{{{own}}}}},
               {"TargetGroupArn":"{{{{WiredAccount.OtherGroup}}}}","Weight":{{{{other}}}}}]}}]}
            """
        );

    private static JsonNode Rule(WiredAccount account) =>
        Ask(account, "DescribeRules", $$"""{"RuleArns":["{{WiredAccount.Rule}}"]}""")["Rules"]![0]!.DeepClone();

    private static IEnumerable<int> WeightsOf(JsonNode rule) =>
        rule["Actions"]![1]!["ForwardConfig"]!["TargetGroups"]!.AsArray().Select(group => (int)group!["Weight"]!);

    private static JsonObject Ask(WiredAccount account, string operation, string input)
    {
        JsonObject? answer = null;
        account.Change(world =>
            answer = new ElasticLoadBalancingFace(world).Handle(
                new ServiceCall("elbv2", operation, JsonNode.Parse(input)!.AsObject(), world.Clock.Now, "person")
            )
        );
        return answer!;
    }
}
