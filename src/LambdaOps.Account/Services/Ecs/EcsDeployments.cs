using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.Ecs;

/// <summary>
/// The service deployments of ECS's newer API: each has an ARN and a history, and a rollback is part of the one that it
/// rolls back.
/// </summary>
internal sealed class EcsDeployments(SimulatedWorld world)
{
    private readonly EcsWriter _write = new(world);

    public JsonObject List(JsonObject input, FleetService service)
    {
        var states = input.Texts("status");
        var created = input["createdAt"] as JsonObject;
        var (after, before) = (created?.Moment("after"), created?.Moment("before"));
        var all = Known(service)
            .Reverse()
            .Where(d => states.Count == 0 || states.Contains(StatusOf(service, d)))
            .Where(d => !(d.CreatedAt <= after) && !(d.CreatedAt >= before))
            .Select(d => Brief(service, d))
            .ToList();
        return Paging.Answer(all, input, EcsFace.Pages with { Usual = 20 }, "serviceDeployments", brief => brief);
    }

    public JsonObject Describe(JsonObject input) =>
        EcsWriter.Described(
            input.Texts("serviceDeploymentArns"),
            "serviceDeployments",
            arn => Find(arn) is { } one ? Full(one.Service, one.Deployment) : null
        );

    public JsonObject DescribeRevisions(JsonObject input) =>
        EcsWriter.Described(
            input.Texts("serviceRevisionArns"),
            "serviceRevisions",
            arn =>
                world
                    .Fleet.Services.SelectMany(s => Known(s).Select(d => (Service: s, Deployment: d)))
                    .Where(one => one.Service.RevisionArnOf(one.Deployment) == arn)
                    .Select(one => Revision(one.Service, one.Deployment))
                    .FirstOrDefault()
        );

    public JsonObject Stop(ServiceCall call)
    {
        var arn = call.Input.Text("serviceDeploymentArn") ?? "";
        var (service, deployment) = Find(arn) ?? throw NotFound();
        var rollBack = call.Input.Text("stopType") != "ABORT";
        switch (StatusOf(service, deployment))
        {
            case "ROLLBACK_REQUESTED" or "ROLLBACK_IN_PROGRESS":
                break;
            case "IN_PROGRESS" when service.Shift is not null && !rollBack:
                throw new ServiceFault("InvalidParameterException", "The only valid stop type is ROLLBACK.");
            case "IN_PROGRESS":
                world.Tell("call", service.Name, $"StopServiceDeployment by {call.Caller}");
                service.StopDeployment(rollBack);
                break;
            case var status:
                throw new ServiceFault("ConflictException", $"A service deployment in {status} cannot be stopped.");
        }

        return new JsonObject { ["serviceDeploymentArn"] = arn };
    }

    public JsonObject Continue(ServiceCall call)
    {
        var arn = call.Input.Text("serviceDeploymentArn") ?? "";
        var (service, deployment) = Find(arn) ?? throw NotFound();
        var shift = service.Shift is { IsRollingBack: false } going && going.Green == deployment ? going : null;
        var hook =
            shift?.Awaiting(call.Input.Text("hookId") ?? "")
            ?? throw new ServiceFault(
                "InvalidParameterException",
                "The service deployment has no paused lifecycle hook with this ID."
            );
        var rollBack = call.Input.Text("action") == "ROLLBACK";
        world.Tell(
            "call",
            service.Name,
            $"ContinueServiceDeployment {(rollBack ? "ROLLBACK" : "CONTINUE")} by {call.Caller}"
        );
        shift.Continue(hook, rollBack);
        return new JsonObject { ["serviceDeploymentArn"] = arn };
    }

    /// <summary>Rollbacks are none of their own, and another controller's task sets are none.</summary>
    private static IEnumerable<FleetDeployment> Known(FleetService service) =>
        service.DeploymentHistory.Where(one =>
            one.Kind != DeploymentKind.Rollback && service.Rules.Controller == FleetController.Ecs
        );

    private (FleetService Service, FleetDeployment Deployment)? Find(string arn)
    {
        foreach (var service in world.Fleet.Services)
        {
            if (Known(service).FirstOrDefault(one => service.ArnOf(one) == arn) is { } deployment)
            {
                return (service, deployment);
            }
        }

        return null;
    }

    private static string StatusOf(FleetService service, FleetDeployment deployment) =>
        deployment switch
        {
            { BackTo: { } back } => back switch
            {
                { Rollout: FleetRollout.Completed } => "ROLLBACK_SUCCESSFUL",
                { Rollout: FleetRollout.InProgress, Status: "PRIMARY" } when service.Shift?.RollbackIsNew == true =>
                    "ROLLBACK_REQUESTED",
                { Rollout: FleetRollout.InProgress, Status: "PRIMARY" } => "ROLLBACK_IN_PROGRESS",
                _ => "ROLLBACK_FAILED",
            },
            { FinishedAt: not null, Rollout: not FleetRollout.Failed } => "SUCCESSFUL",
            { Rollout: FleetRollout.InProgress, Status: "PRIMARY" } => "IN_PROGRESS",
            _ => "STOPPED",
        };

    private JsonObject Brief(FleetService service, FleetDeployment deployment)
    {
        var output = new JsonObject
        {
            ["serviceDeploymentArn"] = service.ArnOf(deployment),
            ["serviceArn"] = service.Arn,
            ["clusterArn"] = _write.Arn("cluster", service.Plan.Cluster),
            ["createdAt"] = deployment.CreatedAt.Iso(),
            ["startedAt"] = deployment.CreatedAt.Iso(),
            ["targetServiceRevisionArn"] = service.RevisionArnOf(deployment),
            ["status"] = StatusOf(service, deployment),
            ["statusReason"] = deployment.RolledBackBecause?.Reason ?? deployment.RolloutReason,
        };
        output.PutUnlessNull("finishedAt", deployment.FinishedAt);
        return output;
    }

    private JsonObject Full(FleetService service, FleetDeployment deployment)
    {
        var output = Brief(service, deployment);
        output.Remove("targetServiceRevisionArn");
        output["updatedAt"] = deployment.UpdatedAt.Iso();
        var shift = service.Shift?.Green == deployment ? service.Shift : null;
        var source =
            shift?.Blue
            ?? service.DeploymentHistory.LastOrDefault(before =>
                before.CreatedAt < deployment.CreatedAt && before.Rollout == FleetRollout.Completed
            );
        if (source is not null)
        {
            output["sourceServiceRevisions"] = new JsonArray(EcsWriter.RevisionWithTraffic(service, source));
        }

        if (shift is not null)
        {
            output["lifecycleStage"] = shift.ShownStage;
            output["lifecycleHookDetails"] = FaceJson.Array(shift.Hooks.Select(Hook));
        }

        output["targetServiceRevision"] = EcsWriter.RevisionWithTraffic(service, deployment);
        if (deployment is { RolledBackBecause: { } because, BackTo: { } back })
        {
            output["rollback"] = new JsonObject
            {
                ["reason"] = because.Reason,
                ["startedAt"] = because.At.Iso(),
                ["serviceRevisionArn"] = service.RevisionArnOf(back),
            };
        }

        output["deploymentConfiguration"] = EcsStrategies.Write(service.Rules);
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

    private static JsonObject Hook(HookRun hook)
    {
        var output = new JsonObject
        {
            ["hookId"] = hook.Id,
            ["targetType"] = hook.TypeText,
            ["status"] = hook.StatusText,
            ["expiresAt"] = hook.ExpiresAt.Iso(),
            ["timeoutAction"] = hook.Plan.ContinuesAfterTimeout ? "CONTINUE" : "ROLLBACK",
        };
        output.PutUnlessNull("targetArn", hook.Plan.FunctionArn);
        return output;
    }

    private JsonObject Revision(FleetService service, FleetDeployment deployment)
    {
        var served = new JsonObject { ["targetGroupArn"] = deployment.Group.Arn };
        served["productionListenerRule"] = _write.ProductionRuleOf(service);
        return new JsonObject
        {
            ["serviceRevisionArn"] = service.RevisionArnOf(deployment),
            ["serviceArn"] = service.Arn,
            ["clusterArn"] = _write.Arn("cluster", service.Plan.Cluster),
            ["taskDefinition"] = world.Fleet.Definitions.ArnOf(deployment.Definition),
            ["launchType"] = service.Plan.LaunchType,
            ["loadBalancers"] = new JsonArray(_write.LoadBalancer(service, deployment)),
            ["containerImages"] = new JsonArray(
                new JsonObject
                {
                    ["containerName"] = deployment.Definition.Container,
                    ["image"] = EcsTaskDefinitions.ImageOf(deployment.Definition),
                }
            ),
            ["createdAt"] = deployment.CreatedAt.Iso(),
            ["resolvedConfiguration"] = new JsonObject { ["loadBalancers"] = new JsonArray(served) },
        };
    }

    private static ServiceFault NotFound() =>
        new("ServiceDeploymentNotFoundException", "Service deployment not found.");
}
