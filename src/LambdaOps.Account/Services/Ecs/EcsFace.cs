using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;

namespace LambdaOps.Account.Services.Ecs;

/// <summary>Amazon ECS as the operated system's clusters answer it.</summary>
public sealed class EcsFace(SimulatedWorld world) : IServiceFace
{
    private const int ServicesAtOnce = 10;

    internal static readonly PageTerms Pages = new("nextToken", "maxResults");

    private readonly EcsWriter _write = new(world);
    private readonly EcsTaskDefinitions _definitions = new(world);
    private readonly EcsDeployments _deployments = new(world);

    public string Model => "ecs";

    public JsonObject Handle(ServiceCall call) =>
        world.Standby.IsIn(call.Region) ? new StandbyEcs(world).Handle(call) : HandleHere(call);

    private JsonObject HandleHere(ServiceCall call) =>
        call.Operation switch
        {
            "DescribeServices" => DescribeServices(call.Input),
            "UpdateService" => UpdateService(call),
            "ListServices" => ListServices(call.Input),
            "ListTasks" => ListTasks(call.Input),
            "DescribeTasks" => DescribeTasks(call.Input),
            "ListClusters" => ListClusters(call.Input),
            "DescribeClusters" => DescribeClusters(call.Input),
            "ListTaskDefinitions" => _definitions.List(call.Input),
            "ListTaskDefinitionFamilies" => _definitions.ListFamilies(call.Input),
            "ListTagsForResource" => new JsonObject { ["tags"] = new JsonArray() },
            "DescribeTaskDefinition" => _definitions.Describe(call.Input),
            "RegisterTaskDefinition" => _definitions.Register(call),
            "ListServiceDeployments" => _deployments.List(call.Input, ServiceOf(call.Input)),
            "DescribeServiceDeployments" => _deployments.Describe(call.Input),
            "DescribeServiceRevisions" => _deployments.DescribeRevisions(call.Input),
            "ContinueServiceDeployment" => _deployments.Continue(call),
            "StopServiceDeployment" => _deployments.Stop(call),
            _ => throw new ServiceFault("UnknownOperationException", $"The simulator's ECS has no {call.Operation}."),
        };

    private JsonObject DescribeServices(JsonObject input)
    {
        var cluster = ClusterOf(input);
        var names = input.Texts("services");
        if (names.Count is 0 or > ServicesAtOnce)
        {
            throw new ServiceFault(
                "InvalidParameterException",
                names.Count == 0 ? "Services cannot be empty." : "Services cannot be more than 10."
            );
        }

        var services = new JsonArray();
        var failures = new JsonArray();
        foreach (var name in names)
        {
            if (Find(cluster, name) is { } service)
            {
                services.Add(_write.Service(service));
            }
            else
            {
                failures.Add(EcsWriter.Missing(_write.Arn("service", $"{cluster}/{ShortName(name)}")));
            }
        }

        return new JsonObject { ["services"] = services, ["failures"] = failures };
    }

    private JsonObject UpdateService(ServiceCall call)
    {
        var input = call.Input;
        var service = ServiceOf(input);
        var desired = input.Integer("desiredCount");
        if (desired < 0)
        {
            throw new ServiceFault("InvalidParameterException", "desiredCount cannot be negative.");
        }

        var asked = input.Text("taskDefinition");
        var force = input.Flag("forceNewDeployment") == true;
        EcsStrategies.RequireUpdatable(service, deploys: force || asked is not null, counts: desired is not null);
        var current = service.Primary.Definition;
        var definition =
            world.Fleet.Definitions.Find(asked ?? $"{current.Family}:{current.Revision}")
            ?? throw new ServiceFault("ClientException", "TaskDefinition not found.");
        if (asked is not null && !world.Fleet.Definitions.IsActive(definition))
        {
            throw new ServiceFault("ClientException", "TaskDefinition is inactive");
        }

        if (input["deploymentConfiguration"] is JsonObject rules)
        {
            service.Rules = EcsStrategies.Read(service, rules);
        }

        if (input.Integer("healthCheckGracePeriodSeconds") is { } grace)
        {
            service.GracePeriod = TimeSpan.FromSeconds(grace);
        }

        world.Tell(
            "call",
            service.Name,
            $"UpdateService by {call.Caller}"
                + (desired is null ? "" : $" desiredCount={desired}")
                + (asked is null ? "" : $" taskDefinition={definition.Family}:{definition.Revision}")
                + (force ? " forceNewDeployment" : "")
        );
        if (desired is { } count)
        {
            service.SetDesired(count, call.Caller);
        }

        if (force || (definition.Family, definition.Revision) != (current.Family, current.Revision))
        {
            service.Start(definition, call.Caller);
        }

        return new JsonObject { ["service"] = _write.Service(service) };
    }

    private JsonObject ListServices(JsonObject input)
    {
        var cluster = ClusterOf(input);
        var arns = world.Fleet.Services.Where(s => s.Plan.Cluster == cluster).Select(s => s.Arn).ToList();
        return Paging.Answer(arns, input, Pages with { Usual = 10 }, "serviceArns");
    }

    private JsonObject ListTasks(JsonObject input)
    {
        var cluster = ClusterOf(input);
        if (input.Text("serviceName") is { } name && Find(cluster, name) is null)
        {
            throw new ServiceFault("ServiceNotFoundException", "Service not found.");
        }

        var stopped = (input.Text("desiredStatus") ?? "RUNNING") == "STOPPED";
        var arns = world
            .Fleet.Services.Where(s =>
                s.Plan.Cluster == cluster && (input.Text("serviceName") is not { } n || s == Find(cluster, n))
            )
            .SelectMany(s => s.Tasks.Concat(s.StoppedTasks))
            .Where(t => t.StopWanted == stopped)
            .Where(t => input.Text("family") is not { } family || t.Definition.Family == family)
            .Where(t => input.Text("startedBy") is not { } by || t.Deployment.Id == by)
            .Select(t => t.Arn)
            .ToList();
        return Paging.Answer(arns, input, Pages, "taskArns");
    }

    private JsonObject DescribeTasks(JsonObject input)
    {
        var cluster = ClusterOf(input);
        var tasks = new JsonArray();
        var failures = new JsonArray();
        foreach (var wanted in input.Texts("tasks"))
        {
            var found = world
                .Fleet.Services.Where(s => s.Plan.Cluster == cluster)
                .SelectMany(s => s.Tasks.Concat(s.StoppedTasks).Select(t => (Service: s, Task: t)))
                .FirstOrDefault(f => f.Task.Arn == wanted || f.Task.Id == wanted);
            if (found.Task is { } task)
            {
                tasks.Add(_write.Task(found.Service, task));
            }
            else
            {
                failures.Add(EcsWriter.Missing(_write.Arn("task", $"{cluster}/{ShortName(wanted)}")));
            }
        }

        return new JsonObject { ["tasks"] = tasks, ["failures"] = failures };
    }

    private JsonObject ListClusters(JsonObject input)
    {
        var arns = world.Fleet.Clusters.Select(name => _write.Arn("cluster", name)).ToList();
        return Paging.Answer(arns, input, Pages, "clusterArns");
    }

    private JsonObject DescribeClusters(JsonObject input)
    {
        var clusters = new JsonArray();
        var failures = new JsonArray();
        var wanted = input.Texts("clusters").Select(ShortName).ToList();
        foreach (var name in wanted.Count > 0 ? wanted : ["default"])
        {
            if (world.Fleet.Clusters.Contains(name))
            {
                clusters.Add(_write.Cluster(name));
            }
            else
            {
                failures.Add(EcsWriter.Missing(_write.Arn("cluster", name)));
            }
        }

        return new JsonObject { ["clusters"] = clusters, ["failures"] = failures };
    }

    private string ClusterOf(JsonObject input)
    {
        var name = ShortName(input.Text("cluster") ?? "default");
        return world.Fleet.Clusters.Contains(name)
            ? name
            : throw new ServiceFault("ClusterNotFoundException", "Cluster not found.");
    }

    private FleetService ServiceOf(JsonObject input) =>
        Find(ClusterOf(input), input.Text("service") ?? "")
        ?? throw new ServiceFault("ServiceNotFoundException", "Service not found.");

    private FleetService? Find(string cluster, string nameOrArn) => world.Fleet.Find(cluster, ShortName(nameOrArn));

    private static string ShortName(string nameOrArn) => nameOrArn[(nameOrArn.LastIndexOf('/') + 1)..];
}
