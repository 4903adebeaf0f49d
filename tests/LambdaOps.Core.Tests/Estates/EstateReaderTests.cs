using System.Text.Json.Nodes;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.DatabaseErrors;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;
using static LambdaOps.Core.Tests.Estates.EstateFiles;

namespace LambdaOps.Core.Tests.Estates;

public class EstateReaderTests
{
    [Fact]
    public void Read_TakesEveryMember()
    {
        var estate = Assert.IsType<EstateReading.Valid>(EstateReader.Read(Full)).Estate;

        Assert.Equal(("everything", "123456789012"), (estate.Name, estate.Account));
        Assert.Equal(("ap-northeast-1", "Asia/Tokyo"), (estate.Region, estate.TimeZone));
        Assert.Equal(["api", "web"], estate.Services.Select(one => one.Id.Value));
        var service = estate.Services[0];
        Assert.Equal(new TargetId("api"), service.Id);
        Assert.Equal(("prod", "api-service"), (service.Cluster, service.Service));
        Assert.Equal(new Capacity(2, 5, 10), service.Capacity);
        Assert.Equal(
            new HealthCheck(new Uri("https://example.com/health"), "ok", TimeSpan.FromSeconds(2)),
            service.Health
        );
        Assert.EndsWith("targetgroup/api/6d0ecf83", service.TargetGroupArn, StringComparison.Ordinal);
        Assert.Equal(new Uri("https://example.com/runbook#503"), service.Runbook);
        var setting = service.ServiceUnavailable!;
        Assert.Equal(["rollBack"], setting.Approval.AskFirst.AsEnumerable());
        Assert.Equal(TimeSpan.FromSeconds(910), setting.Approval.Within);
        Assert.Equal(
            new Setting<ServiceUnavailablePolicy>(
                Mode.Act,
                new ServiceUnavailablePolicy(
                    Probes: 4,
                    ProbeEvery: TimeSpan.FromSeconds(2),
                    ActAtOnceWhenEvidenceAgrees: false,
                    CheckEvery: TimeSpan.FromSeconds(11),
                    RecoverWithin: TimeSpan.FromSeconds(301),
                    WatchFor: TimeSpan.FromSeconds(61),
                    WatchAtMost: TimeSpan.FromSeconds(901),
                    DeploymentWithin: TimeSpan.FromSeconds(601),
                    FailedTasksMeanFailing: 3,
                    RememberedFor: TimeSpan.FromDays(9),
                    BlindAtMost: TimeSpan.FromSeconds(302),
                    Cooldown: TimeSpan.FromSeconds(902)
                )
            ),
            setting with
            {
                Approval = ApprovalSetting.None,
            }
        );
        Assert.Equal(
            [
                new OperatedTable("tokens", new TableExpiry.ByTimeToLive("expiresAt")),
                new OperatedTable(
                    "sessions",
                    new TableExpiry.ByAge("createdAt", TimeSpan.FromDays(31), TimeUnit.Iso8601)
                ),
                new OperatedTable("events", Expiry: null)
                {
                    Cap = new CapacityCap(4001, 1001, OnDemand: true),
                    Settings = estate.Tables[2].Settings,
                    Indexes = estate.Tables[2].Indexes,
                },
            ],
            estate.Tables.Select(table => table with { RestoreAt = NightWindow.Default, ChangedAttribute = null })
        );
        Assert.Equal(["byDate", "byOwner"], estate.Tables[2].Indexes.AsEnumerable());
        Assert.Equal(new ActionBudget(PerTarget: 21, PerEstate: 61), estate.Budget);
        Assert.Equal(
            [
                new AlarmRule(
                    new AlarmMatch.ByName("api-5xx"),
                    service.Id,
                    ServiceUnavailableProcedure.ProcedureName,
                    Severity.P1
                ),
                new AlarmRule(
                    new AlarmMatch.ByPattern("api-*"),
                    service.Id,
                    ServiceUnavailableProcedure.ProcedureName,
                    Severity.P2
                ),
                new AlarmRule(
                    new AlarmMatch.ByTag("lambdaops", "api/serviceUnavailable"),
                    service.Id,
                    ServiceUnavailableProcedure.ProcedureName,
                    Severity.P3
                )
                {
                    Contributor = KeyValuePair.Create("ServiceName", "api"),
                },
                new AlarmRule(
                    new AlarmMatch.ByName("events-throttled"),
                    new TargetId("events"),
                    DatabaseErrorsProcedure.ProcedureName,
                    Severity.P2
                ),
            ],
            estate.Alarms.AsEnumerable()
        );
    }

    [Fact]
    public void Read_TakesATablesAttributeOfChanges() =>
        Assert.Equal(
            [null, null, "updatedAt"],
            ((EstateReading.Valid)EstateReader.Read(Full)).Estate.Tables.Select(table => table.ChangedAttribute)
        );

    [Fact]
    public void Read_GivesWhatIsLeftOutItsDefault()
    {
        var root = Parse(Full);
        root.AsObject().Remove("account");
        var service = root["services"]![0]!.AsObject();
        service.Remove("runbook");
        service["health"]!.AsObject().Remove("timeoutSeconds");
        service["remedies"]!["serviceUnavailable"] = new JsonObject();

        var estate = Assert.IsType<EstateReading.Valid>(EstateReader.Read(root.ToJsonString())).Estate;

        Assert.Null(estate.Account);
        Assert.Null(estate.Services[0].Runbook);
        Assert.Equal(TimeSpan.FromSeconds(3), estate.Services[0].Health.Timeout);
        Assert.Equal(
            new Setting<ServiceUnavailablePolicy>(Mode.Observe, ServiceUnavailablePolicy.Default),
            estate.Services[0].ServiceUnavailable
        );
    }

    [Fact]
    public void Read_FindsAllErrorsAtOnce()
    {
        var errors = ErrorsAfter(root =>
        {
            root["region"] = "Tokyo";
            root["services"]![0]!["capacity"]!["floor"] = 0;
            root["services"]![0]!["health"]!["url"] = "ftp://example.com";
            root["services"]![0]!["remedies"]!["serviceUnavailable"]!["policy"]!["probes"] = 101;
            root["alarms"]![1]!["severity"] = "P5";
            root["alarms"]![2]!["target"] = "nobody";
        });

        Assert.Equal(
            [
                "$.alarms[1].severity: found \"P5\", expected one of \"P1\", \"P2\", \"P3\", \"P4\"",
                "$.alarms[2].target: found \"nobody\", expected a service's id, or the name of a table: one of \"api\", \"web\", \"tokens\", \"sessions\", \"events\"",
                "$.region: found \"Tokyo\", expected an AWS region such as ap-northeast-1",
                "$.services[0].capacity.floor: found 0, expected a whole number from 1 to 5000",
                "$.services[0].health.url: found \"ftp://example.com\", expected an http or https URL",
                "$.services[0].remedies.serviceUnavailable.policy.probes: found 101, "
                    + "expected a whole number from 1 to 100",
            ],
            errors.Select(error => error.ToString()).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("$.services[0].capacity", 2, 1, 10)]
    [InlineData("$.services[0].capacity", 2, 5, 4)]
    [InlineData("$.services[0].capacity", 6, 5, 5)]
    public void Read_WantsCapacityInOrder(string path, int floor, int normal, int ceiling)
    {
        var error = Assert.Single(
            ErrorsAfter(root =>
                root["services"]![0]!["capacity"] = new JsonObject
                {
                    ["floor"] = floor,
                    ["normal"] = normal,
                    ["ceiling"] = ceiling,
                }
            )
        );

        Assert.Equal((path, "floor ≤ normal ≤ ceiling"), (error.Path, error.Expected));
    }

    [Theory]
    [InlineData("id", "api\n")]
    [InlineData("cluster", "prod\n")]
    [InlineData("service", "api service")]
    [InlineData("targetGroupArn", "arn:aws:elasticloadbalancing:x:123456789012:targetgroup/api/6d0ecf831eec9f09\n")]
    public void Read_HoldsNamesToTheirForm(string member, string value)
    {
        var errors = ErrorsAfter(root => root["services"]![0]![member] = value);

        Assert.Contains(errors, error => error.Path == $"$.services[0].{member}");
    }

    /// <summary>
    /// A line break at the end passes a pattern that ends in $; these texts go into ARNs and table keys.
    /// </summary>
    [Theory]
    [InlineData("region", "ap-northeast-1\n")]
    [InlineData("account", "123456789012\n")]
    public void Read_RefusesALineBreakAtTheEnd(string member, string value) =>
        Assert.Equal($"$.{member}", Assert.Single(ErrorsAfter(root => root[member] = value)).Path);

    [Fact]
    public void Read_NamesAServiceIdThatIsTaken()
    {
        var errors = ErrorsAfter(root => root["services"]!.AsArray().Add(root["services"]![0]!.DeepClone()));

        Assert.Equal(
            new EstateError("$.services[2].id", "\"api\"", "an id that no other service has"),
            Assert.Single(errors)
        );
    }

    [Fact]
    public void Read_NamesARemedyThatTheServiceDoesNotHave()
    {
        var errors = ErrorsAfter(root => root["services"]![0]!["remedies"] = new JsonObject());

        Assert.Equal(
            ["$.services[0].ladder[0]", "$.alarms[0].remedy", "$.alarms[1].remedy", "$.alarms[2].remedy"],
            errors.Select(e => e.Path)
        );
        Assert.All(
            errors.Skip(1),
            error => Assert.Equal("a remedy that service \"api\" names under remedies", error.Expected)
        );
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Read_WantsExactlyOneWayToKnowAnAlarm(bool name, bool pattern)
    {
        var error = Assert.Single(
            ErrorsAfter(root =>
            {
                var rule = root["alarms"]![0]!.AsObject();
                rule.Remove("name");
                if (name)
                {
                    rule["name"] = "api-5xx";
                }

                if (pattern)
                {
                    rule["namePattern"] = "api-*";
                }
            })
        );

        Assert.Equal(("$.alarms[0]", "exactly one of name, namePattern and tag"), (error.Path, error.Expected));
    }

    /// <summary>What follows from an unreadable place is not the reader's news.</summary>
    [Theory]
    [InlineData("services")]
    [InlineData("alarms")]
    public void Read_SaysOneThingOfOneWrongPlace(string member) =>
        Assert.Equal($"$.{member}", Assert.Single(ErrorsAfter(root => root[member] = 5)).Path);

    [Theory]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("\"estate\"")]
    public void Read_WantsAnObject(string json) => Assert.Equal("$", Assert.Single(ErrorsOf(json)).Path);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{ \"name\": \"a\", }")]
    [InlineData("{} // a comment")]
    public void Read_WantsJson(string json) =>
        Assert.Equal("a JSON document (RFC 8259)", Assert.Single(ErrorsOf(json)).Expected);

    /// <summary>
    /// A parser takes one of the two and says nothing: the reader of the file believes the other one.
    /// </summary>
    [Fact]
    public void Read_NamesAMemberThatStandsTwice()
    {
        var json = Full.Replace("\"floor\": 2,", "\"floor\": 2, \"floor\": 3,", StringComparison.Ordinal);

        Assert.Equal(
            new EstateError("$.services[0].capacity.floor", "the member a second time", "each member once"),
            Assert.Single(ErrorsOf(json))
        );
    }

    [Theory]
    [InlineData("\"name\": \"\\ud800\"", "$.name")]
    [InlineData("\"name\": \"a\", \"\\ud800\": 1", "$")]
    public void Read_NamesATextThatIsNotUnicode(string members, string path)
    {
        var json = Full.Replace("\"name\": \"everything\"", members, StringComparison.Ordinal);

        Assert.Equal((path, "Unicode text"), (ErrorsOf(json)[0].Path, ErrorsOf(json)[0].Expected));
    }

    [Fact]
    public void Read_RefusesHalfASurrogatePairInTheFile() =>
        Assert.Equal(
            new EstateError("$", ErrorsOf("{ \"name\": \"\ud800\" }")[0].Found, "Unicode text"),
            Assert.Single(ErrorsOf("{ \"name\": \"\ud800\" }"))
        );

    [Fact]
    public void Read_RefusesWhatIsNestedTooDeep() =>
        Assert.Single(ErrorsOf(new string('[', 1000) + new string(']', 1000)));

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1")]
    [InlineData("2147483648")]
    [InlineData("2.5")]
    [InlineData("null")]
    public void Read_RefusesNumbersThatAreNone(string number)
    {
        var json = Full.Replace("\"probes\": 4", $"\"probes\": {number}", StringComparison.Ordinal);

        Assert.Equal(
            new EstateError(
                "$.services[0].remedies.serviceUnavailable.policy.probes",
                number,
                "a whole number from 1 to 100"
            ),
            Assert.Single(ErrorsOf(json))
        );
    }

    [Theory]
    [InlineData("Nowhere/Nothing")]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/localtime")]
    [InlineData("a\0b")]
    [InlineData(".")]
    public void Read_RefusesATimeZoneThatIsNone(string zone)
    {
        var error = Assert.Single(ErrorsAfter(root => root["timeZone"] = zone));

        Assert.Equal(("$.timeZone", "an IANA time zone such as Asia/Tokyo"), (error.Path, error.Expected));
    }
}
