using LambdaOps.Account.Tests.Services.ElasticLoadBalancing;
using LambdaOps.Account.Tests.World;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>The AWS CLI reads and writes the weights of a rule.</summary>
[Trait("Category", "AwsCli")]
public sealed class RuleWeightsCliTests
{
    [AwsCliFact]
    public async Task ModifyRule_WritesWhatDescribeRulesReads()
    {
        await using var aws = await Endpoint.StartAsync(ModifyRuleTests.Plan(Endpoint.Region));
        const string Actions = $$$$"""
            [{"Type":"authenticate-cognito","Order":1,"AuthenticateCognitoConfig":{"UserPoolArn":"arn:aws:cognito-idp:x",
              "UserPoolClientId":"shop","UserPoolDomain":"shop","SessionTimeout":3600,
              "AuthenticationRequestExtraParams":{"prompt":"login","display":"page"}}},
             {"Type":"forward","Order":2,"ForwardConfig":{"TargetGroups":[
               {"TargetGroupArn":"{{{{Worlds.TargetGroup}}}}","Weight":90},
               {"TargetGroupArn":"{{{{ModifyRuleTests.Green}}}}","Weight":10}],
               "TargetGroupStickinessConfig":{"Enabled":false}}}]
            """;

        string[] rule = ["--rule-arn", ModifyRuleTests.Rule, "--actions", Actions];
        var written = await AwsCli.RunAsync(aws.Server.Url, ["elbv2", "modify-rule", .. rule]);
        var read = await AwsCli.RunAsync(
            aws.Server.Url,
            "elbv2",
            "describe-rules",
            "--rule-arns",
            ModifyRuleTests.Rule
        );

        Assert.Equal(written["Rules"]!.ToJsonString(), read["Rules"]!.ToJsonString());
        var actions = read["Rules"]![0]!["Actions"]!;
        Assert.Equal(3600, (int)actions[0]!["AuthenticateCognitoConfig"]!["SessionTimeout"]!);
        Assert.Equal(
            "login",
            (string)actions[0]!["AuthenticateCognitoConfig"]!["AuthenticationRequestExtraParams"]!["prompt"]!
        );
        Assert.Equal(10, (int)actions[1]!["ForwardConfig"]!["TargetGroups"]![1]!["Weight"]!);
        Assert.Equal("host-header", (string)read["Rules"]![0]!["Conditions"]![0]!["Field"]!);
        var (_, _, errors) = await AwsCli.TryAsync(
            aws.Server.Url,
            ["elbv2", "modify-rule", "--rule-arn", ModifyRuleTests.Rule + "0", "--actions", Actions]
        );
        Assert.Contains("(RuleNotFound)", errors, StringComparison.Ordinal);
    }
}
