using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using LambdaOps.Aws.Signals;

namespace LambdaOps.Functions;

/// <summary>
/// The runbook's "セキュリティ運用": looks and reports, on the schedules of serverless.template. It changes nothing.
/// </summary>
public sealed class SecurityCheckFunction(Jobs jobs)
{
    /// <summary>Takes the jobs of its checks, and its own queue; answers what was found.</summary>
    [LambdaFunction(ResourceName = "SecurityCheckFunction", Timeout = 60, Role = "@SecurityCheckRole")]
    public Task<EventAnswer> SecurityCheck(Stream payload, ILambdaContext context) => jobs.RunAsync(payload, context);
}
