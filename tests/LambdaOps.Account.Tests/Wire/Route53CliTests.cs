using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>The AWS CLI as the client of Route 53.</summary>
[Trait("Category", "AwsCli")]
public sealed class Route53CliTests
{
    private const string Check = "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9";

    private static readonly WorldPlan s_plan = new()
    {
        Region = Endpoint.Region,
        HostedZones =
        [
            new HostedZonePlan("Z0EXAMPLE", "example.com")
            {
                HasAcceleratedRecovery = false,
                Records =
                [
                    new RecordSetPlan("api.example.com", "one.example.net")
                    {
                        Failover = "PRIMARY",
                        HealthCheckId = Check,
                    },
                    new RecordSetPlan("api.example.com", "two.example.net") { Failover = "SECONDARY" },
                ],
            },
        ],
        HealthChecks = [new EndpointCheckPlan(Check, "switch.example.net", "/failover") { IsInverted = true }],
    };

    [AwsCliFact]
    public async Task ZoneRecordsAndChecks_AreRead()
    {
        await using var aws = await Endpoint.StartAsync(s_plan);
        var url = aws.Server.Url;

        var zone = await AwsCli.RunAsync(url, "route53", "get-hosted-zone", "--id", "Z0EXAMPLE");
        Assert.Equal("example.com.", (string)zone["HostedZone"]!["Name"]!);
        var records = await AwsCli.RunAsync(
            url,
            "route53",
            "list-resource-record-sets",
            "--hosted-zone-id",
            "Z0EXAMPLE",
            "--max-items",
            "10"
        );
        Assert.Equal(
            ["PRIMARY", "SECONDARY"],
            records["ResourceRecordSets"]!.AsArray().Select(one => (string)one!["Failover"]!)
        );
        var check = await AwsCli.RunAsync(url, "route53", "get-health-check", "--health-check-id", Check);
        Assert.True((bool)check["HealthCheck"]!["HealthCheckConfig"]!["Inverted"]!);
        await AwsCli.RunAsync(url, "route53", "get-health-check-status", "--health-check-id", Check);

        var (code, _, errors) = await AwsCli.TryAsync(url, "route53", "get-hosted-zone", "--id", "Z9");
        Assert.NotEqual(0, code);
        Assert.Contains("NoSuchHostedZone", errors, StringComparison.Ordinal);
    }
}
