using System.Collections.Immutable;
using Amazon.ApplicationAutoScaling;
using Amazon.ApplicationAutoScaling.Model;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>Whether a service scales by itself (DescribeScalableTargets).</summary>
public sealed class ScalingOnAws(Lazy<IAmazonApplicationAutoScaling> autoscaling)
{
    public ImmutableArray<LookCall> Looks => [LookCall.To(ScalingLooks.State, StateAsync)];

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
}
