using LambdaOps.Aws.Signals;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.Watchdog;
using LambdaOps.Engine;
using LambdaOps.Engine.Checks;

namespace LambdaOps.Aws.Invocations;

/// <summary>One invocation of a function that the clock starts: a job, or how one goes on.</summary>
/// <param name="watchdog">Made when it is its turn: only one function has it.</param>
public sealed class JobInvocation(Lazy<Watchdog> watchdog, Lazy<CheckLoop> checks, Lazy<OwnBatch> queue)
{
    /// <summary>Takes events/schedule-watchdog.json and events/job-*.json; answers what was found.</summary>
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
            // A second run is not kept out: what it does is a duplicate to the loop.
            IncomingEvent.Job { Request: { Check: var job } } when job == WatchdogProcedure.ProcedureName =>
                EventAnswer.Of(await watchdog.Value.RunAsync(deadline.Token)),
            IncomingEvent.Job { Request: var request } => EventAnswer.Of(
                await HandleAsync(request, remaining, deadline.Token)
            ),
            IncomingEvent.Batch batch => await queue.Value.AnswerAsync(
                batch,
                item =>
                    HandleAsync(
                        item.Job ?? throw new BadEventException("body", $"{item.Signal}", "a job"),
                        remaining,
                        deadline.Token
                    )
            ),
            _ => throw new BadEventException("$", "another event", "a job such as {\"job\": \"watchdog\"}"),
        };
    }

    private async Task<CheckAnswer> HandleAsync(
        JobRequest request,
        TimeSpan remaining,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await checks.Value.HandleAsync(request, remaining, cancellationToken);
        }
        catch (UnknownCheckException unknown)
        {
            throw new BadEventException("$.job", $"\"{request.Check}\"", unknown.Message);
        }
    }
}
