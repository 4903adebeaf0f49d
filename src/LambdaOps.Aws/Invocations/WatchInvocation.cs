using LambdaOps.Aws.Signals;
using LambdaOps.Core.Procedures.Watchdog;
using LambdaOps.Engine;

namespace LambdaOps.Aws.Invocations;

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
