using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using LambdaOps.Aws.Signals;

namespace LambdaOps.Functions;

/// <summary>
/// The runbook's "503 Service Unavailable", on the alarms, ticks and requests of serverless.template.
/// </summary>
public sealed class ServiceUnavailableFunction(Invocation invocation)
{
    /// <summary>
    /// Takes every shape of events/; answers what each signal led to, or the failed messages of a batch.
    /// </summary>
    [LambdaFunction(ResourceName = "ServiceUnavailableFunction", Role = "@ServiceUnavailableRole")]
    public Task<EventAnswer> ServiceUnavailable(Stream payload, ILambdaContext context) =>
        invocation.RunAsync(payload, context);
}
