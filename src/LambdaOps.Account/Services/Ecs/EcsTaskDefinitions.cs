using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.Ecs;

/// <summary>
/// DescribeTaskDefinition and RegisterTaskDefinition. What is registered through the API behaves as the newest revision
/// of its image does, and well where there is none.
/// </summary>
internal sealed class EcsTaskDefinitions(SimulatedWorld world)
{
    public static string ImageOf(TaskDefinitionPlan definition) =>
        definition.Image ?? $"{definition.Family}:{definition.Revision}";

    public JsonObject Describe(JsonObject input) =>
        world.Fleet.Definitions.Find(input.Text("taskDefinition") ?? "") is { } definition
            ? new JsonObject
            {
                ["taskDefinition"] = Write(definition),
                ["tags"] = input.Texts("include").Contains("TAGS") ? TagsOf(definition) : new JsonArray(),
            }
            : throw new ServiceFault("ClientException", "Unable to describe task definition.");

    public JsonObject List(JsonObject input)
    {
        var family = input.Text("familyPrefix");
        var found = world
            .Fleet.Definitions.All.Where(d => family is null || d.Family == family)
            .Where(d => IsAsked(input, d))
            .Select(world.Fleet.Definitions.ArnOf)
            .ToList();
        if (input.Text("sort") == "DESC")
        {
            found.Reverse();
        }

        return Paging.Answer(found, input, EcsFace.Pages, "taskDefinitionArns");
    }

    public JsonObject ListFamilies(JsonObject input)
    {
        var prefix = input.Text("familyPrefix") ?? "";
        var found = world
            .Fleet.Definitions.All.Where(d => input.Text("status") is null or "ALL" || IsAsked(input, d))
            .Select(d => d.Family)
            .Distinct()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .ToList();
        return Paging.Answer(found, input, EcsFace.Pages, "families");
    }

    public JsonObject Register(ServiceCall call)
    {
        var container =
            call.Input.Objects("containerDefinitions").FirstOrDefault()
            ?? throw new ServiceFault("ClientException", "Container list cannot be empty.");
        var name = call.Input.Text("family") is { Length: > 0 } family
            ? family
            : throw new ServiceFault("InvalidParameterException", "Family should not be blank.");
        var sameImage = world.Fleet.Definitions.All.LastOrDefault(d =>
            d.Family == name && ImageOf(d) == container.Text("image")
        );
        var definition = world.Fleet.Definitions.Register(
            new TaskDefinitionPlan
            {
                Family = name,
                Behaviour = sameImage?.Behaviour ?? TaskBehaviour.Healthy,
                Secrets =
                [
                    .. call
                        .Input.Objects("containerDefinitions")
                        .SelectMany(one => one.Objects("secrets"))
                        .Select(one => new SecretReference(one.Text("name") ?? "", one.Text("valueFrom") ?? "")),
                ],
                Revision = 0,
                Container = container.Text("name") ?? "app",
                Image = container.Text("image"),
                Cpu = call.Input.Text("cpu") ?? "512",
                Memory = call.Input.Text("memory") ?? "1024",
                Registered = Kept(call.Input),
                Tags =
                [
                    .. call
                        .Input.Objects("tags")
                        .Select(tag => KeyValuePair.Create(tag.Text("key") ?? "", tag.Text("value") ?? "")),
                ],
            }
        );
        world.Tell(
            "call",
            definition.Family,
            $"RegisterTaskDefinition by {call.Caller}: revision {definition.Revision}"
        );
        return new JsonObject { ["taskDefinition"] = Write(definition), ["tags"] = TagsOf(definition) };
    }

    private static JsonArray TagsOf(TaskDefinitionPlan definition) =>
        FaceJson.Array(definition.Tags.Select(tag => new JsonObject { ["key"] = tag.Key, ["value"] = tag.Value }));

    private static JsonObject Kept(JsonObject input)
    {
        var kept = input.DeepClone().AsObject();
        kept.Remove("tags");
        return kept;
    }

    private bool IsAsked(JsonObject input, TaskDefinitionPlan definition) =>
        (input.Text("status") ?? "ACTIVE") == StatusOf(definition);

    private string StatusOf(TaskDefinitionPlan definition) =>
        world.Fleet.Definitions.IsActive(definition) ? "ACTIVE" : "INACTIVE";

    /// <summary>What was registered, under the members that ECS adds; of a plan's definition, what it knows.</summary>
    private JsonObject Write(TaskDefinitionPlan definition)
    {
        var written = definition.Registered?.DeepClone().AsObject() ?? Planned(definition);
        written["taskDefinitionArn"] = world.Fleet.Definitions.ArnOf(definition);
        written["revision"] = definition.Revision;
        written["status"] = StatusOf(definition);
        written.TryAdd("volumes", new JsonArray());
        written.TryAdd("placementConstraints", new JsonArray());
        return written;
    }

    private JsonObject Planned(TaskDefinitionPlan definition)
    {
        var service = world.Fleet.Services.FirstOrDefault(s =>
            s.Plan.Revisions.Any(r => r.Family == definition.Family)
        );
        var container = new JsonObject
        {
            ["name"] = definition.Container,
            ["image"] = ImageOf(definition),
            ["cpu"] = 0,
            ["essential"] = true,
            ["environment"] = new JsonArray(),
            ["mountPoints"] = new JsonArray(),
            ["volumesFrom"] = new JsonArray(),
        };
        if (definition.Secrets.Count > 0)
        {
            container["secrets"] = FaceJson.Array(
                definition.Secrets.Select(one => new JsonObject { ["name"] = one.Name, ["valueFrom"] = one.ValueFrom })
            );
        }

        if (service is not null)
        {
            var port = service.Plan.HealthCheck.Port;
            container["portMappings"] = new JsonArray(
                new JsonObject
                {
                    ["containerPort"] = port,
                    ["hostPort"] = port,
                    ["protocol"] = "tcp",
                }
            );
        }

        if (service?.Plan.LogGroup is { } group)
        {
            container["logConfiguration"] = new JsonObject
            {
                ["logDriver"] = "awslogs",
                ["options"] = new JsonObject
                {
                    ["awslogs-group"] = group,
                    ["awslogs-region"] = world.Plan.Region,
                    ["awslogs-stream-prefix"] = definition.Family,
                },
            };
        }

        return new JsonObject
        {
            ["family"] = definition.Family,
            ["containerDefinitions"] = new JsonArray(container),
            ["executionRoleArn"] = RoleOf(definition, "execution"),
            ["taskRoleArn"] = RoleOf(definition, "task"),
            ["networkMode"] = "awsvpc",
            ["requiresCompatibilities"] = new JsonArray("FARGATE"),
            ["cpu"] = definition.Cpu,
            ["memory"] = definition.Memory,
        };
    }

    private string RoleOf(TaskDefinitionPlan definition, string kind) =>
        $"arn:aws:iam::{world.Plan.AccountId}:role/{definition.Family}-{kind}";
}
