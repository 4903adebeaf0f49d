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

    private const int MostPages = 50;

    /// <exception cref="NotObservableException">There are more than can be read in a moment.</exception>
    private async Task<ScalingState> StateAsync(LookAt at, CancellationToken cancellationToken)
    {
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await autoscaling.Value.DescribeScalableTargetsAsync(
                new DescribeScalableTargetsRequest
                {
                    ServiceNamespace = ServiceNamespace.Ecs,
                    ResourceIds = [((OperatedService)at.Target).ScalableResource],
                    ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
                    NextToken = next,
                },
                cancellationToken
            );
            if (answer.ScalableTargets is [{ MinCapacity: { } minimum, MaxCapacity: { } maximum }, ..])
            {
                return new ScalingState.Automatic(minimum, maximum);
            }

            // A page from which all was filtered is not the last one.
            if ((next = answer.NextToken) is null)
            {
                return new ScalingState.ByHand();
            }
        }

        throw new NotObservableException(
            FormattableString.Invariant($"more than {MostPages} pages of scalable targets")
        );
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
