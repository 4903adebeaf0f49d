using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>The AWS CLI as the client of CloudFormation, and of what only stands by in another region.</summary>
[Trait("Category", "AwsCli")]
public sealed class CloudFormationCliTests
{
    private const string Away = "us-west-2";

    private static readonly WorldPlan s_plan = new()
    {
        Region = Endpoint.Region,
        Stacks =
        [
            new StackPlan("recovery", Away)
            {
                DetectionTakes = TimeSpan.FromSeconds(30),
                Drift =
                [
                    new DriftPlan(
                        "Api",
                        "AWS::ECS::Service",
                        "MODIFIED",
                        new Dictionary<string, (string, string)> { ["/DesiredCount"] = ("1", "0") }
                    ),
                ],
            },
        ],
        Standby = new StandbyPlan(Away)
        {
            Services = [new StandbyServicePlan("recovery", "api", 1, "dr.example.com", "ok") { Image = "shop:1" }],
        },
    };

    [AwsCliFact]
    public async Task Drift_IsLookedForAndFound()
    {
        await using var aws = await Endpoint.StartAsync(s_plan);
        Task<System.Text.Json.Nodes.JsonNode> Run(params string[] words) =>
            AwsCli.RunAsync(aws.Server.Url, ["cloudformation", .. words, "--region", Away]);

        var stack = (await Run("describe-stacks", "--stack-name", "recovery"))["Stacks"]![0]!;
        Assert.Equal("CREATE_COMPLETE", (string)stack["StackStatus"]!);
        Assert.Equal("NOT_CHECKED", (string)stack["DriftInformation"]!["StackDriftStatus"]!);
        var id = (string)(await Run("detect-stack-drift", "--stack-name", "recovery"))["StackDriftDetectionId"]!;
        var status = await Run("describe-stack-drift-detection-status", "--stack-drift-detection-id", id);
        Assert.Equal("DETECTION_IN_PROGRESS", (string)status["DetectionStatus"]!);

        lock (aws.World.Gate)
        {
            aws.World.Pass(TimeSpan.FromSeconds(31));
        }

        status = await Run("describe-stack-drift-detection-status", "--stack-drift-detection-id", id);
        Assert.Equal(
            ("DETECTION_COMPLETE", "DRIFTED"),
            ((string)status["DetectionStatus"]!, (string)status["StackDriftStatus"]!)
        );
        var drifts = await Run("describe-stack-resource-drifts", "--stack-name", "recovery");
        var one = Assert.Single(drifts["StackResourceDrifts"]!.AsArray())!;
        Assert.Equal("Api", (string)one["LogicalResourceId"]!);
        Assert.Equal("/DesiredCount", (string)one["PropertyDifferences"]![0]!["PropertyPath"]!);
    }

    [AwsCliFact]
    public async Task Stack_OfAnotherRegionOrName_DoesNotExist()
    {
        await using var aws = await Endpoint.StartAsync(s_plan);

        foreach (var (region, name) in new[] { (Endpoint.Region, "recovery"), (Away, "other") })
        {
            var (code, _, errors) = await AwsCli.TryAsync(
                aws.Server.Url,
                "cloudformation",
                "describe-stacks",
                "--stack-name",
                name,
                "--region",
                region
            );
            Assert.NotEqual(0, code);
            Assert.Contains("does not exist", errors, StringComparison.Ordinal);
        }
    }

    [AwsCliFact]
    public async Task Standbys_AreInTheirRegion()
    {
        await using var aws = await Endpoint.StartAsync(s_plan);
        var found = await AwsCli.RunAsync(
            aws.Server.Url,
            "ecs",
            "describe-services",
            "--cluster",
            "recovery",
            "--services",
            "api",
            "--region",
            Away
        );

        Assert.Equal(1, (int)found["services"]![0]!["runningCount"]!);
    }
}
