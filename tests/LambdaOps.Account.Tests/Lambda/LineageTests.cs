using LambdaOps.Account.Lambda;
using LambdaOps.Account.Services;
using LambdaOps.Account.Services.Sqs;
using LambdaOps.Drills;

namespace LambdaOps.Account.Tests.Lambda;

/// <summary>Lambda stops a function that runs in a loop, by the trace header that travels with what it sends.</summary>
public sealed class LineageTests
{
    private const string Started = "Root=1-00000000-0123;Parent=4567;Sampled=0";

    [Fact]
    public void Next_CountsEachFunctionByItself()
    {
        var first = Lineage.Next(null, "arn:f", Started);
        var second = Lineage.Next(first, "arn:g", "Root=other");
        var third = Lineage.Next(second, "arn:f", "Root=other");

        Assert.Matches("^Root=1-00000000-0123;Parent=4567;Sampled=0;Lineage=[0-9a-f]{8}:1$", first);
        Assert.Matches("^Root=1-00000000-0123;Parent=4567;Sampled=0;Lineage=[0-9a-f]{8}:1\\|[0-9a-f]{8}:1$", second);
        Assert.Matches(":2\\|[0-9a-f]{8}:1$", third);
    }

    /// <summary>SDKs encode the bar between two functions.</summary>
    [Fact]
    public void Next_ReadsAnEncodedHeader()
    {
        var both = Lineage.Next(Lineage.Next(null, "arn:f", Started), "arn:g", Started);

        var encoded = both.Replace("|", "%7C", StringComparison.Ordinal);

        Assert.Equal(Lineage.Next(both, "arn:g", Started), Lineage.Next(encoded, "arn:g", Started));
    }

    [Theory]
    [InlineData(15, false)]
    [InlineData(16, true)]
    [InlineData(17, true)]
    public void Exhausted_FromTheSixteenthInvocationOn(int invocations, bool isExhausted)
    {
        string? header = null;
        for (var one = 0; one < invocations; one++)
        {
            header = Lineage.Next(header, "arn:f", Started);
        }

        Assert.Equal(isExhausted, Lineage.IsExhausted(header, "arn:f"));
        Assert.False(Lineage.IsExhausted(header, "arn:g"));
        Assert.False(Lineage.IsExhausted(null, "arn:f"));
    }

    [Theory]
    [InlineData(false, 16)]
    [InlineData(true, 100)]
    public async Task Loop_IsStoppedAfterSixteen_UnlessItIsAllowed(bool mayRecurse, int invocations)
    {
        await using var host = new Host();
        var sqs = new SqsService(host.World, "ap-northeast-1", "123456789012");
        var dead = sqs.CreateQueue("dead");
        var queue = sqs.CreateQueue(new SqsQueueSettings("ticks") { DeadLetterQueue = "dead", MaxReceiveCount = 3 });
        host.Register(
            new FunctionDefinition("f", Host.Arn("f"))
            {
                MayRecurse = mayRecurse,
                Create = FunctionDefinition.InProcess(
                    (_, _, _) =>
                    {
                        Send(host, sqs, queue);
                        return Task.FromResult(Host.Bytes("null"));
                    }
                ),
            }
        );
        _ = new QueueEventSource(
            host.World,
            host.Lambda,
            new QueueSource(queue, sqs.ArnOf("ticks")),
            new("f", 1, true)
        );

        queue.Send("first");
        await host.Pump.RunUntilAsync(() => host.Lambda.Invocations.Count == 100, Host.Start.AddHours(1));

        Assert.Equal(invocations, host.Lambda.Invocations.Count);
        Assert.Equal(mayRecurse ? 0 : 1, dead.Messages.Count);
    }

    /// <summary>Lambda's Invoke says so; an asynchronous event goes where failed events go.</summary>
    [Fact]
    public async Task Loop_OfInvocationsIsStopped()
    {
        await using var host = new Host();
        host.Register("f", (_, _, _) => Task.FromResult(Host.Bytes("null")));
        string? header = null;
        for (var one = 0; one < Lineage.MostInvocations; one++)
        {
            header = Lineage.Next(header, Host.Arn("f"), Started);
        }

        var refused = Assert.Throws<ServiceFault>(() =>
        {
            _ = host.Lambda.InvokeAsync("f", "RequestResponse", [], "g", header);
        });
        await host.Lambda.InvokeAsync("f", "Event", [], "g", header);
        await host.RunFor(1);

        Assert.Equal("RecursiveInvocationException", refused.Code);
        Assert.Equal("RecursiveInvocation", Assert.Single(host.Lambda.FailedEvents).Condition);
        Assert.Empty(host.Lambda.Invocations);
    }

    /// <summary>As an SDK does: with the trace header of the invocation at work.</summary>
    private static void Send(Host host, SqsService sqs, SqsQueue queue)
    {
        lock (host.World.Gate)
        {
            sqs.Handle(
                new ServiceCall(
                    "sqs",
                    "SendMessage",
                    new()
                    {
                        ["QueueUrl"] = queue.Url,
                        ["MessageBody"] = "next",
                        ["DelaySeconds"] = 10,
                    },
                    host.World.Clock.Now,
                    "f"
                )
                {
                    Trace = host.Lambda.TraceOf("f"),
                }
            );
        }
    }
}
