using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using LambdaOps.Aws.Signals;

namespace LambdaOps.Functions;

/// <summary>
/// The runbook's "デプロイメント手順", on the deployments, hooks, ticks and requests of serverless.template.
/// </summary>
public sealed class RolloutFunction(HookedInvocation invocation)
{
    /// <summary>
    /// Takes every shape of events/; answers what each signal led to, the failed messages of a batch, or a lifecycle hook of
    /// ECS.
    /// </summary>
    [LambdaFunction(ResourceName = "RolloutFunction", Role = "@RolloutRole")]
    public Task<EventAnswer> Rollout(Stream payload, ILambdaContext context) => invocation.RunAsync(payload, context);
}
