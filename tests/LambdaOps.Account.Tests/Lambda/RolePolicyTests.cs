using LambdaOps.Account.Lambda;
using LambdaOps.Core.Signals;

namespace LambdaOps.Account.Tests.Lambda;

public sealed class RolePolicyTests
{
    private const string Table = "arn:aws:dynamodb:ap-northeast-1:123456789012:table/journal";

    private static readonly RolePolicy s_policy = new([
        Allow(["dynamodb:*Item", "dynamodb:Query"], [Table, $"{Table}/index/*"]),
        Allow(["ecs:Describe*"], ["*"]),
        Allow(["ecs:UpdateService"], ["arn:aws:ecs:*:123456789012:service/*/shop-?"]) with
        {
            Conditions = [new PolicyCondition("ArnEquals", "ecs:cluster", ["arn:aws:ecs:*:*:cluster/shop"])],
        },
        Allow(["s3:*"], ["arn:aws:s3:::site/*"]),
        new PolicyStatement(false, ["s3:Delete*"], ["*"], "test", IsGiven: true),
    ]);

    /// <summary>IAM's way to write its own wildcards literally.</summary>
    [Theory]
    [InlineData("a${*}b${?}${$}*", "a*b?$c", true)]
    [InlineData("a${*}b", "axb", false)]
    [InlineData("a${?}b", "axb", false)]
    [InlineData("a${*}*", "a*", true)]
    public void Allows_WhatALiteralWildcardMeans(string pattern, string resource, bool allowed) =>
        Assert.Equal(allowed, new RolePolicy([Allow(["s3:GetObject"], [pattern])]).Allows("s3:GetObject", resource));

    [Theory]
    [InlineData("dynamodb:PutItem", Table, true)]
    [InlineData("DynamoDB:putitem", Table, true)]
    [InlineData("dynamodb:Query", Table + "/index/byTarget", true)]
    [InlineData("dynamodb:Scan", Table, false)]
    [InlineData("dynamodb:PutItem", Table + "2", false)]
    [InlineData("dynamodb:PutItem", "ARN:aws:dynamodb:ap-northeast-1:123456789012:table/journal", false)]
    [InlineData("ecs:DescribeServices", "*", true)]
    [InlineData("ecs:ListServices", "*", false)]
    [InlineData("s3:GetObject", "arn:aws:s3:::site/index.html", true)]
    [InlineData("s3:GetObject", "arn:aws:s3:::site", false)]
    [InlineData("s3:DeleteObject", "arn:aws:s3:::site/index.html", false)]
    [InlineData("sqs:SendMessage", "*", false)]
    public void Allows_WhatAStatementAllowsAndNoneDenies(string action, string resource, bool allowed) =>
        Assert.Equal(allowed, s_policy.Allows(action, resource));

    [Theory]
    [InlineData("shop-1", "arn:aws:ecs:x:1:cluster/shop", true)]
    [InlineData("shop-1", "arn:aws:ecs:x:1:cluster/other", false)]
    [InlineData("shop-1", null, false)]
    [InlineData("shop-12", "arn:aws:ecs:x:1:cluster/shop", false)]
    public void Allows_OnlyWhenTheConditionHolds(string service, string? cluster, bool allowed)
    {
        var context = new Dictionary<string, string>();
        if (cluster is not null)
        {
            context["ECS:cluster"] = cluster;
        }

        var resource = $"arn:aws:ecs:ap-northeast-1:123456789012:service/shop/{service}";
        Assert.Equal(allowed, s_policy.Allows("ecs:UpdateService", resource, context));
    }

    [Fact]
    public void NotAction_FitsEverythingElse()
    {
        var policy = new RolePolicy([Allow([], ["*"]) with { NotActions = ["iam:*"] }]);
        Assert.True(policy.Allows("ecs:UpdateService", "*"));
        Assert.False(policy.Allows("iam:PassRole", "*"));
    }

    [Fact]
    public void NoStatement_AllowsNothing() => Assert.False(new RolePolicy([]).Allows("ecs:ListClusters", "*"));

    private static PolicyStatement Allow(string[] actions, string[] resources) =>
        new(true, [.. actions], [.. resources], "test", IsGiven: true);
}
