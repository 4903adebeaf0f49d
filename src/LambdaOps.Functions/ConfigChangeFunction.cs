using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using LambdaOps.Aws.Signals;

namespace LambdaOps.Functions;

/// <summary>
/// The runbook's "設定変更管理", on the ticks and requests of serverless.template.
/// </summary>
public sealed class ConfigChangeFunction(Invocation invocation)
{
    /// <summary>
    /// Takes every shape of events/; answers what each signal led to, or the failed messages of a batch.
    /// </summary>
    [LambdaFunction(ResourceName = "ConfigChangeFunction", Role = "@ConfigChangeRole")]
    public Task<EventAnswer> ConfigChange(Stream payload, ILambdaContext context) =>
        invocation.RunAsync(payload, context);
}
