using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Actuators;

/// <summary>
/// The loop's hands on AWS: each action is one call of one service. What only some remedies do is made when it is first
/// needed.
/// </summary>
public sealed class AwsActuator(
    EcsActuator ecs,
    Lazy<ScalingActuator> scaling,
    Lazy<PageActuator> pages,
    Lazy<CdnActuator> cdn
) : IActuator
{
    public Task<ActionOutcome> ActAsync(Change action, Resource target, CancellationToken cancellationToken) =>
        action switch
        {
            Change.ForceNewDeployment or Change.RollBack or Change.RestartAt or Change.SetDesiredCount => ecs.ActAsync(
                action,
                ServiceOf(target),
                cancellationToken
            ),
            Change.SetScalingMinimum minimum => scaling.Value.ActAsync(minimum, ServiceOf(target), cancellationToken),
            Change.SavePage or Change.PublishMaintenancePage or Change.RestorePage => pages.Value.ActAsync(
                action,
                SiteOf(target),
                cancellationToken
            ),
            Change.InvalidateSite invalidate => cdn.Value.ActAsync(invalidate, SiteOf(target), cancellationToken),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static OperatedService ServiceOf(Resource target) =>
        target as OperatedService ?? throw new InvalidOperationException($"target '{target.Id}' is no service");

    private static OperatedSite SiteOf(Resource target) =>
        (target is OperatedService service ? service.Site : target as OperatedSite)
        ?? throw new InvalidOperationException($"target '{target.Id}' has no site");
}
