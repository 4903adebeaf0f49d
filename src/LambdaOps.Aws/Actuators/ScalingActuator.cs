using Amazon.ApplicationAutoScaling;
using Amazon.ApplicationAutoScaling.Model;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Actuators;

/// <summary>Moves the minimum of a service that scales by itself (RegisterScalableTarget).</summary>
/// <param name="autoscaling">A client that sends once (<see cref="SendsOnce"/>).</param>
public sealed class ScalingActuator(IAmazonApplicationAutoScaling autoscaling)
{
    /// <summary>For a client that never sends a change again by itself.</summary>
    public static AmazonApplicationAutoScalingConfig SendsOnce() =>
        Outcomes.SendsOnce<AmazonApplicationAutoScalingConfig>();

    /// <summary>The maximum is left out, and so stays what it is.</summary>
    public Task<ActionOutcome> ActAsync(
        Change.SetScalingMinimum action,
        OperatedService service,
        CancellationToken cancellationToken
    ) =>
        Outcomes.OfAsync(async () =>
        {
            await autoscaling.RegisterScalableTargetAsync(
                new RegisterScalableTargetRequest
                {
                    ServiceNamespace = ServiceNamespace.Ecs,
                    ResourceId = service.ScalableResource,
                    ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
                    MinCapacity = action.To,
                },
                cancellationToken
            );
            return "accepted";
        });
}
