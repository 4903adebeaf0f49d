using LambdaOps.Account.Services.Sqs;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Tests.Services.Sqs;

public sealed class SqsQueueTests
{
    private readonly SimulatedWorld _world = new(3, DateTimeOffset.UnixEpoch);
    private readonly SqsService _sqs;

    public SqsQueueTests() => _sqs = new SqsService(_world, "r", "1");

    [Fact]
    public void Message_IsHiddenWhileItIsInFlight()
    {
        var queue = _sqs.CreateQueue(new SqsQueueSettings("q") { Visibility = TimeSpan.FromSeconds(30) });
        queue.Send("x");
        Assert.Single(queue.Receive());
        Pass(29);
        Assert.Empty(queue.Receive());
        Pass(1);
        Assert.Equal(2, Assert.Single(queue.Receive()).ReceiveCount);
    }

    [Fact]
    public void OnVisible_ComesAtTheMomentAndNotForWhatIsGone()
    {
        var queue = _sqs.CreateQueue("q");
        var seen = new List<double>();
        queue.OnVisible(() => seen.Add((_world.Clock.Now - DateTimeOffset.UnixEpoch).TotalSeconds));
        queue.Send("late", TimeSpan.FromSeconds(900));
        queue.Send("now");
        Pass(0);
        var now = Assert.Single(queue.Receive());
        Assert.True(queue.MakeVisible(now.ReceiptHandle, TimeSpan.FromSeconds(5)));
        Pass(5);
        var again = Assert.Single(queue.Receive());
        Assert.True(queue.Delete(again.ReceiptHandle));
        Assert.False(queue.Delete(again.ReceiptHandle));
        Pass(2000);
        Assert.Equal([0, 5, 900], seen);
    }

    [Fact]
    public void OnVisible_ForgetsAVisibilityThatWasChanged()
    {
        var queue = _sqs.CreateQueue(new SqsQueueSettings("q") { Visibility = TimeSpan.FromSeconds(30) });
        queue.Send("x");
        Pass(0);
        var seen = new List<double>();
        queue.OnVisible(() => seen.Add((_world.Clock.Now - DateTimeOffset.UnixEpoch).TotalSeconds));
        queue.MakeVisible(Assert.Single(queue.Receive()).ReceiptHandle, TimeSpan.FromSeconds(5));
        Pass(100);
        Assert.Equal([5], seen);
    }

    [Fact]
    public void DeadLetterQueue_TakesWhatWasReceivedTooOften()
    {
        _sqs.CreateQueue("dead");
        var queue = _sqs.CreateQueue(new SqsQueueSettings("q") { DeadLetterQueue = "dead", MaxReceiveCount = 2 });
        queue.Send("poison");
        for (var i = 1; i <= 2; i++)
        {
            queue.MakeVisible(Assert.Single(queue.Receive()).ReceiptHandle, TimeSpan.Zero);
        }

        Assert.Empty(queue.Receive());
        var dead = Assert.Single(_sqs.Receive("dead"));
        Assert.Equal(("poison", "arn:aws:sqs:r:1:q"), (dead.Body, dead.DeadLetterSourceArn));
    }

    [Fact]
    public void Retention_EndsAMessage()
    {
        var queue = _sqs.CreateQueue(new SqsQueueSettings("q") { Retention = TimeSpan.FromSeconds(60) });
        queue.Send("x");
        Pass(60);
        Assert.Empty(queue.Receive());
    }

    [Fact]
    public void SameSeed_GivesTheSameIds()
    {
        Assert.Equal(FirstIdOf(seed: 3), FirstIdOf(seed: 3));
        Assert.NotEqual(FirstIdOf(seed: 3), FirstIdOf(seed: 4));

        static string FirstIdOf(ulong seed) =>
            new SqsService(new SimulatedWorld(seed, DateTimeOffset.UnixEpoch), "r", "1").CreateQueue("q").Send("x").Id;
    }

    private void Pass(double seconds)
    {
        var until = _world.Clock.Now + TimeSpan.FromSeconds(seconds);
        while (_world.Clock.Step(until)) { }
    }
}
