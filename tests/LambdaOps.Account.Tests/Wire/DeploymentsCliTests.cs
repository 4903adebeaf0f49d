using System.Text.Json.Nodes;
using LambdaOps.Account.Tests.World;
using LambdaOps.Account.Tests.World.Fleets;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>The AWS CLI as the client of ECS's deployments: it configures, reads and steers one from end to end.</summary>
[Trait("Category", "AwsCli")]
public sealed class DeploymentsCliTests
{
    private const string Rules = """
        {"strategy":"LINEAR","bakeTimeInMinutes":1,"linearConfiguration":{"stepPercent":40,"stepBakeTimeInMinutes":0},
        "lifecycleHooks":[{"targetType":"PAUSE","lifecycleStages":["PRE_PRODUCTION_TRAFFIC_SHIFT"],
        "timeoutConfiguration":{"timeoutInMinutes":30,"action":"ROLLBACK"}}]}
        """;

    private static readonly WorldPlan s_plan = Worlds.Plan with
    {
        Region = Endpoint.Region,
        Alarms = [],
        Services = [Worlds.Shop with { AlternateTargetGroupArn = Gradual.Second, TestHost = "green.example.com" }],
    };

    [AwsCliFact]
    public async Task Linear_IsConfiguredReadAndSteered()
    {
        await using var aws = await Endpoint.StartAsync(s_plan);
        string[] service = ["--cluster", "main", "--service", "shop"];
        string[] force = ["--force-new-deployment", "--deployment-configuration", Rules];
        var updated = (await EcsAsync(aws, ["update-service", .. service, .. force]))["service"]!;
        Assert.Equal("LINEAR", (string)updated["deploymentConfiguration"]!["strategy"]!);
        var balancer = updated["loadBalancers"]![0]!["advancedConfiguration"]!;
        Assert.Equal(Gradual.Second, (string)balancer["alternateTargetGroupArn"]!);

        string[] since = ["--created-at", "after=2031-02-03T04:00:00Z", "--status", "IN_PROGRESS"];
        var listed = await EcsAsync(aws, ["list-service-deployments", .. service, .. since]);
        var arn = (string)Assert.Single(listed["serviceDeployments"]!.AsArray())!["serviceDeploymentArn"]!;
        foreach (var shifted in (int[])[0, 40, 80])
        {
            aws.Pass(TimeSpan.FromMinutes(3));
            var going = await DescribeAsync(aws, arn);
            Assert.Equal(shifted, (double)going["targetServiceRevision"]!["requestedProductionTrafficWeight"]!);
            Assert.Equal(
                [100 - shifted, shifted],
                await WeightsAsync(aws, (string)balancer["productionListenerRule"]!)
            );
            Assert.Equal([0, 100], await WeightsAsync(aws, (string)balancer["testListenerRule"]!));
            var hook = Assert.Single(going["lifecycleHookDetails"]!.AsArray())!;
            Assert.Equal("AWAITING_ACTION", (string)hook["status"]!);
            string[] named = ["--service-deployment-arn", arn, "--hook-id", (string)hook["hookId"]!];
            await EcsAsync(aws, ["continue-service-deployment", .. named]);
            aws.Pass(TimeSpan.FromSeconds(2));
            var (_, _, errors) = await AwsCli.TryAsync(
                aws.Server.Url,
                ["ecs", "continue-service-deployment", .. named]
            );
            Assert.Contains("(InvalidParameterException)", errors, StringComparison.Ordinal);
        }

        aws.Pass(TimeSpan.FromMinutes(5));
        var done = await DescribeAsync(aws, arn);
        Assert.Equal("SUCCESSFUL", (string)done["status"]!);
        var revision = (string)done["targetServiceRevision"]!["arn"]!;
        var revisions = await EcsAsync(aws, ["describe-service-revisions", "--service-revision-arns", revision]);
        var resolved = revisions["serviceRevisions"]![0]!["resolvedConfiguration"]!["loadBalancers"]![0]!;
        Assert.Equal(Gradual.Second, (string)resolved["targetGroupArn"]!);
    }

    [AwsCliFact]
    public async Task Stop_RollsBack()
    {
        await using var aws = await Endpoint.StartAsync(s_plan);
        string[] update = ["update-service", "--cluster", "main", "--service", "shop", "--force-new-deployment"];
        await EcsAsync(aws, [.. update, "--deployment-configuration", "strategy=BLUE_GREEN,bakeTimeInMinutes=30"]);
        aws.Pass(TimeSpan.FromMinutes(5));
        var listed = await EcsAsync(aws, ["list-service-deployments", "--cluster", "main", "--service", "shop"]);
        var arn = (string)listed["serviceDeployments"]![0]!["serviceDeploymentArn"]!;
        Assert.Equal("BAKE_TIME", (string)(await DescribeAsync(aws, arn))["lifecycleStage"]!);

        string[] stop = ["stop-service-deployment", "--service-deployment-arn", arn];
        await EcsAsync(aws, [.. stop, "--stop-type", "ROLLBACK"]);
        aws.Pass(TimeSpan.FromMinutes(3));
        var back = await DescribeAsync(aws, arn);
        Assert.Equal("ROLLBACK_SUCCESSFUL", (string)back["status"]!);
        Assert.NotEqual(
            (string)back["targetServiceRevision"]!["arn"]!,
            (string)back["rollback"]!["serviceRevisionArn"]!
        );
        var (_, _, errors) = await AwsCli.TryAsync(aws.Server.Url, ["ecs", .. stop]);
        Assert.Contains("(ConflictException)", errors, StringComparison.Ordinal);
    }

    [AwsCliFact]
    public async Task NetworkBalancer_LeadsByItsListener()
    {
        var plan = s_plan with { Services = [NetworkBalancerTests.Plan(FleetStrategy.BlueGreen)] };
        await using var aws = await Endpoint.StartAsync(plan);
        var (first, listener) = await LiveAsync(aws);
        Assert.Equal(Worlds.TargetGroup, first);
        await EcsAsync(aws, ["update-service", "--cluster", "main", "--service", "shop", "--force-new-deployment"]);

        aws.Pass(TimeSpan.FromMinutes(30));

        Assert.Equal((Gradual.Second, listener), await LiveAsync(aws));
    }

    /// <summary>The live group, and the listener that ECS names for it.</summary>
    private static async Task<(string Group, string Listener)> LiveAsync(Endpoint aws)
    {
        var service = await EcsAsync(aws, ["describe-services", "--cluster", "main", "--services", "shop"]);
        var balancer = service["services"]![0]!["loadBalancers"]![0]!;
        var listener = (string)balancer["advancedConfiguration"]!["productionListenerRule"]!;
        string[] named = ["--listener-arns", listener];
        var found = await AwsCli.RunAsync(aws.Server.Url, ["elbv2", "describe-listeners", .. named]);
        return ((string)found["Listeners"]![0]!["DefaultActions"]![0]!["TargetGroupArn"]!, listener);
    }

    private static async Task<JsonNode> DescribeAsync(Endpoint aws, string arn)
    {
        var found = await EcsAsync(aws, ["describe-service-deployments", "--service-deployment-arns", arn]);
        return Assert.Single(found["serviceDeployments"]!.AsArray())!;
    }

    private static async Task<IEnumerable<int>> WeightsAsync(Endpoint aws, string rule)
    {
        var rules = await AwsCli.RunAsync(aws.Server.Url, "elbv2", "describe-rules", "--rule-arns", rule);
        var groups = rules["Rules"]![0]!["Actions"]![0]!["ForwardConfig"]!["TargetGroups"]!.AsArray();
        Assert.Equal([Worlds.TargetGroup, Gradual.Second], groups.Select(group => (string)group!["TargetGroupArn"]!));
        return groups.Select(group => (int)group!["Weight"]!);
    }

    private static Task<JsonNode> EcsAsync(Endpoint aws, string[] arguments) =>
        AwsCli.RunAsync(aws.Server.Url, ["ecs", .. arguments]);
}
