using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.Tests.World;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Alarms;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.Services.CloudWatch;

public sealed class CloudWatchFaceTests
{
    private const string Dimensions = """
        [{"Name":"LoadBalancer","Value":"app/main-alb/50dc6c495c0c9188"},
        {"Name":"TargetGroup","Value":"targetgroup/shop-tg/73e2d6bc24d8a067"}]
        """;

    private readonly SimulatedWorld _world = Worlds.New(
        plan: Worlds.Plan with
        {
            Alarms =
            [
                Worlds.Errors,
                Worlds.Errors with
                {
                    Name = "slow",
                    Queries = [new() { Metric = Worlds.Target5xx, Stat = "p95" }],
                },
                AlarmBookTests.ErrorRate,
                AlarmBookTests.Anomaly,
                new AlarmPlan.Composite { Name = "shop-down", Rule = "ALARM(\"shop-5xx\")" },
            ],
        }
    );

    [Fact]
    public void DescribeAlarms_ShowsMetricAlarmsUnlessOthersAreAsked()
    {
        var all = Call("DescribeAlarms", "{}");
        Assert.Equal(
            ["shop-5xx", "shop-error-rate", "shop-traffic", "slow"],
            all["MetricAlarms"]!.AsArray().Select(a => a!.Text("AlarmName"))
        );
        Assert.Empty(all["CompositeAlarms"]!.AsArray());
        Assert.Single(Call("DescribeAlarms", """{"AlarmTypes":["CompositeAlarm"]}""")["CompositeAlarms"]!.AsArray());
        Assert.Equal("p95", all["MetricAlarms"]![3]!.Text("ExtendedStatistic"));
        Assert.Equal("ad1", all["MetricAlarms"]![2]!.Text("ThresholdMetricId"));
    }

    [Theory]
    [InlineData("""{"AlarmNames":["slow","nosuch"]}""", 1)]
    [InlineData("""{"AlarmNamePrefix":"shop-"}""", 3)]
    [InlineData("""{"StateValue":"ALARM"}""", 0)]
    [InlineData("""{"StateValue":"OK"}""", 4)]
    [InlineData("""{"ActionPrefix":"arn:aws:lambda"}""", 3)]
    [InlineData("""{"MaxRecords":2}""", 2)]
    public void DescribeAlarms_Filters(string input, int count) =>
        Assert.Equal(count, Call("DescribeAlarms", input)["MetricAlarms"]!.AsArray().Count);

    [Fact]
    public void SetAlarmState_IsSeenInStateAndHistory()
    {
        Call("SetAlarmState", """{"AlarmName":"shop-5xx","StateValue":"ALARM","StateReason":"a drill"}""");

        var alarm = Call("DescribeAlarms", """{"AlarmNames":["shop-5xx"]}""")["MetricAlarms"]![0]!;
        Assert.Equal(("ALARM", "a drill"), (alarm.Text("StateValue"), alarm.Text("StateReason")));
        var history = Call("DescribeAlarmHistory", """{"AlarmName":"shop-5xx","HistoryItemType":"StateUpdate"}""");
        var items = history["AlarmHistoryItems"]!;
        Assert.Equal("Alarm updated from OK to ALARM", items[0]!.Text("HistorySummary"));
        Assert.Equal("ALARM", JsonNode.Parse(items[0]!.Text("HistoryData"))!["newState"]!.Text("stateValue"));
        Assert.Equal(AlarmStateValue.Alarm, _world.Alarms["shop-down"].State);
    }

    [Theory]
    [InlineData("SetAlarmState", """{"AlarmName":"nosuch","StateValue":"OK","StateReason":"x"}""", "ResourceNotFound")]
    [InlineData("SetAlarmState", """{"AlarmName":"slow","StateValue":"BAD","StateReason":"x"}""", "ValidationError")]
    [InlineData(
        "SetAlarmState",
        """{"AlarmName":"slow","StateValue":"OK","StateReason":"x","StateReasonData":"{"}""",
        "InvalidFormatFault"
    )]
    [InlineData("PutMetricData", """{"Namespace":"AWS/ECS","MetricData":[]}""", "InvalidParameterValueException")]
    [InlineData(
        "GetMetricStatistics",
        """
            {"Namespace":"a","MetricName":"b","StartTime":"2026-03-02T00:00:00Z","EndTime":"2026-03-02T01:00:00Z",
            "Period":60}
            """,
        "InvalidParameterCombinationException"
    )]
    [InlineData(
        "GetMetricStatistics",
        """
            {"Namespace":"a","MetricName":"b","StartTime":"2026-03-02T01:00:00Z","EndTime":"2026-03-02T00:00:00Z",
            "Period":60,"Statistics":["Sum"]}
            """,
        "InvalidParameterValueException"
    )]
    [InlineData(
        "GetMetricData",
        """
            {"MetricDataQueries":[{"Id":"e1","Expression":"m9 * 2","Period":60}],"StartTime":"2026-03-02T00:00:00Z",
            "EndTime":"2026-03-02T01:00:00Z"}
            """,
        "ValidationError"
    )]
    [InlineData("PutDashboard", "{}", "InvalidAction")]
    public void Errors_AreTheModels(string operation, string input, string code) =>
        Assert.Equal(code, _world.ErrorOf("cloudwatch", operation, input));

    [Fact]
    public void GetMetricData_AnswersMetricsAndMathNewestFirst()
    {
        var answer = Call(
            "GetMetricData",
            $$"""
            {"StartTime":"2026-03-02T00:50:00Z","EndTime":"2026-03-02T00:55:00Z","MetricDataQueries":[
            {"Id":"m1","MetricStat":{"Metric":{"Namespace":"AWS/ApplicationELB","MetricName":"RequestCount",
            "Dimensions":{{Dimensions}}},"Period":60,"Stat":"Sum"},"ReturnData":false},
            {"Id":"rps","Expression":"m1 / PERIOD(m1)","Label":"Requests per second"}]}
            """
        );

        var result = Assert.Single(answer["MetricDataResults"]!.AsArray())!;
        Assert.Equal("2026-03-02T00:54:00.000Z", result["Timestamps"]![0]!.GetValue<string>());
        Assert.Equal((5, 5), (result["Timestamps"]!.AsArray().Count, result["Values"]!.AsArray().Count));
        Assert.All(result["Values"]!.AsArray(), v => Assert.InRange(v!.GetValue<double>(), 40, 60));
    }

    [Fact]
    public void GetMetricStatistics_LeavesOutEmptyPeriods()
    {
        var answer = Call(
            "GetMetricStatistics",
            $$"""
            {"Namespace":"AWS/ApplicationELB","MetricName":"TargetResponseTime","Dimensions":{{Dimensions}},
            "Period":300,"StartTime":"2026-03-02T00:00:00Z","EndTime":"2026-03-02T01:00:00Z",
            "Statistics":["Average","SampleCount"],
            "ExtendedStatistics":["p95"]}
            """
        );

        Assert.Equal(3, answer["Datapoints"]!.AsArray().Count);
        var point = answer["Datapoints"]![1]!;
        Assert.Equal("Seconds", point.Text("Unit"));
        Assert.InRange(point["SampleCount"]!.GetValue<double>(), 14000, 16000);
        Assert.InRange(point["ExtendedStatistics"]!["p95"]!.GetValue<double>(), 0.1, 0.3);
    }

    [Fact]
    public void PutMetricData_CanBeReadAndListed()
    {
        Call(
            "PutMetricData",
            """
            {"Namespace":"shop/Application","MetricData":[
            {"MetricName":"ActiveUsers","Value":120,"Unit":"Count","Dimensions":[{"Name":"Stage","Value":"prod"}]},
            {"MetricName":"Cart","Values":[1,2,9],"Counts":[5,4,1]},
            {"MetricName":"Age","StatisticValues":{"SampleCount":2,"Sum":30,"Minimum":10,"Maximum":20}}]}
            """
        );
        _world.Seconds(10);

        var names = Call("ListMetrics", """{"Namespace":"shop/Application"}""")["Metrics"]!.AsArray();
        Assert.Equal(["ActiveUsers", "Cart", "Age"], names.Select(m => m!.Text("MetricName")));
        Assert.Single(Call("ListMetrics", """{"Dimensions":[{"Name":"Stage"}]}""")["Metrics"]!.AsArray());
        var cart = Call(
            "GetMetricStatistics",
            """
            {"Namespace":"shop/Application","MetricName":"Cart","Period":60,"StartTime":"2026-03-02T01:00:00Z",
            "EndTime":"2026-03-02T01:01:00Z","Statistics":["Sum","Maximum"],"ExtendedStatistics":["p50","p99"]}
            """
        )["Datapoints"]![0]!;
        Assert.Equal((22, 9), (cart["Sum"]!.GetValue<double>(), cart["Maximum"]!.GetValue<double>()));
        Assert.Equal("""{"p50":1,"p99":9}""", cart["ExtendedStatistics"]!.ToJsonString());

        // The values behind a statistic set are nobody's knowledge.
        var age = Call(
            "GetMetricStatistics",
            """
            {"Namespace":"shop/Application","MetricName":"Age","Period":60,"StartTime":"2026-03-02T01:00:00Z",
            "EndTime":"2026-03-02T01:01:00Z","Statistics":["Average"],"ExtendedStatistics":["p50"]}
            """
        )["Datapoints"]![0]!;
        Assert.Equal((15, "{}"), (age["Average"]!.GetValue<double>(), age["ExtendedStatistics"]!.ToJsonString()));
    }

    /// <summary>Another dimension is another metric: the one without has no datapoint, and no error says so.</summary>
    [Fact]
    public void GetMetricData_OfOtherDimensionsIsEmpty()
    {
        Call(
            "PutMetricData",
            """
            {"Namespace":"shop/Application","MetricData":[{"MetricName":"ActiveUsers","Value":120,
            "Dimensions":[{"Name":"Stage","Value":"prod"}]}]}
            """
        );
        _world.Seconds(10);

        Assert.Equal((0, 1, 0), (PointsOf("").Count, PointsOf("prod").Count, PointsOf("test").Count));

        JsonArray PointsOf(string stage) =>
            Call(
                "GetMetricData",
                $$$"""
                {"StartTime":"2026-03-02T01:00:00Z","EndTime":"2026-03-02T01:05:00Z","MetricDataQueries":[{"Id":"m1",
                "MetricStat":{"Metric":{"Namespace":"shop/Application","MetricName":"ActiveUsers","Dimensions":
                [{{{(
                    stage.Length == 0 ? "" : $$"""{"Name":"Stage","Value":"{{stage}}"}"""
                )}}}]},"Period":60,"Stat":"Average"}}]}
                """
            )["MetricDataResults"]![0]!["Values"]!.AsArray();
    }

    [Theory]
    [InlineData(180, true, true)]
    [InlineData(181, true, false)]
    [InlineData(20_160, false, true)]
    [InlineData(20_161, false, false)]
    public void ListMetrics_ForgetsWhatIsNotWritten(int minutes, bool recently, bool isKnown)
    {
        var at = _world
            .Clock.Now.AddMinutes(-minutes)
            .ToString("yyyy-MM-dd'T'HH:mm:'00Z'", CultureInfo.InvariantCulture);
        Call(
            "PutMetricData",
            $$"""{"Namespace":"shop/Old","MetricData":[{"MetricName":"ActiveUsers","Value":1,"Timestamp":"{{at}}"}]}"""
        );

        var listed = Call(
            "ListMetrics",
            $$"""{"Namespace":"shop/Old"{{(recently ? ""","RecentlyActive":"PT3H" """ : "")}}}"""
        )["Metrics"]!.AsArray();

        Assert.Equal(isKnown, listed.Count == 1);
    }

    [Fact]
    public void AlarmActions_CanBeSwitchedOff()
    {
        Call("DisableAlarmActions", """{"AlarmNames":["shop-5xx"]}""");
        Assert.False(_world.Alarms["shop-5xx"].ActionsEnabled);
        Call("EnableAlarmActions", """{"AlarmNames":["shop-5xx"]}""");
        Assert.True(_world.Alarms["shop-5xx"].ActionsEnabled);
    }

    private JsonObject Call(string operation, string input) => _world.Call("cloudwatch", operation, input);
}
