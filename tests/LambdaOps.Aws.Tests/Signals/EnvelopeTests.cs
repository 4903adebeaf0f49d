using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Aws.Signals;
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
    [InlineData("{\"AlarmName\":", "Message: found {\"AlarmName\":")]
    [InlineData("{\"NewStateValue\":\"ALARM\"}", "Message.AlarmName: found nothing")]
    [InlineData(
        "{\"detail-type\":\"CloudWatch Alarm State Change\"}",
        "Message: detail: found nothing, expected an alarm's name"
    )]
    public void BrokenAlarm_IsNoText(string text, string says)
    {
        var file = JsonNode.Parse(Case("03-sns-test-message.json"))!;
        file["Records"]![0]!["Sns"]!["Message"] = text;

        Assert.Contains(
            says,
            Assert.Throws<BadEventException>(() => Read(file)).Message,
            StringComparison.Ordinal
        );
    }

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
