using System.Text.Json.Nodes;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using static LambdaOps.Core.Tests.Estates.EstateFiles;

namespace LambdaOps.Core.Tests.Estates;

/// <summary>What one place of the file asks of another.</summary>
public class EstateConsistencyTests
{
    public static TheoryData<string, string, string, string> Contradictions =>
        new()
        {
            {
                "two ids for one service",
                """{ "services": [{}, { "service": "api-service" }] }""",
                "$.services[1].service",
                "an ECS service that has one id: \"api\" is prod/api-service"
            },
            {
                "two names for the fields of one log group",
                """{ "services": [{}, { "logGroup": "/aws/ecs/prod" }] }""",
                "$.services[1].requestFields",
                "the same fields as \"api\" has, as /aws/ecs/prod is its log group, too"
            },
            {
                "a table of the application that verifying backups would delete",
                """{ "services": [{ "tables": ["lambdaops-verify-events-20260104"] }] }""",
                "$.services[0].tables[0]",
                "a name that does not begin with lambdaops-verify-: backups are verified in tables of such names"
            },
            {
                "a bucket that is replicated to itself",
                """{ "buckets": [{ "replicateTo": "archive" }] }""",
                "$.buckets[0].replicateTo",
                "another bucket's name"
            },
            {
                "an ARN of another account",
                """{ "account": "210987654321", "services": [{ "targetGroupArn": "ARN-210987654321", "alternateTargetGroupArn": null }, {}] }""",
                "$.services[1].targetGroupArn",
                "an ARN of account 210987654321, as account says"
            },
            {
                "ARNs of two accounts",
                """{ "account": null, "services": [{}, { "targetGroupArn": "ARN-210987654321" }] }""",
                "$.services[1].targetGroupArn",
                "an ARN of account 123456789012, as the services before it have"
            },
            {
                "a second target group of another account",
                """{ "services": [{ "alternateTargetGroupArn": "ARN-210987654321" }] }""",
                "$.services[0].alternateTargetGroupArn",
                "an ARN of account 123456789012, as targetGroupArn"
            },
            {
                "traffic that shifts from a target group to the same",
                """{ "services": [{ "targetGroupArn": "ARN-123456789012", "alternateTargetGroupArn": "ARN-123456789012" }] }""",
                "$.services[0].alternateTargetGroupArn",
                "another target group than targetGroupArn, as traffic shifts between two"
            },
            {
                "weights between a target group and the same",
                """{ "services": [{ "targetGroupArn": "ARN-123456789012", "trafficRule": { "otherTargetGroupArn": "ARN-123456789012" } }] }""",
                "$.services[0].trafficRule.otherTargetGroupArn",
                "another target group than targetGroupArn"
            },
            {
                "zones without a load balancer",
                """{ "services": [{ "loadBalancer": null, "remedies": { "latency": null } }] }""",
                "$.services[0].loadBalancer",
                "a load balancer, as zoneShift asks its zones (app/NAME/ID)"
            },
            {
                "one load balancer that two services shift",
                """{ "services": [{ "frontLoadBalancer": null }, { "loadBalancer": "app/alb/50dc6c49", "remedies": { "zoneShift": {} } }] }""",
                "$.services[1].remedies.zoneShift",
                "zoneShift for one service of a load balancer: \"api\" shifts arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:loadbalancer/app/alb/50dc6c49 already"
            },
            {
                "a load balancer in front that is none",
                """{ "services": [{ "frontLoadBalancer": "net/front/50dc6c4a" }] }""",
                "$.services[0].frontLoadBalancer",
                "the ARN of a network load balancer"
            },
            {
                "a rule that is none",
                """{ "services": [{ "trafficRule": { "rule": "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:listener/app/api/1a/2b" } }] }""",
                "$.services[0].trafficRule.rule",
                "a listener rule's ARN"
            },
            {
                "a region that does not exist",
                """{ "region": "ap-northeast-9" }""",
                "$.region",
                "an AWS region such as ap-northeast-1"
            },
            {
                "one alarm name for two targets",
                """{ "services": [{}, { "remedies": { "serviceUnavailable": {} } }], "alarms": [{}, { "namePattern": null, "name": "api-5xx", "target": "web" }] }""",
                "$.alarms[1].name",
                "alarms of one target: a rule before gives them to \"api\""
            },
            {
                "one pattern for two targets",
                """{ "services": [{}, { "remedies": { "serviceUnavailable": {} } }], "alarms": [{ "name": null, "namePattern": "api-*", "target": "web" }, {}] }""",
                "$.alarms[1].namePattern",
                "alarms of one target: a rule before gives them to \"web\""
            },
            {
                "a first rule that takes all",
                """{ "alarms": [{ "name": null, "namePattern": "*" }, {}] }""",
                "$.alarms[0].namePattern",
                "a pattern that some alarms do not match; only the last of several rules may take all"
            },
            {
                "a rule in the middle that takes all",
                """{ "alarms": [{}, { "namePattern": "?*" }] }""",
                "$.alarms[1].namePattern",
                "a pattern that some alarms do not match; only the last of several rules may take all"
            },
            {
                "a ladder to the page of no site",
                """{ "services": [{ "site": null, "ladder": ["serviceUnavailable", "totalOutage"] }] }""",
                "$.services[0].site",
                "a site's id, as the ladder leads to totalOutage, which puts up that site's maintenance page"
            },
            {
                "the standard ladder to the page of no site",
                """{ "services": [{ "site": null, "ladder": null }] }""",
                "$.services[0].site",
                "a site's id, as the ladder leads to totalOutage, which puts up that site's maintenance page"
            },
            {
                "two rules for one table",
                """{ "tables": [{}, { "name": "tokens" }] }""",
                "$.tables[1].name",
                "a table that is named once"
            },
            {
                "time to live after some days",
                """{ "tables": [{ "expiry": { "days": 30 } }] }""",
                "$.tables[0].expiry.days",
                "nothing: time to live has neither days nor unit (or by: \"age\")"
            },
            {
                "a table that is named for nothing",
                """{ "tables": [{ "expiry": null }] }""",
                "$.tables[0]",
                "expiry, or remedies: what the table is named for"
            },
            {
                "a remedy that does not know how far it may go",
                """{ "tables": [{}, {}, { "capacity": null }] }""",
                "$.tables[2].capacity",
                "an object with maximumRead and maximumWrite: up to where a remedy may raise the capacity"
            },
            {
                "no attribute that says when an item was changed",
                """{ "tables": [{}, {}, { "changedAttribute": "" }] }""",
                "$.tables[2].changedAttribute",
                "an attribute's name"
            },
            {
                "more indexes than an alarm takes",
                """{ "tables": [{}, {}, { "indexes": ["one", "two", "three", "four", "five"] }] }""",
                "$.tables[2].indexes",
                "an array of 1 to 4 names of global secondary indexes, each once"
            },
            {
                "an index twice",
                """{ "tables": [{}, {}, { "indexes": ["one", "one"] }] }""",
                "$.tables[2].indexes",
                "an array of 1 to 4 names of global secondary indexes, each once"
            },
            {
                "a table's name that is no id",
                """{ "tables": [{}, {}, { "name": "prod.events" }], "alarms": [{}, {}, {}, { "target": "prod.events" }] }""",
                "$.tables[2].name",
                "a name of at most 64 letters, digits, - and _, as incidents of the table have it"
            },
            {
                "a table and a service of one id",
                """{ "tables": [{}, {}, { "name": "api" }], "alarms": [{}, {}, {}, { "target": "api", "remedy": "latency" }] }""",
                "$.tables[2].name",
                "a name that no service or site has for its id"
            },
            {
                "an alarm of a table for a service's remedy",
                """{ "alarms": [{}, { "target": "events" }] }""",
                "$.alarms[1].remedy",
                "a remedy that table \"events\" names under remedies"
            },
            {
                "a name that no table has",
                """{ "tables": [{ "name": "a table" }] }""",
                "$.tables[0].name",
                "a table's name of letters, digits, _, . and -"
            },
            {
                "backups that visitors can read",
                """{ "sites": [{ "backup": { "bucket": "static" } }] }""",
                "$.sites[0].backup.prefix",
                "a place that visitors cannot read: site \"site\" serves all of bucket static"
            },
            {
                "backups that visitors can read, by default",
                """{ "sites": [{ "backup": null, "maintenance": { "bucket": "static" } }] }""",
                "$.sites[0].backup",
                "a place that visitors cannot read: site \"site\" serves all of bucket static"
            },
            {
                "backups in the served folder",
                """{ "sites": [{ "key": "www/index.html", "backup": { "bucket": "static", "prefix": "www/kept/" } }] }""",
                "$.sites[0].backup.prefix",
                "a place that visitors cannot read: site \"site\" serves all of bucket static under \"www/\""
            },
            {
                "backups at no prefix's end",
                """{ "sites": [{ "backup": { "prefix": "kept" } }] }""",
                "$.sites[0].backup.prefix",
                "a key prefix that ends in /"
            },
            {
                "temporary files of the whole bucket",
                """{ "temporaryFiles": [{ "prefix": "/" }] }""",
                "$.temporaryFiles[0].prefix",
                "a key prefix that ends in /: any other names more than a folder"
            },
            {
                "temporary files under half a name",
                """{ "temporaryFiles": [{ "prefix": "temp" }] }""",
                "$.temporaryFiles[0].prefix",
                "a key prefix that ends in /: any other names more than a folder"
            },
            {
                "temporary files that are a page",
                """{ "sites": [{ "key": "temp/index.html" }], "temporaryFiles": [{ "bucket": "static" }] }""",
                "$.temporaryFiles[0].prefix",
                "a prefix without pages: site \"site\" has its page or backups there"
            },
            {
                "temporary files that are backups",
                """{ "temporaryFiles": [{ "bucket": "backup-place", "prefix": "kept/site/" }] }""",
                "$.temporaryFiles[0].prefix",
                "a prefix without pages: site \"site\" has its page or backups there"
            },
            {
                "a retention that CloudWatch Logs does not take",
                """{ "logGroups": [{ "retentionDays": 45 }] }""",
                "$.logGroups[0].retentionDays",
                "a number of days that CloudWatch Logs takes: one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, "
                    + "400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653"
            },
            {
                "a further page that is the main one",
                """{ "sites": [{ "moreKeys": ["talks.html", "index.html"] }] }""",
                "$.sites[0].moreKeys[1]",
                "a page that the site names once"
            },
            {
                "a further page that stands twice",
                """{ "sites": [{ "moreKeys": ["talks.html", "talks.html"] }] }""",
                "$.sites[0].moreKeys[1]",
                "a page that the site names once"
            },
            {
                "the maintenance page as a further page",
                """{ "sites": [{ "moreKeys": ["m.html"], "maintenance": { "bucket": "static", "key": "m.html" } }] }""",
                "$.sites[0].moreKeys[0]",
                "another object than the maintenance page"
            },
            {
                "a further page without a name",
                """{ "sites": [{ "moreKeys": [""] }] }""",
                "$.sites[0].moreKeys[0]",
                "an object's key such as talks.html"
            },
            {
                "too many further pages",
                $$"""{ "sites": [{ "moreKeys": [{{Keys(20)}}] }] }""",
                "$.sites[0].moreKeys",
                "an array of at most 19 keys of objects"
            },
            {
                "temporary files that are a further page",
                """{ "sites": [{ "moreKeys": ["temp/talks.html"] }], "temporaryFiles": [{ "bucket": "static" }] }""",
                "$.temporaryFiles[0].prefix",
                "a prefix without pages: site \"site\" has its page or backups there"
            },
            {
                "the page as its own maintenance page",
                """{ "sites": [{ "maintenance": { "bucket": "static", "key": "index.html" } }] }""",
                "$.sites[0].maintenance",
                "another object than the page itself"
            },
        };

    private static string Keys(int count) =>
        string.Join(',', Enumerable.Range(1, count).Select(one => $"\"{one}.html\""));

    [Fact]
    public void Read_TakesNineteenFurtherPages() =>
        Assert.Empty(
            ErrorsAfter(root => Merge(root, JsonNode.Parse($$"""{ "sites": [{ "moreKeys": [{{Keys(19)}}] }] }""")!))
        );

    [Theory]
    [InlineData("index.html", "$.sites[1].moreKeys[0]")]
    [InlineData("talks.html", "$.sites[1].moreKeys[0]")]
    public void Read_NamesAFurtherPageOfAnotherSite(string key, string path)
    {
        var error = Assert.Single(
            ErrorsAfter(root =>
            {
                var again = root["sites"]![0]!.DeepClone();
                (again["id"], again["key"], again["moreKeys"]) = ("again", "own.html", new JsonArray(key));
                root["sites"]!.AsArray().Add(again);
            })
        );

        Assert.Equal((path, $"a page that has one id: \"site\" is static/{key}"), (error.Path, error.Expected));
    }

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Read_NamesAContradictionOnce(string what, string change, string path, string expected)
    {
        var error = Assert.Single(ErrorsAfter(root => Merge(root, JsonNode.Parse(change)!)));

        Assert.Equal((what, path, expected), (what, error.Path, error.Expected));
    }

    [Fact]
    public void Read_NamesAPageThatHasTwoIds()
    {
        var error = Assert.Single(
            ErrorsAfter(root =>
            {
                var again = root["sites"]![0]!.DeepClone();
                again["id"] = "again";
                again["moreKeys"] = new JsonArray();
                root["sites"]!.AsArray().Add(again);
            })
        );

        Assert.Equal(
            ("$.sites[1].key", "a page that has one id: \"site\" is static/index.html"),
            (error.Path, error.Expected)
        );
    }

    [Theory]
    [InlineData("buckets", "$.buckets[1].name", "a bucket that is named once")]
    [InlineData("baseImages", "$.baseImages[1]", "an image that is named once")]
    [InlineData("logGroups", "$.logGroups[1].name", "a log group that is named once")]
    [InlineData(
        "temporaryFiles",
        "$.temporaryFiles[1].prefix",
        "a prefix of its own: \"temp/\" of the same bucket stands before it"
    )]
    public void Read_NamesWhatStandsTwice(string member, string path, string expected)
    {
        var error = Assert.Single(ErrorsAfter(root => root[member]!.AsArray().Add(root[member]![0]!.DeepClone())));
        Assert.Equal((path, expected), (error.Path, error.Expected));
    }

    [Fact]
    public void LogGroups_OfServicesAreToHaveAnyRetention()
    {
        var estate = ((EstateReading.Valid)EstateReader.Read(Full)).Estate;
        Assert.Equal<LogGroupRule>([new("/aws/ecs/prod", 90, true)], estate.AllLogGroups);
        estate = estate with { LogGroups = [new("/other", 30, false)] };
        Assert.Equal<LogGroupRule>([new("/other", 30, false), new("/aws/ecs/prod", null, false)], estate.AllLogGroups);
    }

    [Theory]
    [InlineData("""{ "temporaryFiles": [{ "bucket": "static", "prefix": "temp/" }] }""")]
    [InlineData("""{ "alarms": [{}, {}, {}, { "name": null, "namePattern": "*" }] }""")]
    [InlineData("""{ "services": [{ "site": null }] }""")]
    [InlineData(
        """{ "sites": [{ "key": "w/a", "moreKeys": ["w/b"], "backup": { "bucket": "static", "prefix": "kept/" } }] }"""
    )]
    [InlineData("""{ "account": null }""")]
    [InlineData("""{ "region": "eusc-de-east-1" }""")]
    public void Read_TakesWhatIsNoContradiction(string change) =>
        Assert.Empty(ErrorsAfter(root => Merge(root, JsonNode.Parse(change)!)));

    [Fact]
    public void Regions_AreTheSchemas() =>
        Assert.Equal(
            AwsRegions.All.Order(StringComparer.Ordinal),
            Parse(Schema)["properties"]!["region"]!["enum"]!.AsArray().Select(region => (string)region!)
        );

    /// <summary>Members put into the place of those that are there; null takes one away, and arrays go by index.</summary>
    internal static void Merge(JsonNode root, JsonNode change)
    {
        foreach (var (name, value) in change.AsObject())
        {
            switch (value)
            {
                case null:
                    root.AsObject().Remove(name);
                    break;
                case JsonObject inside when root[name] is JsonObject:
                    Merge(root[name]!, inside);
                    break;
                case JsonArray items when items.All(item => item is JsonObject) && root[name] is JsonArray there:
                    foreach (var (item, index) in items.Select((item, index) => (item!, index)))
                    {
                        Merge(there[index]!, item);
                    }

                    break;
                default:
                    root[name] =
                        value.GetValueKind() == System.Text.Json.JsonValueKind.String
                            ? Arn((string)value!)
                            : value.DeepClone();
                    break;
            }
        }
    }

    private static string Arn(string text) =>
        text.StartsWith("ARN-", StringComparison.Ordinal)
            ? $"arn:aws:elasticloadbalancing:ap-northeast-1:{text[4..]}:targetgroup/other/6d0ecf85"
            : text;
}
