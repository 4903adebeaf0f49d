using System.Diagnostics;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Lambda;

/// <summary>
/// An event source mapping: hands a queue's messages to a function. Messages that the function has dealt with are
/// deleted; the others come back when their visibility timeout is over, and moving them to a dead-letter queue after
/// too many receptions is the queue's own matter.
/// </summary>
/// <remarks>
/// Receives only when the function has room: a throttled reception would use up a message's receive count.
/// </remarks>
public sealed class QueueEventSource
{
    private readonly SimulatedWorld _world;
    private readonly LambdaService _lambda;
    private readonly IQueueSource _queue;
    private readonly QueueEventSourceSettings _settings;
    private bool _polling;

    public QueueEventSource(
        SimulatedWorld world,
        LambdaService lambda,
        IQueueSource queue,
        QueueEventSourceSettings settings
    )
    {
        (_world, _lambda, _queue, _settings) = (world, lambda, queue, settings);
        lock (world.Gate)
        {
            queue.WhenVisible(PollSoon);
            PollSoon();
        }
    }

    /// <summary>Never inside the queue's own change: as the next thing that happens.</summary>
    private void PollSoon()
    {
        if (_polling)
        {
            return;
        }

        _polling = true;
        _world.Clock.In(
            TimeSpan.Zero,
            $"poll {_queue.Arn}",
            () =>
            {
                _polling = false;
                Poll();
            }
        );
    }

    private void Poll()
    {
        while (_lambda.HasCapacity(_settings.Function, PollSoon))
        {
            var messages = _queue.TryReceive(_settings.BatchSize);
            if (messages.Count == 0)
            {
                return;
            }

            // What Lambda refuses stays hidden, comes back when its visibility timeout is over, and is refused again
            // until the queue gives it up.
            var accepted = messages.Where(message => !_lambda.Refuses(_settings.Function, message.Trace)).ToList();
            if (accepted.Count > 0)
            {
                _lambda.InvokeFromPoller(
                    _settings.Function,
                    SqsEvent.For(_queue.Arn, accepted),
                    _queue.Arn,
                    accepted[0].Trace,
                    outcome => Settle(accepted, outcome)
                );
            }
        }
    }

    private void Settle(IReadOnlyList<QueueMessage> messages, InvocationOutcome outcome)
    {
        var batch = messages.Select(message => message.Id).ToHashSet(StringComparer.Ordinal);
        var failed = outcome switch
        {
            InvocationOutcome.Succeeded succeeded when _settings.ReportsBatchItemFailures => BatchResponse.FailedIds(
                succeeded.Payload,
                batch
            ),
            InvocationOutcome.Succeeded => new HashSet<string>(),
            InvocationOutcome.FunctionFailed or InvocationOutcome.Crashed or InvocationOutcome.TimedOut => batch,
            _ => throw new UnreachableException(),
        };
        foreach (var message in messages.Where(message => !failed.Contains(message.Id)))
        {
            _queue.Delete(message.Receipt);
        }

        PollSoon();
    }
}

/// <param name="ReportsBatchItemFailures">FunctionResponseTypes has ReportBatchItemFailures.</param>
public sealed record QueueEventSourceSettings(
    string Function,
    int BatchSize = 10,
    bool ReportsBatchItemFailures = false
);
