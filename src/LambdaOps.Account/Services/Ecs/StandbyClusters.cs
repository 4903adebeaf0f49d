using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.Ecs;

/// <summary>ECS in the regions where services only stand by: how they stand, and what they run.</summary>
internal sealed class StandbyClusters(SimulatedWorld world)
{
    public JsonObject Handle(ServiceCall call, string region) =>
        call.Operation switch
        {
            "DescribeServices" => DescribeServices(call.Input, region),
            "DescribeTaskDefinition" => DescribeTaskDefinition(call.Input, region),
            _ => throw new ServiceFault(
                "UnknownOperationException",
                $"The simulator's ECS has no {call.Operation} in {region}."
            ),
        };

    private JsonObject DescribeServices(JsonObject input, string region)
    {
        var cluster = input.Text("cluster") ?? "default";
        var there = world.Plan.Standbys.Where(one => one.Region == region && one.Cluster == cluster).ToList();
        if (there.Count == 0)
        {
            throw new ServiceFault("ClusterNotFoundException", "Cluster not found.");
        }

        var (services, failures) = (new JsonArray(), new JsonArray());
        foreach (var name in input.Texts("services"))
        {
            if (there.Find(one => one.Name == name) is { } service)
            {
                services.Add(Write(service));
            }
            else
            {
                failures.Add(EcsWriter.Missing(Arn(region, "service", $"{cluster}/{name}")));
            }
        }

        return new JsonObject { ["services"] = services, ["failures"] = failures };
    }

    private JsonObject Write(StandbyServicePlan service) =>
        new()
        {
            ["serviceArn"] = Arn(service.Region, "service", $"{service.Cluster}/{service.Name}"),
            ["serviceName"] = service.Name,
            ["clusterArn"] = Arn(service.Region, "cluster", service.Cluster),
            ["status"] = "ACTIVE",
            ["desiredCount"] = service.Desired,
            ["runningCount"] = service.Running,
            ["pendingCount"] = 0,
            ["taskDefinition"] = DefinitionOf(service),
        };

    private JsonObject DescribeTaskDefinition(JsonObject input, string region)
    {
        var asked = input.Text("taskDefinition");
        var service =
            world.Plan.Standbys.FirstOrDefault(one => one.Region == region && DefinitionOf(one) == asked)
            ?? throw new ServiceFault("ClientException", "Unable to describe task definition.");
        return new JsonObject
        {
            ["taskDefinition"] = new JsonObject
            {
                ["taskDefinitionArn"] = DefinitionOf(service),
                ["family"] = service.Name,
                ["revision"] = 1,
                ["status"] = "ACTIVE",
                ["containerDefinitions"] = new JsonArray(
                    new JsonObject
                    {
                        ["name"] = "app",
                        ["image"] = service.Image,
                        ["essential"] = true,
                    }
                ),
            },
        };
    }

    private string DefinitionOf(StandbyServicePlan service) =>
        Arn(service.Region, "task-definition", $"{service.Name}:1");

    private string Arn(string region, string kind, string name) =>
        $"arn:aws:ecs:{region}:{world.Plan.AccountId}:{kind}/{name}";
}
