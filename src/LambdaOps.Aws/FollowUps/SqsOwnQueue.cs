using Amazon.SQS;
using Amazon.SQS.Model;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.FollowUps;

/// <summary>The visibility of messages of the function's queue. Only a failed message needs its client.</summary>
public sealed class SqsOwnQueue(Lazy<IAmazonSQS> sqs, string url) : IOwnQueue
{
    public Task ShowAgainAsync(string receipt, TimeSpan after, CancellationToken cancellationToken) =>
        sqs.Value.ChangeMessageVisibilityAsync(
            new ChangeMessageVisibilityRequest
            {
                QueueUrl = url,
                ReceiptHandle = receipt,
                VisibilityTimeout = (int)after.TotalSeconds,
            },
            cancellationToken
        );
}
