using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using LambdaOps.Aws.Signals;

namespace LambdaOps.Functions;

/// <summary>
/// The runbook's "データクリーンアップ": what has expired is deleted, by AWS or by the checks of the night, on the schedules of
/// serverless.template.
/// </summary>
public sealed class NightlyCleanupFunction(Jobs jobs)
{
    /// <summary>Takes the jobs of its checks, and what goes on with them; answers what was found.</summary>
    [LambdaFunction(ResourceName = "NightlyCleanupFunction", Timeout = 60, Role = "@NightlyCleanupRole")]
    public Task<EventAnswer> NightlyCleanup(Stream payload, ILambdaContext context) => jobs.RunAsync(payload, context);
}
