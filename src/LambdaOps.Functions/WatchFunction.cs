using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using LambdaOps.Aws.Signals;
using LambdaOps.Engine;

namespace LambdaOps.Functions;

/// <summary>Whether somebody still looks at every open incident, on the schedule of serverless.template.</summary>
/// <remarks>
/// EventBridge Scheduler delivers at least once. A second run is not kept out: what it does is a duplicate to the loop.
/// </remarks>
public sealed class WatchFunction(Watchdog watchdog)
{
    private const string Job = "watchdog";

    /// <summary>Takes events/schedule-watchdog.json; answers what was found.</summary>
    [LambdaFunction(ResourceName = "WatchFunction", MemorySize = 1024, Timeout = 60, Role = "@WatchRole")]
    public async Task<EventAnswer> Watch(Stream payload, ILambdaContext context)
    {
        using var buffer = new MemoryStream();
        await payload.CopyToAsync(buffer);
        using var deadline = new CancellationTokenSource(Invocation.Bound(context.RemainingTime));
        return EventReader.Read(buffer.ToArray()) is IncomingEvent.Job { Name: Job }
            ? EventAnswer.Of(await watchdog.RunAsync(deadline.Token))
            : throw new BadEventException("$", "another event", $"{{\"job\": \"{Job}\"}}");
    }
}
