using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using LambdaOps.Aws.Signals;

namespace LambdaOps.Functions;

/// <summary>
/// The runbook's "API応答遅延", on the alarms, ticks and requests of serverless.template.
/// </summary>
public sealed class LatencyFunction(Invocation invocation)
{
    /// <summary>
    /// Takes every shape of events/; answers what each signal led to, or the failed messages of a batch.
    /// </summary>
    [LambdaFunction(ResourceName = "LatencyFunction", Role = "@LatencyRole")]
    public Task<EventAnswer> Latency(Stream payload, ILambdaContext context) => invocation.RunAsync(payload, context);
}
