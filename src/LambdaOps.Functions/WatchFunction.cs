using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using LambdaOps.Aws.Invocations;
using LambdaOps.Aws.Signals;

namespace LambdaOps.Functions;

/// <summary>Whether every open incident is still being looked at, on the schedule of serverless.template.</summary>
public sealed class WatchFunction(WatchInvocation watch)
{
    /// <summary>Takes events/schedule-watchdog.json; answers what was found.</summary>
    [LambdaFunction(ResourceName = "WatchFunction", Timeout = 60, Role = "@WatchRole")]
    public async Task<EventAnswer> Watch(Stream payload, ILambdaContext context) =>
        await watch.RunAsync(await Invocation.ReadAsync(payload), context.RemainingTime);
}
