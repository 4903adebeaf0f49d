using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using LambdaOps.Account.Services;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Alarms;
using LambdaOps.Account.World.Plans;
using LambdaOps.Aws.Resources;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.AlarmCheck;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Drills;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>What is seen of the estate's alarms in the account that the template makes, over its real wire.</summary>
public sealed class AlarmBatchesOnAwsTests : IAsyncLifetime
{
    private const string Alarm = "api-service-5xx";
    private const string Function = "lambdaops-ServiceUnavailable";
    private const string Topic = "arn:aws:sns:ap-northeast-1:123456789012:lambdaops-ServiceUnavailableAlarmTopic";

    private readonly Impatient _machine = new();
    private Simulation _account = null!;

    public async Task InitializeAsync()
    {
        _account = await Simulation.StartAsync(
            new SimulationOptions(
                7,
                WiredAccount.Estate,
                WiredAccount.Text("serverless.template"),
                ImmutableDictionary<string, string>.Empty
            )
            {
                Host = (_, function) => _ => throw new InvalidOperationException($"{function.Name} is not run here."),
                ShapeWorld = plan =>
                    plan with
                    {
                        Alarms =
                        [
                            .. plan.Alarms,
                            .. Enumerable.Range(1, 250).Select(at => Another($"many-{at:000}")),
                            new AlarmPlan.Composite
                            {
                                Name = "suppressed",
                                Rule = $"ALARM(\"{Alarm}\")",
                                ActionsSuppressor = "many-001",
                                AlarmActions = [$"arn:aws:lambda:ap-northeast-1:123456789012:function:{Function}:live"],
                            },
                            Another("throttles") with
                            {
                                Queries = [new() { Metric = MetricName.Of("AWS/DynamoDB", "ReadThrottleEvents") }],
                            },
                        ],
                    },
            }
        );
        _account.Wire!.Callers.Register("AKIASIMULATOR0000001", WiredAccount.Caller, "the-secret-of-the-test");
    }

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task Standing_IsReadByNamesAndPatterns()
    {
        Change("cloudwatch", "DisableAlarmActions", $$"""{"AlarmNames":["{{Alarm}}"]}""");
        _account.World.Alarms.SetEvaluation(Alarm, AlarmEvaluationState.EvaluationError);
        var seen = await Seen(AlarmBatchLooks.Standing, Name(Alarm), Name("nobody"), Pattern("api-service-un*"));

        Assert.Contains(seen.Alarms, alarm => alarm.Name.StartsWith("api-service-unhealthy", StringComparison.Ordinal));
        Assert.DoesNotContain(seen.Alarms, alarm => alarm.Name is "nobody" or "suppressed");
        var one = seen.Alarms.Single(alarm => alarm.Name == Alarm);
        Assert.Equal(
            (false, "EVALUATION_ERROR", AlarmState.Ok, false),
            (one.ActionsEnabled, one.Evaluation, one.State, one.MayLackData)
        );
        Assert.Equal(_account.World.Alarms[Alarm].Now.Since, one.Since);
        Assert.Equal(Topic, Assert.Single(one.AlarmActions));
        var topic = Assert.Single(seen.Topics);
        Assert.Equal(
            (Topic, "ServiceUnavailable", null),
            (topic.Arn, Assert.Single(topic.Functions).Value, topic.Unseen)
        );
    }

    [Fact]
    public async Task Standing_KnowsWhatMayLackDataWhatSuppressesAndWhatInvokes()
    {
        Change("cloudwatch", "SetAlarmState", """{"AlarmName":"many-001","StateValue":"ALARM","StateReason":"r"}""");
        var seen = await Seen(AlarmBatchLooks.Standing, Name("suppressed"), Name("throttles"), Name("many-002"));

        Assert.Equal(
            [("many-002", false), ("suppressed", true), ("throttles", true)],
            seen.Alarms.Select(alarm => (alarm.Name, alarm.MayLackData))
        );
        Assert.Equal(AlarmState.InsufficientData, seen.Alarms[0].State);
        Assert.Equal("ServiceUnavailable", Assert.Single(seen.Alarms[1].Functions).Value);
        var by = seen.Alarms[1].Suppressor!;
        Assert.Equal(("many-001", AlarmState.Alarm, _account.World.Clock.Now), (by.Name, by.State, by.Since));
        Assert.Empty(seen.Topics);
    }

    [Fact]
    public async Task Standing_TakesManyByTheHundredAndSpacesItsCalls()
    {
        var names = Enumerable.Range(1, 250).Select(at => Name($"many-{at:000}")).ToArray();
        Assert.Equal(250, (await Seen(AlarmBatchLooks.Standing, names)).Alarms.Length);
        Assert.Equal((3, 0), (Calls("DescribeAlarms"), _machine.Waits));

        var patterns = new[] { Pattern("many-*"), Pattern("many-1*"), Pattern("*") };
        Assert.True((await Seen(AlarmBatchLooks.Standing, patterns)).Alarms.Length > 250);
        Assert.Equal((6, 0), (Calls("DescribeAlarms"), _machine.Waits));

        var each = Enumerable.Range(100, 10).Select(at => Pattern($"many-{at}*")).ToArray();
        Assert.Equal(10, (await Seen(AlarmBatchLooks.Standing, each)).Alarms.Length);
        Assert.Equal((16, 5), (Calls("DescribeAlarms"), _machine.Waits));
    }

    [Fact]
    public async Task Topic_ThatIsGoneReachesNobodyAndOneThatIsRefusedSaysSo()
    {
        var subscription = Change("sns", "ListSubscriptionsByTopic", $$"""{"TopicArn":"{{Topic}}"}""");
        var arn = (string)subscription["Subscriptions"]![0]!["SubscriptionArn"]!;
        Change("sns", "Unsubscribe", $$"""{"SubscriptionArn":"{{arn}}"}""");
        Change("sns", "Subscribe", $$"""{"TopicArn":"{{Topic}}","Protocol":"email","Endpoint":"ops@example.com"}""");
        var topic = Assert.Single((await Seen(AlarmBatchLooks.Standing, Name(Alarm))).Topics);
        Assert.Equal((0, null), (topic.Functions.Length, topic.Unseen));

        var now = _account.World.Clock.Now;
        _account.World.Disturb(
            new ApiFault("sns", "ListSubscriptionsByTopic", now, now.AddMinutes(1), ApiFaultKind.Denied)
        );
        topic = Assert.Single((await Seen(AlarmBatchLooks.Standing, Name(Alarm))).Topics);
        Assert.StartsWith("AuthorizationError", topic.Unseen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EventRules_AreThoseWhoseTargetsAreFunctionsOfTheStack()
    {
        var before = (await Seen(AlarmBatchLooks.EventRules)).Rules;
        var takes = before.First(rule => rule.Pattern!.Contains(Alarm, StringComparison.Ordinal));
        Assert.True(takes.IsEnabled);
        Assert.Equal("ServiceUnavailable", Assert.Single(takes.Functions).Value);
        Assert.Equal(
            ["DatabaseErrors", "Latency", "Rollout", "ServiceUnavailable", "TotalOutage"],
            before.SelectMany(rule => rule.Functions).Select(function => function.Value).Distinct().Order()
        );

        Change("events", "DisableRule", $$"""{"Name":"{{takes.Name}}"}""");
        var other = before.First(rule => rule.Name != takes.Name).Name;
        var target = Change("events", "ListTargetsByRule", $$"""{"Rule":"{{other}}"}""")["Targets"]![0]!["Id"];
        Change("events", "RemoveTargets", $$"""{"Rule":"{{other}}","Ids":["{{target}}"]}""");
        var after = (await Seen(AlarmBatchLooks.EventRules)).Rules;
        Assert.False(after.Single(rule => rule.Name == takes.Name).IsEnabled);
        Assert.DoesNotContain(after, rule => rule.Name == other);
    }

    [Fact]
    public async Task Mutes_AreThoseThatAreActive()
    {
        Mute("ever", "cron(0 0 * * *)", "P1D");
        Mute("later", "at(2099-01-01T00:00)", "PT1H");
        var mute = Assert.Single((await Seen(AlarmBatchLooks.Mutes)).Rules);
        Assert.Equal(
            ("ever", "cron(0 0 * * *)", "P1D", "Asia/Tokyo"),
            (mute.Name, mute.Expression, mute.Duration, mute.Zone)
        );
        Assert.Equal(Alarm, Assert.Single(mute.Alarms));
        Assert.Equal(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), mute.Expires);
    }

    [Theory]
    [InlineData("alarms of the estate")]
    [InlineData("event rules")]
    [InlineData("mute rules")]
    public async Task Look_TakesThePermissionsThatItNames(string name)
    {
        Mute("ever", "cron(0 0 * * *)", "P1D");
        var look = new AlarmCheckProcedure().Looks.Single(one => one.Name == name);
        await LookAsync(look, Name(Alarm));
        Assert.Equal(
            look.Permissions.Order(StringComparer.Ordinal),
            _account
                .World.Calls.Where(call => call.Caller == WiredAccount.Caller)
                .Select(call => $"{call.Service}:{call.Operation}")
                .Distinct()
                .Order(StringComparer.Ordinal)
        );
    }

    private static AlarmPlan.Metric Another(string name) =>
        new()
        {
            Name = name,
            Queries = [new() { Metric = MetricName.Of("nowhere", name) }],
            Threshold = 1,
            EvaluationPeriods = 1,
            Comparison = Comparison.GreaterThanThreshold,
        };

    private void Mute(string name, string when, string length) =>
        Change(
            "cloudwatch",
            "PutAlarmMuteRule",
            $$$$"""
            {"Name":"{{{{name}}}}","MuteTargets":{"AlarmNames":["{{{{Alarm}}}}"]},"ExpireDate":"2030-01-01T00:00:00Z",
             "Rule":{"Schedule":{"Expression":"{{{{when}}}}","Duration":"{{{{length}}}}","Timezone":"Asia/Tokyo"}}}
            """
        );

    private JsonObject Change(string service, string operation, string input) =>
        _account.World.Services.Dispatch(
            new ServiceCall(service, operation, JsonNode.Parse(input)!.AsObject(), _account.World.Clock.Now, "person")
        );

    private int Calls(string operation) => _account.World.Calls.Count(call => call.Operation == operation);

    private static AlarmRule Name(string name) => Rule(new AlarmMatch.ByName(name));

    private static AlarmRule Pattern(string pattern) => Rule(new AlarmMatch.ByPattern(pattern));

    private static AlarmRule Rule(AlarmMatch match) =>
        new(match, WiredAccount.Service.Id, new ProcedureName("serviceUnavailable"), Severity.P2);

    private async Task<T> Seen<T>(Look<T> look, params AlarmRule[] rules)
        where T : class => Assert.IsType<Fact<T>.Known>(await LookAsync(look, rules)).Value;

    private Task<Fact> LookAsync(Look look, params AlarmRule[] rules)
    {
        var resources = new ResourcesOnAws(
            config =>
            {
                config.DefaultAWSCredentials = new BasicAWSCredentials(
                    "AKIASIMULATOR0000001",
                    "the-secret-of-the-test"
                );
                config.ServiceURL = _account.Wire!.Url;
                config.AuthenticationRegion = _account.Stack.Region;
            },
            new HttpClient(),
            _machine,
            () => new FunctionArns("arn:aws:lambda:ap-northeast-1:123456789012:function:lambdaops-"),
            () => _account.Stack.Tables[0].Name
        );
        var now = _account.World.Clock.Now;
        var about = new AlarmBatch(new TargetId("alarms"), [.. rules], IsFirst: true);
        return resources
            .Observer()
            .LookAsync(
                look,
                new LookAt(WiredAccount.Estate, about, new IncidentId("one"), null, now, now),
                CancellationToken.None
            );
    }

    /// <summary>A clock that never lets anybody wait, and counts who would have.</summary>
    private sealed class Impatient : TimeProvider
    {
        public int Waits { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits += 1;
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
