using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using LambdaOps.Aws.Signals;

namespace LambdaOps.Functions;

/// <summary>
/// The runbook's "完全サービス停止時", on the alarms, ticks and requests of serverless.template.
/// </summary>
public sealed class TotalOutageFunction(Invocation invocation)
{
    /// <summary>
    /// Takes every shape of events/; answers what each signal led to, or the failed messages of a batch.
    /// </summary>
    [LambdaFunction(ResourceName = "TotalOutageFunction", Role = "@TotalOutageRole")]
    public Task<EventAnswer> TotalOutage(Stream payload, ILambdaContext context) =>
        invocation.RunAsync(payload, context);
}
