using System.Text.Json.Nodes;
using LambdaOps.Account.Tests.Services;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.World.Metrics;

public sealed class MetricPointsTests
{
    private static readonly WorldPlan s_plan = Worlds.Plan with { History = TimeSpan.FromMinutes(70) };
    private readonly SimulatedWorld _world = Worlds.New(plan: s_plan);

    public static TheoryData<string, string, string, int, double, double> Wanted =>
        new()
        {
            { "AWS/ApplicationELB", "TargetResponseTime", "p50", 60, 0.04, 0.08 },
            { "AWS/ApplicationELB", "TargetResponseTime", "p95", 60, 0.12, 0.25 },
            { "AWS/ApplicationELB", "TargetResponseTime", "p99", 300, 0.25, 0.6 },
            { "AWS/ApplicationELB", "RequestCount", "Sum", 60, 2700, 3300 },
            { "AWS/ECS", "CPUUtilization", "Average", 60, 40, 60 },
            { "AWS/ECS", "MemoryUtilization", "Average", 300, 45, 60 },
        };

    [Theory]
    [MemberData(nameof(Wanted))]
    public void Points_GoBackAnHour(string space, string name, string stat, int period, double low, double high)
    {
        _world.Seconds(10);
        var points = Points(space, name, stat, period);

        Assert.Equal(3600 / period, points.Count);
        Assert.Equal(Worlds.Start.AddHours(-1), points[0].At);
        Assert.All(points, point => Assert.InRange(point.Value, low, high));
    }

    [Fact]
    public void Points_AreWhatOneCallOfGetMetricDataAnswersForAll()
    {
        Worlds.ShopOf(_world).HangTasks(count: 1);
        _world.Minutes(12);
        var wanted = Wanted.Select(row => ((string)row[0], (string)row[1], (string)row[2], (int)row[3])).ToList();
        wanted.Add(("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "Sum", 60));
        var (from, until) = (_world.Clock.Now.AddHours(-1), _world.Clock.Now);
        var queries = new JsonArray([
            .. wanted.Select(
                (w, i) =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["Id"] = $"m{i}",
                            ["MetricStat"] = new JsonObject
                            {
                                ["Metric"] = new JsonObject
                                {
                                    ["Namespace"] = w.Item1,
                                    ["MetricName"] = w.Item2,
                                    ["Dimensions"] = new JsonArray([
                                        .. Name(w.Item1, w.Item2)
                                            .Dimensions.Select(d =>
                                                (JsonNode)new JsonObject { ["Name"] = d.Key, ["Value"] = d.Value }
                                            ),
                                    ]),
                                },
                                ["Stat"] = w.Item3,
                                ["Period"] = w.Item4,
                            },
                        }
            ),
        ]);
        var answer = _world.Call(
            "cloudwatch",
            "GetMetricData",
            new JsonObject
            {
                ["MetricDataQueries"] = queries,
                ["StartTime"] = from.ToString("O"),
                ["EndTime"] = until.ToString("O"),
                ["ScanBy"] = "TimestampAscending",
            }.ToJsonString()
        );

        var results = answer["MetricDataResults"]!.AsArray();
        Assert.Equal(wanted.Count, results.Count);
        foreach (var (w, result) in wanted.Zip(results))
        {
            var points = Points(w.Item1, w.Item2, w.Item3, w.Item4);
            Assert.NotEmpty(points);
            Assert.Equal(points.Select(p => p.Value), result!["Values"]!.AsArray().Select(v => v!.GetValue<double>()));
            Assert.Equal(
                points.Select(p => p.At),
                result["Timestamps"]!.AsArray().Select(t => DateTimeOffset.Parse(t!.GetValue<string>()))
            );
        }

        Assert.InRange(Points("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "Sum", 60)[^1].Value, 400, 800);
    }

    [Fact]
    public void Points_ShowNothingBeforeItsTime()
    {
        _world.Seconds(60);
        Assert.Empty(LastMinute());
        _world.Seconds(6);
        Assert.Single(LastMinute());
    }

    [Fact]
    public void Points_RefuseAnUnknownStatistic() =>
        Assert.Throws<ArgumentException>(() => Points("AWS/ECS", "CPUUtilization", "Mean", 60));

    private IReadOnlyList<LambdaOps.Account.World.Metrics.MetricPoint> LastMinute() =>
        _world.Metrics.Points(
            Name("AWS/ApplicationELB", "RequestCount"),
            "Sum",
            TimeSpan.FromMinutes(1),
            Worlds.Start,
            Worlds.Start.AddMinutes(1)
        );

    private IReadOnlyList<LambdaOps.Account.World.Metrics.MetricPoint> Points(
        string space,
        string name,
        string stat,
        int period
    ) =>
        _world.Metrics.Points(
            Name(space, name),
            stat,
            TimeSpan.FromSeconds(period),
            _world.Clock.Now.AddHours(-1),
            _world.Clock.Now
        );

    private static MetricName Name(string space, string name) =>
        space == "AWS/ECS"
            ? MetricName.Of(space, name, ("ClusterName", "main"), ("ServiceName", "shop"))
            : new MetricName(space, name, Worlds.Target5xx.Dimensions);
}
