using LambdaOps.Aws.FollowUps;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Signals;

namespace LambdaOps.Aws.Tests.FollowUps;

public sealed class SqsFollowUpsTests : IAsyncLifetime
{
    private const string Own = "ops-ServiceUnavailable-ticks";

    private WiredAccount _account = null!;

    public async Task InitializeAsync()
    {
        _account = await WiredAccount.StartAsync();
        _account.Sqs.CreateQueue(Own);
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
        await SendAsync(Samples.Tick, TimeSpan.FromSeconds(seconds));

        var message = Assert.Single(_account.Sqs.Queue(Own).Messages);
        Assert.Equal(expected, (message.VisibleAt - message.SentAt).TotalSeconds);
    }

    [Fact]
    public async Task Body_IsTheSignal()
    {
        await SendAsync(Samples.Tick, TimeSpan.Zero);

        Assert.Equal(
            """{"signal":"tick","target":"api-service","incident":"20260115-api-service-031501","beat":3}""",
            Assert.Single(_account.Sqs.Queue(Own).Messages).Body
        );
    }

    [Fact]
    public async Task Queue_ThatIsNotThereThrows()
    {
        using var client = _account.SqsClient();

        await Assert.ThrowsAnyAsync<Amazon.SQS.AmazonSQSException>(() =>
            new SqsFollowUps(client, Queues("gone")).SendAsync(
                Samples.Tick,
                AllProcedures.FunctionOf(Samples.Remedy),
                TimeSpan.Zero,
                default
            )
        );
    }

    [Fact]
    public async Task Function_HasAQueueOfItsOwn()
    {
        _account.Sqs.CreateQueue("ops-Latency-ticks");
        using var client = _account.SqsClient();

        await new SqsFollowUps(client, Queues("ops")).SendAsync(
            Samples.Tick,
            new FunctionName("Latency"),
            default,
            default
        );

        Assert.Empty(_account.Sqs.Queue(Own).Messages);
        Assert.Single(_account.Sqs.Queue("ops-Latency-ticks").Messages);
    }

    [Theory]
    [InlineData("ops-*-ticks")]
    [InlineData("https://sqs.example.com/1/ops-ticks")]
    [InlineData("https://sqs.example.com/1/*-*-ticks")]
    [InlineData("latency=https://sqs.example.com/1/q")]
    public void Queues_OfAnotherFormAreRefused(string text) =>
        Assert.Contains(
            "expected a URL with one * for the function",
            Assert.Throws<FormatException>(() => TickQueues.Parse(text)).Message,
            StringComparison.Ordinal
        );

    private TickQueues Queues(string stack) =>
        TickQueues.Parse(_account.Sqs.UrlOf($"{stack}-*-ticks", _account.Wire.Url));

    private async Task SendAsync(Signal signal, TimeSpan delay)
    {
        using var client = _account.SqsClient();
        await new SqsFollowUps(client, Queues("ops")).SendAsync(
            signal,
            AllProcedures.FunctionOf(Samples.Remedy),
            delay,
            default
        );
    }
}
