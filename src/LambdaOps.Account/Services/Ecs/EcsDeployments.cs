using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;

namespace LambdaOps.Account.Services.Ecs;

/// <summary>The service deployments of ECS's newer API: the same deployments with an ARN and a history.</summary>
internal sealed class EcsDeployments(SimulatedWorld world)
{
    private readonly EcsWriter _write = new(world);

    public JsonObject List(JsonObject input, FleetService service)
    {
        var states = input.Texts("status");
        var all = Enumerable
            .Reverse(service.DeploymentHistory)
            .Where(d => states.Count == 0 || states.Contains(StatusOf(service, d)))
            .Select(d => Brief(service, d))
            .ToList();
        return Paging.Answer(all, input, EcsFace.Pages with { Usual = 20 }, "serviceDeployments", brief => brief);
    }

    public JsonObject Describe(JsonObject input)
    {
        var found = new JsonArray();
        var failures = new JsonArray();
        foreach (var arn in input.Texts("serviceDeploymentArns"))
        {
            if (Find(arn) is { } one)
            {
                found.Add(Full(one.Service, one.Deployment));
            }
            else
            {
                failures.Add(EcsWriter.Missing(arn));
            }
        }

        return new JsonObject { ["serviceDeployments"] = found, ["failures"] = failures };
    }

    public JsonObject Stop(ServiceCall call)
    {
        var arn = call.Input.Text("serviceDeploymentArn") ?? "";
        var one =
            Find(arn) ?? throw new ServiceFault("ServiceDeploymentNotFoundException", "Service deployment not found.");
        if (one.Deployment != one.Service.Primary || one.Deployment.Rollout != FleetRollout.InProgress)
        {
            throw new ServiceFault(
                "ConflictException",
                "The service deployment cannot be stopped in its present state."
            );
        }

        world.Tell("call", one.Service.Name, $"StopServiceDeployment by {call.Caller}");
        one.Service.StopDeployment(rollBack: call.Input.Text("stopType") != "ABORT");
        return new JsonObject { ["serviceDeploymentArn"] = arn };
    }

    private (FleetService Service, FleetDeployment Deployment)? Find(string arn)
    {
        foreach (var service in world.Fleet.Services)
        {
            foreach (var deployment in service.DeploymentHistory)
            {
                if (_write.DeploymentArn(service, deployment) == arn)
                {
                    return (service, deployment);
                }
            }
        }

        return null;
    }

    private static string StatusOf(FleetService service, FleetDeployment deployment) =>
        deployment switch
        {
            { Rollout: FleetRollout.Completed, RolledBack: false } => "SUCCESSFUL",
            { RolledBack: true } => service.Primary.Rollout switch
            {
                FleetRollout.InProgress => "ROLLBACK_IN_PROGRESS",
                FleetRollout.Completed => "ROLLBACK_SUCCESSFUL",
                _ => "ROLLBACK_FAILED",
            },
            { Rollout: FleetRollout.InProgress, Status: "PRIMARY" } => "IN_PROGRESS",
            _ => "STOPPED",
        };

    private JsonObject Brief(FleetService service, FleetDeployment deployment)
    {
        var output = new JsonObject
        {
            ["serviceDeploymentArn"] = _write.DeploymentArn(service, deployment),
            ["serviceArn"] = service.Arn,
            ["clusterArn"] = _write.Arn("cluster", service.Plan.Cluster),
            ["createdAt"] = deployment.CreatedAt.Iso(),
            ["startedAt"] = deployment.CreatedAt.Iso(),
            ["targetServiceRevisionArn"] = _write.RevisionArn(service, deployment),
            ["status"] = StatusOf(service, deployment),
            ["statusReason"] = deployment.RolloutReason,
        };
        output.PutUnlessNull("finishedAt", deployment.FinishedAt);
        return output;
    }

    private JsonObject Full(FleetService service, FleetDeployment deployment)
    {
        var output = Brief(service, deployment);
        output.Remove("targetServiceRevisionArn");
        output["updatedAt"] = deployment.UpdatedAt.Iso();
        var mine = service.Tasks.Where(t => t.Deployment == deployment).ToList();
        output["targetServiceRevision"] = new JsonObject
        {
            ["arn"] = _write.RevisionArn(service, deployment),
            ["requestedTaskCount"] = service.Desired,
            ["runningTaskCount"] = mine.Count(t => t.Status == TaskStage.Running),
            ["pendingTaskCount"] = mine.Count(t => t.Status is TaskStage.Provisioning or TaskStage.Pending),
        };
        output["deploymentConfiguration"] = EcsWriter.Rules(service.Rules);
        output["deploymentCircuitBreaker"] = new JsonObject
        {
            ["status"] =
                !service.Rules.CircuitBreaker ? "DISABLED"
                : deployment.Rollout == FleetRollout.Failed ? "TRIGGERED"
                : "MONITORING",
            ["failureCount"] = deployment.FailedTasks,
            ["threshold"] = service.FailureThreshold,
        };
        return output;
    }
}
