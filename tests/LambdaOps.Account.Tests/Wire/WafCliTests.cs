using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>The AWS CLI as the client of AWS WAF.</summary>
[Trait("Category", "AwsCli")]
public sealed class WafCliTests
{
    private const string Arn = $"arn:aws:wafv2:{Endpoint.Region}:{Endpoint.Account}:regional/webacl/front/1a2b";

    private static readonly WorldPlan s_plan = new()
    {
        Region = Endpoint.Region,
        Firewalls = [new FirewallPlan(Arn, "front")],
    };

    [AwsCliFact]
    public async Task SampledRequests_AreRead()
    {
        await using var aws = await Endpoint.StartAsync(s_plan);
        string[] ask =
        [
            "wafv2",
            "get-sampled-requests",
            "--rule-metric-name",
            "ALL",
            "--scope",
            "REGIONAL",
            "--max-items",
            "100",
            "--time-window",
            $"StartTime={Endpoint.Start.AddDays(-1).Iso()},EndTime={Endpoint.Start.Iso()}",
        ];

        var answer = await AwsCli.RunAsync(aws.Server.Url, [.. ask, "--web-acl-arn", Arn]);
        Assert.Equal(100, answer["SampledRequests"]!.AsArray().Count);
        Assert.Equal(
            Endpoint.Start.AddHours(-3).ToUnixTimeSeconds(),
            (double)answer["TimeWindow"]!["StartTime"]!,
            precision: 0
        );

        var (code, _, errors) = await AwsCli.TryAsync(aws.Server.Url, [.. ask, "--web-acl-arn", $"{Arn}5"]);
        Assert.NotEqual(0, code);
        Assert.Contains("WAFNonexistentItemException", errors, StringComparison.Ordinal);
    }
}
