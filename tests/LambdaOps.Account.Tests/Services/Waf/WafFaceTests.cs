using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Tests.World;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Logs;
using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.Services.Waf;

/// <summary>AWS WAF as it documents itself: what it samples, how far back, and that metrics and log say the same.</summary>
public class WafFaceTests
{
    private const string Regional = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/front/1a2b";
    private const string Edge = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/3c4d";
    private const string Source = "203.0.113.9";

    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private readonly SimulatedWorld _world = Worlds.New(plan: Plan(perMinute: 30));

    private DateTimeOffset Now => _world.Clock.Now;

    [Fact]
    public void Sample_HasBlockedAndAllowedRequests()
    {
        var answer = Ask(Now - s_hour, Now);
        var sampled = answer["SampledRequests"]!.AsArray();
        var attack = sampled.First(one => (string)one!["Request"]!["ClientIP"]! == Source)!;

        Assert.Equal(500, sampled.Count);
        Assert.InRange((int)answer["PopulationSize"]!, 5000, 5000);
        Assert.Equal(("BLOCK", "Flood"), ((string)attack["Action"]!, (string)attack["RuleNameWithinRuleGroup"]!));
        Assert.Equal("/login", (string)attack["Request"]!["URI"]!);
        Assert.Contains(sampled, one => (string)one!["Action"]! == "ALLOW");
        Assert.All(sampled, one => Assert.Equal(10, (int)one!["Weight"]!));
    }

    /// <summary>Of more than 5,000 requests the time ends with the 5,000th.</summary>
    [Fact]
    public void Sample_EndsWithThe5000thRequest()
    {
        var window = Ask(Now - s_hour, Now)["TimeWindow"]!;

        Assert.Equal((Now - s_hour).Iso(), (string)window["StartTime"]!);
        Assert.InRange(DateTimeOffset.Parse((string)window["EndTime"]!, null), Now - s_hour, Now - (s_hour / 4));
    }

    /// <summary>"If you specify a start time that's earlier than three hours ago, WAF sets it to three hours ago."</summary>
    [Theory]
    [InlineData(-24)]
    [InlineData(-4)]
    public void Sample_ReachesBackThreeHours(int hours) =>
        Assert.Equal((Now - (3 * s_hour)).Iso(), (string)Ask(Now.AddHours(hours), Now)["TimeWindow"]!["StartTime"]!);

    [Fact]
    public void Sample_OfATimeBeforeThatIsRefused() =>
        Assert.Equal(
            "WAFInvalidParameterException",
            Assert.Throws<ServiceFault>(() => Ask(Now.AddHours(-5), Now.AddHours(-4))).Code
        );

    [Fact]
    public void Sample_OfOneRuleHasItsRequestsAlone()
    {
        var sampled = Ask(Now - s_hour, Now, rule: "Flood")["SampledRequests"]!.AsArray();

        Assert.All(sampled, one => Assert.Equal("Flood", (string)one!["RuleNameWithinRuleGroup"]!));
        Assert.Equal(500, sampled.Count);
    }

    [Theory]
    [InlineData("arn:aws:wafv2:us-east-1:123456789012:regional/webacl/other/1", "ALL", "REGIONAL", "us-east-1")]
    [InlineData(Regional, "Nothing", "REGIONAL", "us-east-1")]
    [InlineData(Regional, "ALL", "CLOUDFRONT", "us-east-1")]
    [InlineData(Regional, "ALL", "REGIONAL", "eu-west-1")]
    [InlineData(Edge, "ALL", "REGIONAL", "us-east-1")]
    public void Sample_OfWhatIsNotThereIsRefused(string arn, string rule, string scope, string region) =>
        Assert.Equal(
            "WAFNonexistentItemException",
            Assert.Throws<ServiceFault>(() => Ask(Now - s_hour, Now, arn, rule, scope, region)).Code
        );

    [Fact]
    public void Sample_OfCloudFrontIsInUsEast1()
    {
        Assert.NotEmpty(Ask(Now - s_hour, Now, Edge, "ALL", "CLOUDFRONT")["SampledRequests"]!.AsArray());
        Assert.Equal(
            "WAFInvalidParameterException",
            Assert
                .Throws<ServiceFault>(() => Ask(Now - s_hour, Now, Edge, "ALL", "CLOUDFRONT", region: "eu-west-1"))
                .Code
        );
    }

    /// <summary>The same requests are counted, written into the log, and sampled.</summary>
    [Fact]
    public void MetricsAndLog_AreOfTheSameRequests()
    {
        _world.Pass(TimeSpan.FromMinutes(3));
        var (from, until) = (Now.AddMinutes(-40), Now.AddMinutes(-2));
        from = from.AddTicks(-(from.Ticks % TimeSpan.TicksPerMinute));
        until = until.AddTicks(-(until.Ticks % TimeSpan.TicksPerMinute));
        var counted = Sum("BlockedRequests", "ALL", from, until);
        var logged = _world.Logs.Read("aws-waf-logs-front", from, until).ToList();

        Assert.Equal(counted, logged.Count);
        Assert.InRange(counted, 30 * 38, 31 * 38);
        Assert.Equal(Sum("BlockedRequests", "Flood", from, until), logged.Count(line => IsFlood(line)));
        Assert.All(logged, line => Assert.Equal("BLOCK", line.Field("action")));
        Assert.InRange(Sum("AllowedRequests", "ALL", from, until), 95 * 38, 105 * 38);
    }

    /// <summary>"There is a nonzero value" is when AWS writes one.</summary>
    [Fact]
    public void Metrics_HaveNoZeros()
    {
        var world = Worlds.New(plan: Plan(perMinute: 0));

        Assert.DoesNotContain(
            world.Metrics.NamesSince(DateTimeOffset.MinValue),
            name => name.Name == "BlockedRequests"
        );
    }

    /// <summary>CloudWatch of another region does not have them.</summary>
    [Theory]
    [InlineData("us-east-1", true)]
    [InlineData("eu-west-1", false)]
    public void Metrics_AreInTheirRegion(string region, bool areThere)
    {
        var input = JsonNode.Parse(
            $$"""
            {
              "StartTime": "{{Now.AddHours(-1).Iso()}}", "EndTime": "{{Now.Iso()}}",
              "MetricDataQueries": [
                {
                  "Id": "edge",
                  "MetricStat": {
                    "Metric": {
                      "Namespace": "AWS/WAFV2", "MetricName": "AllowedRequests",
                      "Dimensions": [{ "Name": "WebACL", "Value": "EdgeMetric" }, { "Name": "Rule", "Value": "ALL" }]
                    },
                    "Period": 300, "Stat": "Sum"
                  }
                }
              ]
            }
            """
        )!;
        var answer = _world.Services.Dispatch(
            new ServiceCall("cloudwatch", "GetMetricData", input.AsObject(), Now, "tester") { Region = region }
        );

        Assert.Equal(areThere, answer["MetricDataResults"]![0]!["Values"]!.AsArray().Count > 0);
    }

    private static bool IsFlood(LogEvent line) =>
        (string?)line.Field("terminatingRuleId") == "Flood"
        && (string?)line.Field("httpRequest.clientIp") == Source
        && (string?)line.Field("httpRequest.uri") == "/login";

    private static WorldPlan Plan(int perMinute) =>
        new()
        {
            History = 5 * s_hour,
            Firewalls =
            [
                new FirewallPlan(Regional, "front")
                {
                    LogGroup = "aws-waf-logs-front",
                    AllowedPerMinute = 100,
                    BlockedPerHour = perMinute,
                    Attacks =
                        perMinute == 0
                            ? []
                            : [new AttackPlan(2 * s_hour, 4 * s_hour, perMinute, "Flood", Source, "/login")],
                },
                new FirewallPlan(Edge, "EdgeMetric") { BlockedPerHour = 0 },
            ],
        };

    private double Sum(string metric, string rule, DateTimeOffset from, DateTimeOffset until) =>
        _world
            .Metrics.Points(
                MetricName.Of("AWS/WAFV2", metric, ("WebACL", "front"), ("Rule", rule), ("Region", _world.Plan.Region)),
                "Sum",
                TimeSpan.FromMinutes(1),
                from,
                until
            )
            .Sum(point => point.Value);

    private JsonObject Ask(
        DateTimeOffset from,
        DateTimeOffset until,
        string arn = Regional,
        string rule = "ALL",
        string scope = "REGIONAL",
        string region = "us-east-1"
    ) =>
        _world.Services.Dispatch(
            new ServiceCall(
                "wafv2",
                "GetSampledRequests",
                new JsonObject
                {
                    ["WebAclArn"] = arn,
                    ["RuleMetricName"] = rule,
                    ["Scope"] = scope,
                    ["TimeWindow"] = new JsonObject { ["StartTime"] = from.Iso(), ["EndTime"] = until.Iso() },
                    ["MaxItems"] = 500,
                },
                Now,
                "tester"
            )
            {
                Region = region,
            }
        );
}
