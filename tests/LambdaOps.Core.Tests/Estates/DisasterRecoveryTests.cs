using System.Text.Json.Nodes;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using static LambdaOps.Core.Tests.Estates.EstateFiles;

namespace LambdaOps.Core.Tests.Estates;

public class DisasterRecoveryTests
{
    [Fact]
    public void Read_TakesTheRegion()
    {
        Assert.Equal("ap-northeast-3", Valid(Parse(Full)).DisasterRecovery?.Region);
    }

    [Fact]
    public void Read_TakesWhatStandsByAndHowTrafficIsTurned()
    {
        var recovery = Valid(Parse(Full)).DisasterRecovery!;

        var service = Assert.Single(recovery.Services);
        Assert.Equal(("api", "recovery", 4, 1), (service.Of.Value, service.Cluster, service.Normal, service.Standby));
        Assert.Equal("https://dr.example.com/health", service.Health.Url.AbsoluteUri);
        Assert.Equal(201, Assert.Single(service.SmokeTest!.Paths).Status);
        Assert.Equal("events", Assert.Single(recovery.Tables));
        Assert.True(recovery.StopsWriters);
        Assert.Equal("ap-northeast-3", recovery.Traffic?.Marker);
        Assert.Equal(new ObjectPlace("recovery-place", "failover/active"), recovery.Traffic?.Switch);
    }

    [Theory]
    [InlineData("services[0].of", "\"nobody\"", "$.disasterRecovery.services[0].of")]
    [InlineData("services[0].standby", "5", "$.disasterRecovery.services[0].normal")]
    [InlineData("services[0].normal", "0", "$.disasterRecovery.services[0].normal")]
    [InlineData("services[0].health.url", "\"dr.example.com\"", "$.disasterRecovery.services[0].health.url")]
    [InlineData("tables[0]", "\"elsewhere\"", "$.disasterRecovery.tables[0]")]
    [InlineData("traffic.record", "\"発表.com\"", "$.disasterRecovery.traffic.record")]
    [InlineData("traffic.hostedZoneId", "\"/hostedzone/Z1\"", "$.disasterRecovery.traffic.hostedZoneId")]
    [InlineData("traffic.healthCheckId", "\"primary\"", "$.disasterRecovery.traffic.healthCheckId")]
    [InlineData("traffic.switch.bucket", "\"Not A Bucket\"", "$.disasterRecovery.traffic.switch.bucket")]
    [InlineData("switchPlan", "\"plan\"", "$.disasterRecovery.switchPlan")]
    public void Read_NamesThePlaceOfAWrongMember(string place, string json, string path)
    {
        var errors = ErrorsAfter(root => Set(root["disasterRecovery"]!, place, JsonNode.Parse(json)!));

        Assert.Equal(path, Assert.Single(errors).Path);
    }

    [Fact]
    public void Read_TakesAServiceThatStandsByOnce()
    {
        var errors = ErrorsAfter(root =>
        {
            var services = root["disasterRecovery"]!["services"]!.AsArray();
            services.Add(services[0]!.DeepClone());
        });

        Assert.Equal("$.disasterRecovery.services[1].of", Assert.Single(errors).Path);
    }

    [Fact]
    public void Read_NeedsNone()
    {
        var root = Parse(Full);
        root.AsObject().Remove("disasterRecovery");

        Assert.Null(Valid(root).DisasterRecovery);
    }

    [Theory]
    [InlineData("""{"region":"mars-1"}""", "$.disasterRecovery.region")]
    [InlineData("""{}""", "$.disasterRecovery.region")]
    [InlineData("""{"region":"us-west-2","vault":"x"}""", "$.disasterRecovery.vault")]
    [InlineData("\"us-west-2\"", "$.disasterRecovery")]
    public void Read_NamesThePlaceOfAnError(string json, string path)
    {
        var errors = ErrorsAfter(root => root["disasterRecovery"] = JsonNode.Parse(json));

        Assert.Equal(path, errors[0].Path);
    }

    [Theory]
    [InlineData("ap-northeast-1", true)]
    [InlineData("us-gov-west-1", true)]
    [InlineData("us-west-2", false)]
    public void Warnings_NameARegionThatNothingCanBeCopiedTo(string region, bool isWarned)
    {
        var root = Parse(Full);
        root["disasterRecovery"] = new JsonObject { ["region"] = region };

        var warnings = EstateWarnings.Of(Valid(root));

        Assert.Equal(isWarned, warnings.Any(warning => warning.Path == "$.disasterRecovery.region"));
    }

    private static void Set(JsonNode root, string place, JsonNode value)
    {
        var steps = place
            .Replace("[", ".", StringComparison.Ordinal)
            .Replace("]", "", StringComparison.Ordinal)
            .Split('.');
        var parent = steps
            .SkipLast(1)
            .Aggregate(root, (node, step) => int.TryParse(step, out var index) ? node[index]! : node[step]!);
        if (int.TryParse(steps[^1], out var at))
        {
            parent[at] = value;
        }
        else
        {
            parent[steps[^1]] = value;
        }
    }

    private static Estate Valid(JsonNode root) =>
        Assert.IsType<EstateReading.Valid>(EstateReader.Read(root.ToJsonString())).Estate;
}
