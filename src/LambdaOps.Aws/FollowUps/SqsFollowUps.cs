using System.Text.Json;
using Amazon.SQS;
using Amazon.SQS.Model;
using LambdaOps.Aws.Journal;
using LambdaOps.Core;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.FollowUps;

/// <summary>Ticks, and deferred and forwarded signals, as delayed messages of the remedies' queues.</summary>
public sealed class SqsFollowUps(IAmazonSQS sqs, TickQueues queues) : IFollowUps
{
    public async Task SendAsync(
        Signal signal,
        FunctionName function,
        TimeSpan delay,
        CancellationToken cancellationToken
    )
    {
        var bounded =
            delay < TimeSpan.Zero ? TimeSpan.Zero
            : delay > IFollowUps.LongestDelay ? IFollowUps.LongestDelay
            : delay;
        await sqs.SendMessageAsync(
            new SendMessageRequest
            {
                QueueUrl = queues.UrlOf(function),
                MessageBody = JsonSerializer.Serialize(signal, JournalJson.Default.Signal),
                DelaySeconds = (int)Math.Ceiling(bounded.TotalSeconds),
            },
            cancellationToken
        );
    }
}
