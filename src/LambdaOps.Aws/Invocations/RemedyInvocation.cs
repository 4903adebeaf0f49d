using LambdaOps.Aws.Signals;
using LambdaOps.Core.Procedures.Watchdog;
using LambdaOps.Engine;
using LambdaOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace LambdaOps.Aws.Invocations;

/// <summary>One invocation, the same for every remedy: read the event, run the loop on each signal, answer.</summary>
public sealed partial class RemedyInvocation(RemedyLoop loop, IOwnQueue queue, ILogger<RemedyInvocation> logger)
{
    /// <summary>Time for a call when the invocation's own is over.</summary>
    private static readonly TimeSpan s_lastMoment = TimeSpan.FromMilliseconds(700);

    /// <summary>
    /// For the function's queue: an SQSBatchResponse with the messages that failed. For anything else: what each signal
    /// led to; a failure is thrown, so that the event is retried and reaches the dead-letter queue.
    /// </summary>
    /// <param name="remaining">Until Lambda ends the invocation.</param>
    public async Task<EventAnswer> RunAsync(
        ReadOnlyMemory<byte> payload,
        TimeSpan remaining,
        CancellationToken cancellationToken = default
    )
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline.Of(remaining));
        return EventReader.Read(payload) switch
        {
            IncomingEvent.Signals signals => await AnswerAsync(signals, deadline.Token),
            IncomingEvent.Batch batch => await AnswerAsync(batch, deadline.Token),
            IncomingEvent.Job job => throw new BadEventException(
                "job",
                $"\"{job.Name}\"",
                "a signal: jobs are for the function Watch"
            ),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<EventAnswer> AnswerAsync(IncomingEvent.Signals signals, CancellationToken cancellationToken)
    {
        var reports = new List<LoopReport>(signals.All.Count);
        foreach (var signal in signals.All)
        {
            reports.Add(await loop.HandleAsync(signal, cancellationToken));
        }

        return EventAnswer.Of(reports);
    }

    private async Task<EventAnswer> AnswerAsync(IncomingEvent.Batch batch, CancellationToken cancellationToken)
    {
        var failed = new List<string>();
        foreach (var item in batch.Items)
        {
            try
            {
                await loop.HandleAsync(item.Signal ?? throw item.Error!, cancellationToken);
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

/// <summary>How long an invocation may work.</summary>
internal static class Deadline
{
    /// <summary>A second before Lambda would end it, so that what was going on is still written down.</summary>
    public static TimeSpan Of(TimeSpan remaining)
    {
        var bound = remaining - TimeSpan.FromSeconds(1);
        return bound > TimeSpan.Zero ? bound : TimeSpan.FromMilliseconds(1);
    }
}

/// <summary>One invocation of the watchdog's function.</summary>
/// <remarks>
/// EventBridge Scheduler delivers at least once. A second run is not kept out: what it does is a duplicate to the loop.
/// </remarks>
public sealed class WatchInvocation(Watchdog watchdog)
{
    private static readonly string s_job = WatchdogProcedure.ProcedureName.Value;

    /// <summary>Takes events/schedule-watchdog.json; answers what was found.</summary>
    /// <param name="remaining">Until Lambda ends the invocation.</param>
    public async Task<EventAnswer> RunAsync(
        ReadOnlyMemory<byte> payload,
        TimeSpan remaining,
        CancellationToken cancellationToken = default
    )
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline.Of(remaining));
        return EventReader.Read(payload) is IncomingEvent.Job job && job.Name == s_job
            ? EventAnswer.Of(await watchdog.RunAsync(deadline.Token))
            : throw new BadEventException("$", "another event", $"{{\"job\": \"{s_job}\"}}");
    }
}
