using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using LambdaOps.Aws.Signals;

namespace LambdaOps.Functions;

/// <summary>
/// The runbook's "レベル3: リージョン障害対応", on the ticks and requests of serverless.template.
/// </summary>
public sealed class RegionFailoverFunction(Invocation invocation)
{
    /// <summary>
    /// Takes every shape of events/; answers what each signal led to, or the failed messages of a batch.
    /// </summary>
    [LambdaFunction(ResourceName = "RegionFailoverFunction", Role = "@RegionFailoverRole")]
    public Task<EventAnswer> RegionFailover(Stream payload, ILambdaContext context) =>
        invocation.RunAsync(payload, context);
}
