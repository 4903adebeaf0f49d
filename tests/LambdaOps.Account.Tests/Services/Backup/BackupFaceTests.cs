using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Services.Backup;
using LambdaOps.Account.Services.DynamoDb;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.Services.Backup;

public sealed class BackupFaceTests
{
    private const string Events = "shop-events";
    private const string EventsArn = "arn:aws:dynamodb:ap-northeast-1:123456789012:table/shop-events";

    /// <summary>A Thursday noon in Tokyo.</summary>
    private static readonly DateTimeOffset s_noon = new(2026, 1, 15, 3, 0, 0, TimeSpan.Zero);

    private readonly SimulatedWorld _world = new(seed: 7, s_noon, Plan);
    private readonly BackupPlans _plans;

    public BackupFaceTests()
    {
        var tables = new DynamoDbService(_world, "ap-northeast-1", "123456789012");
        EstateTables.Fill(tables, _world);
        _plans = new BackupPlans(_world, tables);
        _world.Services.Add(tables).Add(new BackupFace(_world, _plans));
    }

    private static WorldPlan Plan =>
        new()
        {
            Region = "ap-northeast-1",
            Tables = [new TablePlan(Events) { Items = 3 }, new TablePlan("shop-users") { Items = 3 }],
            BackupPlans =
            [
                new AwsBackupPlan("nightly")
                {
                    Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"),
                    KeptDays = 3,
                    CopyTo = new VaultPlan("us-west-2", "recovery"),
                },
            ],
        };

    [Fact]
    public void Plan_BacksUpEveryNightAndKeepsWhatItMadeForItsDays()
    {
        Assert.Equal(6, Points().Count);

        _world.Pass(TimeSpan.FromHours(14));
        Assert.Equal(6, Points().Count);
        _world.Pass(TimeSpan.FromMinutes(20));

        // 02:00 in Tokyo, and at the latest twenty minutes later.
        var newest = Points()[0];
        var at = DateTimeOffset.Parse(newest.Text("CreationDate"), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(at, s_noon.AddHours(14), s_noon.AddHours(14).AddMinutes(20));
        Assert.Equal("nightly", newest["CreatedBy"]!.Text("BackupPlanName"));
        _world.Pass(TimeSpan.FromMinutes(5));
        Assert.All(Points(), point => Assert.Equal("COMPLETED", point.Text("Status")));
        Assert.Equal(6, Points().Count);
    }

    [Fact]
    public void Point_IsNotCompleteBeforeItsJobIs()
    {
        _world.Pass(TimeSpan.FromHours(14));
        while (Points().All(point => point.Text("Status") == "COMPLETED"))
        {
            _world.Pass(TimeSpan.FromMinutes(1));
        }

        Assert.Equal("CREATING", Points()[0].Text("Status"));
        Assert.Contains(Jobs("ListBackupJobs", "BackupJobs"), job => job.Text("State") == "RUNNING");
    }

    [Fact]
    public void Copy_IsInTheOtherRegionAsOldAsItsSource()
    {
        _world.Pass(TimeSpan.FromHours(15));

        var copies = Points("us-west-2", "recovery");
        Assert.Equal(Points().Select(Moment), copies.Select(Moment));
        Assert.All(
            copies,
            copy =>
                Assert.Equal(
                    "arn:aws:backup:ap-northeast-1:123456789012:backup-vault:Default",
                    copy.Text("SourceBackupVaultArn")
                )
        );
        Assert.Equal(["recovery"], Vaults("us-west-2"));
        Assert.Equal(["Default"], Vaults("ap-northeast-1"));
        Assert.Equal("ResourceNotFoundException", Fault("us-west-2", "Default"));
        Assert.Equal("ResourceNotFoundException", Fault("ap-northeast-1", "recovery"));
    }

    [Fact]
    public void Backups_OfAPlanAreNoneOfDynamoDbs()
    {
        foreach (var type in new[] { "USER", "SYSTEM", "AWS_BACKUP", "ALL" })
        {
            var listed = _world.Call("dynamodb", "ListBackups", $$"""{"BackupType":"{{type}}"}""");
            Assert.Empty(listed["BackupSummaries"]!.AsArray());
        }

        var arn = Points()[0].Text("RecoveryPointArn");
        Assert.Equal(
            "ValidationException",
            _world.ErrorOf("dynamodb", "DeleteBackup", $$"""{"BackupArn":"{{arn}}"}""")
        );
        Assert.Equal(6, Points().Count);
    }

    public static TheoryData<string> Ways => [.. Breakages.Keys];

    private static Dictionary<string, Action<BackupPlans>> Breakages { get; } =
        new(StringComparer.Ordinal)
        {
            ["the plan is deleted"] = plans => plans.Delete("nightly"),
            ["the selection misses the table"] = plans =>
                plans.Edit("nightly", plan => plan with { NotResources = [EventsArn] }),
            ["DynamoDB is opted out"] = plans => plans.OptOut(),
            ["the job fails"] = plans => plans.Fail(Events),
        };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Table_IsNotBackedUpWhere(string way)
    {
        Breakages[way](_plans);
        _world.Pass(TimeSpan.FromHours(15));

        Assert.All(PointsOf(EventsArn), point => Assert.True(Moment(point) < s_noon));
        Assert.Equal(
            way == "the job fails",
            Jobs("ListBackupJobs", "BackupJobs")
                .Any(job => job.Text("State") == "FAILED" && job.Text("ResourceName") == Events)
        );
        Assert.Equal(
            way is "the plan is deleted",
            _world.Call("backup", "ListBackupPlans", "{}")["BackupPlansList"]!.AsArray().Count == 0
        );
        var settings = _world.Call("backup", "DescribeRegionSettings", "{}");
        Assert.Equal(
            way is not "DynamoDB is opted out",
            settings["ResourceTypeOptInPreference"]!["DynamoDB"]!.GetValue<bool>()
        );
    }

    [Fact]
    public void Copy_ThatFailsLeavesTheOriginal()
    {
        _plans.FailCopies(Events);
        _world.Pass(TimeSpan.FromHours(15));

        Assert.True(Moment(PointsOf(EventsArn)[0]) > s_noon);
        var copies = Points("us-west-2", "recovery").Where(copy => copy.Text("ResourceArn") == EventsArn);
        Assert.All(copies, copy => Assert.True(Moment(copy) < s_noon));
        Assert.Contains(Jobs("ListCopyJobs", "CopyJobs"), job => job.Text("State") == "FAILED");
    }

    [Fact]
    public void Points_AreAskedForByTableTypeAndTime()
    {
        Assert.Equal(3, Points(filter: $"\"ByResourceArn\":\"{EventsArn}\"").Count);
        Assert.Empty(Points(filter: "\"ByResourceType\":\"EBS\""));
        Assert.Equal(2, Points(filter: $"\"ByCreatedAfter\":\"{s_noon.AddDays(-1):O}\"").Count);
        Assert.Equal(4, Points(filter: $"\"ByCreatedBefore\":\"{s_noon.AddDays(-1):O}\"").Count);
        var plan = _world.Call("backup", "ListBackupPlans", "{}")["BackupPlansList"]![0]!.Text("BackupPlanId");
        Assert.Equal(6, Points(filter: $"\"ByBackupPlanId\":\"{plan}\"").Count);
        Assert.Empty(Points(filter: "\"ByBackupPlanId\":\"other\""));
    }

    [Fact]
    public void Plan_TellsItsRuleAndItsSelection()
    {
        var listed = _world.Call("backup", "ListBackupPlans", "{}")["BackupPlansList"]![0]!;
        var input = $$"""{"BackupPlanId":"{{listed.Text("BackupPlanId")}}"}""";
        var rule = _world.Call("backup", "GetBackupPlan", input)["BackupPlan"]!["Rules"]![0]!;
        Assert.Equal("Asia/Tokyo", rule.Text("ScheduleExpressionTimezone"));
        Assert.Equal(
            "arn:aws:backup:us-west-2:123456789012:backup-vault:recovery",
            rule["CopyActions"]![0]!.Text("DestinationBackupVaultArn")
        );
        var id = _world.Call("backup", "ListBackupSelections", input)["BackupSelectionsList"]![0]!.Text("SelectionId");
        var selection = _world.Call("backup", "GetBackupSelection", input[..^1] + $",\"SelectionId\":\"{id}\"}}");
        Assert.Equal(
            "arn:aws:dynamodb:*:*:table/*",
            selection["BackupSelection"]!["Resources"]![0]!.GetValue<string>()
        );
    }

    private static DateTimeOffset Moment(JsonObject point) =>
        DateTimeOffset.Parse(point.Text("CreationDate"), System.Globalization.CultureInfo.InvariantCulture);

    private List<JsonObject> Points(string? region = null, string vault = "Default", string? filter = null)
    {
        var more = filter is null ? "" : "," + filter;
        return
        [
            .. Ask(
                region,
                "ListRecoveryPointsByBackupVault",
                $$"""{"BackupVaultName":"{{vault}}","MaxResults":100{{more}}}"""
            )["RecoveryPoints"]!
                .AsArray()
                .Select(point => point!.AsObject()),
        ];
    }

    private List<JsonObject> PointsOf(string arn) =>
        [
            .. _world.Call("backup", "ListRecoveryPointsByResource", $$"""{"ResourceArn":"{{arn}}"}""")[
                "RecoveryPoints"
            ]!
                .AsArray()
                .Select(point => point!.AsObject()),
        ];

    private IEnumerable<JsonNode> Jobs(string operation, string member) =>
        _world.Call("backup", operation, "{}")[member]!.AsArray().Select(job => job!);

    private IEnumerable<string> Vaults(string region) =>
        Ask(region, "ListBackupVaults", "{}")["BackupVaultList"]!.AsArray().Select(v => v!.Text("BackupVaultName"));

    private string Fault(string region, string vault) => Assert.Throws<ServiceFault>(() => Points(region, vault)).Code;

    private JsonObject Ask(string? region, string operation, string input) =>
        _world.Services.Dispatch(
            new ServiceCall("backup", operation, JsonNode.Parse(input)!.AsObject(), _world.Clock.Now, "tester")
            {
                Region = region,
            }
        );
}
