using LambdaOps.Aws.Signals;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Signals;
using LambdaOps.Engine;
using LambdaOps.Engine.Checks;

namespace LambdaOps.Aws.Invocations;

/// <summary>One invocation, the same for every remedy: read the event, run the loop on each signal, answer.</summary>
/// <param name="hook">Null where the function answers no lifecycle hooks.</param>
/// <param name="checks">Null where the function runs no checks beside its remedy.</param>
public sealed class RemedyInvocation(
    RemedyLoop loop,
    OwnBatch queue,
    SmokeHook? hook = null,
    Lazy<CheckLoop>? checks = null
)
{
    /// <summary>The name in AWS of the function that takes people's decisions.</summary>
    public string OperatorFunction { get; init; } = AllProcedures.Operator.Value;

    /// <summary>
    /// For the function's queue: an SQSBatchResponse with the messages that failed. For anything else: what each signal
    /// led to; a failure is thrown, so that the event is retried and reaches the dead-letter queue.
    /// </summary>
    /// <param name="remaining">Until Lambda ends the invocation.</param>
    /// <param name="requestId">The invocation's, which a person's words are kept with; null where nobody knows it.</param>
    public async Task<EventAnswer> RunAsync(
        ReadOnlyMemory<byte> payload,
        TimeSpan remaining,
        string? requestId = null,
        CancellationToken cancellationToken = default
    )
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline.Of(remaining));
        return EventReader.Read(payload) switch
        {
            IncomingEvent.Signals signals => await AnswerAsync(signals, requestId, deadline.Token),
            IncomingEvent.Batch batch => await queue.AnswerAsync(
                batch,
                item =>
                    item switch
                    {
                        { Text: { } text } => loop.NotifyTextAsync(text.From, text.Text, deadline.Token),
                        { Signal: { } signal } => HandleAsync(signal, deadline.Token),
                        { Job: { } job } => HandleAsync(job, remaining, deadline.Token),
                        _ => throw new BadEventException("body", "nothing", "a signal"),
                    }
            ),
            IncomingEvent.Hook asked when hook is not null => EventAnswer.Of(
                await hook.AnswerAsync(asked.Call, deadline.Token)
            ),
            IncomingEvent.Hook asked => throw new BadEventException(
                "$.lifecycleStage",
                $"\"{asked.Call.Stage}\"",
                "a signal: lifecycle hooks are for the function Rollout"
            ),
            IncomingEvent.Job job => EventAnswer.Of(await HandleAsync(job.Request, remaining, deadline.Token)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>A job of a check that shares the function, and its permissions, with the remedy.</summary>
    private async Task<CheckAnswer> HandleAsync(
        JobRequest request,
        TimeSpan remaining,
        CancellationToken cancellationToken
    )
    {
        if (checks is null)
        {
            throw new BadEventException(
                "$.job",
                $"\"{request.Check}\"",
                "a signal: jobs are for the functions of checks"
            );
        }

        try
        {
            return await checks.Value.HandleAsync(request, remaining, cancellationToken);
        }
        catch (UnknownCheckException unknown)
        {
            throw new BadEventException("$.job", $"\"{request.Check}\"", unknown.Message);
        }
    }

    private async Task<EventAnswer> AnswerAsync(
        IncomingEvent.Signals signals,
        string? requestId,
        CancellationToken cancellationToken
    )
    {
        var reports = new List<LoopReport>(signals.All.Count);
        foreach (var signal in signals.All)
        {
            reports.Add(await HandleAsync(requestId is null ? signal : signal.By(requestId), cancellationToken));
        }

        foreach (var text in signals.Texts)
        {
            reports.Add(await loop.NotifyTextAsync(text.From, text.Text, cancellationToken));
        }

        return EventAnswer.Of(reports);
    }

    /// <summary>
    /// A decision that may not be taken in here fails the invocation: whoever sent it, and did not wait for the answer,
    /// must not believe that it counts.
    /// </summary>
    private async Task<LoopReport> HandleAsync(Signal signal, CancellationToken cancellationToken) =>
        await loop.HandleAsync(signal, cancellationToken) is var report && report.Outcome != LoopOutcome.Misdirected
            ? report
            : throw new BadEventException("operator", report.Because, $"it at the function {OperatorFunction}");
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
