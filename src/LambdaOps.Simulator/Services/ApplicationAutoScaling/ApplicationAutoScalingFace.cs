using System.Text.Json.Nodes;
using LambdaOps.Simulator.World;
using LambdaOps.Simulator.World.Fleets;
using LambdaOps.Simulator.World.Scaling;

namespace LambdaOps.Simulator.Services.ApplicationAutoScaling;

/// <summary>Application Auto Scaling of ECS services' desired counts; there is nothing else that it scales.</summary>
public sealed class ApplicationAutoScalingFace(SimulatedWorld world) : IServiceFace
{
    private const string Dimension = "ecs:service:DesiredCount";

    public string Model => "application-autoscaling";

    public JsonObject Handle(ServiceCall call) =>
        call.Operation switch
        {
            "DescribeScalableTargets" => Describe(call.Input),
            "RegisterScalableTarget" => Register(call),
            _ => throw new ServiceFault(
                "UnknownOperationException",
                $"The simulator's Application Auto Scaling has no {call.Operation}."
            ),
        };

    private JsonObject Describe(JsonObject input)
    {
        var ids = input.Texts("ResourceIds");
        var isOurs =
            input.Text("ServiceNamespace") == "ecs" && (input.Text("ScalableDimension") ?? Dimension) == Dimension;
        var found = isOurs
            ? world.Scaling.Targets.Where(t => ids.Count == 0 || ids.Contains(t.ResourceId)).ToList()
            : [];
        var size = Math.Clamp(input.Integer("MaxResults") ?? 50, 1, 50);
        var (page, next) = Paging.Of(found, input.Text("NextToken"), size);
        var output = new JsonObject { ["ScalableTargets"] = FaceJson.Array(page.Select(Write)) };
        output.PutUnlessNull("NextToken", next);
        return output;
    }

    private JsonObject Register(ServiceCall call)
    {
        var input = call.Input;
        if (input.Text("ServiceNamespace") != "ecs" || input.Text("ScalableDimension") != Dimension)
        {
            throw new ServiceFault(
                "ValidationException",
                $"Unsupported service namespace, resource type or scalable dimension: "
                    + $"{input.Text("ServiceNamespace")}, {input.Text("ScalableDimension")}"
            );
        }

        try
        {
            var target = world.Scaling.Register(
                ServiceOf(input.Text("ResourceId") ?? ""),
                input.Integer("MinCapacity"),
                input.Integer("MaxCapacity"),
                call.Caller
            );
            return new JsonObject { ["ScalableTargetARN"] = target.Arn };
        }
        catch (ArgumentException wrong)
        {
            throw new ServiceFault("ValidationException", wrong.Message);
        }
    }

    private FleetService ServiceOf(string resource) =>
        (resource.Split('/') is ["service", var cluster, var name] ? world.Fleet.Find(cluster, name) : null)
        ?? throw new ServiceFault("ValidationException", $"ECS service doesn't exist: {resource}");

    private JsonObject Write(ScalableTarget target) =>
        new()
        {
            ["ServiceNamespace"] = "ecs",
            ["ResourceId"] = target.ResourceId,
            ["ScalableDimension"] = Dimension,
            ["MinCapacity"] = target.Min,
            ["MaxCapacity"] = target.Max,
            ["RoleARN"] =
                $"arn:aws:iam::{world.Plan.AccountId}:role/aws-service-role/"
                + "ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService",
            ["CreationTime"] = target.CreatedAt.Iso(),
            ["SuspendedState"] = new JsonObject
            {
                ["DynamicScalingInSuspended"] = false,
                ["DynamicScalingOutSuspended"] = false,
                ["ScheduledScalingSuspended"] = false,
            },
            ["ScalableTargetARN"] = target.Arn,
        };
}
