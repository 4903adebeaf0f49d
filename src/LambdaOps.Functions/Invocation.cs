using Amazon.Lambda.Core;
using AWS.Lambda.Powertools.Logging;
using LambdaOps.Aws.Invocations;
using LambdaOps.Aws.Signals;

namespace LambdaOps.Functions;

/// <summary>An invocation of a remedy's function as Lambda makes it: a stream and a context.</summary>
/// <param name="remedy">What the estate makes of it now.</param>
public sealed class Invocation(Func<Task<RemedyInvocation>> remedy)
{
    public Invocation(RemedyInvocation remedy)
        : this(() => Task.FromResult(remedy)) { }

    public async Task<EventAnswer> RunAsync(Stream payload, ILambdaContext context)
    {
        Logger.AppendKey("function_request_id", context.AwsRequestId);
        var read = await ReadAsync(payload);
        var now = await remedy();
        return await now.RunAsync(read, context.RemainingTime, requestId: context.AwsRequestId);
    }

    internal static async Task<byte[]> ReadAsync(Stream payload)
    {
        using var buffer = new MemoryStream();
        await payload.CopyToAsync(buffer);
        return buffer.ToArray();
    }
}
