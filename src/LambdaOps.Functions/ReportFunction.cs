using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using LambdaOps.Aws.Signals;

namespace LambdaOps.Functions;

/// <summary>
/// Sums the day's metrics up at night, and reports in the morning, on the schedules of serverless.template. It changes
/// nothing of what is operated.
/// </summary>
public sealed class ReportFunction(Jobs jobs)
{
    /// <summary>Takes the jobs of its checks, and its own queue; answers what was found.</summary>
    [LambdaFunction(ResourceName = "ReportFunction", Timeout = 60, Role = "@ReportRole")]
    public Task<EventAnswer> Report(Stream payload, ILambdaContext context) => jobs.RunAsync(payload, context);
}
