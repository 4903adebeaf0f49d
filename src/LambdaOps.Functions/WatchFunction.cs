using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using LambdaOps.Aws.Signals;

namespace LambdaOps.Functions;

/// <summary>
/// Whether every open incident is still being looked at, and the checks of the day, on the schedules of
/// serverless.template.
/// </summary>
public sealed class WatchFunction(Jobs jobs)
{
    /// <summary>Takes events/schedule-watchdog.json and the jobs of its checks; answers what was found.</summary>
    [LambdaFunction(ResourceName = "WatchFunction", Timeout = 60, Role = "@WatchRole")]
    public Task<EventAnswer> Watch(Stream payload, ILambdaContext context) => jobs.RunAsync(payload, context);
}
