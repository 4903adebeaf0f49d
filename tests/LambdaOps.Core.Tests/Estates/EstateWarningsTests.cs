using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.Latency;
using static LambdaOps.Core.Tests.Estates.EstateFiles;

namespace LambdaOps.Core.Tests.Estates;

public class EstateWarningsTests
{
    /// <summary>No warning is left: each test below puts one in.</summary>
    private const string Clean = """
        {
          "services": [
            { "health": { "contains": "\"status\":\"pass\"" }, "ladder": ["serviceUnavailable", "totalOutage"] },
            { "health": { "contains": "\"status\":\"pass\"" } }
          ],
          "alarms": [
            {},
            { "namePattern": "api-unhealthy-*" },
            { "tag": null, "contributor": null, "name": "api-p95", "remedy": "latency" }
          ]
        }
        """;

    [Fact]
    public void Clean_HasNone() => Assert.Empty(WarningsAfter("{}"));

    [Theory]
    [InlineData(
        """{ "alarms": [{}, {}, { "remedy": "totalOutage" }] }""",
        "$.services[0].remedies.latency",
        "no alarm"
    )]
    [InlineData(
        """{ "services": [{ "smokeTest": { "endpoint": "https://green.example", "paths": [{ "path": "/" }] }, "remedies": { "rollout": null } }] }""",
        "$.services[0].smokeTest",
        "never asked"
    )]
    [InlineData(
        """{ "services": [{ "remedies": { "zoneShift": null } }] }""",
        "$.services[0].frontLoadBalancer",
        "never shifted"
    )]
    [InlineData(
        """{ "services": [{ "capacity": { "floor": 1, "normal": 10, "ceiling": 14 } }] }""",
        "$.services[0].capacity.ceiling",
        "may not carry the load"
    )]
    [InlineData(
        """{ "services": [{ "smokeTest": null, "performanceTest": "./performance-test.sh", "remedies": { "rollout": null } }] }""",
        "$.services[0].performanceTest",
        "never asked for"
    )]
    [InlineData(
        """{ "services": [{ "trafficRule": { "rule": "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:listener-rule/app/api/1/2/3", "otherTargetGroupArn": "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:targetgroup/green/1" }, "remedies": { "rollout": null } }] }""",
        "$.services[0].trafficRule",
        "no traffic is shifted"
    )]
    [InlineData(
        """{ "services": [{ "ladder": ["serviceUnavailable"] }] }""",
        "$.services[0].remedies.totalOutage",
        "no alarm leads to it"
    )]
    [InlineData(
        """{ "alarms": [{}, { "namePattern": null, "name": "api-5xx" }] }""",
        "$.alarms[1].name",
        "never used: $.alarms[0] takes what \"api-5xx\" matches"
    )]
    [InlineData(
        """{ "alarms": [{}, { "namePattern": "api-?9*" }] }""",
        "$.alarms[2].name",
        "never used: $.alarms[1] takes what \"api-p95\" matches"
    )]
    [InlineData(
        """{ "alarms": [{}, { "namePattern": "api-5*" }] }""",
        "$.alarms[0].name",
        "\"api-5xx\" is an alarm of $.alarms[1], too: the first rule decides"
    )]
    [InlineData(
        """{ "alarms": [{}, { "namePattern": "*-service-*" }] }""",
        "$.alarms[1].namePattern",
        "matches an autoscaler's own alarms, too (TargetTracking-service/prod/api-service-AlarmHigh-"
    )]
    [InlineData(
        """{ "alarms": [{}, { "namePattern": "*AlarmLow*" }] }""",
        "$.alarms[1].namePattern",
        "matches an autoscaler's own alarms, too"
    )]
    [InlineData(
        """{ "region": "us-west-2", "services": [{ "targetGroupArn": "x" }] }""",
        "$.services[0].targetGroupArn",
        "it is in region ap-northeast-1 (partition aws), and the estate in us-west-2"
    )]
    [InlineData(
        """{ "services": [{ "health": { "contains": "ok" } }] }""",
        "$.services[0].health.contains",
        "\"ok\" also stands in ordinary web pages, such as a login page (\"cookies.\")"
    )]
    [InlineData("""{ "services": [{ "health": { "contains": "html" } }] }""", "$.services[0].health.contains", "html")]
    [InlineData("""{ "services": [{ "health": { "contains": "OK" } }] }""", "$.services[0].health.contains", "OK")]
    [InlineData("""{ "services": [{ "health": { "contains": "e" } }] }""", "$.services[0].health.contains", "\"e\"")]
    [InlineData("""{ "services": [{ "health": { "contains": "<" } }] }""", "$.services[0].health.contains", "\"<\"")]
    public void Of_NamesWhatIsProbablyNotMeant(string change, string path, string text)
    {
        var warning = Assert.Single(WarningsAfter(change), one => one.Path == path);

        Assert.Contains(text, warning.Text, StringComparison.Ordinal);
    }

    /// <summary>A former name is read as the name of today, and is warned of.</summary>
    [Theory]
    [InlineData("sites[0]", "safe", "backup")]
    [InlineData("services[0].remedies.latency.policy", "giveBackEverySeconds", "scaleInEverySeconds")]
    [InlineData("escalation.levels.P2", "answerWithinMinutes", "acknowledgeWithinMinutes")]
    public void FormerName_IsReadAndNamesTheNewOne(string place, string former, string name)
    {
        var root = Parse(Full);
        EstateConsistencyTests.Merge(root, JsonNode.Parse(Clean)!);
        var today = Read(root);
        var holder = At(root, place);
        (holder[former], _) = (holder[name]!.DeepClone(), holder.Remove(name));
        var read = Read(root);

        Assert.Equal($"$.{place}.{former}", Assert.Single(WarningsOf(root)).Path);
        Assert.Contains($"its name is {name} now", WarningsOf(root)[0].Text, StringComparison.Ordinal);
        Assert.Equal(today.Sites[0].Backup, read.Sites[0].Backup);
        Assert.Equal(today.Services[0].Latency!.Policy, read.Services[0].Latency!.Policy);
        Assert.Equal(today.Escalation.P2, read.Escalation.P2);
    }

    [Theory]
    [InlineData("sites[0]", "safe", "backup")]
    [InlineData("services[0].remedies.latency.policy", "giveBackEverySeconds", "scaleInEverySeconds")]
    [InlineData("escalation.levels.P2", "answerWithinMinutes", "acknowledgeWithinMinutes")]
    public void BothNames_AreAnErrorThatNamesThePlace(string place, string former, string name)
    {
        var root = Parse(Full);
        var holder = At(root, place);
        holder[former] = holder[name]!.DeepClone();

        var error = Assert.Single(Assert.IsType<EstateReading.Invalid>(EstateReader.Read(root.ToJsonString())).Errors);

        Assert.Equal(new($"$.{place}.{former}", "both names of one member", $"{name} alone, its name now"), error);
    }

    private static Estate Read(JsonNode root) =>
        Assert.IsType<EstateReading.Valid>(EstateReader.Read(root.ToJsonString())).Estate;

    private static JsonObject At(JsonNode root, string place) =>
        place
            .Replace("[0]", ".0", StringComparison.Ordinal)
            .Split('.')
            .Aggregate(root, (at, step) => step == "0" ? at[0]! : at[step]!)
            .AsObject();

    [Fact]
    public void Of_NamesASecondPageOfOneDistribution()
    {
        var root = Parse(Full);
        EstateConsistencyTests.Merge(root, JsonNode.Parse(Clean)!);
        var second = root["sites"]![0]!.DeepClone();
        (second["id"], second["key"], second["moreKeys"]) = ("second", "error.html", new JsonArray());
        root["sites"]!.AsArray().Add(second);

        var warning = Assert.Single(WarningsOf(root));

        Assert.Equal("$.sites[1].distributionId", warning.Path);
        Assert.Contains("beside that of \"site\"", warning.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*", "a*b", true)]
    [InlineData("a*", "ab*", true)]
    [InlineData("a*c", "a*b*c", true)]
    [InlineData("a?", "ab", true)]
    [InlineData("**", "*", true)]
    [InlineData("a?", "a*", false)]
    [InlineData("a*", "*", false)]
    [InlineData("ab*", "a*", false)]
    [InlineData("?*", "*", false)]
    [InlineData("a*b*c", "a*c", false)]
    public void Covers_IsSoundForPatterns(string wide, string narrow, bool covers) =>
        Assert.Equal(covers, new AlarmMatch.ByPattern(wide).Covers(new AlarmMatch.ByPattern(narrow)));

    private static ImmutableArray<EstateWarning> WarningsAfter(string change)
    {
        var root = Parse(Full);
        EstateConsistencyTests.Merge(root, JsonNode.Parse(Clean)!);
        if (change.Contains("\"x\"", StringComparison.Ordinal))
        {
            change = change.Replace(
                "\"x\"",
                root["services"]![0]!["targetGroupArn"]!.ToJsonString(),
                StringComparison.Ordinal
            );
        }

        EstateConsistencyTests.Merge(root, JsonNode.Parse(change)!);
        return WarningsOf(root);
    }

    private static ImmutableArray<EstateWarning> WarningsOf(JsonNode root) =>
        EstateReader.Read(root.ToJsonString()) switch
        {
            EstateReading.Valid valid => EstateWarnings.Of(valid.Estate),
            EstateReading.Invalid invalid => throw new InvalidOperationException(string.Join('\n', invalid.Errors)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
