using System.Text.Json.Nodes;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Fleets;

/// <summary>What ECS sends to EventBridge about a service's deployments and their hooks.</summary>
internal sealed class DeploymentEvents(SimulatedWorld world, FleetService service)
{
    private string ClusterArn =>
        $"arn:aws:ecs:{world.Plan.Region}:{world.Plan.AccountId}:cluster/{service.Plan.Cluster}";

    /// <summary>A rollback is IN_PROGRESS too, with its reason.</summary>
    public void InProgress(FleetDeployment deployment) => Changed(deployment, "INFO", "SERVICE_DEPLOYMENT_IN_PROGRESS");

    public void Completed(FleetDeployment deployment) => Changed(deployment, "INFO", "SERVICE_DEPLOYMENT_COMPLETED");

    /// <summary>Of the circuit breaker alone.</summary>
    public void Failed(FleetDeployment deployment) => Changed(deployment, "ERROR", "SERVICE_DEPLOYMENT_FAILED");

    public void Hook(FleetDeployment deployment, HookRun hook)
    {
        var arn = service.ArnOf(deployment);
        var detail = new JsonObject
        {
            ["eventType"] = hook.Status is HookStatus.Failed or HookStatus.TimedOut ? "ERROR" : "INFO",
            ["eventName"] = $"HOOK_{hook.StatusText}",
            ["hookId"] = hook.Id,
            ["hookType"] = hook.TypeText,
            ["expiresAt"] = hook.ExpiresAt.Iso(),
            ["lifecycleStage"] = hook.Stage.Text(),
            ["clusterArn"] = ClusterArn,
            ["serviceArn"] = service.Arn,
            ["serviceDeploymentArn"] = arn,
            ["updatedAt"] = world.Clock.Now.Iso(),
        };
        world.Events.Send("aws.ecs", "ECS Hook State Change", arn, detail);
    }

    /// <summary>Of its own deployments alone.</summary>
    private void Changed(FleetDeployment deployment, string type, string name)
    {
        if (service.Rules.Controller != FleetController.Ecs)
        {
            return;
        }

        world.Events.Send(
            "aws.ecs",
            "ECS Deployment State Change",
            service.Arn,
            new JsonObject
            {
                ["eventType"] = type,
                ["eventName"] = name,
                ["clusterArn"] = ClusterArn,
                ["deploymentId"] = deployment.Id,
                ["updatedAt"] = world.Clock.Now.Iso(),
                ["reason"] = deployment.RolloutReason,
            }
        );
    }
}
