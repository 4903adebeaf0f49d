using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Account.Tests.Services;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Alarms;
using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Resources;

namespace LambdaOps.Account.Tests.World;

/// <summary>One alarm over many series: each changes for itself, and the alarm is in ALARM while any is.</summary>
public sealed class AlarmSeriesTests
{
    private const string Query =
        """SELECT AVG(Load) FROM SCHEMA("App", Cluster, Service) WHERE Cluster = 'main' GROUP BY Service""";

    private readonly List<(string To, JsonNode? Event)> _post = [];
    private readonly SimulatedWorld _world;

    public AlarmSeriesTests()
    {
        _world = Worlds.New(
            plan: Worlds.Plan with
            {
                Alarms = [ByService(Query)],
                ApplicationMetrics = [Load("main", "api"), Load("main", "web"), Load("other", "web")],
            }
        );
        _world.Alarms.Deliveries.EventBridge = body =>
            _post.Add(("eventbridge", JsonNode.Parse(Encoding.UTF8.GetString(body))));
        _world.Alarms.Deliveries.Sns = (topic, _, _) => _post.Add((topic, null));
    }

    [Fact]
    public void EachSeries_ChangesForItself()
    {
        _world.Minutes(3);
        Assert.Empty(_post);
        Assert.Equal([("api", "OK"), ("web", "OK")], States());

        _world.ApplicationMetrics[1].Vary(95);
        _world.Minutes(5);
        Assert.Equal([("api", "OK"), ("web", "ALARM")], States());
        Assert.Equal(["App web ALARM", "alarm ALARM", Worlds.Topic], Heard());

        _world.ApplicationMetrics[0].Vary(95);
        _world.Minutes(5);
        _world.ApplicationMetrics[1].Vary(50);
        _world.Minutes(5);
        Assert.Equal(AlarmStateValue.Alarm, _world.Alarms["by-service"].State);
        Assert.Equal(["App api ALARM", "App web OK"], Heard());

        _world.ApplicationMetrics[0].Vary(50);
        _world.Minutes(5);
        Assert.Equal(["App api OK", "alarm OK"], Heard());
    }

    /// <summary>The shape of the event in the field.</summary>
    [Fact]
    public void Event_SaysTheSeriesAndNoStateBefore()
    {
        _world.ApplicationMetrics[1].Vary(95);
        _world.Minutes(5);

        var changed = _post.First(one => one.Event?.Text("detail-type").Contains("Contributor") == true).Event!;
        Assert.Equal("arn:aws:cloudwatch:eu-west-1:111122223333:alarm:by-service", (string)changed["resources"]![0]!);
        Assert.Equal(
            ["alarmName", "alarmContributor", "state", "configuration"],
            changed["detail"]!.AsObject().Select(member => member.Key)
        );
        var query = changed["detail"]!["configuration"]!["metrics"]![0]!;
        Assert.Equal(("q1", Query, 60), (query.Text("id"), query.Text("expression"), query.Int("period")));
        Assert.StartsWith("Threshold Crossed: ", changed["detail"]!["state"]!.Text("reason"));
    }

    [Fact]
    public void Contributors_AreThoseInAlarm()
    {
        Assert.Empty(Contributors("by-service"));
        _world.ApplicationMetrics[1].Vary(95);
        _world.Minutes(5);

        var only = Assert.Single(Contributors("by-service"))!;
        Assert.Equal("web", only["ContributorAttributes"]!.Text("Service"));
        Assert.Equal(
            "ALARM",
            _world.Call("cloudwatch", "DescribeAlarms", "{}")["MetricAlarms"]![0]!.Text("StateValue")
        );
        Assert.Equal(
            "ResourceNotFoundException",
            _world.ErrorOf("cloudwatch", "DescribeAlarmContributors", """{"AlarmName":"nobody"}""")
        );
    }

    [Theory]
    [InlineData("SELECT p95(Load) FROM SCHEMA(\"App\", Service) GROUP BY Service")]
    [InlineData("SELECT AVG(Load) FROM \"App\" GROUP BY Service")]
    [InlineData("SELECT AVG(Load) FROM SCHEMA(\"App\", Service)")]
    [InlineData("SELECT AVG(Load) FROM SCHEMA(\"App\", Service) WHERE Service != 'a' GROUP BY Service")]
    [InlineData("SELECT AVG(Load) FROM SCHEMA(\"App\", Service) GROUP BY Cluster")]
    [InlineData("SELECT AVG(Load) FROM SCHEMA(\"App\", Service) GROUP BY Service LIMIT 5")]
    public void OtherQueries_AreNotUnderstood(string query)
    {
        Assert.True(SeriesQuery.Is(query));
        Assert.Contains(query, Assert.Throws<FormatException>(() => SeriesQuery.Parse(query)).Message);
    }

    private static ApplicationMetricPlan Load(string cluster, string service) =>
        new(MetricName.Of("App", "Load", ("Cluster", cluster), ("Service", service))) { Usual = 50 };

    private static AlarmPlan.Metric ByService(string query) =>
        new()
        {
            Name = "by-service",
            Queries = [new MetricTerm { Id = "q1", Expression = query }],
            Threshold = 80,
            EvaluationPeriods = 2,
            Comparison = Comparison.GreaterThanThreshold,
            MissingData = MissingData.NotBreaching,
            AlarmActions = [Worlds.Topic],
        };

    private IEnumerable<(string, string)> States() =>
        _world.Alarms["by-service"].Contributors.Select(one => (one.Series.Dimensions[0].Value, one.State.Text()));

    private JsonArray Contributors(string alarm) =>
        _world.Call("cloudwatch", "DescribeAlarmContributors", $$"""{"AlarmName":"{{alarm}}"}""")[
            "AlarmContributors"
        ]!.AsArray();

    /// <summary>What has arrived since the last time, in the order of names: its way is of any length.</summary>
    private List<string> Heard()
    {
        var heard = _post
            .Select(one =>
                one.Event?["detail"] is not { } detail
                    ? one.To
                    : (
                        detail["alarmContributor"] is { } series
                            ? $"App {series["attributes"]!.Text("Service")}"
                            : "alarm"
                    ) + $" {detail["state"]!.Text("value")}"
            )
            .Order(StringComparer.Ordinal)
            .ToList();
        _post.Clear();
        return heard;
    }
}
