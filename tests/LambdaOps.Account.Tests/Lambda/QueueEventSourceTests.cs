using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Tests.Lambda;

public sealed class QueueEventSourceTests
{
    private static readonly QueueEventSourceSettings s_oneByOne = new(
        "f",
        BatchSize: 1,
        ReportsBatchItemFailures: true
    );

    [Fact]
    public async Task Batch_ArrivesInSqssShape()
    {
        await using var host = new Host();
        var queue = new FakeQueue(host.World);
        byte[] seen = [];
        host.Register(
            "f",
            (payload, _, _) =>
            {
                seen = payload;
                return Task.FromResult(Host.Bytes("null"));
            }
        );
        _ = new QueueEventSource(host.World, host.Lambda, queue, s_oneByOne);

        queue.Send("""{"tick":1}""");
        await host.RunFor(1);

        const string Expected = """
            {"Records":[{"messageId":"m1","receiptHandle":"m1/1","body":"{\"tick\":1}","attributes":{
            "ApproximateReceiveCount":"1","SentTimestamp":"1772323200000"},"messageAttributes":{"kind":{
            "stringValue":"tick","stringListValues":[],"binaryListValues":[],"dataType":"String"}},
            "md5OfBody":"163cb9d426ce0ba7be4c4ccf56e2e1d7","eventSource":"aws:sqs",
            "eventSourceARN":"arn:aws:sqs:ap-northeast-1:123456789012:ticks","awsRegion":"ap-northeast-1"}]}
            """;
        var expected = Expected.Replace("\n", "", StringComparison.Ordinal);
        Assert.Equal(expected, Host.Text(seen));
        Assert.Empty(queue.Bodies);
    }

    [Theory]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"m2"}]}""", "b")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"m3"},{"itemIdentifier":"m1"}]}""", "ac")]
    [InlineData("""{"batchItemFailures":[]}""", "")]
    [InlineData("""{"batchItemFailures":null}""", "")]
    [InlineData("{}", "")]
    [InlineData("null", "")]
    [InlineData("", "")]
    [InlineData("not json", "abc")]
    [InlineData("[]", "abc")]
    [InlineData("""{"batchItemFailures":{}}""", "abc")]
    [InlineData("""{"batchItemFailures":["m1"]}""", "abc")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":""}]}""", "abc")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":null}]}""", "abc")]
    [InlineData("""{"batchItemFailures":[{"itemId":"m1"}]}""", "abc")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"m9"}]}""", "abc")]
    public async Task BatchItemFailures_StayInTheQueue_TheOthersAreDeleted(string answer, string left)
    {
        await using var host = new Host();
        var queue = new FakeQueue(host.World);
        host.Register("f", (_, _, _) => Task.FromResult(Host.Bytes(answer)));
        queue.Send("a");
        queue.Send("b");
        queue.Send("c");
        _ = new QueueEventSource(host.World, host.Lambda, queue, new("f", 10, ReportsBatchItemFailures: true));

        await host.RunFor(1);

        Assert.Equal(left, string.Concat(queue.Bodies));
        Assert.Single(host.Lambda.Invocations);
    }

    [Fact]
    public async Task FailedMessage_ReturnsAtItsVisibilityTimeout()
    {
        await using var host = new Host();
        var queue = new FakeQueue(host.World);
        var counts = new List<string?>();
        host.Register(
            "f",
            (payload, _, _) =>
            {
                counts.Add(Attribute(payload, "ApproximateReceiveCount"));
                return counts.Count < 3 ? throw new InvalidOperationException() : Task.FromResult(Host.Bytes("null"));
            }
        );
        _ = new QueueEventSource(host.World, host.Lambda, queue, s_oneByOne);

        queue.Send("a");
        await host.RunFor(200);

        Assert.Equal(["1", "2", "3"], counts);
        Assert.Equal([0, 30.0, 60], host.Lambda.Invocations.Select(run => Host.SecondsOf(run.StartedAt)));
        Assert.Empty(queue.Bodies);
    }

    [Fact]
    public async Task KilledFunction_GetsTheMessageAgain()
    {
        await using var host = new Host();
        var queue = new FakeQueue(host.World);
        var calls = 0;
        host.Register(
            "f",
            (_, _, _) =>
            {
                if (++calls == 1)
                {
                    host.Lambda.Kill("f");
                }

                return Task.FromResult(Host.Bytes("null"));
            }
        );
        _ = new QueueEventSource(host.World, host.Lambda, queue, s_oneByOne);

        queue.Send("a");
        await host.RunFor(200);

        Assert.Equal([InvocationOutcome.Crashed.Killed], host.Lambda.Invocations.Select(run => run.Outcome).Take(1));
        Assert.Equal([0, 30.0], host.Lambda.Invocations.Select(run => Host.SecondsOf(run.StartedAt)));
        Assert.Empty(queue.Bodies);
    }

    /// <summary>Further messages stay visible: their receive counts are not used up.</summary>
    [Fact]
    public async Task Source_InvokesNoMoreAtATimeThanItMay()
    {
        await using var host = new Host();
        var queue = new FakeQueue(host.World);
        var counts = new List<string?>();
        host.Register(
            new FunctionDefinition("f", Host.Arn("f"))
            {
                MaxConcurrency = 10,
                Create = FunctionDefinition.InProcess(
                    (payload, _, _) =>
                    {
                        counts.Add(Attribute(payload, "ApproximateReceiveCount"));
                        return Task.FromResult(Host.Bytes("null"));
                    }
                ),
            }
        );
        _ = new QueueEventSource(host.World, host.Lambda, queue, s_oneByOne with { MaximumConcurrency = 2 });

        foreach (var body in (string[])["a", "b", "c", "d", "e"])
        {
            queue.Send(body);
        }

        await host.RunFor(5);

        Assert.Equal(["1", "1", "1", "1", "1"], counts);
        Assert.Equal([0, 0, 0.1, 0.1, 0.2], host.Lambda.Invocations.Select(run => Host.SecondsOf(run.StartedAt)));
    }

    [Fact]
    public async Task BusyFunction_LeavesMessagesUntouched_UntilASlotIsFree()
    {
        await using var host = new Host();
        var queue = new FakeQueue(host.World);
        var counts = new List<string?>();
        host.Register(
            "f",
            (payload, _, _) =>
            {
                counts.Add(payload.Length == 0 ? "event" : Attribute(payload, "ApproximateReceiveCount"));
                return Task.FromResult(Host.Bytes("null"));
            }
        );
        _ = new QueueEventSource(host.World, host.Lambda, queue, s_oneByOne);

        host.Lambda.InvokeAsync("f", [], "alarm");
        queue.Send("a");
        queue.Send("b");
        await host.RunFor(5);

        Assert.Equal(["event", "1", "1"], counts);
        Assert.Equal([0, 0.1, 0.2], host.Lambda.Invocations.Select(run => Host.SecondsOf(run.StartedAt)));
    }

    private static string? Attribute(byte[] payload, string name) =>
        Host.Json(payload).GetProperty("Records")[0].GetProperty("attributes").GetProperty(name).GetString();
}

/// <summary>A queue with a visibility timeout of 30 seconds.</summary>
internal sealed class FakeQueue(SimulatedWorld world) : IQueueSource
{
    private readonly List<Held> _messages = [];
    private Action _notify = () => { };

    public string Arn => "arn:aws:sqs:ap-northeast-1:123456789012:ticks";

    public IEnumerable<string> Bodies => _messages.Select(message => message.Body);

    public void Send(string body)
    {
        _messages.Add(new Held($"m{_messages.Count + 1}", body) { VisibleAt = world.Clock.Now });
        _notify();
    }

    public IReadOnlyList<QueueMessage> TryReceive(int max)
    {
        var taken = _messages.Where(message => message.VisibleAt <= world.Clock.Now).Take(max).ToList();
        foreach (var message in taken)
        {
            message.Received++;
            message.VisibleAt = world.Clock.Now.AddSeconds(30);
            world.Clock.At(message.VisibleAt, "visible", () => _notify());
        }

        return [.. taken.Select(ToMessage)];
    }

    public void Delete(string receipt) => _messages.RemoveAll(message => receipt == message.Receipt);

    public void WhenVisible(Action notify) => _notify = notify;

    private static QueueMessage ToMessage(Held held) =>
        new(
            held.Id,
            held.Body,
            held.Receipt,
            held.Received,
            ImmutableSortedDictionary<string, string>.Empty.Add(
                "SentTimestamp",
                Host.Start.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)
            )
        )
        {
            MessageAttributes = ImmutableSortedDictionary<string, QueueMessageAttribute>.Empty.Add(
                "kind",
                new QueueMessageAttribute("String", "tick", null)
            ),
        };

    private sealed record Held(string Id, string Body)
    {
        public DateTimeOffset VisibleAt { get; set; }

        public int Received { get; set; }

        public string Receipt => $"{Id}/{Received}";
    }
}
