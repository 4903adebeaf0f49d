using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Services.Sns;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Tests.Services.Sns;

public sealed class SnsServiceTests
{
    private readonly SimulatedWorld _world = new(3, new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero));
    private readonly SnsService _sns;
    private readonly SnsTopic _topic;

    public SnsServiceTests()
    {
        _sns = new SnsService(_world, "ap-northeast-1", "1");
        _topic = _sns.CreateTopic("alerts");
    }

    [Fact]
    public void Subscriber_GetsTheTextOfItsProtocol()
    {
        var texts = new List<string>();
        _topic.Subscribe("lambda", d => texts.Add(d.Text));
        _topic.Subscribe("email", d => texts.Add(d.Text));
        Publish("""{"default":"all","email":"mail"}""", structure: "json");
        Assert.Empty(texts);
        Pass();
        Assert.Equal(["all", "mail"], texts);
    }

    [Fact]
    public void Duplicates_CarryTheSameMessageId()
    {
        var ids = new List<(string, TimeSpan)>();
        var start = _world.Clock.Now;
        _topic.Rules = SnsDeliveryRules.Duplicated(TimeSpan.FromSeconds(2));
        _topic.Subscribe("lambda", d => ids.Add((d.Notice.MessageId, _world.Clock.Now - start)));
        _topic.Publish("once");
        Pass();
        var id = _topic.Notices[0].MessageId;
        Assert.Equal([(id, TimeSpan.Zero), (id, TimeSpan.FromSeconds(2))], ids);
    }

    [Fact]
    public void LambdaEvent_HasTheShapeOfAws()
    {
        SnsDelivery? got = null;
        var subscription = _topic.Subscribe("lambda", d => got = d);
        _topic.Publish("text", "subject");
        Pass();
        var record = SnsLambdaEvent.Of(got!)["Records"]![0]!;
        Assert.Equal(
            ["EventSource", "EventVersion", "EventSubscriptionArn", "Sns"],
            record.AsObject().Select(x => x.Key)
        );
        Assert.Equal(subscription, (string)record["EventSubscriptionArn"]!);
        Assert.Equal("2031-02-03T04:05:06.000Z", (string)record["Sns"]!["Timestamp"]!);
        Assert.Equal(("subject", "text"), ((string)record["Sns"]!["Subject"]!, (string)record["Sns"]!["Message"]!));
    }

    [Theory]
    [InlineData("m", "", null, "Invalid parameter: Subject")]
    [InlineData("m", "two\nlines", null, "Invalid parameter: Subject")]
    [InlineData("m", "grün", null, "Invalid parameter: Subject")]
    [InlineData("m", "101", null, "Invalid parameter: Subject")]
    [InlineData("m", "100", null, null)]
    [InlineData("", null, null, "Invalid parameter: Empty message")]
    [InlineData("{}", null, "json", "Invalid parameter: Message Structure - No default entry in JSON message body")]
    [InlineData("no", null, "json", "Invalid parameter: Message Structure - JSON message body failed to parse")]
    public void Publish_RefusesWhatAwsRefuses(string message, string? subject, string? structure, string? fault)
    {
        subject = int.TryParse(subject, out var length) ? new string('x', length) : subject;
        var thrown = Record.Exception(() => Publish(message, subject, structure));
        Assert.Equal(fault, thrown?.Message);
        Assert.Equal(fault is null ? 1 : 0, _topic.Notices.Count);
    }

    [Fact]
    public void Publish_RefusesMoreThan256KiB()
    {
        Publish(new string('x', 256 * 1024));
        Assert.Equal(
            "Invalid parameter: Message too long",
            Assert.Throws<ServiceFault>(() => Publish(new string('x', 256 * 1024 + 1))).Message
        );
    }

    private void Publish(string message, string? subject = null, string? structure = null)
    {
        var input = new JsonObject
        {
            ["TopicArn"] = _topic.Arn,
            ["Message"] = message,
            ["Subject"] = subject,
            ["MessageStructure"] = structure,
        };
        _sns.Handle(new ServiceCall("sns", "Publish", input, _world.Clock.Now, "test"));
    }

    private void Pass()
    {
        while (_world.Clock.Step(_world.Clock.Now.AddMinutes(1))) { }
    }
}
