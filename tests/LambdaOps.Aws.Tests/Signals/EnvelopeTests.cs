using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Aws.Signals;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Signals;

namespace LambdaOps.Aws.Tests.Signals;

/// <summary>Alarms in the envelopes in which topics, queues and rules of people bring them.</summary>
public class EnvelopeTests
{
    private const string Arn = "arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:api-service-5xx";

    private static readonly DateTimeOffset s_at = new(2026, 1, 15, 3, 15, 0, TimeSpan.Zero);

    /// <summary>A topic's queue, with and without raw delivery; a rule's topic.</summary>
    [Theory]
    [InlineData("04-sns-in-sqs.json", AlarmRoute.Sns)]
    [InlineData("05-raw-alarm-in-sqs.json", AlarmRoute.Sns)]
    [InlineData("15-eventbridge-in-sns.json", AlarmRoute.EventBridge)]
    public void Alarm_IsUnwrapped(string file, AlarmRoute route)
    {
        var alarm = Assert.IsType<Signal.AlarmChanged>(SignalOf(EventReader.Read(Case(file))));

        Assert.Equal(
            ("api-service-5xx", Arn, AlarmState.Alarm, AlarmState.Ok, s_at, route),
            (alarm.Name, alarm.Arn, alarm.State, alarm.Previous, alarm.ChangedAt, alarm.Route)
        );
    }

    /// <summary>EventBridge to SQS, directly and by a topic; and EventBridge Pipes, which bring a list.</summary>
    [Fact]
    public void Envelopes_GoIntoEachOther()
    {
        var happened = (string)JsonNode.Parse(Case("15-eventbridge-in-sns.json"))!["Records"]![0]!["Sns"]!["Message"]!;
        var queued = JsonNode.Parse(Case("04-sns-in-sqs.json"))!;
        var message = queued["Records"]![0]!;
        var notification = JsonNode.Parse((string)message["body"]!)!;
        notification["Message"] = happened;

        message["body"] = happened;
        Assert.IsType<Signal.AlarmChanged>(SignalOf(Read(queued)));
        message["body"] = notification.ToJsonString();
        Assert.IsType<Signal.AlarmChanged>(SignalOf(Read(queued)));
        Assert.IsType<Signal.AlarmChanged>(SignalOf(Read(new JsonArray(message.DeepClone()))));
    }

    /// <summary>It fails nothing, and is no alarm.</summary>
    [Fact]
    public void TestMessage_IsAText()
    {
        var signals = Assert.IsType<IncomingEvent.Signals>(EventReader.Read(Case("03-sns-test-message.json")));

        Assert.Empty(signals.All);
        Assert.Equal(new ForeignText("alarms", "Test - is this topic alive?"), Assert.Single(signals.Texts));
    }

    /// <summary>Budgets, scaling groups and others publish to topics, too.</summary>
    [Theory]
    [InlineData("""{"Event":"autoscaling:TEST_NOTIFICATION"}""")]
    [InlineData("""{"detail-type":"Health Event","detail":{}}""")]
    [InlineData("null")]
    [InlineData("7")]
    public void WhatIsNoAlarm_IsAText(string text)
    {
        var file = JsonNode.Parse(Case("03-sns-test-message.json"))!;
        file["Records"]![0]!["Sns"]!["Message"] = text;
        var queued = JsonNode.Parse(Case("04-sns-in-sqs.json"))!;
        var notification = JsonNode.Parse((string)queued["Records"]![0]!["body"]!)!;
        notification["Message"] = text;
        queued["Records"]![0]!["body"] = notification.ToJsonString();

        Assert.Equal(text, Assert.Single(Assert.IsType<IncomingEvent.Signals>(Read(file)).Texts).Text);
        Assert.Equal(text, Assert.Single(Assert.IsType<IncomingEvent.Batch>(Read(queued)).Items).Text!.Text);
    }

    /// <summary>What was to be an alarm fails with its place, and is not taken for a person's words.</summary>
    [Theory]
    [InlineData("{", "Message: found {")]
    [InlineData("{\"NewStateValue\":\"ALARM\"}", "Message.AlarmName: found nothing")]
    [InlineData(
        "{\"detail-type\":\"CloudWatch Alarm State Change\"}",
        "Message: detail: found nothing, expected an alarm's name"
    )]
    public void BrokenAlarm_IsNoText(string text, string says)
    {
        var file = JsonNode.Parse(Case("03-sns-test-message.json"))!;
        file["Records"]![0]!["Sns"]!["Message"] = text;

        Assert.Contains(says, Assert.Throws<BadEventException>(() => Read(file)).Message, StringComparison.Ordinal);
    }

    /// <summary>One Metrics Insights alarm for many services: each series is its own target's, where the estate says so.</summary>
    [Theory]
    [InlineData("alarmContributor", "api-service", "api-service")]
    [InlineData("contributor", "api-service", "api-service")]
    [InlineData("alarmContributor", "websocket-service", null)]
    public void Contributor_IsRoutedByItsDimensions(string member, string service, string? target)
    {
        var file = JsonNode.Parse(Case("02-eventbridge-contributor.json"))!;
        var contributor = file["detail"]!["alarmContributor"]!.DeepClone();
        contributor["attributes"]!["ServiceName"] = service;
        file["detail"]!.AsObject().Remove("alarmContributor");
        file["detail"]![member] = contributor;
        var estate = JsonNode.Parse(WiredAccount.Text("estate.json"))!;
        estate["alarms"]!
            .AsArray()
            .Insert(
                0,
                JsonNode.Parse(
                    """
                    { "name": "ecs-cpu-by-service", "contributor": { "key": "ServiceName", "value": "api-service" },
                      "target": "api-service", "remedy": "latency", "severity": "P3" }
                    """
                )
            );

        var alarm = Assert.IsType<Signal.AlarmChanged>(SignalOf(Read(file)));
        var routing = Routing.Of(alarm, EstateOf(estate));

        Assert.EndsWith($":alarm:ecs-cpu-by-service#ServiceName={service}", alarm.Arn, StringComparison.Ordinal);
        Assert.Equal(target, (routing as Routing.Found)?.Route.Target.Id.Value);
        Assert.True(
            target is not null
                || (routing as Routing.Unknown)!.Because.Contains(
                    $"for ServiceName={service}",
                    StringComparison.Ordinal
                )
        );
    }

    /// <summary>A rule for whole alarms is not about one series, and the other way round.</summary>
    [Fact]
    public void Contributor_IsNotTheWholeAlarm()
    {
        var estate = JsonNode.Parse(WiredAccount.Text("estate.json"))!;
        estate["alarms"]![0]!["name"] = "ecs-cpu-by-service";
        var alarm = (Signal.AlarmChanged)SignalOf(EventReader.Read(Case("02-eventbridge-contributor.json")))!;

        Assert.IsType<Routing.Unknown>(Routing.Of(alarm, EstateOf(estate)));
        Assert.IsType<Routing.Found>(Routing.Of(alarm with { Contributor = null }, EstateOf(estate)));
    }

    private static Estate EstateOf(JsonNode estate) =>
        Assert.IsType<EstateReading.Valid>(EstateReader.Read(estate.ToJsonString())).Estate;

    private static Signal? SignalOf(IncomingEvent read) =>
        read switch
        {
            IncomingEvent.Batch { Items: [{ Error: null, Signal: var signal }] } => signal,
            IncomingEvent.Signals { All: [var signal] } => signal,
            _ => null,
        };

    private static IncomingEvent Read(JsonNode file) => EventReader.Read(Encoding.UTF8.GetBytes(file.ToJsonString()));

    private static byte[] Case(string file) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "FieldCases", "Cases", file));
}
