using System.Globalization;
using LambdaOps.Account.Tests.World.Logs;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>The AWS CLI as the client of Application Auto Scaling and CloudWatch Logs.</summary>
[Trait("Category", "AwsCli")]
public sealed class ScalingAndLogsCliTests
{
    [AwsCliFact]
    public async Task Scaling_TargetsAreDescribedAndRegistered()
    {
        await using var aws = await Endpoint.StartAsync(Logged.Plan);
        var url = aws.Server.Url;
        string[] register =
        [
            "application-autoscaling",
            "register-scalable-target",
            "--service-namespace",
            "ecs",
            "--scalable-dimension",
            "ecs:service:DesiredCount",
            "--resource-id",
            "service/main/shop",
        ];
        var registered = await AwsCli.RunAsync(url, [.. register, "--min-capacity", "7"]);
        var described = await AwsCli.RunAsync(
            url,
            "application-autoscaling",
            "describe-scalable-targets",
            "--service-namespace",
            "ecs",
            "--resource-ids",
            "service/main/shop"
        );
        var target = described["ScalableTargets"]![0]!;
        Assert.Equal((7, 10), ((int)target["MinCapacity"]!, (int)target["MaxCapacity"]!));
        Assert.Equal((string)registered["ScalableTargetARN"]!, (string)target["ScalableTargetARN"]!);
        aws.Pass(TimeSpan.FromSeconds(75));
        Assert.Equal(7, aws.World.Fleet["shop"].Desired);

        var (_, _, errors) = await AwsCli.TryAsync(url, [.. register, "--min-capacity", "9", "--max-capacity", "8"]);
        Assert.Contains(
            "(ValidationException) when calling the RegisterScalableTarget operation",
            errors,
            StringComparison.Ordinal
        );
    }

    [AwsCliFact]
    public async Task Tables_ChangeTheirCapacityAndScale()
    {
        var table = new TablePlan("orders") { Provisioned = (100, 20), Indexes = [new("byDate", "date", (50, 10))] };
        await using var aws = await Endpoint.StartAsync(Logged.Plan with { Tables = [.. Logged.Plan.Tables, table] });
        var url = aws.Server.Url;
        string[] update = ["dynamodb", "update-table", "--table-name", "orders"];
        var updated = await AwsCli.RunAsync(
            url,
            [.. update, "--provisioned-throughput", "ReadCapacityUnits=200,WriteCapacityUnits=20"]
        );
        Assert.Equal("UPDATING", (string)updated["TableDescription"]!["TableStatus"]!);
        var (_, _, busy) = await AwsCli.TryAsync(url, [.. update, "--billing-mode", "PAY_PER_REQUEST"]);
        Assert.Contains("(ResourceInUseException)", busy, StringComparison.Ordinal);
        aws.Pass(TimeSpan.FromMinutes(1));
        await AwsCli.RunAsync(url, [.. update, "--billing-mode", "PAY_PER_REQUEST"]);
        aws.Pass(TimeSpan.FromMinutes(5));
        await AwsCli.RunAsync(url, [.. update, "--on-demand-throughput", "MaxReadRequestUnits=500"]);
        aws.Pass(TimeSpan.FromMinutes(1));
        var described = (await AwsCli.RunAsync(url, "dynamodb", "describe-table", "--table-name", "orders"))["Table"]!;
        Assert.Equal("PAY_PER_REQUEST", (string)described["BillingModeSummary"]!["BillingMode"]!);
        Assert.Equal(500, (int)described["OnDemandThroughput"]!["MaxReadRequestUnits"]!);

        string[] about = ["--service-namespace", "dynamodb", "--resource-id", "table/orders/index/byDate"];
        string[] bounds = ["--min-capacity", "50", "--max-capacity", "80"];
        string[] dimension = ["--scalable-dimension", "dynamodb:index:ReadCapacityUnits"];
        await AwsCli.RunAsync(
            url,
            ["application-autoscaling", "register-scalable-target", .. about, .. dimension, .. bounds]
        );
        var targets = await AwsCli.RunAsync(
            url,
            "application-autoscaling",
            "describe-scalable-targets",
            "--service-namespace",
            "dynamodb"
        );
        Assert.Equal("table/orders/index/byDate", (string)targets["ScalableTargets"]![0]!["ResourceId"]!);
    }

    [AwsCliFact]
    public async Task Logs_AreRetained()
    {
        await using var aws = await Endpoint.StartAsync(Logged.Plan);
        var url = aws.Server.Url;
        string[] put = ["logs", "put-retention-policy", "--log-group-name", Logged.Group, "--retention-in-days"];
        Assert.Equal(0, (await AwsCli.TryAsync(url, [.. put, "90"])).Code);
        var groups = await AwsCli.RunAsync(url, "logs", "describe-log-groups", "--log-group-identifiers", Logged.Group);
        Assert.Equal(90, (int)groups["logGroups"]![0]!["retentionInDays"]!);
        var (_, _, errors) = await AwsCli.TryAsync(url, [.. put, "91"]);
        Assert.Contains("(InvalidParameterException)", errors, StringComparison.Ordinal);
        var delete = await AwsCli.TryAsync(url, ["logs", "delete-retention-policy", "--log-group-name", Logged.Group]);
        Assert.Equal(0, delete.Code);
        Assert.Null(aws.World.Logs.Find(Logged.Group)!.RetentionDays);
    }

    [AwsCliFact]
    public async Task Logs_AreQueried()
    {
        await using var aws = await Endpoint.StartAsync(Logged.Plan);
        var url = aws.Server.Url;
        string[] start =
        [
            "logs",
            "start-query",
            "--log-group-name",
            Logged.Group,
            "--start-time",
            Endpoint.Start.AddMinutes(-10).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            "--end-time",
            Endpoint.Start.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            "--query-string",
        ];
        var started = await AwsCli.RunAsync(
            url,
            [.. start, "stats avg(duration) as avg_ms, count(*) as requests by api_endpoint | sort avg_ms desc"]
        );
        var answer = await AwsCli.RunAsync(url, "logs", "get-query-results", "--query-id", (string)started["queryId"]!);
        Assert.Equal("Complete", (string)answer["status"]!);
        Assert.Equal("/api/search", (string)answer["results"]![0]![0]!["value"]!);

        var (_, _, errors) = await AwsCli.TryAsync(url, [.. start, "fields @message | nonsense"]);
        Assert.Contains(
            "(MalformedQueryException) when calling the StartQuery operation",
            errors,
            StringComparison.Ordinal
        );
    }
}
