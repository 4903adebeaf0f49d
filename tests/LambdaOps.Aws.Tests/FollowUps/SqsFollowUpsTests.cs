using LambdaOps.Aws.FollowUps;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Signals;

namespace LambdaOps.Aws.Tests.FollowUps;

public sealed class SqsFollowUpsTests : IAsyncLifetime
{
    private WiredAccount _account = null!;

    public async Task InitializeAsync()
    {
        _account = await WiredAccount.StartAsync();
        _account.Sqs.CreateQueue("ticks");
    }

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(0, 0)]
    [InlineData(0.001, 1)]
    [InlineData(1, 1)]
    [InlineData(9.2, 10)]
    [InlineData(899.5, 900)]
    [InlineData(900, 900)]
    [InlineData(86_400, 900)]
    public async Task Message_WaitsWholeSecondsWithinTheQueuesBounds(double seconds, int expected)
    {
        await SendAsync(Some.Tick, TimeSpan.FromSeconds(seconds));

        var message = Assert.Single(_account.Sqs.Queue("ticks").Messages);
        Assert.Equal(expected, (message.VisibleAt - message.SentAt).TotalSeconds);
    }

    [Fact]
    public async Task Body_IsTheSignal()
    {
        await SendAsync(Some.Tick, TimeSpan.Zero);

        Assert.Equal(
            """{"signal":"tick","target":"api-service","incident":"20260115-api-service-031501","beat":3}""",
            Assert.Single(_account.Sqs.Queue("ticks").Messages).Body
        );
    }

    [Fact]
    public async Task Queue_ThatIsNotThereThrows()
    {
        using var client = _account.SqsClient();

        await Assert.ThrowsAnyAsync<Amazon.SQS.AmazonSQSException>(() =>
            new SqsFollowUps(client, Queues("gone")).SendAsync(Some.Tick, Some.Remedy, TimeSpan.Zero, default)
        );
    }

    [Fact]
    public async Task Remedy_HasAQueueOfItsOwn()
    {
        _account.Sqs.CreateQueue("others");
        using var client = _account.SqsClient();
        var queues = TickQueues.Parse(
            $"serviceUnavailable={_account.Sqs.UrlOf("ticks", _account.Wire.Url)} latency={_account.Sqs.UrlOf("others", _account.Wire.Url)}"
        );

        await new SqsFollowUps(client, queues).SendAsync(Some.Tick, new RemedyName("latency"), default, default);

        Assert.Empty(_account.Sqs.Queue("ticks").Messages);
        Assert.Single(_account.Sqs.Queue("others").Messages);
    }

    [Theory]
    [InlineData("latency")]
    [InlineData("=https://sqs.example.com/1/q")]
    [InlineData("latency=not a url")]
    [InlineData("latency=https://sqs.example.com/1/q latency=https://sqs.example.com/1/r")]
    public void Queues_OfAnotherFormAreRefused(string text) =>
        Assert.Contains(
            "expected REMEDY=URL",
            Assert.Throws<FormatException>(() => TickQueues.Parse(text)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Queue_OfAnUnknownRemedyIsNamed() =>
        Assert.Contains(
            "no queue for remedy 'latency', expected one of serviceUnavailable",
            Assert
                .Throws<InvalidOperationException>(() =>
                    TickQueues.Parse("serviceUnavailable=https://sqs.example.com/1/q").UrlOf(new RemedyName("latency"))
                )
                .Message,
            StringComparison.Ordinal
        );

    private TickQueues Queues(string queue) =>
        TickQueues.Parse($"{Some.Remedy}={_account.Sqs.UrlOf(queue, _account.Wire.Url)}");

    private async Task SendAsync(Signal signal, TimeSpan delay)
    {
        using var client = _account.SqsClient();
        await new SqsFollowUps(client, Queues("ticks")).SendAsync(signal, Some.Remedy, delay, default);
    }
}
