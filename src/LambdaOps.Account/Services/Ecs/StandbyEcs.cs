using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Account.World.Regions;

namespace LambdaOps.Account.Services.Ecs;

/// <summary>ECS in the second region: the counts of its services, and what they run.</summary>
internal sealed class StandbyEcs(SimulatedWorld world)
{
    public JsonObject Handle(ServiceCall call) =>
        call.Operation switch
        {
            "DescribeServices" => Describe(call.Input),
            "DescribeTaskDefinition" => DescribeTaskDefinition(call.Input),
            "UpdateService" => Update(call),
            _ => throw new ServiceFault(
                "UnknownOperationException",
                $"The simulator's ECS of a second region has no {call.Operation}."
            ),
        };

    private JsonObject Describe(JsonObject input)
    {
        var cluster = input.Text("cluster") ?? "default";
        if (!world.Standby.Services.Any(one => one.Plan.Cluster == cluster))
        {
            throw new ServiceFault("ClusterNotFoundException", "Cluster not found.");
        }

        var (services, failures) = (new JsonArray(), new JsonArray());
        foreach (var name in input.Texts("services"))
        {
            if (world.Standby.Find(cluster, name) is { } found)
            {
                services.Add(Write(found));
            }
            else
            {
                failures.Add(EcsWriter.Missing(ArnOf("service", $"{cluster}/{name}")));
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
            ["serviceArn"] = ArnOf("service", $"{service.Plan.Cluster}/{service.Plan.Name}"),
            ["serviceName"] = service.Plan.Name,
            ["clusterArn"] = ArnOf("cluster", service.Plan.Cluster),
            ["status"] = "ACTIVE",
            ["desiredCount"] = service.Desired,
            ["runningCount"] = service.Running,
            ["pendingCount"] = service.Desired - service.Running,
            ["launchType"] = "FARGATE",
            ["schedulingStrategy"] = "REPLICA",
            ["taskDefinition"] = DefinitionOf(service.Plan),
        };

    private JsonObject DescribeTaskDefinition(JsonObject input)
    {
        var asked = input.Text("taskDefinition");
        var plan =
            world.Standby.Services.Select(one => one.Plan).FirstOrDefault(one => DefinitionOf(one) == asked)
            ?? throw new ServiceFault("ClientException", "Unable to describe task definition.");
        return new JsonObject
        {
            ["taskDefinition"] = new JsonObject
            {
                ["taskDefinitionArn"] = DefinitionOf(plan),
                ["family"] = plan.Name,
                ["revision"] = 1,
                ["status"] = "ACTIVE",
                ["containerDefinitions"] = new JsonArray(
                    new JsonObject
                    {
                        ["name"] = "app",
                        ["image"] = plan.Image ?? plan.Name,
                        ["essential"] = true,
                    }
                ),
            },
        };
    }

    private string DefinitionOf(StandbyServicePlan plan) => ArnOf("task-definition", $"{plan.Name}:1");

    private string ArnOf(string kind, string name) =>
        $"arn:aws:ecs:{world.Plan.Standby?.Region}:{world.Plan.AccountId}:{kind}/{name}";
}
