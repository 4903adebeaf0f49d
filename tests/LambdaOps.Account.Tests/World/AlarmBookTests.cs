using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Alarms;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Resources;

namespace LambdaOps.Account.Tests.World;

public sealed class AlarmBookTests
{
    [Fact]
    public void Alarm_GoesOffAfterThreeMinutesOfErrorsAndBack()
    {
        var world = Worlds.New();
        world.Minutes(2);
        var struck = world.Clock.Now;
        Worlds.ShopOf(world).HangTasks(Illness.Shallow);
        RunUntil(world, () => world.Alarms["shop-5xx"].State == AlarmStateValue.Alarm);

        Assert.InRange((world.Clock.Now - struck).TotalSeconds, 180, 245);
        Assert.StartsWith("Threshold Crossed: 3 out of the last 3 datapoints [", world.Alarms["shop-5xx"].Now.Reason);
        Worlds.ShopOf(world).Recover();
        RunUntil(world, () => world.Alarms["shop-5xx"].State == AlarmStateValue.Ok);
        Assert.Equal(2, world.Alarms.History.Count(h => h.Type == "StateUpdate"));
    }

    [Fact]
    public void Alarm_LingersWhileRealDatapointsAreInItsRange()
    {
        var quiet = Worlds.Shop with { Load = new() { ErrorShare = 0 } };
        var world = Worlds.With(quiet);
        Worlds.ShopOf(world).HangTasks(Illness.Shallow);
        RunUntil(world, () => world.Alarms["shop-5xx"].State == AlarmStateValue.Alarm);
        Worlds.ShopOf(world).Recover();
        var recovered = world.Clock.Now;
        RunUntil(world, () => world.Alarms["shop-5xx"].State == AlarmStateValue.Ok);

        Assert.InRange((world.Clock.Now - recovered).TotalSeconds, 180, 300);
    }

    [Fact]
    public void Alarm_StaysQuietDuringABlip()
    {
        var world = Worlds.New();
        var log = world.Log();
        Worlds.ShopOf(world).Blip(seconds: 30);
        world.Minutes(10);

        Assert.DoesNotContain(log, l => l.Contains(" alarm ", StringComparison.Ordinal));
    }

    [Fact]
    public void Change_ReachesTopicsFunctionsAndEventBridge()
    {
        var (world, post) = Posted();
        world.Alarms.SetState("shop-5xx", AlarmStateValue.Alarm, "a drill", null, "person");
        world.Seconds(3);

        Assert.Equal(
            ["eventbridge", "lambda " + Worlds.Function, "sns " + Worlds.Topic],
            post.Select(p => p.To).Order()
        );
        Assert.Equal("ALARM: \"shop-5xx\" in EU (Ireland)", post.Single(p => p.Subject is not null).Subject);
    }

    [Fact]
    public void Change_IsDeliveredAsOftenAsTheDrillAsks()
    {
        var (world, post) = Posted();
        world.Alarms.Deliveries.Times = 10;
        world.Alarms.SetState("shop-5xx", AlarmStateValue.Alarm, "a drill", null, "person");
        world.Seconds(3);
        Assert.Equal(30, post.Count);
        Assert.Single(post.Where(p => p.To == "eventbridge").Select(p => p.Body).Distinct());

        world.Alarms.Deliveries.Times = 1;
        world.Alarms.Redeliver("shop-5xx", times: 9);
        world.Seconds(3);
        Assert.Equal(57, post.Count);
    }

    [Fact]
    public void Messages_CanBeLost()
    {
        var (world, post) = Posted();
        world.Alarms.Deliveries.LossShare = 1;
        world.Alarms.SetState("shop-5xx", AlarmStateValue.Alarm, "a drill", null, "person");
        world.Seconds(3);

        Assert.Empty(post);
    }

    [Fact]
    public void DisabledActions_LeaveOnlyTheEvent()
    {
        var (world, post) = Posted(Worlds.Errors with { ActionsEnabled = false });
        world.Alarms.SetState("shop-5xx", AlarmStateValue.Alarm, "a drill", null, "person");
        world.Seconds(3);

        Assert.Equal("eventbridge", Assert.Single(post).To);
    }

    [Fact]
    public void SetState_LastsUntilTheNextEvaluation()
    {
        var world = Worlds.New();
        world.Alarms.SetState("shop-5xx", AlarmStateValue.Alarm, "a drill", null, "person");
        Assert.Equal(AlarmStateValue.Alarm, world.Alarms["shop-5xx"].State);
        world.Seconds(60);

        Assert.Equal(AlarmStateValue.Ok, world.Alarms["shop-5xx"].State);
    }

    [Fact]
    public void SameStateAgain_ActsOnNothing()
    {
        var (world, post) = Posted();
        world.Alarms.SetState("shop-5xx", AlarmStateValue.Ok, "still fine", null, "person");
        world.Seconds(3);

        Assert.Empty(post);
        Assert.Equal("still fine", world.Alarms["shop-5xx"].Now.Reason);
    }

    [Fact]
    public void MetricMath_AlarmsOnAShareOfErrors()
    {
        var world = Worlds.New(plan: Worlds.Plan with { Alarms = [ErrorRate] });
        Worlds.ShopOf(world).Deploy(TaskBehaviour.ServesErrors(0.3));
        world.Minutes(8);

        Assert.Equal(AlarmStateValue.Alarm, world.Alarms["shop-error-rate"].State);
        Assert.Contains(
            "greater than the threshold (5.0)",
            world.Alarms["shop-error-rate"].Now.Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void AnomalyBand_AlarmsOnTrafficThatIsNotLikeItsHistory()
    {
        var world = Worlds.New(plan: Worlds.Plan with { Alarms = [Anomaly] });
        world.Minutes(10);
        Assert.Equal(AlarmStateValue.Ok, world.Alarms["shop-traffic"].State);
        Worlds.ShopOf(world).SetTraffic(5);
        world.Minutes(4);

        Assert.Equal(AlarmStateValue.Alarm, world.Alarms["shop-traffic"].State);
        Assert.StartsWith("Thresholds Crossed: ", world.Alarms["shop-traffic"].Now.Reason);
    }

    [Fact]
    public void Composite_FollowsItsChildrenAtOnce()
    {
        var composite = new AlarmPlan.Composite
        {
            Name = "shop-down",
            Rule = "ALARM(\"shop-5xx\") AND NOT ALARM(\"shop-error-rate\")",
        };
        var world = Worlds.New(plan: Worlds.Plan with { Alarms = [Worlds.Errors, ErrorRate, composite] });
        Assert.Equal(AlarmStateValue.Ok, world.Alarms["shop-down"].State);
        world.Alarms.SetState("shop-5xx", AlarmStateValue.Alarm, "a drill", null, "person");

        var down = world.Alarms["shop-down"];
        Assert.Equal(AlarmStateValue.Alarm, down.State);
        Assert.Equal(
            "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:shop-5xx transitioned to ALARM at "
                + "Monday 02 March, 2026 01:00:00 UTC",
            down.Now.Reason
        );
        world.Alarms.SetState("shop-error-rate", AlarmStateValue.Alarm, "a drill", null, "person");
        Assert.Equal(AlarmStateValue.Ok, down.State);
    }

    [Fact]
    public void Suppressor_KeepsTheActionsBack()
    {
        var composite = new AlarmPlan.Composite
        {
            Name = "shop-down",
            Rule = "ALARM(\"shop-5xx\")",
            ActionsSuppressor = "shop-error-rate",
            AlarmActions = [Worlds.Topic],
        };
        var (world, post) = Posted(Worlds.Errors with { AlarmActions = [] }, ErrorRate, composite);
        world.Alarms.SetState("shop-error-rate", AlarmStateValue.Alarm, "maintenance", null, "person");
        world.Alarms.SetState("shop-5xx", AlarmStateValue.Alarm, "a drill", null, "person");
        world.Seconds(3);

        Assert.All(post, p => Assert.Equal("eventbridge", p.To));
        var body = post.Single(p => p.Body.Contains("shop-down", StringComparison.Ordinal)).Body;
        var state = JsonNode.Parse(body)!["detail"]!["state"]!;
        Assert.Equal("Alarm", state["actionsSuppressedBy"]!.GetValue<string>());
    }

    [Fact]
    public void EditedAlarm_KeepsItsStateUntilItIsEvaluated()
    {
        var world = Worlds.New();
        world.Minutes(5);
        var before = world.Alarms["shop-5xx"];
        world.Alarms.Replace(
            Worlds.Errors with
            {
                MissingData = MissingData.Missing,
                Queries = [Worlds.Errors.Queries[0] with { Metric = MetricName.Of("AWS/ApplicationELB", "nothing") }],
            }
        );
        Assert.Equal(before.Now, world.Alarms["shop-5xx"].Now);
        var edited = world.Clock.Now;
        world.Minutes(2);

        Assert.Equal(AlarmStateValue.InsufficientData, world.Alarms["shop-5xx"].State);
        Assert.InRange(world.Alarms["shop-5xx"].Now.Since, edited, edited.AddMinutes(1));
        Assert.Equal(AlarmStateValue.Ok, before.State);
    }

    [Fact]
    public void DynamoDbAlarm_IgnoresMissingDataWhateverItSays()
    {
        static AlarmPlan.Metric Throttles(string space) =>
            Worlds.Errors with
            {
                Name = space,
                Queries =
                [
                    new() { Metric = MetricName.Of(space, "ReadThrottleEvents", ("TableName", "t")), Stat = "Sum" },
                ],
                MissingData = MissingData.NotBreaching,
            };
        var world = Worlds.New(
            plan: Worlds.Plan with
            {
                Alarms = [Throttles("AWS/DynamoDB"), Throttles("AWS/Elsewhere")],
            }
        );
        Assert.Equal(AlarmStateValue.InsufficientData, world.Alarms["AWS/DynamoDB"].State);
        world.Alarms.SetState("AWS/DynamoDB", AlarmStateValue.Alarm, "a drill", null, "person");
        world.Alarms.SetState("AWS/Elsewhere", AlarmStateValue.Alarm, "a drill", null, "person");
        world.Minutes(10);

        Assert.Equal(AlarmStateValue.Alarm, world.Alarms["AWS/DynamoDB"].State);
        Assert.Equal(AlarmStateValue.Ok, world.Alarms["AWS/Elsewhere"].State);
    }

    internal static AlarmPlan.Metric ErrorRate { get; } =
        Worlds.Errors with
        {
            Name = "shop-error-rate",
            Queries =
            [
                new()
                {
                    Id = "rate",
                    Expression = "100 * FILL(errors, 0) / requests",
                    Label = "Error rate",
                },
                new()
                {
                    Id = "errors",
                    Metric = Worlds.Target5xx,
                    Stat = "Sum",
                    ReturnData = false,
                },
                new()
                {
                    Id = "requests",
                    Metric = new(Worlds.Target5xx.Namespace, "RequestCount", Worlds.Target5xx.Dimensions),
                    Stat = "Sum",
                    ReturnData = false,
                },
            ],
            Threshold = 5,
            EvaluationPeriods = 2,
            DatapointsToAlarm = 2,
            AlarmActions = [],
            OkActions = [],
        };

    internal static AlarmPlan.Metric Anomaly { get; } =
        Worlds.Errors with
        {
            Name = "shop-traffic",
            Queries =
            [
                new()
                {
                    Id = "m1",
                    Metric = ErrorRate.Queries[2].Metric,
                    Stat = "Sum",
                },
                new()
                {
                    Id = "ad1",
                    Expression = "ANOMALY_DETECTION_BAND(m1, 6)",
                    Label = "expected",
                },
            ],
            Threshold = null,
            ThresholdMetricId = "ad1",
            Comparison = Comparison.LessThanLowerOrGreaterThanUpperThreshold,
            EvaluationPeriods = 2,
            DatapointsToAlarm = 2,
            MissingData = MissingData.Breaching,
        };

    internal static (SimulatedWorld World, List<(string To, string? Subject, string Body)> Post) Posted(
        params AlarmPlan[] alarms
    )
    {
        var world = Worlds.New(plan: Worlds.Plan with { Alarms = alarms.Length > 0 ? alarms : [Worlds.Errors] });
        var post = new List<(string To, string? Subject, string Body)>();
        var deliveries = world.Alarms.Deliveries;
        deliveries.Sns = (topic, subject, message) => post.Add(("sns " + topic, subject, message));
        deliveries.EventBridge = @event => post.Add(("eventbridge", null, Encoding.UTF8.GetString(@event)));
        deliveries.Lambda = (arn, _, payload) => post.Add(("lambda " + arn, null, Encoding.UTF8.GetString(payload)));
        return (world, post);
    }

    private static void RunUntil(SimulatedWorld world, Func<bool> reached)
    {
        for (var second = 0; second < 900 && !reached(); second++)
        {
            world.Seconds(1);
        }

        Assert.True(reached());
    }
}
