using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using LambdaOps.Aws.Signals;

namespace LambdaOps.Functions;

/// <summary>
/// The maintenance page by an operator's request, on the requests and ticks of serverless.template.
/// </summary>
public sealed class MaintenancePageFunction(Invocation invocation)
{
    /// <summary>
    /// Takes every shape of events/; answers what each signal led to, or the failed messages of a batch.
    /// </summary>
    [LambdaFunction(ResourceName = "MaintenancePageFunction", Role = "@MaintenancePageRole")]
    public Task<EventAnswer> MaintenancePage(Stream payload, ILambdaContext context) =>
        invocation.RunAsync(payload, context);
}
