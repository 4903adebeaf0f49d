using Amazon.ApplicationAutoScaling;
using Amazon.ApplicationAutoScaling.Model;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Observers;

/// <summary>Whether a service scales by itself (DescribeScalableTargets).</summary>
public sealed class ScalableTargets(IAmazonApplicationAutoScaling autoscaling)
{
    public async Task<ScalingState> ScalingAsync(OperatedService service, CancellationToken cancellationToken)
    {
        var answer = await autoscaling.DescribeScalableTargetsAsync(
            new DescribeScalableTargetsRequest
            {
                ServiceNamespace = ServiceNamespace.Ecs,
                ResourceIds = [service.ScalableResource],
                ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
            },
            cancellationToken
        );
        return answer.ScalableTargets is [{ MinCapacity: { } minimum, MaxCapacity: { } maximum }, ..]
            ? new ScalingState.Automatic(minimum, maximum)
            : new ScalingState.ByHand();
    }
}
