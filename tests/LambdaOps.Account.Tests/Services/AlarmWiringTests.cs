using System.Text.Json.Nodes;
using LambdaOps.Account.World.Alarms;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Drills;

namespace LambdaOps.Account.Tests.Services;

/// <summary>
/// What people take away between an alarm and a function is gone: nothing arrives on that way any more, and it does
/// again once they give it back.
/// </summary>
public sealed class AlarmWiringTests : IAsyncLifetime
{
    private const string Alarm = "api-service-5xx";
    private const string Function = "lambdaops-ServiceUnavailable";
    private const string FunctionArn = $"arn:aws:lambda:ap-northeast-1:123456789012:function:{Function}";
    private const string Topic = "arn:aws:sns:ap-northeast-1:123456789012:lambdaops-ServiceUnavailableAlarmTopic";
    private const string ByTopic = "sns";
    private const string ByRule = "events";

    private readonly List<string> _arrived = [];
    private Simulation _account = null!;

    public async Task InitializeAsync()
    {
        _account = await DrillAccount.StartAsync();
        _account.World.Watch(seen =>
        {
            if (seen.Kind == "invoke" && seen.Text.Contains(" may not invoke it", StringComparison.Ordinal))
            {
                _arrived.Add("refused");
            }
        });
        _account.Lambda.Deliveries = (function, _) =>
        {
            _arrived.Add(function);
            return [];
        };
    }

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public void Alarm_ArrivesByItsTopicAndByItsRule() => Assert.Equal([Function, Function], Fire());

    [Fact]
    public void Rule_ThatIsDisabledSendsNothing()
    {
        var rule = Rule();
        Call("events", "DisableRule", $$"""{"Name":"{{rule}}"}""");
        Assert.Equal("DISABLED", Call("events", "DescribeRule", $$"""{"Name":"{{rule}}"}""").Text("State"));
        Assert.Equal([Function], Fire());
        Call("events", "EnableRule", $$"""{"Name":"{{rule}}"}""");
        Assert.Equal([Function, Function], Fire());
    }

    [Fact]
    public void Rule_SendsToTheTargetsThatItHas()
    {
        var rule = Rule();
        var target = Call("events", "ListTargetsByRule", $$"""{"Rule":"{{rule}}"}""")["Targets"]![0]!;
        Call("events", "RemoveTargets", $$"""{"Rule":"{{rule}}","Ids":["{{target.Text("Id")}}"]}""");
        Assert.DoesNotContain(rule, Rules());
        Assert.Equal([Function], Fire());
        Call("events", "PutTargets", $$"""{"Rule":"{{rule}}","Targets":[{"Id":"new","Arn":"{{FunctionArn}}"}]}""");
        Assert.Contains(rule, Rules());
        Assert.Equal([Function, Function], Fire());
    }

    [Fact]
    public void Topic_SendsToTheSubscriptionsThatItHas()
    {
        var subscription = Subscription();
        Call("sns", "Unsubscribe", $$"""{"SubscriptionArn":"{{subscription}}"}""");
        Assert.Equal([Function], Fire());
        Call("sns", "Subscribe", $$"""{"TopicArn":"{{Topic}}","Protocol":"lambda","Endpoint":"{{FunctionArn}}"}""");
        Assert.Equal([Function, Function], Fire());
    }

    [Theory]
    [InlineData("MessageAttributes", """{"severity":["P1"]}""", 1)]
    [InlineData("MessageBody", """{"AlarmName":["another"]}""", 1)]
    [InlineData("MessageBody", """{"AlarmName":[{"prefix":"api-"}]}""", 2)]
    [InlineData("MessageBody", "{}", 2)]
    public void FilterPolicy_TakesOnlyWhatItSays(string scope, string policy, int arrive)
    {
        var subscription = Subscription();
        foreach (var (name, value) in new[] { ("FilterPolicyScope", scope), ("FilterPolicy", policy) })
        {
            var input = new JsonObject
            {
                ["SubscriptionArn"] = subscription,
                ["AttributeName"] = name,
                ["AttributeValue"] = value,
            };
            Call("sns", "SetSubscriptionAttributes", input.ToJsonString());
        }

        Assert.Equal(arrive, Fire().Count);
        var attributes = Call("sns", "GetSubscriptionAttributes", $$"""{"SubscriptionArn":"{{subscription}}"}""");
        Assert.Equal(policy, attributes["Attributes"]!.Text("FilterPolicy"));
        Assert.Equal(scope, attributes["Attributes"]!.Text("FilterPolicyScope"));
    }

    [Fact]
    public void Address_IsPendingUntilItConfirms()
    {
        var answer = Call(
            "sns",
            "Subscribe",
            $$"""{"TopicArn":"{{Topic}}","Protocol":"email","Endpoint":"ops@example.com"}"""
        );
        Assert.Equal("pending confirmation", answer.Text("SubscriptionArn"));
        var listed = Call("sns", "ListSubscriptionsByTopic", $$"""{"TopicArn":"{{Topic}}"}""")["Subscriptions"]!;
        Assert.Equal("PendingConfirmation", listed[1]!.Text("SubscriptionArn"));
        var attributes = Call("sns", "GetTopicAttributes", $$"""{"TopicArn":"{{Topic}}"}""")["Attributes"]!;
        Assert.Equal(("1", "1"), (attributes.Text("SubscriptionsConfirmed"), attributes.Text("SubscriptionsPending")));
    }

    [Theory]
    [InlineData(ByTopic)]
    [InlineData(ByRule)]
    public void Function_TakesNothingThatItsPolicyDoesNotLetIn(string service)
    {
        var statement = Statements().First(one => one["Principal"]!.Text("Service") == $"{service}.amazonaws.com");
        var (id, source) = (statement.Text("Sid"), statement["Condition"]!["ArnLike"]!.Text("AWS:SourceArn"));
        var about = $$"""{"FunctionName":"{{Function}}","StatementId":"{{id}}"}""";
        Call("lambda", "RemovePermission", about);
        Assert.Equal([Function, "refused"], Fire().Order());
        Assert.Equal("ResourceNotFoundException", _account.World.ErrorOf("lambda", "RemovePermission", about));
        var again = $$"""
            {"FunctionName":"{{Function}}","StatementId":"{{id}}","Action":"lambda:InvokeFunction",
             "Principal":"{{service}}.amazonaws.com","SourceArn":"{{source}}"}
            """;
        Call("lambda", "AddPermission", again);
        Assert.Equal("ResourceConflictException", _account.World.ErrorOf("lambda", "AddPermission", again));
        Assert.Equal([Function, Function], Fire());
    }

    [Fact]
    public void Alarm_ThatIsDeletedIsSilent()
    {
        Call("cloudwatch", "DeleteAlarms", $$"""{"AlarmNames":["{{Alarm}}","nobody"]}""");
        Assert.Empty(
            Call("cloudwatch", "DescribeAlarms", $$"""{"AlarmNames":["{{Alarm}}"]}""")["MetricAlarms"]!.AsArray()
        );
        _account.World.Fleet["api-service"].LoseEverything();
        _account.World.Pass(TimeSpan.FromMinutes(15));
        Assert.DoesNotContain(_account.World.Alarms.History, entry => entry.Alarm.Name == Alarm);
        Assert.Contains(_account.World.Alarms.History, entry => entry.Alarm.Name != Alarm);
    }

    private List<string> Fire()
    {
        _arrived.Clear();
        var alarms = _account.World.Alarms;
        alarms.SetState(Alarm, AlarmStateValue.Ok, "a test", null, "person");
        _account.World.Pass(TimeSpan.FromSeconds(5));
        _arrived.Clear();
        alarms.SetState(Alarm, AlarmStateValue.Alarm, "a test", null, "person");
        _account.World.Pass(TimeSpan.FromSeconds(5));
        return [.. _arrived];
    }

    /// <summary>The rule of the function that takes alarms by their names.</summary>
    private string Rule() =>
        Rules()
            .First(rule =>
                Call("events", "DescribeRule", $$"""{"Name":"{{rule}}"}""")
                    .Text("EventPattern")
                    .Contains(Alarm, StringComparison.Ordinal)
            );

    private List<string> Rules() =>
        [
            .. Call("events", "ListRuleNamesByTarget", $$"""{"TargetArn":"{{FunctionArn}}"}""")["RuleNames"]!
                .AsArray()
                .Select(name => name!.GetValue<string>()),
        ];

    private string Subscription() =>
        Call("sns", "ListSubscriptionsByTopic", $$"""{"TopicArn":"{{Topic}}"}""")["Subscriptions"]![0]!.Text(
            "SubscriptionArn"
        );

    private List<JsonNode> Statements() =>
        [
            .. JsonNode.Parse(Call("lambda", "GetPolicy", $$"""{"FunctionName":"{{Function}}"}""").Text("Policy"))![
                "Statement"
            ]!
                .AsArray()
                .Select(one => one!),
        ];

    private JsonObject Call(string service, string operation, string input) =>
        _account.World.Call(service, operation, input);
}
