using LambdaOps.Aws.Signals;
using LambdaOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace LambdaOps.Aws.Invocations;

/// <summary>A batch of the function's own queue: each message is good or bad by itself.</summary>
public sealed partial class OwnBatch(IOwnQueue queue, ILogger<OwnBatch> logger)
{
    /// <summary>Time for a call when the invocation's own is over.</summary>
    private static readonly TimeSpan s_lastMoment = TimeSpan.FromMilliseconds(700);

    /// <summary>An SQSBatchResponse with the messages that failed.</summary>
    /// <param name="handleAsync">What is done with one that could be read.</param>
    public async Task<EventAnswer> AnswerAsync(IncomingEvent.Batch batch, Func<BatchItem, Task> handleAsync)
    {
        var failed = new List<string>();
        foreach (var item in batch.Items)
        {
            try
            {
                await (item.Error is null ? handleAsync(item) : throw item.Error);
            }
#pragma warning disable CA1031 // One bad message must not take the others with it: it fails alone and is retried.
            catch (Exception error)
#pragma warning restore CA1031
            {
                LogFailedItem(error, item.MessageId, error.Message);
                failed.Add(item.MessageId);
                await ShowAgainSoonAsync(item);
            }
        }

        return EventAnswer.OfBatch(failed);
    }

    /// <summary>
    /// A failed tick would be hidden for the queue's visibility timeout, in which nobody looks. Where that cannot be
    /// shortened, it stays so.
    /// </summary>
    private async Task ShowAgainSoonAsync(BatchItem item)
    {
        using var moment = new CancellationTokenSource(s_lastMoment);
        try
        {
            await queue.ShowAgainAsync(item.Receipt, IOwnQueue.HiddenFor(item.Received), moment.Token);
        }
#pragma warning disable CA1031 // The message is retried in any case, only later.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogHidden(error, item.MessageId, error.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Message {MessageId} failed and will be delivered again: {Error}")]
    private partial void LogFailedItem(Exception exception, string messageId, string error);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Message {MessageId} stays hidden until its visibility timeout: {Error}"
    )]
    private partial void LogHidden(Exception exception, string messageId, string error);
}
