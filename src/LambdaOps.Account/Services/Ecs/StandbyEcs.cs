using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Regions;

namespace LambdaOps.Account.Services.Ecs;

/// <summary>ECS in the second region: the counts of its services, and no more.</summary>
internal sealed class StandbyEcs(SimulatedWorld world)
{
    public JsonObject Handle(ServiceCall call) =>
        call.Operation switch
        {
            "DescribeServices" => Describe(call.Input),
            "UpdateService" => Update(call),
            _ => throw new ServiceFault(
                "UnknownOperationException",
                $"The simulator's ECS of a second region has no {call.Operation}."
            ),
        };

    private JsonObject Describe(JsonObject input)
    {
        var cluster = input.Text("cluster") ?? "default";
        var (services, failures) = (new JsonArray(), new JsonArray());
        foreach (var name in input.Texts("services"))
        {
            if (world.Standby.Find(cluster, name) is { } found)
            {
                services.Add(Write(found));
            }
            else
            {
                failures.Add(EcsWriter.Missing(ArnOf(cluster, name)));
            }
        }

        return new JsonObject { ["services"] = services, ["failures"] = failures };
    }

    private JsonObject Update(ServiceCall call)
    {
        var service =
            world.Standby.Find(call.Input.Text("cluster") ?? "default", call.Input.Text("service") ?? "")
            ?? throw new ServiceFault("ServiceNotFoundException", "Service not found.");
        if (call.Input.Integer("desiredCount") is { } desired)
        {
            world.Tell(
                "call",
                service.Plan.Name,
                $"UpdateService in the second region by {call.Caller} desiredCount={desired}"
            );
            service.Scale(desired);
        }

        return new JsonObject { ["service"] = Write(service) };
    }

    private JsonObject Write(StandbyEcsService service) =>
        new()
        {
            ["serviceArn"] = ArnOf(service.Plan.Cluster, service.Plan.Name),
            ["serviceName"] = service.Plan.Name,
            ["clusterArn"] = ArnOf("cluster", service.Plan.Cluster)
                .Replace(":service/cluster/", ":cluster/", StringComparison.Ordinal),
            ["status"] = "ACTIVE",
            ["desiredCount"] = service.Desired,
            ["runningCount"] = service.Running,
            ["pendingCount"] = service.Desired - service.Running,
            ["launchType"] = "FARGATE",
            ["schedulingStrategy"] = "REPLICA",
        };

    private string ArnOf(string cluster, string name) =>
        $"arn:aws:ecs:{world.Plan.Standby?.Region}:{world.Plan.AccountId}:service/{cluster}/{name}";
}
