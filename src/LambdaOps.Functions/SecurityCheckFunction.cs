using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using LambdaOps.Aws.Signals;

namespace LambdaOps.Functions;

/// <summary>Who comes, and what is open: the security checks, on the schedules of serverless.template. It only looks.</summary>
public sealed class SecurityCheckFunction(Jobs jobs)
{
    /// <summary>Takes the jobs of its checks, and its own queue; answers what was found.</summary>
    [LambdaFunction(ResourceName = "SecurityCheckFunction", Timeout = 60, Role = "@SecurityCheckRole")]
    public Task<EventAnswer> SecurityCheck(Stream payload, ILambdaContext context) => jobs.RunAsync(payload, context);
}
