using System.Text.Json.Nodes;
using LambdaOps.Simulator.World;
using LambdaOps.Simulator.World.Plans;

namespace LambdaOps.Simulator.Services.Ecs;

/// <summary>
/// DescribeTaskDefinition and RegisterTaskDefinition. What is registered through the API behaves well.
/// </summary>
internal sealed class EcsTaskDefinitions(SimulatedWorld world)
{
    public static string ImageOf(TaskDefinitionPlan definition) =>
        definition.Image ?? $"{definition.Family}:{definition.Revision}";

    public JsonObject Describe(JsonObject input) =>
        world.Fleet.Definitions.Find(input.Text("taskDefinition") ?? "") is { } definition
            ? new JsonObject { ["taskDefinition"] = Write(definition), ["tags"] = new JsonArray() }
            : throw new ServiceFault("ClientException", "Unable to describe task definition.");

    public JsonObject Register(ServiceCall call)
    {
        var container =
            call.Input.Objects("containerDefinitions").FirstOrDefault()
            ?? throw new ServiceFault("ClientException", "Container list cannot be empty.");
        var definition = world.Fleet.Definitions.Register(
            new TaskDefinitionPlan
            {
                Family = call.Input.Text("family") is { Length: > 0 } family
                    ? family
                    : throw new ServiceFault("InvalidParameterException", "Family should not be blank."),
                Revision = 0,
                Container = container.Text("name") ?? "app",
                Image = container.Text("image"),
                Cpu = call.Input.Text("cpu") ?? "512",
                Memory = call.Input.Text("memory") ?? "1024",
            }
        );
        world.Tell(
            "call",
            definition.Family,
            $"RegisterTaskDefinition by {call.Caller}: revision {definition.Revision}"
        );
        return new JsonObject { ["taskDefinition"] = Write(definition), ["tags"] = new JsonArray() };
    }

    private JsonObject Write(TaskDefinitionPlan definition) =>
        new()
        {
            ["taskDefinitionArn"] = world.Fleet.Definitions.ArnOf(definition),
            ["containerDefinitions"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = definition.Container,
                    ["image"] = ImageOf(definition),
                    ["essential"] = true,
                }
            ),
            ["family"] = definition.Family,
            ["networkMode"] = "awsvpc",
            ["revision"] = definition.Revision,
            ["volumes"] = new JsonArray(),
            ["status"] = "ACTIVE",
            ["requiresCompatibilities"] = new JsonArray("FARGATE"),
            ["cpu"] = definition.Cpu,
            ["memory"] = definition.Memory,
        };
}
