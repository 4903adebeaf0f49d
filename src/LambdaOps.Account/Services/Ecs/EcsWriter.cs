using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;

namespace LambdaOps.Account.Services.Ecs;

/// <summary>Writes the fleet in the shapes of ECS's model.</summary>
internal sealed class EcsWriter(SimulatedWorld world)
{
    public string Arn(string kind, string name) =>
        $"arn:aws:ecs:{world.Plan.Region}:{world.Plan.AccountId}:{kind}/{name}";

    public string DeploymentArn(FleetService service, FleetDeployment deployment) =>
        Arn("service-deployment", $"{service.Plan.Cluster}/{service.Name}/{deployment.ServiceDeploymentId}");

    public string RevisionArn(FleetService service, FleetDeployment deployment) =>
        Arn(
            "service-revision",
            $"{service.Plan.Cluster}/{service.Name}/"
                + Chance.Hash(1, deployment.ServiceDeploymentId) % 10_000_000_000_000_000
        );

    public static JsonObject Missing(string arn) => new() { ["arn"] = arn, ["reason"] = "MISSING" };

    public JsonObject Service(FleetService service)
    {
        var plan = service.Plan;
        return new JsonObject
        {
            ["serviceArn"] = service.Arn,
            ["serviceName"] = service.Name,
            ["clusterArn"] = Arn("cluster", plan.Cluster),
            ["loadBalancers"] = new JsonArray(
                new JsonObject
                {
                    ["targetGroupArn"] = plan.TargetGroupArn,
                    ["containerName"] = service.Primary.Definition.Container,
                    ["containerPort"] = plan.HealthCheck.Port,
                }
            ),
            ["serviceRegistries"] = new JsonArray(),
            ["status"] = "ACTIVE",
            ["desiredCount"] = service.Desired,
            ["runningCount"] = service.Running,
            ["pendingCount"] = service.Pending,
            ["launchType"] = plan.LaunchType,
            ["taskDefinition"] = world.Fleet.Definitions.ArnOf(service.Primary.Definition),
            ["deploymentConfiguration"] = Rules(service.Rules),
            ["deployments"] = FaceJson.Array(service.Deployments.Select(d => Deployment(service, d))),
            ["events"] = FaceJson.Array(service.Events.Select(Event)),
            ["createdAt"] = service.CreatedAt.Iso(),
            ["currentServiceDeployment"] = DeploymentArn(service, service.Primary),
            ["placementConstraints"] = new JsonArray(),
            ["placementStrategy"] = new JsonArray(),
            ["healthCheckGracePeriodSeconds"] = (int)service.GracePeriod.TotalSeconds,
            ["schedulingStrategy"] = "REPLICA",
            ["deploymentController"] = new JsonObject { ["type"] = "ECS" },
            ["enableECSManagedTags"] = false,
            ["propagateTags"] = "NONE",
            ["enableExecuteCommand"] = false,
        };
    }

    public static JsonObject Rules(DeploymentPlan rules) =>
        new()
        {
            ["deploymentCircuitBreaker"] = new JsonObject
            {
                ["enable"] = rules.CircuitBreaker,
                ["rollback"] = rules.Rollback,
            },
            ["maximumPercent"] = rules.MaximumPercent,
            ["minimumHealthyPercent"] = rules.MinimumHealthyPercent,
        };

    public JsonObject Task(FleetService service, FleetTask task)
    {
        var output = new JsonObject
        {
            ["taskArn"] = task.Arn,
            ["clusterArn"] = Arn("cluster", service.Plan.Cluster),
            ["taskDefinitionArn"] = world.Fleet.Definitions.ArnOf(task.Definition),
            ["availabilityZone"] = task.Zone,
            ["containers"] = new JsonArray(Container(task)),
            ["cpu"] = task.Definition.Cpu,
            ["memory"] = task.Definition.Memory,
            ["createdAt"] = task.CreatedAt.Iso(),
            ["desiredStatus"] = task.StopWanted ? "STOPPED" : "RUNNING",
            ["lastStatus"] = task.LastStatus,
            ["healthStatus"] = "UNKNOWN",
            ["group"] = $"service:{service.Name}",
            ["launchType"] = service.Plan.LaunchType,
            ["startedBy"] = task.Deployment.Id,
            ["version"] = (int)task.Status + 1,
        };
        output.PutUnlessNull("startedAt", task.StartedAt);
        output.PutUnlessNull("stoppingAt", task.StoppingAt);
        output.PutUnlessNull("stoppedAt", task.StoppedAt);
        output.PutUnlessNull("stopCode", task.StopCode);
        output.PutUnlessNull("stoppedReason", task.StoppedReason);
        return output;
    }

    public JsonObject Cluster(string name)
    {
        var services = world.Fleet.Services.Where(s => s.Plan.Cluster == name).ToList();
        return new JsonObject
        {
            ["clusterArn"] = Arn("cluster", name),
            ["clusterName"] = name,
            ["status"] = "ACTIVE",
            ["registeredContainerInstancesCount"] = 0,
            ["runningTasksCount"] = services.Sum(s => s.Running),
            ["pendingTasksCount"] = services.Sum(s => s.Pending),
            ["activeServicesCount"] = services.Count,
            ["statistics"] = new JsonArray(),
            ["settings"] = new JsonArray(),
            ["capacityProviders"] = new JsonArray(),
        };
    }

    private JsonObject Deployment(FleetService service, FleetDeployment deployment)
    {
        var mine = service.Tasks.Where(t => t.Deployment == deployment).ToList();
        return new JsonObject
        {
            ["id"] = deployment.Id,
            ["status"] = deployment.Status,
            ["taskDefinition"] = world.Fleet.Definitions.ArnOf(deployment.Definition),
            ["desiredCount"] = deployment == service.Primary ? service.Desired : mine.Count(t => t.IsLive),
            ["pendingCount"] = mine.Count(t => t.Status is TaskStage.Provisioning or TaskStage.Pending),
            ["runningCount"] = mine.Count(t => t.Status == TaskStage.Running),
            ["failedTasks"] = deployment.FailedTasks,
            ["createdAt"] = deployment.CreatedAt.Iso(),
            ["updatedAt"] = deployment.UpdatedAt.Iso(),
            ["launchType"] = service.Plan.LaunchType,
            ["rolloutState"] = deployment.RolloutText,
            ["rolloutStateReason"] = deployment.RolloutReason,
        };
    }

    private static JsonObject Event(ServiceEvent entry) =>
        new()
        {
            ["id"] = entry.Id,
            ["createdAt"] = entry.CreatedAt.Iso(),
            ["message"] = entry.Message,
        };

    private static JsonObject Container(FleetTask task)
    {
        var container = new JsonObject
        {
            ["containerArn"] = task.Arn.Replace(":task/", ":container/", StringComparison.Ordinal),
            ["taskArn"] = task.Arn,
            ["name"] = task.Definition.Container,
            ["image"] = EcsTaskDefinitions.ImageOf(task.Definition),
            ["lastStatus"] = task.LastStatus,
            ["healthStatus"] = "UNKNOWN",
            ["networkInterfaces"] = new JsonArray(new JsonObject { ["privateIpv4Address"] = task.Ip }),
        };
        if (task.ExitCode is { } code)
        {
            container["exitCode"] = code;
        }

        if (task.ExitCode == 137)
        {
            container["reason"] = task.StoppedReason;
        }

        return container;
    }
}
