using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Scaling;

namespace LambdaOps.Account.Services.ApplicationAutoScaling;

/// <summary>Application Auto Scaling of ECS services' desired counts; there is nothing else that it scales.</summary>
public sealed class ApplicationAutoScalingFace(SimulatedWorld world) : IServiceFace
{
    private const string Dimension = "ecs:service:DesiredCount";

    private static readonly PageTerms s_pages = new("NextToken", "MaxResults", "InvalidNextTokenException")
    {
        Usual = 50,
        Most = 50,
    };

    public string Model => "application-autoscaling";

    public JsonObject Handle(ServiceCall call) =>
        call.Operation switch
        {
            "DescribeScalableTargets" => Describe(call.Input),
            "RegisterScalableTarget" => Register(call),
            "DescribeScalingPolicies" => DescribePolicies(call.Input),
            "DescribeScalingActivities" => DescribeActivities(call.Input),
            "DescribeScheduledActions" => new JsonObject { ["ScheduledActions"] = new JsonArray() },
            _ => throw new ServiceFault(
                "UnknownOperationException",
                $"The simulator's Application Auto Scaling has no {call.Operation}."
            ),
        };

    private JsonObject Describe(JsonObject input)
    {
        var ids = input.Texts("ResourceIds");
        var found = TargetsIn(input).Where(t => ids.Count == 0 || ids.Contains(t.ResourceId)).ToList();
        return Paging.Answer(found, input, s_pages, "ScalableTargets", Write);
    }

    private IEnumerable<ScalableTarget> TargetsIn(JsonObject input)
    {
        var isOurs =
            input.Text("ServiceNamespace") == "ecs" && (input.Text("ScalableDimension") ?? Dimension) == Dimension;
        return world.Scaling.Targets.Where(t => isOurs && (input.Text("ResourceId") ?? t.ResourceId) == t.ResourceId);
    }

    private JsonObject DescribePolicies(JsonObject input)
    {
        var names = input.Texts("PolicyNames");
        var found = TargetsIn(input)
            .Where(t => t.Tracking is not null && (names.Count == 0 || names.Contains(PolicyOf(t))))
            .ToList();
        return Paging.Answer(found, input, s_pages, "ScalingPolicies", WritePolicy);
    }

    private JsonObject DescribeActivities(JsonObject input)
    {
        var found = TargetsIn(input)
            .SelectMany(t => t.Service.DesiredChanges.Select(change => (Target: t, Change: change)))
            .Where(x => x.Change.By == Autoscaler.Name)
            .OrderByDescending(x => x.Change.At)
            .ToList();
        return Paging.Answer(found, input, s_pages, "ScalingActivities", x => WriteActivity(x.Target, x.Change));
    }

    private static string PolicyOf(ScalableTarget target) => $"{target.Service.Name}-cpu";

    private static JsonObject WritePolicy(ScalableTarget target)
    {
        var tracking = target.Tracking!;
        return new JsonObject
        {
            ["PolicyARN"] =
                target.Arn.Replace(":scalable-target/", ":scalingPolicy:", StringComparison.Ordinal)
                + $":resource/ecs/{target.ResourceId}:policyName/{PolicyOf(target)}",
            ["PolicyName"] = PolicyOf(target),
            ["ServiceNamespace"] = "ecs",
            ["ResourceId"] = target.ResourceId,
            ["ScalableDimension"] = Dimension,
            ["PolicyType"] = "TargetTrackingScaling",
            ["TargetTrackingScalingPolicyConfiguration"] = new JsonObject
            {
                ["TargetValue"] = tracking.TargetCpuPercent,
                ["PredefinedMetricSpecification"] = new JsonObject
                {
                    ["PredefinedMetricType"] = "ECSServiceAverageCPUUtilization",
                },
                ["ScaleOutCooldown"] = (int)tracking.ScaleOutCooldown.TotalSeconds,
                ["ScaleInCooldown"] = (int)tracking.ScaleInCooldown.TotalSeconds,
            },
            ["Alarms"] = new JsonArray(),
            ["CreationTime"] = target.CreatedAt.Iso(),
        };
    }

    private JsonObject WriteActivity(ScalableTarget target, DesiredChange change) =>
        new()
        {
            ["ActivityId"] = SeededIds.UuidOf(world.Seed, $"activity {target.Arn} {change.At:O}"),
            ["ServiceNamespace"] = "ecs",
            ["ResourceId"] = target.ResourceId,
            ["ScalableDimension"] = Dimension,
            ["Description"] = $"Setting desired count to {change.To}.",
            ["Cause"] = $"{PolicyOf(target)}, or the bounds of the scalable target, asked for {change.To}",
            ["StartTime"] = change.At.Iso(),
            ["EndTime"] = change.At.Iso(),
            ["StatusCode"] = "Successful",
            ["StatusMessage"] = $"Successfully set desired count to {change.To}.",
        };

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
