using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using LambdaOps.Account.Tests.Services;
using LambdaOps.Drills;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>
/// Every line of the runbook that calls AWS or a health URL, against the account that "serve" makes: answered, or said
/// in one sentence that the account does not have the service yet.
/// </summary>
[Trait("Category", "AwsCli")]
public sealed partial class RunbookTests(RunbookAccount account) : IClassFixture<RunbookAccount>
{
    private const string Table = "lightningtalk-circle-prod-events";
    private const string Logs = "/aws/ecs/lightningtalk-prod";

    private static readonly DateTimeOffset s_now = new(2026, 1, 15, 3, 0, 0, TimeSpan.Zero);

    /// <summary>The lines, with the account's time for $(date …), and what stands in their answers.</summary>
    private static IReadOnlyList<(string Line, string Answer)> Lines(RunbookAccount account) =>
        [
            // 日常運用
            (
                $"cloudwatch get-metric-statistics --namespace AWS/ApplicationELB --metric-name RequestCount --start-time {At(-24)} --end-time {At(0)} --period 86400 --statistics Sum --dimensions Name=LoadBalancer,Value=lightningtalk-prod-alb",
                "\"Label\": \"RequestCount\""
            ),
            (
                $"dynamodb list-backups --table-name {Table} --time-range-lower-bound {Seconds(-24)} --region ap-northeast-1",
                $"\"BackupName\": \"{Table}-20260115\""
            ),
            (
                $"cloudwatch get-metric-statistics --namespace lightningtalk/Application --metric-name ActiveUsers --start-time {At(-0.25)} --end-time {At(0)} --period 300 --statistics Average",
                "\"Label\": \"ActiveUsers\""
            ),
            // 定期メンテナンス
            ($"dynamodb describe-table --table-name {Table}", "\"TableStatus\": \"ACTIVE\""),
            (
                "cloudfront get-distribution-config --id E2EXAMPLE1LAMBDA",
                "lightningtalk-static.s3.ap-northeast-1.amazonaws.com"
            ),
            ("s3api get-bucket-lifecycle-configuration --bucket lightningtalk-circle-prod-static", "STANDARD_IA"),
            (
                "s3 rm s3://lightningtalk-circle-prod-static/temp/ --recursive",
                "delete: s3://lightningtalk-circle-prod-static/temp/upload-1"
            ),
            ("iam get-account-authorization-details", "\"Action\": \"sts:AssumeRoleWithWebIdentity\""),
            (
                "ce get-cost-and-usage --time-period Start=2025-12-01,End=2026-01-01 --granularity MONTHLY --metrics UnblendedCost --group-by Type=DIMENSION,Key=SERVICE",
                "\"Amazon Elastic Container Service\""
            ),
            // トラブルシューティング
            (
                $"cloudwatch get-metric-data --start-time {At(-1)} --end-time {At(0)} --metric-data-queries file://{account.File("slow-api-query.json", SlowApiQuery)}",
                "\"StatusCode\": \"Complete\""
            ),
            (
                "ecs list-tasks --cluster lightningtalk-prod",
                "arn:aws:ecs:ap-northeast-1:123456789012:task/lightningtalk-prod/"
            ),
            ($"ecs describe-tasks --cluster lightningtalk-prod --tasks {account.Task}", "\"lastStatus\": \"RUNNING\""),
            (
                $"dynamodb describe-table --table-name {Table} --query Table.ProvisionedThroughput",
                "\"ReadCapacityUnits\": 0"
            ),
            (
                "ecs update-service --cluster lightningtalk-prod --service api-service --desired-count 10",
                "\"desiredCount\": 10"
            ),
            ($"elbv2 describe-target-health --target-group-arn {account.TargetGroup}", "\"State\": \"healthy\""),
            (
                "ecs update-service --cluster lightningtalk-prod --service api-service --force-new-deployment",
                "\"rolloutState\": \"IN_PROGRESS\""
            ),
            (
                $"cloudwatch get-metric-statistics --namespace AWS/DynamoDB --metric-name ConsumedReadCapacityUnits --dimensions Name=TableName,Value={Table} --start-time {At(-1)} --end-time {At(0)} --period 300 --statistics Sum",
                "\"Sum\": "
            ),
            (
                $"logs filter-log-events --log-group-name {Logs} --filter-pattern DynamoDB --start-time {Seconds(-1)}000",
                "\"events\": []"
            ),
            (
                "s3 cp s3://lightningtalk-emergency/maintenance.html s3://lightningtalk-static/index.html",
                "copy: s3://lightningtalk-emergency/maintenance.html to s3://lightningtalk-static/index.html"
            ),
            (
                "cloudfront create-invalidation --distribution-id E2EXAMPLE1LAMBDA --paths /*",
                "\"Status\": \"InProgress\""
            ),
            (
                "ecs update-service --cluster lightningtalk-prod --service api-service --desired-count 2",
                "\"desiredCount\": 2"
            ),
            (
                "ecs update-service --cluster lightningtalk-prod --service api-service --desired-count 5",
                "\"desiredCount\": 5"
            ),
            // セキュリティ運用
            (
                $"logs filter-log-events --log-group-name {Logs} --filter-pattern \"Authentication failed\" --start-time {Seconds(-24)}000",
                "\"events\": []"
            ),
            (
                $"wafv2 get-sampled-requests --web-acl-arn arn:aws:wafv2:ap-northeast-1:123456789012:regional/webacl/lightningtalk-prod/5c7e2a90-1b34-4f6d-8e21-0a9b8c7d6e5f --rule-metric-name BlockedRequests --scope REGIONAL --time-window StartTime={Seconds(-24)},EndTime={Seconds(0)} --max-items 100",
                "\"SampledRequests\": ["
            ),
            ("iam list-access-keys --user-name lightningtalk-service", Unknown("ListAccessKeys")),
            (
                "ec2 describe-security-groups --filters Name=group-name,Values=lightningtalk-*",
                "\"GroupName\": \"lightningtalk-prod-alb\""
            ),
            // パフォーマンス管理 (the runbook's "logs insights query" is start-query)
            (
                $"logs start-query --log-group-name {Logs} --start-time {Seconds(-1)} --end-time {Seconds(0)} --query-string \"fields @timestamp, api_endpoint, duration | filter duration > 1000 | stats avg(duration) by api_endpoint\"",
                "\"queryId\": "
            ),
            // 変更管理
            (
                $"cloudwatch get-metric-statistics --namespace AWS/ApplicationELB --metric-name HTTPCode_Target_5XX_Count --start-time {At(-0.1)} --end-time {At(0)} --period 60 --statistics Sum",
                "\"Datapoints\": []"
            ),
            (
                $"secretsmanager update-secret --secret-id lightningtalk-prod-env --secret-string file://{account.File("new-env.json", "{}")}",
                "\"VersionId\": "
            ),
            (
                $"ecs register-task-definition --cli-input-json file://{account.File("new-task-definition.json", TaskDefinition)}",
                "\"revision\": 1"
            ),
            (
                "ecs update-service --cluster lightningtalk-prod --service api-service --task-definition lightningtalk-prod-api:1",
                "task-definition/lightningtalk-prod-api:1"
            ),
            // 災害復旧
            ("health describe-events --region ap-northeast-1", NotYet("Health")),
            (
                $"route53 change-resource-record-sets --hosted-zone-id Z1 --change-batch file://{account.File("dr-dns-failover.json", Failover)}",
                "(NotImplemented): The simulator knows no operation of route53 for POST"
            ),
        ];

    private const string SlowApiQuery = """
        [{"Id":"slow","MetricStat":{"Metric":{"Namespace":"AWS/ApplicationELB","MetricName":"TargetResponseTime",
          "Dimensions":[{"Name":"LoadBalancer","Value":"app/lightningtalk-prod-alb/50dc6c495c0c9188"}]},"Period":60,"Stat":"p95"}}]
        """;

    private const string TaskDefinition = """
        {"family":"lightningtalk-prod-api","networkMode":"awsvpc","requiresCompatibilities":["FARGATE"],"cpu":"512","memory":"1024",
         "executionRoleArn":"arn:aws:iam::123456789012:role/execution",
         "containerDefinitions":[{"name":"app","image":"lightningtalk:2","essential":true,"environment":[{"name":"A","value":"1"}]}]}
        """;

    private const string Failover = """
        {"Changes":[{"Action":"UPSERT","ResourceRecordSet":{"Name":"a.example.","Type":"A","TTL":60,"ResourceRecords":[{"Value":"192.0.2.1"}]}}]}
        """;

    [AwsCliFact]
    public async Task Lines_OfTheRunbookAreAnswered()
    {
        var wrong = new List<string>();
        var lines = Lines(account);
        Assert.Equal(33, lines.Count);
        foreach (var (line, expected) in lines)
        {
            var (code, output, errors) = await AwsCli.TryAsync(account.Url, Words(line));
            var isError = expected.StartsWith('(');
            // An error occurred (code) when calling the X operation: message
            var said = isError ? WhenCalling().Replace(errors, "") : output;
            if ((code == 0) == isError || !said.Contains(expected, StringComparison.Ordinal))
            {
                wrong.Add($"aws {line}\n  ended with {code}, expected {expected}\n{output}{errors}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    /// <summary>curl, through the simulated account's address.</summary>
    [Theory]
    [InlineData("api.xn--6wym69a.com/health", "ok")]
    [InlineData("public-site.e2example1lambda.example/", "<title>lightningtalk-prod")]
    public async Task Url_OfTheRunbookIsAnswered(string url, string contains)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri($"{account.Url}/_sites/{url}"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(contains, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody.example/")]
    public async Task Url_ThatNobodyServesSaysSo(string url)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri($"{account.Url}/_sites/{url}"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("The simulated world has no such site.\n", await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Of IAM the account has the credential report.</summary>
    private static string Unknown(string operation) => $"(InvalidAction): Could not find operation {operation}";

    private static string NotYet(string service) =>
        $"(NotImplemented): The simulated account does not have {service} yet.";

    [GeneratedRegex(" when calling the [A-Za-z0-9]+ operation")]
    private static partial Regex WhenCalling();

    private static string At(double hours) => s_now.AddHours(hours).ToString("s", CultureInfo.InvariantCulture);

    private static string Seconds(double hours) =>
        s_now.AddHours(hours).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>As a shell parts them: at spaces outside double quotes.</summary>
    private static string[] Words(string line) =>
        [
            .. line.Split('"')
                .SelectMany(
                    (part, at) => at % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                ),
        ];
}

/// <summary>The account with what the runbook's lines name, and the files that they read.</summary>
public sealed class RunbookAccount : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("runbook-");
    private Simulation _simulation = null!;

    public string Url => _simulation.Wire!.Url;

    public string Task => _simulation.World.Fleet["api-service"].Tasks[0].Arn;

    public string TargetGroup => _simulation.World.Fleet["api-service"].Targets.Arn;

    public async Task InitializeAsync() => _simulation = await DrillAccount.StartAsync(port: 0);

    public async Task DisposeAsync()
    {
        await _simulation.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    public string File(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }
}
