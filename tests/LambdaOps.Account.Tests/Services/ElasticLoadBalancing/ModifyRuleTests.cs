using System.Text.Json.Nodes;
using LambdaOps.Account.Tests.World;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.Services.ElasticLoadBalancing;

/// <summary>One rule in front of two services: weights as a person or a tool writes them.</summary>
public sealed class ModifyRuleTests
{
    internal const string Green =
        "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shop-green/83e2d6bc24d8a068";

    internal const string Rule =
        "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/main-alb/50dc6c495c0c9188/a1/b2";

    private readonly SimulatedWorld _world = new(1, Worlds.Start, Plan(Worlds.Plan.Region));

    /// <summary>Blue has all of the traffic at first.</summary>
    internal static WorldPlan Plan(string region) =>
        Worlds.Plan with
        {
            Region = region,
            Alarms = [],
            Services =
            [
                Worlds.Shop with
                {
                    ProductionRule = Rule,
                },
                Worlds.Shop with
                {
                    Name = "shop-green",
                    TargetGroupArn = Green,
                    BehindRuleOf = "shop",
                },
            ],
        };

    [Fact]
    public void Weights_MoveTheTraffic()
    {
        Assert.Equal([100, 0], Weights());
        _world.Seconds(60);
        Assert.Equal(0, _world.Fleet["shop-green"].Routes.All[0].Requests);

        Modify(Forward((Worlds.TargetGroup, 90), (Green, 10)));
        _world.Seconds(60);

        Assert.Equal([90, 10], Weights());
        var (blue, green) = (
            _world.Fleet["shop"].Routes.All[0].Requests,
            _world.Fleet["shop-green"].Routes.All[0].Requests
        );
        Assert.InRange(green, 1, blue / 4);
        Assert.All(_world.Fleet["shop-green"].Tasks, task => Assert.True(task.CpuPercent > 4));
    }

    /// <summary>An application load balancer does not fail over between weighted groups.</summary>
    [Fact]
    public void AGroupWithoutTargets_Answers503()
    {
        _world.Fleet["shop-green"].SetDesired(0, "person");
        _world.Seconds(120);
        Modify(Forward((Worlds.TargetGroup, 0), (Green, 100)));
        _world.Seconds(2);

        Assert.Equal(503, _world.Site.Ask("api.example.com", "/health")!.Status);
        Assert.True(_world.Fleet["shop"].Traffic.Elb5xx > 0);
    }

    [Fact]
    public void Actions_AreReplacedAsAWhole_ConditionsStay()
    {
        var before = Described()["Conditions"]!.ToJsonString();
        Modify(
            $$$$"""
            [{"Type":"authenticate-oidc","Order":1,"AuthenticateOidcConfig":{"Issuer":"https://id.example.com",
              "AuthorizationEndpoint":"https://id.example.com/a","TokenEndpoint":"https://id.example.com/t",
              "UserInfoEndpoint":"https://id.example.com/u","ClientId":"shop","ClientSecret":"s3cret","SessionTimeout":3600}},
             {"Type":"forward","Order":2,"ForwardConfig":{"TargetGroups":[
               {"TargetGroupArn":"{{{{Worlds.TargetGroup}}}}","Weight":3},{"TargetGroupArn":"{{{{Green}}}}","Weight":1}],
               "TargetGroupStickinessConfig":{"Enabled":true,"DurationSeconds":600}}}]
            """
        );

        var rule = Described();
        Assert.Equal(before, rule["Conditions"]!.ToJsonString());
        var oidc = rule["Actions"]![0]!["AuthenticateOidcConfig"]!;
        Assert.Equal(3600, (int)oidc["SessionTimeout"]!);
        Assert.Null(oidc["ClientSecret"]);
        Assert.Equal([3, 1], Weights());
        Assert.Equal(
            600,
            (int)rule["Actions"]![1]!["ForwardConfig"]!["TargetGroupStickinessConfig"]!["DurationSeconds"]!
        );

        Modify(Forward((Worlds.TargetGroup, 1), (Green, 0)));
        Assert.Single(Described()["Actions"]!.AsArray());
    }

    [Theory]
    [InlineData(
        """[{"Type":"forward","ForwardConfig":{"TargetGroups":[{"TargetGroupArn":"GREEN","Weight":1000}]}}]""",
        "ValidationError"
    )]
    [InlineData("""[{"Type":"forward","ForwardConfig":{"TargetGroups":[]}}]""", "ValidationError")]
    [InlineData("""[{"Type":"forward","TargetGroupArn":"nosuch"}]""", "TargetGroupNotFoundException")]
    [InlineData(
        """[{"Type":"forward","Order":1,"TargetGroupArn":"GREEN"},{"Type":"authenticate-oidc","Order":2}]""",
        "InvalidLoadBalancerActionException"
    )]
    [InlineData(
        """[{"Type":"authenticate-oidc","Order":1,"AuthenticateOidcConfig":{"ClientId":"shop"}},{"Type":"forward","Order":2,"TargetGroupArn":"GREEN"}]""",
        "InvalidLoadBalancerActionException"
    )]
    [InlineData(
        """[{"Type":"forward","ForwardConfig":{"TargetGroups":[{"TargetGroupArn":"GREEN"}],"TargetGroupStickinessConfig":{"Enabled":true}}}]""",
        "ValidationError"
    )]
    public void WhatAwsRefuses_ChangesNothing(string actions, string code)
    {
        var input =
            $$"""{"RuleArn":"{{Rule}}","Actions":{{actions.Replace("GREEN", Green, StringComparison.Ordinal)}}}""";

        Assert.Equal(code, _world.ErrorOf("elbv2", "ModifyRule", input));
        Assert.Equal([100, 0], Weights());
    }

    [Fact]
    public void DefaultAndUnknownRules_AreRefused()
    {
        var all = _world.Call("elbv2", "DescribeRules", $$"""{"ListenerArn":"{{Listener()}}"}""")["Rules"]!.AsArray();
        var usual = (string)all.Single(rule => (bool)rule!["IsDefault"]!)!["RuleArn"]!;

        Assert.Equal("OperationNotPermittedException", ErrorOf(usual));
        Assert.Equal("RuleNotFoundException", ErrorOf("arn:aws:elasticloadbalancing:nosuch"));
        Assert.Equal(2, all.Count);
    }

    private string ErrorOf(string rule) =>
        _world.ErrorOf("elbv2", "ModifyRule", $$"""{"RuleArn":"{{rule}}","Actions":{{Forward((Green, 1))}}}""");

    private string Listener() =>
        (string)
            _world.Call("elbv2", "DescribeListeners", $$"""{"LoadBalancerArn":"{{Worlds.LoadBalancer}}"}""")[
                "Listeners"
            ]![0]!["ListenerArn"]!;

    private static string Forward(params (string Group, int Weight)[] groups)
    {
        var tuples = groups.Select(one => $$"""{"TargetGroupArn":"{{one.Group}}","Weight":{{one.Weight}}}""");
        return $$$"""[{"Type":"forward","ForwardConfig":{"TargetGroups":[{{{string.Join(',', tuples)}}}]}}]""";
    }

    private void Modify(string actions) =>
        _world.Call("elbv2", "ModifyRule", $$"""{"RuleArn":"{{Rule}}","Actions":{{actions}}}""");

    private JsonNode Described() =>
        Assert.Single(_world.Call("elbv2", "DescribeRules", $$"""{"RuleArns":["{{Rule}}"]}""")["Rules"]!.AsArray())!;

    private IEnumerable<int> Weights() =>
        Described()["Actions"]!.AsArray().Last()!["ForwardConfig"]!["TargetGroups"]!
            .AsArray()
            .Select(group => (int)group!["Weight"]!);
}
