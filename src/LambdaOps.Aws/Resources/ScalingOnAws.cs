using System.Collections.Immutable;
using Amazon.ApplicationAutoScaling;
using Amazon.ApplicationAutoScaling.Model;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Whether a service scales by itself (DescribeScalableTargets), and its minimum (RegisterScalableTarget).
/// </summary>
/// <param name="once">Sends once.</param>
public sealed class ScalingOnAws(
    Lazy<IAmazonApplicationAutoScaling> autoscaling,
    Lazy<IAmazonApplicationAutoScaling> once
) : ResourceOnAws
{
    public override ImmutableArray<LookCall> Looks => [LookCall.To(ScalingLooks.State, StateAsync)];

    public override ImmutableArray<ChangeCall> Changes =>
        [Outcomes.ChangeCall<Change.SetScalingMinimum>(ChangeKind.SetScalingMinimum, MoveMinimumAsync)];

    private async Task<ScalingState> StateAsync(LookAt at, CancellationToken cancellationToken)
    {
        var answer = await autoscaling.Value.DescribeScalableTargetsAsync(
            new DescribeScalableTargetsRequest
            {
                ServiceNamespace = ServiceNamespace.Ecs,
                ResourceIds = [((OperatedService)at.Target).ScalableResource],
                ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
            },
            cancellationToken
        );
        return answer.ScalableTargets is [{ MinCapacity: { } minimum, MaxCapacity: { } maximum }, ..]
            ? new ScalingState.Automatic(minimum, maximum)
            : new ScalingState.ByHand();
    }

    /// <summary>The maximum is left out, and so stays what it is.</summary>
    private async Task<string> MoveMinimumAsync(
        Change.SetScalingMinimum change,
        Resource target,
        CancellationToken cancellationToken
    )
    {
        await once.Value.RegisterScalableTargetAsync(
            new RegisterScalableTargetRequest
            {
                ServiceNamespace = ServiceNamespace.Ecs,
                ResourceId = ((OperatedService)target).ScalableResource,
                ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
                MinCapacity = change.To,
            },
            cancellationToken
        );
        return "accepted";
    }
}
