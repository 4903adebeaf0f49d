using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using LambdaOps.Aws.Signals;

namespace LambdaOps.Functions;

/// <summary>
/// The runbook's "災害復旧", level 2 (AZ障害), on the alarms, ticks and requests of serverless.template.
/// </summary>
public sealed class ZoneShiftFunction(Invocation invocation)
{
    /// <summary>
    /// Takes every shape of events/; answers what each signal led to, or the failed messages of a batch.
    /// </summary>
    [LambdaFunction(ResourceName = "ZoneShiftFunction", Role = "@ZoneShiftRole")]
    public Task<EventAnswer> ZoneShift(Stream payload, ILambdaContext context) => invocation.RunAsync(payload, context);
}
