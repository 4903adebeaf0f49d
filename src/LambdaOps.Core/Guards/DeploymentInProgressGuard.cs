using LambdaOps.Core.Evidence;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Guards;

/// <summary>
/// Denies a restart into a deployment that is already rolling (DESIGN 8.6); a rollback is meant for just that.
/// </summary>
public sealed class DeploymentInProgressGuard : Guard
{
    public override Denial? Check(GuardQuestion question) => question switch
    {
        {
            Action: RemedyAction.ForceNewDeployment,
            Seen.Service: Fact<ServiceState>.Known { Value: { IsDeploying: true, Primary: { } rolling } },
        } => Deny(
            $"deployment {rolling.Id} is in progress since {rolling.CreatedAt:HH:mm:ss}", DenialThen.KeepWatching),
        _ => null,
    };
}
