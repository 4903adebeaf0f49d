using System.Text.Json;
using Amazon.SQS;
using Amazon.SQS.Model;
using LambdaOps.Aws.Journal;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.FollowUps;

/// <summary>Ticks and deferred signals as delayed messages of the function's own queue.</summary>
public sealed class SqsFollowUps(IAmazonSQS sqs, string queueUrl) : IFollowUps
{
    public async Task SendAsync(Signal signal, TimeSpan delay, CancellationToken cancellationToken)
    {
        var bounded = delay < TimeSpan.Zero ? TimeSpan.Zero
            : delay > IFollowUps.LongestDelay ? IFollowUps.LongestDelay
            : delay;
        await sqs.SendMessageAsync(
            new SendMessageRequest
            {
                QueueUrl = queueUrl,
                MessageBody = JsonSerializer.Serialize(signal, JournalJson.Default.Signal),
                DelaySeconds = (int)Math.Ceiling(bounded.TotalSeconds),
            },
            cancellationToken);
    }
}
