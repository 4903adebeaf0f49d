using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LambdaOps.Core.Estates;
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
            { "tag": null, "name": "api-p95", "remedy": "latency" }
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

    [Fact]
    public void Of_NamesASecondPageOfOneDistribution()
    {
        var root = Parse(Full);
        EstateConsistencyTests.Merge(root, JsonNode.Parse(Clean)!);
        var second = root["sites"]![0]!.DeepClone();
        (second["id"], second["key"]) = ("second", "error.html");
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
