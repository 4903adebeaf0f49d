using System.Text.Json.Nodes;
using LambdaOps.Account.Services.ElasticLoadBalancing;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.Ecs;

/// <summary>Writes the fleet in the shapes of ECS's model.</summary>
internal sealed class EcsWriter(SimulatedWorld world)
{
    private readonly LoadBalancerListeners _rules = new(world);

    public string Arn(string kind, string name) =>
        $"arn:aws:ecs:{world.Plan.Region}:{world.Plan.AccountId}:{kind}/{name}";

    public static JsonObject Missing(string arn) => new() { ["arn"] = arn, ["reason"] = "MISSING" };

    /// <summary>A describing call's answer: what is there, and what is not.</summary>
    public static JsonObject Described(List<string> arns, string member, Func<string, JsonObject?> describe)
    {
        var all = arns.ConvertAll(arn => (Arn: arn, Found: describe(arn)));
        return new JsonObject
        {
            [member] = FaceJson.Array(all.Select(one => one.Found).OfType<JsonObject>()),
            ["failures"] = FaceJson.Array(all.Where(one => one.Found is null).Select(one => Missing(one.Arn))),
        };
    }

    public JsonObject Service(FleetService service)
    {
        var plan = service.Plan;
        var output = new JsonObject
        {
            ["serviceArn"] = service.Arn,
            ["serviceName"] = service.Name,
            ["clusterArn"] = Arn("cluster", plan.Cluster),
            ["loadBalancers"] = new JsonArray(LoadBalancer(service, service.Primary)),
            ["serviceRegistries"] = new JsonArray(),
            ["status"] = "ACTIVE",
            ["desiredCount"] = service.Desired,
            ["runningCount"] = service.Running,
            ["pendingCount"] = service.Pending,
            ["launchType"] = plan.LaunchType,
            ["taskDefinition"] = world.Fleet.Definitions.ArnOf(service.Primary.Definition),
            ["deploymentConfiguration"] = EcsStrategies.Write(service.Rules),
            ["deployments"] = new JsonArray(),
            ["events"] = FaceJson.Array(service.Events.Select(Event)),
            ["createdAt"] = service.CreatedAt.Iso(),
            ["placementConstraints"] = new JsonArray(),
            ["placementStrategy"] = new JsonArray(),
            ["healthCheckGracePeriodSeconds"] = (int)service.GracePeriod.TotalSeconds,
            ["schedulingStrategy"] = service.Rules.IsDaemon ? "DAEMON" : "REPLICA",
            ["deploymentController"] = new JsonObject { ["type"] = service.Rules.Controller.Text() },
            ["enableECSManagedTags"] = false,
            ["propagateTags"] = "NONE",
            ["enableExecuteCommand"] = false,
        };
        if (service.Rules.Controller != FleetController.Ecs)
        {
            output["taskSets"] = FaceJson.Array(service.Deployments.Select(set => TaskSet(service, set)));
            return output;
        }

        output["deployments"] = FaceJson.Array(service.Deployments.Select(d => Deployment(service, d)));
        output["currentServiceDeployment"] = service.ArnOf(
            service.DeploymentHistory.Last(one => one.Kind != DeploymentKind.Rollback)
        );
        output["currentServiceRevisions"] = FaceJson.Array(
            service.Deployments.DistinctBy(service.RevisionArnOf).Select(one => Revision(service, one))
        );
        return output;
    }

    /// <summary>What stands in a deployment's place where another controller deploys.</summary>
    private JsonObject TaskSet(FleetService service, FleetDeployment set)
    {
        var mine = service.Tasks.Where(task => task.Deployment == set).ToList();
        return new JsonObject
        {
            ["id"] = set.Id,
            ["taskSetArn"] = $"{Arn("task-set", $"{service.Plan.Cluster}/{service.Name}")}/{set.Id}",
            ["serviceArn"] = service.Arn,
            ["clusterArn"] = Arn("cluster", service.Plan.Cluster),
            ["startedBy"] = service.Rules.Controller.Text(),
            ["status"] = set.Status,
            ["taskDefinition"] = world.Fleet.Definitions.ArnOf(set.Definition),
            ["computedDesiredCount"] = service.WantedOf(set),
            ["pendingCount"] = mine.Count(task => task.Status is TaskStage.Provisioning or TaskStage.Pending),
            ["runningCount"] = mine.Count(task => task.Status == TaskStage.Running),
            ["createdAt"] = set.CreatedAt.Iso(),
            ["updatedAt"] = set.UpdatedAt.Iso(),
            ["launchType"] = service.Plan.LaunchType,
            ["loadBalancers"] = new JsonArray(
                new JsonObject
                {
                    ["targetGroupArn"] = set.Group.Arn,
                    ["containerName"] = set.Definition.Container,
                    ["containerPort"] = service.Plan.HealthCheck.Port,
                }
            ),
            ["scale"] = new JsonObject { ["value"] = 100.0, ["unit"] = "PERCENT" },
            ["stabilityStatus"] = service.IsSteady ? "STEADY_STATE" : "STABILIZING",
        };
    }

    public JsonObject LoadBalancer(FleetService service, FleetDeployment deployment)
    {
        var plan = service.Plan;
        var output = new JsonObject
        {
            ["targetGroupArn"] = plan.TargetGroupArn,
            ["containerName"] = deployment.Definition.Container,
            ["containerPort"] = plan.HealthCheck.Port,
        };
        if (plan.AlternateTargetGroupArn is { } alternate)
        {
            var advanced = new JsonObject
            {
                ["alternateTargetGroupArn"] = alternate,
                ["productionListenerRule"] = _rules.ProductionRuleOf(service),
                ["roleArn"] = $"arn:aws:iam::{world.Plan.AccountId}:role/{plan.Cluster}-load-balancing",
            };
            advanced.PutUnlessNull("testListenerRule", plan.TestHost is null ? null : _rules.TestRuleOf(service));
            output["advancedConfiguration"] = advanced;
        }

        return output;
    }

    /// <summary>What a revision is known by and how many tasks it has: of the service, not of a deployment.</summary>
    private static JsonObject Revision(FleetService service, FleetDeployment deployment)
    {
        var mine = service.Tasks.Where(t => t.Deployment == deployment).ToList();
        return new JsonObject
        {
            ["arn"] = service.RevisionArnOf(deployment),
            ["requestedTaskCount"] = service.WantedOf(deployment),
            ["runningTaskCount"] = mine.Count(t => t.Status == TaskStage.Running),
            ["pendingTaskCount"] = mine.Count(t => t.Status is TaskStage.Provisioning or TaskStage.Pending),
        };
    }

    /// <summary>The same with the traffic that it gets, as a deployment shows it.</summary>
    public static JsonObject RevisionWithTraffic(FleetService service, FleetDeployment deployment)
    {
        var output = Revision(service, deployment);
        if (service.Routes.All.Count > 1)
        {
            output["requestedTestTrafficWeight"] = service.Routes.Tested == deployment.Group ? 100.0 : 0.0;
            output["requestedProductionTrafficWeight"] = service.Routes.PercentOf(deployment.Group);
        }

        return output;
    }

    public string ProductionRuleOf(FleetService service) => _rules.ProductionRuleOf(service);

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
        var output = new JsonObject
        {
            ["id"] = deployment.Id,
            ["status"] = deployment.Status,
            ["taskDefinition"] = world.Fleet.Definitions.ArnOf(deployment.Definition),
            ["desiredCount"] = service.WantedOf(deployment),
            ["pendingCount"] = mine.Count(t => t.Status is TaskStage.Provisioning or TaskStage.Pending),
            ["runningCount"] = mine.Count(t => t.Status == TaskStage.Running),
            ["failedTasks"] = deployment.FailedTasks,
            ["createdAt"] = deployment.CreatedAt.Iso(),
            ["updatedAt"] = deployment.UpdatedAt.Iso(),
            ["launchType"] = service.Plan.LaunchType,
        };
        if (service.Rules.TellsRollout)
        {
            output["rolloutState"] = deployment.RolloutText;
            output["rolloutStateReason"] = deployment.RolloutReason;
        }

        return output;
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
            ["imageDigest"] = task.ImageDigest,
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
