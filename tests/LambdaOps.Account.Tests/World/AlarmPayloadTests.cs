using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.World.Alarms;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Resources;

namespace LambdaOps.Account.Tests.World;

public sealed class AlarmPayloadTests
{
    [Fact]
    public void SnsMessage_OfAMetricAlarmHasItsTrigger()
    {
        var message = Post("sns", Worlds.Errors);

        Assert.Equal(
            "AlarmName,AlarmDescription,AWSAccountId,AlarmConfigurationUpdatedTimestamp,NewStateValue,NewStateReason,"
                + "StateChangeTime,Region,AlarmArn,OldStateValue,OKActions,AlarmActions,InsufficientDataActions,Trigger",
            Keys(message)
        );
        Assert.Equal(
            """
            {"MetricName":"HTTPCode_Target_5XX_Count","Namespace":"AWS/ApplicationELB","StatisticType":"Statistic",
            "Statistic":"SUM","Unit":null,"Dimensions":[
            {"value":"targetgroup/shop-tg/73e2d6bc24d8a067","name":"TargetGroup"},
            {"value":"app/main-alb/50dc6c495c0c9188","name":"LoadBalancer"}],"Period":60,"EvaluationPeriods":3,
            "DatapointsToAlarm":3,"ComparisonOperator":"GreaterThanThreshold","Threshold":10.0,
            "TreatMissingData":"notBreaching","EvaluateLowSampleCountPercentile":""}
            """.ReplaceLineEndings(""),
            message["Trigger"]!.ToJsonString()
        );
        Assert.Equal(("ALARM", "OK"), (Text(message, "NewStateValue"), Text(message, "OldStateValue")));
        Assert.Equal("EU (Ireland)", Text(message, "Region"));
        Assert.Equal("2026-03-02T01:00:00.000+0000", Text(message, "StateChangeTime"));
    }

    [Fact]
    public void SnsMessage_OfAPercentileNamesTheExtendedStatistic()
    {
        var trigger = Post("sns", Worlds.Errors with { Queries = [new() { Metric = Worlds.Target5xx, Stat = "p95" }] })[
            "Trigger"
        ]!;

        Assert.Equal("ExtendedStatistic", Text(trigger, "StatisticType"));
        Assert.Equal("p95", Text(trigger, "ExtendedStatistic"));
        Assert.Null(trigger["Statistic"]);
    }

    [Fact]
    public void SnsMessage_OfMetricMathHasMetricsAndNoName()
    {
        var trigger = Post("sns", AlarmBookTests.ErrorRate with { AlarmActions = [Worlds.Topic] })["Trigger"]!;

        Assert.Null(trigger["MetricName"]);
        Assert.Equal(
            """{"Expression":"100 * FILL(errors, 0) / requests","Id":"rate","Label":"Error rate","ReturnData":true}""",
            trigger["Metrics"]![0]!.ToJsonString()
        );
        Assert.Equal("Id,MetricStat,ReturnData", Keys(trigger["Metrics"]![1]!));
        Assert.Equal("Metric,Period,Stat", Keys(trigger["Metrics"]![1]!["MetricStat"]!));
    }

    [Fact]
    public void SnsMessage_OfAnAnomalyAlarmNamesItsBand()
    {
        var trigger = Post("sns", AlarmBookTests.Anomaly)["Trigger"]!;

        Assert.Equal("ad1", Text(trigger, "ThresholdMetricId"));
        Assert.Null(trigger["Threshold"]);
    }

    [Fact]
    public void SnsMessage_OfACompositeAlarmHasItsRuleAndChildren()
    {
        var message = Post("sns", Composite, Worlds.Errors with { AlarmActions = [] });

        Assert.Null(message["Trigger"]);
        Assert.Equal("ALARM(\"shop-5xx\")", Text(message, "AlarmRule"));
        Assert.Equal(
            """
            [{"Arn":"arn:aws:cloudwatch:eu-west-1:111122223333:alarm:shop-5xx","State":
            {"Value":"ALARM","Timestamp":"2026-03-02T01:00:00.000\u002B0000"}}]
            """.ReplaceLineEndings(""),
            message["TriggeringChildren"]!.ToJsonString()
        );
    }

    [Fact]
    public void EventBridgeEvent_HasItsEnvelopeAndDetail()
    {
        var @event = Post("eventbridge", Worlds.Errors);

        Assert.Equal("version,id,detail-type,source,account,time,region,resources,detail", Keys(@event));
        Assert.Equal("CloudWatch Alarm State Change", Text(@event, "detail-type"));
        Assert.Equal("2026-03-02T01:00:00Z", Text(@event, "time"));
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$", Text(@event, "id"));
        Assert.Equal("alarmName,state,previousState,configuration", Keys(@event["detail"]!));
        Assert.Equal("value,reason,timestamp", Keys(@event["detail"]!["state"]!));
        Assert.Equal("value,reason,reasonData,timestamp", Keys(@event["detail"]!["previousState"]!));
        var metric = @event["detail"]!["configuration"]!["metrics"]![0]!;
        Assert.Equal("id,metricStat,returnData", Keys(metric));
        Assert.Equal("metric,period,stat", Keys(metric["metricStat"]!));
        Assert.Equal(
            "app/main-alb/50dc6c495c0c9188",
            Text(metric["metricStat"]!["metric"]!["dimensions"]!, "LoadBalancer")
        );
    }

    [Fact]
    public void EventBridgeEvent_OfACompositeAlarmNamesTheTriggeringAlarms()
    {
        var detail = Post("eventbridge", Composite, Worlds.Errors)["detail"]!;

        Assert.Equal("alarmRule", Keys(detail["configuration"]!));
        var data = JsonNode.Parse(Text(detail["state"]!, "reasonData"))!;
        Assert.Equal("arn,state", Keys(data["triggeringAlarms"]![0]!));
    }

    [Fact]
    public void EventBridgeEvent_OfMetricMathHasExpressions()
    {
        var metrics = Post("eventbridge", AlarmBookTests.ErrorRate)["detail"]!["configuration"]!["metrics"]!;

        Assert.Equal("id,expression,label,returnData", Keys(metrics[0]!));
        Assert.Equal("errors", Text(metrics[1]!, "id"));
    }

    [Fact]
    public void LambdaPayload_HasAlarmData()
    {
        var payload = Post("lambda", Worlds.Errors);

        Assert.Equal("source,alarmArn,accountId,time,region,alarmData", Keys(payload));
        Assert.Equal("2026-03-02T01:00:00.000+0000", Text(payload, "time"));
        Assert.Equal("alarmName,state,previousState,configuration", Keys(payload["alarmData"]!));
    }

    [Fact]
    public void Tags_ArePropagatedWhenThereAreAny()
    {
        var tagged = Worlds.Errors with { Tags = new Dictionary<string, string> { ["team"] = "shop" } };

        Assert.Equal("shop", Text(Post("sns", tagged)["AlarmTags"]!, "team"));
        Assert.Equal("SUCCESS", Text(Post("eventbridge", tagged)["detail"]!, "alarmTagsStatus"));
    }

    [Fact]
    public void RealAlarm_CarriesItsReasonData()
    {
        var (world, post) = AlarmBookTests.Posted();
        Worlds.ShopOf(world).HangTasks(Illness.Shallow);
        world.Minutes(6);

        var state = JsonNode.Parse(post.First(p => p.To == "eventbridge").Body)!["detail"]!["state"]!;
        var data = JsonNode.Parse(Text(state, "reasonData"))!;
        Assert.Equal(
            "version,queryDate,startDate,statistic,period,recentDatapoints,threshold,evaluatedDatapoints",
            Keys(data)
        );
        Assert.Equal(3, data["recentDatapoints"]!.AsArray().Count);
        DateTimeOffset.ParseExact(Text(state, "timestamp"), "yyyy-MM-ddTHH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
    }

    private static AlarmPlan.Composite Composite { get; } =
        new()
        {
            Name = "shop-down",
            Rule = "ALARM(\"shop-5xx\")",
            AlarmActions = [Worlds.Topic],
        };

    /// <summary>What arrives at a kind of receiver when the first alarm goes off.</summary>
    private static JsonNode Post(string kind, params AlarmPlan[] alarms)
    {
        var (world, post) = AlarmBookTests.Posted(alarms);
        var cause = alarms[^1];
        world.Alarms.SetState(cause.Name, AlarmStateValue.Alarm, "a drill", null, "person");
        world.Seconds(3);
        return post.Where(p => p.To.StartsWith(kind, StringComparison.Ordinal))
            .Select(p => JsonNode.Parse(p.Body)!)
            .First(p =>
                (p["AlarmName"] ?? p["detail"]?["alarmName"] ?? p["alarmData"]!["alarmName"])!.GetValue<string>()
                == alarms[0].Name
            );
    }

    private static string Keys(JsonNode node) => string.Join(',', node.AsObject().Select(m => m.Key));

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();
}
