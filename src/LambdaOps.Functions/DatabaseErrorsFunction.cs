using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using LambdaOps.Aws.Signals;

namespace LambdaOps.Functions;

/// <summary>
/// The runbook's "データベース接続エラー", on the alarms, ticks and requests of serverless.template.
/// </summary>
public sealed class DatabaseErrorsFunction(Invocation invocation)
{
    /// <summary>
    /// Takes every shape of events/; answers what each signal led to, or the failed messages of a batch.
    /// </summary>
    [LambdaFunction(ResourceName = "DatabaseErrorsFunction", Role = "@DatabaseErrorsRole")]
    public Task<EventAnswer> DatabaseErrors(Stream payload, ILambdaContext context) =>
        invocation.RunAsync(payload, context);
}
