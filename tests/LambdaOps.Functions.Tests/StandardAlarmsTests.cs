using System.Text.Json.Nodes;
using LambdaOps.Cli.EstateTemplates;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Estates;

namespace LambdaOps.Functions.Tests;

/// <summary>The alarms that the stack makes with CreateAlarms=true.</summary>
public class StandardAlarmsTests
{
    /// <summary>DynamoDB counts an index's throttled requests under its own name, and not as the table's.</summary>
    [Fact]
    public void AlarmOnThrottledRequests_CountsTheIndexesThatTheEstateNames()
    {
        var json = JsonNode.Parse(File.ReadAllText(Repository.Estate))!;
        var table = json["tables"]!.AsArray().First(one => one!["remedies"] is not null)!;
        table["indexes"] = new JsonArray("byDate", "byOwner");
        var estate = ((EstateReading.Valid)EstateReader.Read(json.ToJsonString())).Estate;

        var template = EstateTemplate.Write(File.ReadAllText(Repository.Template), estate).Text;

        var alarm = JsonNode.Parse(template)!["Resources"]!
            .AsObject()
            .Select(one => one.Value!["Properties"])
            .Single(one => (string?)one?["AlarmName"] == $"{table["name"]}-throttled")!;

        Assert.Equal(
            "FILL(m0, 0) + FILL(m1, 0) + FILL(m2, 0) + FILL(m3, 0) + FILL(m4, 0) + FILL(m5, 0)",
            (string?)alarm["Metrics"]![6]!["Expression"]
        );
        Assert.Equal(
            [
                "ReadThrottleEvents ",
                "WriteThrottleEvents ",
                "ReadThrottleEvents byDate",
                "WriteThrottleEvents byDate",
                "ReadThrottleEvents byOwner",
                "WriteThrottleEvents byOwner",
            ],
            alarm["Metrics"]!
                .AsArray()
                .SkipLast(1)
                .Select(one => one!["MetricStat"]!["Metric"]!)
                .Select(metric =>
                    $"{metric["MetricName"]} {metric["Dimensions"]!.AsArray().SingleOrDefault(of => (string?)of!["Name"] == "GlobalSecondaryIndexName")?["Value"]}"
                )
        );
    }

    /// <summary>Deployments shift traffic between the two: an alarm on one of them would fire with every second one.</summary>
    [Theory]
    [InlineData("api-service-5xx", "FILL(m0, 0) + FILL(m1, 0)", "HTTPCode_Target_5XX_Count")]
    [InlineData("api-service-p95", "MAX([FILL(m0, 0), FILL(m1, 0)])", "TargetResponseTime")]
    [InlineData("api-service-no-hosts", "FILL(m0, 0) + FILL(m1, 0)", "HealthyHostCount")]
    public void Alarms_OfAServiceWithTwoTargetGroupsWatchBoth(string name, string expression, string metric)
    {
        const string Second = "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:targetgroup/second/22";
        var json = JsonNode.Parse(File.ReadAllText(Repository.Estate))!;
        json["services"]![0]!["alternateTargetGroupArn"] = Second;
        var estate = ((EstateReading.Valid)EstateReader.Read(json.ToJsonString())).Estate;
        var template = EstateTemplate.Write(File.ReadAllText(Repository.Template), estate).Text;
        var text = JsonNode.Parse(template)!["Resources"]!.AsObject();

        var alarm = text.Select(one => one.Value!["Properties"]).Single(one => (string?)one?["AlarmName"] == name)![
            "Metrics"
        ]!.AsArray();

        Assert.Equal(expression, (string?)alarm[^1]!["Expression"]);
        Assert.Equal(
            [estate.Services[0].TargetGroup, "targetgroup/second/22"],
            alarm
                .SkipLast(1)
                .Select(one => one!["MetricStat"]!["Metric"]!)
                .Where(one => (string?)one["MetricName"] == metric)
                .Select(one =>
                    (string?)one["Dimensions"]!.AsArray().Single(of => (string?)of!["Name"] == "TargetGroup")!["Value"]
                )
        );
    }
}
