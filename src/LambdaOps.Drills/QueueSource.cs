using System.Collections.Immutable;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Services.Sqs;

namespace LambdaOps.Drills;

/// <summary>A simulated queue as an event source mapping sees it.</summary>
public sealed class QueueSource(SqsQueue queue, string arn) : IQueueSource
{
    public string Arn => arn;

    public IReadOnlyList<QueueMessage> TryReceive(int max) =>
        [
            .. queue
                .Receive(max)
                .Select(message => new QueueMessage(
                    message.Id,
                    message.Body,
                    message.ReceiptHandle,
                    message.ReceiveCount,
                    SqsMessageOperations.SystemFacts(message).ToImmutableSortedDictionary(StringComparer.Ordinal)
                )),
        ];

    public void Delete(string receipt) => queue.Delete(receipt);

    public void WhenVisible(Action notify) => queue.OnVisible(notify);
}
