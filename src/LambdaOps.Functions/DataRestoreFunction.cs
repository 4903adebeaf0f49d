using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using LambdaOps.Aws.Signals;

namespace LambdaOps.Functions;

/// <summary>
/// The runbook's "災害復旧" level 4, on the ticks and requests of serverless.template, and its verify-backup.sh, on the
/// schedule there.
/// </summary>
public sealed class DataRestoreFunction(Invocation invocation)
{
    /// <summary>
    /// Takes every shape of events/; answers what each signal led to, or the failed messages of a batch.
    /// </summary>
    [LambdaFunction(ResourceName = "DataRestoreFunction", Role = "@DataRestoreRole")]
    public Task<EventAnswer> DataRestore(Stream payload, ILambdaContext context) =>
        invocation.RunAsync(payload, context);
}
