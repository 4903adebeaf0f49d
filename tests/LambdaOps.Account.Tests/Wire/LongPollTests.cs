using Amazon.SQS;
using Amazon.SQS.Model;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>ReceiveMessage with WaitTimeSeconds, in virtual time.</summary>
public sealed class LongPollTests : IAsyncLifetime
{
    private Endpoint _aws = null!;
    private AmazonSQSClient _sqs = null!;

    public async Task InitializeAsync()
    {
        _aws = await Endpoint.StartAsync();
        _aws.Sqs.CreateQueue("jobs");
        _sqs = _aws.SqsClient();
    }

    public async Task DisposeAsync()
    {
        _sqs.Dispose();
        await _aws.DisposeAsync();
    }

    [Fact]
    public async Task Message_ThatComesWhileItWaitsIsAnsweredAtOnce()
    {
        var polled = await StartAsync(waitSeconds: 20);
        _aws.Pass(TimeSpan.FromSeconds(19));
        Assert.False(polled.IsCompleted);
        await _sqs.SendMessageAsync("jobs", "now");
        _aws.Pass(TimeSpan.Zero);
        Assert.Equal("now", Assert.Single((await polled).Messages).Body);
        Assert.Equal(TimeSpan.FromSeconds(19), _aws.World.Clock.Now - Endpoint.Start);
    }

    [Fact]
    public async Task Nothing_IsAnsweredWhenTheWaitIsOver()
    {
        var polled = await StartAsync(waitSeconds: 5);
        _aws.Pass(TimeSpan.FromSeconds(4.9));
        Assert.False(polled.IsCompleted);
        _aws.Pass(TimeSpan.FromSeconds(0.1));
        Assert.Empty((await polled).Messages ?? []);
    }

    [Fact]
    public async Task Message_GoesToOneOfTheWaiting_AndTheOtherWaitsOn()
    {
        var first = await StartAsync(waitSeconds: 20);
        var second = await StartAsync(waitSeconds: 20);
        await _sqs.SendMessageAsync("jobs", "only");
        _aws.Pass(TimeSpan.Zero);
        var winner = await Task.WhenAny(first, second);
        Assert.Single((await winner).Messages);
        var loser = winner == first ? second : first;
        Assert.False(loser.IsCompleted);
        _aws.Pass(TimeSpan.FromSeconds(20));
        Assert.Empty((await loser).Messages ?? []);
    }

    [Fact]
    public async Task Queue_MaySayHowLongAReceiveWaits()
    {
        await _sqs.SetQueueAttributesAsync(
            "jobs",
            new Dictionary<string, string> { ["ReceiveMessageWaitTimeSeconds"] = "3" }
        );
        var polled = await StartAsync(waitSeconds: null);
        _aws.Pass(TimeSpan.FromSeconds(3));
        Assert.Empty((await polled).Messages ?? []);
        var atOnce = await _sqs.ReceiveMessageAsync(new ReceiveMessageRequest("jobs") { WaitTimeSeconds = 0 });
        Assert.Empty(atOnce.Messages ?? []);
    }

    /// <summary>A poll that the server has taken in and holds.</summary>
    private async Task<Task<ReceiveMessageResponse>> StartAsync(int? waitSeconds)
    {
        var polled = _sqs.ReceiveMessageAsync(new ReceiveMessageRequest("jobs") { WaitTimeSeconds = waitSeconds });
        var held = _aws.Holds.WaitAsync();
        await Task.WhenAny(polled, held);
        Assert.True(held.IsCompleted, "The poll was answered at once.");
        return polled;
    }
}
