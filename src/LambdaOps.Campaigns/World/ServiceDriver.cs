using System.Diagnostics;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.World;

/// <summary>Who replaces a simulated service's tasks, and what ECS says and refuses because of that.</summary>
public enum ServiceDriver
{
    Ecs,

    /// <summary>CodeDeploy, by task sets: ECS shows no deployment, and refuses every one.</summary>
    CodeDeploy,

    /// <summary>A third party, by task sets: the same.</summary>
    External,

    /// <summary>ECS, a task on each instance: it refuses every count.</summary>
    Daemon,

    /// <summary>ECS, behind a Classic Load Balancer: it does not say how a rollout stands.</summary>
    Classic,
}

internal static class DrivenServices
{
    /// <summary>As DescribeServices shows it.</summary>
    public static ServiceState As(this ServiceState state, ServiceDriver driver) =>
        driver switch
        {
            ServiceDriver.Ecs => state,
            ServiceDriver.CodeDeploy => state with { Controller = DeploymentController.CodeDeploy, Deployments = [] },
            ServiceDriver.External => state with { Controller = DeploymentController.External, Deployments = [] },
            ServiceDriver.Daemon => state with { IsDaemon = true },
            ServiceDriver.Classic => state with
            {
                Deployments = [.. state.Deployments.Select(one => one with { Rollout = RolloutState.Unknown })],
            },
            _ => throw new UnreachableException(),
        };

    /// <summary>Whether ECS itself replaces the tasks.</summary>
    public static bool IsByEcs(this ServiceDriver driver) =>
        driver is not (ServiceDriver.CodeDeploy or ServiceDriver.External);

    /// <summary>Why ECS refuses a change; null where it takes it.</summary>
    public static ActionOutcome.Refused? Refuses(this ServiceDriver driver, Change change) =>
        change
            is Change.ForceNewDeployment
                or Change.RestartAt
                or Change.RollBack
                or Change.StartDeployment
                or Change.RollBackDeployment
        && !driver.IsByEcs()
            ? new ActionOutcome.Refused("InvalidParameterException: the service has another deployment controller")
        : change.Count is not null && driver == ServiceDriver.Daemon
            ? new ActionOutcome.Refused(
                "InvalidParameterException: the daemon scheduling strategy does not support a desired count"
            )
        : null;
}
