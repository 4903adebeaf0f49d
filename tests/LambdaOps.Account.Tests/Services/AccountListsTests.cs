using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Drills;

namespace LambdaOps.Account.Tests.Services;

/// <summary>What there is can be listed, page by page, by whoever looks into the account for the first time.</summary>
public sealed class AccountListsTests(AccountFixture account) : IClassFixture<AccountFixture>
{
    private SimulatedWorld World => account.Simulation.World;

    [Theory]
    [InlineData("ecs", "ListClusters", "{}", "clusterArns", 1)]
    [InlineData("ecs", "ListServices", """{"cluster":"lightningtalk-prod"}""", "serviceArns", 2)]
    [InlineData("ecs", "ListTasks", """{"cluster":"lightningtalk-prod"}""", "taskArns", 7)]
    [InlineData("ecs", "ListTaskDefinitions", "{}", "taskDefinitionArns", 4)]
    [InlineData("ecs", "ListTaskDefinitionFamilies", "{}", "families", 2)]
    [InlineData("elbv2", "DescribeLoadBalancers", "{}", "LoadBalancers", 1)]
    [InlineData("elbv2", "DescribeTargetGroups", "{}", "TargetGroups", 2)]
    [InlineData(
        "application-autoscaling",
        "DescribeScalableTargets",
        """{"ServiceNamespace":"ecs"}""",
        "ScalableTargets",
        0
    )]
    [InlineData(
        "application-autoscaling",
        "DescribeScalingPolicies",
        """{"ServiceNamespace":"ecs"}""",
        "ScalingPolicies",
        0
    )]
    [InlineData("cloudwatch", "DescribeAlarms", "{}", "MetricAlarms", null)]
    [InlineData("cloudwatch", "ListMetrics", "{}", "Metrics", null)]
    [InlineData("logs", "DescribeLogGroups", "{}", "logGroups", null)]
    [InlineData("dynamodb", "ListTables", "{}", "TableNames", 7)]
    [InlineData("dynamodb", "ListBackups", "{}", "BackupSummaries", null)]
    [InlineData("backup", "ListBackupVaults", "{}", "BackupVaultList", 1)]
    [InlineData("backup", "ListBackupPlans", "{}", "BackupPlansList", 1)]
    [InlineData("backup", "ListProtectedResources", "{}", "Results", 6)]
    [InlineData("s3", "ListBuckets", "{}", "Buckets", 4)]
    [InlineData("sns", "ListTopics", "{}", "Topics", null)]
    [InlineData("sns", "ListSubscriptions", "{}", "Subscriptions", null)]
    [InlineData("sqs", "ListQueues", "{}", "QueueUrls", null)]
    [InlineData("lambda", "ListFunctions", "{}", "Functions", 16)]
    [InlineData("acm", "ListCertificates", "{}", "CertificateSummaryList", 1)]
    [InlineData("ec2", "DescribeSecurityGroups", "{}", "SecurityGroups", 2)]
    [InlineData("iam", "GetAccountAuthorizationDetails", """{"Filter":["Role"],"MaxItems":9}""", "RoleDetailList", 2)]
    [InlineData("lambda", "ListEventSourceMappings", "{}", "EventSourceMappings", null)]
    [InlineData("events", "ListRules", "{}", "Rules", null)]
    [InlineData("events", "ListEventBuses", "{}", "EventBuses", 1)]
    [InlineData("scheduler", "ListSchedules", "{}", "Schedules", null)]
    [InlineData("scheduler", "ListScheduleGroups", "{}", "ScheduleGroups", 1)]
    public void List_AnswersAsItsModelSays(string service, string operation, string input, string member, int? count)
    {
        var found = World.Call(service, operation, input)[member]!.AsArray();
        if (count is { } expected)
        {
            Assert.Equal(expected, found.Count);
        }
        else
        {
            Assert.NotEmpty(found);
        }
    }

    [Theory]
    [InlineData("ecs", "ListTaskDefinitions", "maxResults", "nextToken", "nextToken", "taskDefinitionArns")]
    [InlineData("elbv2", "DescribeTargetGroups", "PageSize", "Marker", "NextMarker", "TargetGroups")]
    [InlineData("lambda", "ListFunctions", "MaxItems", "Marker", "NextMarker", "Functions")]
    [InlineData("sqs", "ListQueues", "MaxResults", "NextToken", "NextToken", "QueueUrls")]
    [InlineData("events", "ListRules", "Limit", "NextToken", "NextToken", "Rules")]
    [InlineData("dynamodb", "ListTables", "Limit", "ExclusiveStartTableName", "LastEvaluatedTableName", "TableNames")]
    [InlineData(
        "dynamodb",
        "ListBackups",
        "Limit",
        "ExclusiveStartBackupArn",
        "LastEvaluatedBackupArn",
        "BackupSummaries"
    )]
    [InlineData("s3", "ListBuckets", "MaxBuckets", "ContinuationToken", "ContinuationToken", "Buckets")]
    public void Pages_AddUpToTheWholeList(
        string service,
        string operation,
        string size,
        string token,
        string next,
        string member
    )
    {
        var whole = Elements(World.Call(service, operation, $$"""{"{{size}}":100}"""), member);
        var paged = new List<string>();
        var input = new JsonObject { [size] = 1 };
        for (var pages = 0; pages <= whole.Count; pages++)
        {
            var answer = World.Call(service, operation, input.ToJsonString());
            paged.AddRange(Elements(answer, member));
            if (answer[next] is not { } more)
            {
                break;
            }

            input[token] = more.DeepClone();
        }

        Assert.Equal(whole, paged.Take(whole.Count));
    }

    [Theory]
    [InlineData("ecs", "ListClusters", """{"nextToken":"nonsense"}""", "InvalidParameterException")]
    [InlineData("sns", "ListTopics", """{"NextToken":"-1"}""", "InvalidParameterException")]
    [InlineData("lambda", "ListFunctions", """{"Marker":"999"}""", "InvalidParameterValueException")]
    [InlineData("cloudwatch", "DescribeAlarms", """{"NextToken":"x"}""", "InvalidNextToken")]
    [InlineData("iam", "GetAccountAuthorizationDetails", """{"Marker":"x"}""", "ValidationError")]
    [InlineData("lambda", "GetFunctionConfiguration", """{"FunctionName":"nobody"}""", "ResourceNotFoundException")]
    [InlineData("events", "ListTargetsByRule", """{"Rule":"nobody"}""", "ResourceNotFoundException")]
    [InlineData("events", "ListRules", """{"EventBusName":"other"}""", "ResourceNotFoundException")]
    [InlineData("scheduler", "GetSchedule", """{"Name":"nobody"}""", "ResourceNotFoundException")]
    [InlineData("elbv2", "DescribeListeners", "{}", "ValidationError")]
    [InlineData("elbv2", "DescribeListeners", """{"LoadBalancerArn":"x"}""", "LoadBalancerNotFoundException")]
    [InlineData("elbv2", "DescribeRules", """{"ListenerArn":"x"}""", "ListenerNotFoundException")]
    [InlineData("cloudfront", "GetDistributionConfig", """{"Id":"ENOBODY"}""", "NoSuchDistribution")]
    [InlineData(
        "sns",
        "GetTopicAttributes",
        """{"TopicArn":"arn:aws:sns:ap-northeast-1:123456789012:no"}""",
        "NotFoundException"
    )]
    [InlineData("dynamodb", "DescribeContinuousBackups", """{"TableName":"no"}""", "TableNotFoundException")]
    [InlineData("dynamodb", "ListBackups", """{"TableName":"no"}""", "TableNotFoundException")]
    [InlineData(
        "dynamodb",
        "DescribeBackup",
        """{"BackupArn":"arn:aws:dynamodb:x:1:table/no/backup/1"}""",
        "BackupNotFoundException"
    )]
    public void WhatIsNotThere_IsTheModelsError(string service, string operation, string input, string code) =>
        Assert.Equal(code, World.ErrorOf(service, operation, input));

    [Fact]
    public void TaskDefinition_TellsRolesPortAndLogGroup()
    {
        var described = World.Call(
            "ecs",
            "DescribeTaskDefinition",
            """{"taskDefinition":"lightningtalk-prod-api-service"}"""
        )["taskDefinition"]!;

        Assert.StartsWith("arn:aws:iam::", described.Text("taskRoleArn"), StringComparison.Ordinal);
        Assert.StartsWith("arn:aws:iam::", described.Text("executionRoleArn"), StringComparison.Ordinal);
        var container = described["containerDefinitions"]![0]!;
        Assert.Equal(3000, container["portMappings"]![0]!.Int("containerPort"));
        Assert.Equal("/aws/ecs/lightningtalk-prod", container["logConfiguration"]!["options"]!.Text("awslogs-group"));
    }

    [Fact]
    public void Listener_ForwardsToEveryServiceOfItsLoadBalancer()
    {
        var arn = World.Fleet["api-service"].Plan.LoadBalancerArn;
        var listener = World.Call("elbv2", "DescribeListeners", $$"""{"LoadBalancerArn":"{{arn}}"}""")["Listeners"]![
            0
        ]!;
        var rules = World.Call("elbv2", "DescribeRules", $$"""{"ListenerArn":"{{listener.Text("ListenerArn")}}"}""")[
            "Rules"
        ]!;

        Assert.Equal(
            World.Fleet.Services.Where(s => s.Plan.LoadBalancerArn == arn).Select(s => s.Targets.Arn).Order(),
            rules.AsArray().Select(r => r!["Actions"]![0]!.Text("TargetGroupArn")).Distinct().Order()
        );
        Assert.Single(rules.AsArray(), rule => rule!["IsDefault"]!.GetValue<bool>());
    }

    [Fact]
    public void Distribution_NamesItsBucket()
    {
        var list = World.Call("cloudfront", "ListDistributions", "{}")["DistributionList"]!;
        Assert.Equal(1, list.Int("Quantity"));
        var summary = list["Items"]![0]!;
        Assert.Equal(
            "lightningtalk-static.s3.ap-northeast-1.amazonaws.com",
            summary["Origins"]!["Items"]![0]!.Text("DomainName")
        );
        var config = World.Call("cloudfront", "GetDistributionConfig", $$"""{"Id":"{{summary.Text("Id")}}"}""");
        Assert.Equal("index.html", config["DistributionConfig"]!.Text("DefaultRootObject"));
        Assert.Equal(summary.Text("ETag"), config.Text("ETag"));
    }

    [Fact]
    public void Table_IsBackedUpEveryDayAndRecoverable()
    {
        const string Table = """{"TableName":"lightningtalk-circle-prod-events"}""";
        var described = World.Call("dynamodb", "DescribeTable", Table)["Table"]!;
        Assert.Equal("PAY_PER_REQUEST", described["BillingModeSummary"]!.Text("BillingMode"));
        var items = described["ItemCount"]!.GetValue<int>();
        Assert.InRange(items, 200, 999);
        Assert.InRange(described["TableSizeBytes"]!.GetValue<long>(), items * 100, items * 1000);

        var backups = World.Call("dynamodb", "ListBackups", Table)["BackupSummaries"]!.AsArray();
        Assert.Equal(30, backups.Count);
        // 02:00 in Tokyo.
        Assert.All(
            backups,
            b => Assert.EndsWith("T17:00:00Z", b!.Text("BackupCreationDateTime"), StringComparison.Ordinal)
        );
        var yesterday = World.Clock.Now.AddDays(-1).ToString("O", CultureInfo.InvariantCulture);
        var since = $$"""{"TableName":"lightningtalk-circle-prod-events","TimeRangeLowerBound":"{{yesterday}}"}""";
        var newest = Assert.Single(World.Call("dynamodb", "ListBackups", since)["BackupSummaries"]!.AsArray())!;
        var arn = $$"""{"BackupArn":"{{newest.Text("BackupArn")}}"}""";
        var backup = World.Call("dynamodb", "DescribeBackup", arn)["BackupDescription"]!;
        Assert.Equal(items, backup["SourceTableDetails"]!.Int("ItemCount"));

        World.Call("dynamodb", "DeleteBackup", arn);
        Assert.Empty(World.Call("dynamodb", "ListBackups", since)["BackupSummaries"]!.AsArray());
        Assert.Equal("BackupNotFoundException", World.ErrorOf("dynamodb", "DeleteBackup", arn));

        var recovery = World.Call("dynamodb", "DescribeContinuousBackups", Table)["ContinuousBackupsDescription"]![
            "PointInTimeRecoveryDescription"
        ]!;
        Assert.Equal("ENABLED", recovery.Text("PointInTimeRecoveryStatus"));
        Assert.Equal(35, recovery.Int("RecoveryPeriodInDays"));
    }

    [Fact]
    public void Backup_ThatSomebodyMakesIsListed()
    {
        World.Call(
            "dynamodb",
            "CreateBackup",
            """{"TableName":"lightningtalk-circle-prod-users","BackupName":"mine"}"""
        );
        var found = World.Call("dynamodb", "ListBackups", """{"TableName":"lightningtalk-circle-prod-users"}""");
        var made = found["BackupSummaries"]!.AsArray()[^1]!;
        Assert.Equal("mine", made.Text("BackupName"));
        Assert.Empty(
            World.Call("dynamodb", "ListBackups", """{"BackupType":"SYSTEM"}""")["BackupSummaries"]!.AsArray()
        );

        // One at a time of a table, and none is deleted while it is being made.
        var arn = $$"""{"BackupArn":"{{made.Text("BackupArn")}}"}""";
        Assert.Equal("CREATING", made.Text("BackupStatus"));
        Assert.Equal("BackupInUseException", World.ErrorOf("dynamodb", "DeleteBackup", arn));
        Assert.Equal(
            "BackupInUseException",
            World.ErrorOf(
                "dynamodb",
                "CreateBackup",
                """{"TableName":"lightningtalk-circle-prod-users","BackupName":"again"}"""
            )
        );
        World.Pass(TimeSpan.FromSeconds(20));
        var described = World.Call("dynamodb", "DescribeBackup", arn)["BackupDescription"]!;
        Assert.Equal("AVAILABLE", described["BackupDetails"]!.Text("BackupStatus"));
        World.Call("dynamodb", "DeleteBackup", arn);
    }

    [Fact]
    public void Journal_ExpiresAndIsRecoverableAsItsTemplateSays()
    {
        var table = $$"""{"TableName":"{{account.Simulation.Stack.Tables[0].Name}}"}""";
        var expiry = World.Call("dynamodb", "DescribeTimeToLive", table)["TimeToLiveDescription"]!;
        Assert.Equal("ENABLED", expiry.Text("TimeToLiveStatus"));
        Assert.Equal(account.Simulation.Stack.Tables[0].TimeToLiveAttribute, expiry.Text("AttributeName"));
        var recovery = World.Call("dynamodb", "DescribeContinuousBackups", table)["ContinuousBackupsDescription"]!;
        Assert.Equal("ENABLED", recovery["PointInTimeRecoveryDescription"]!.Text("PointInTimeRecoveryStatus"));
    }

    [Fact]
    public async Task Tables_AreTheSeeds()
    {
        await using var same = await DrillAccount.StartAsync();
        await using var other = await DrillAccount.StartAsync(seed: 8);
        const string Table = """{"TableName":"lightningtalk-circle-prod-events"}""";
        static string Described(Simulation account) =>
            account.World.Call("dynamodb", "DescribeTable", Table).ToJsonString();

        Assert.Equal(Described(account.Simulation), Described(same));
        Assert.NotEqual(Described(account.Simulation), Described(other));
    }

    private static List<string> Elements(JsonObject answer, string member) =>
        [.. answer[member]!.AsArray().Select(e => e!.ToJsonString())];
}
