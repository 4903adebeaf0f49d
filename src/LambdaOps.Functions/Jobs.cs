using Amazon.Lambda.Core;
using LambdaOps.Aws.Invocations;
using LambdaOps.Aws.Signals;

namespace LambdaOps.Functions;

/// <summary>An invocation of a function that the clock starts.</summary>
/// <param name="jobs">What the estate makes of it now.</param>
public sealed class Jobs(Func<Task<JobInvocation>> jobs)
{
    public Jobs(JobInvocation jobs)
        : this(() => Task.FromResult(jobs)) { }

    public async Task<EventAnswer> RunAsync(Stream payload, ILambdaContext context)
    {
        var read = await Invocation.ReadAsync(payload);
        var now = await jobs();
        return await now.RunAsync(read, context.RemainingTime);
    }
}
