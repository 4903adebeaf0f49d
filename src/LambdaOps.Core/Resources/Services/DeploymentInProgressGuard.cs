using LambdaOps.Core.Guards;

namespace LambdaOps.Core.Resources;

/// <summary>
/// Denies a restart into a deployment that is already rolling (DESIGN 8.6); a rollback is meant for just that, and the
/// restart of a total outage may take the place of a deployment whose tasks die.
/// </summary>
public sealed class DeploymentInProgressGuard : Guard
{
    private const int FailedTasksMeanFailing = 2;

    public override Denial? Check(GuardQuestion question) =>
        question switch
        {
            {
                Change: Change.ForceNewDeployment,
                Seen.Service: Fact<ServiceState>.Known { Value: { IsDeploying: true, Primary: { } rolling } },
            } => Deny(rolling),
            {
                Change: Change.RestartAt,
                Seen.Service: Fact<ServiceState>.Known
                {
                    Value: { IsDeploying: true, Primary: { FailedTasks: < FailedTasksMeanFailing } rolling },
                },
            } => Deny(rolling),
            _ => null,
        };

    private Denial Deny(ServiceDeployment rolling) =>
        Deny($"deployment {rolling.Id} is in progress since {rolling.CreatedAt:HH:mm:ss}", DenialThen.KeepWatching);
}
