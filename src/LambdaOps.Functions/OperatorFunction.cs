using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using LambdaOps.Aws.Signals;

namespace LambdaOps.Functions;

/// <summary>
/// What people decide: approvals, declines, acknowledgements, notes and the control switch. Whoever may invoke it may
/// decide; who may invoke a remedy's function alone may not.
/// </summary>
public sealed class OperatorFunction(Invocation invocation)
{
    /// <summary>
    /// Takes events/operator-*.json; answers what each led to, or the failed messages of a batch. Requests go on to the
    /// function of their procedure.
    /// </summary>
    [LambdaFunction(ResourceName = "OperatorFunction", Role = "@OperatorRole")]
    public Task<EventAnswer> Operator(Stream payload, ILambdaContext context) => invocation.RunAsync(payload, context);
}
