using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Scaling;
using LambdaOps.Account.World.Tables;

namespace LambdaOps.Account.Services.ApplicationAutoScaling;

/// <summary>
/// Application Auto Scaling of ECS services' desired counts and of DynamoDB's provisioned capacity; there is nothing
/// else that it scales.
/// </summary>
public sealed class ApplicationAutoScalingFace(SimulatedWorld world) : IServiceFace
{
    private const string OfServices = "ecs:service:DesiredCount";

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
        var (page, next) = Paging.Of(TargetsIn(input).ToList(), input, s_pages with { Usual = 1 });

        // What is not asked for is left out of its page: an empty page is not the last.
        var found = page.Where(t => ids.Count == 0 || ids.Contains(t.ResourceId)).Select(Write);
        var output = new JsonObject { ["ScalableTargets"] = FaceJson.Array(found) };
        output.PutUnlessNull("NextToken", next);
        return output;
    }

    private IEnumerable<ScalableResource> TargetsIn(JsonObject input) =>
        world
            .Scaling.Targets.Concat<ScalableResource>(world.TableScaling.Targets)
            .Where(t =>
                t.Namespace == input.Text("ServiceNamespace")
                && (input.Text("ScalableDimension") ?? t.Dimension) == t.Dimension
                && (input.Text("ResourceId") ?? t.ResourceId) == t.ResourceId
            );

    private JsonObject DescribePolicies(JsonObject input)
    {
        var names = input.Texts("PolicyNames");
        var found = TargetsIn(input)
            .Where(t =>
                t is ScalableTarget { Tracking: not null } or ScalableTable { TargetPercent: not null }
                && (names.Count == 0 || names.Contains(PolicyOf(t)))
            )
            .ToList();
        return Paging.Answer(found, input, s_pages, "ScalingPolicies", WritePolicy);
    }

    private JsonObject DescribeActivities(JsonObject input)
    {
        var found = TargetsIn(input)
            .SelectMany(t => MovesOf(t).Select(move => (Target: t, Move: move)))
            .OrderByDescending(x => x.Move.At)
            .ToList();
        return Paging.Answer(found, input, s_pages, "ScalingActivities", x => WriteActivity(x.Target, x.Move));
    }

    private static IEnumerable<CapacityMove> MovesOf(ScalableResource target) =>
        target switch
        {
            ScalableTable table => table.Moves,
            ScalableTarget ecs => ecs
                .Service.DesiredChanges.Where(change => change.By == Autoscaler.Name)
                .Select(change => new CapacityMove(change.At, change.To)),
            _ => [],
        };

    private static string PolicyOf(ScalableResource target) =>
        target switch
        {
            ScalableTarget ecs => $"{ecs.Service.Name}-cpu",
            ScalableTable table => $"DynamoDB{table.Kind}CapacityUtilization:{table.ResourceId}",
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static JsonObject WritePolicy(ScalableResource target) =>
        new()
        {
            ["PolicyARN"] =
                target.Arn.Replace(":scalable-target/", ":scalingPolicy:", StringComparison.Ordinal)
                + $":resource/{target.Namespace}/{target.ResourceId}:policyName/{PolicyOf(target)}",
            ["PolicyName"] = PolicyOf(target),
            ["ServiceNamespace"] = target.Namespace,
            ["ResourceId"] = target.ResourceId,
            ["ScalableDimension"] = target.Dimension,
            ["PolicyType"] = "TargetTrackingScaling",
            ["TargetTrackingScalingPolicyConfiguration"] = Tracking(target),
            ["Alarms"] = new JsonArray(),
            ["CreationTime"] = target.CreatedAt.Iso(),
        };

    private static JsonObject Tracking(ScalableResource target) =>
        target switch
        {
            ScalableTarget { Tracking: { } tracking } => new JsonObject
            {
                ["TargetValue"] = tracking.TargetCpuPercent,
                ["PredefinedMetricSpecification"] = new JsonObject
                {
                    ["PredefinedMetricType"] = "ECSServiceAverageCPUUtilization",
                },
                ["ScaleOutCooldown"] = (int)tracking.ScaleOutCooldown.TotalSeconds,
                ["ScaleInCooldown"] = (int)tracking.ScaleInCooldown.TotalSeconds,
            },
            ScalableTable table => new JsonObject
            {
                ["TargetValue"] = table.TargetPercent,
                ["PredefinedMetricSpecification"] = new JsonObject
                {
                    ["PredefinedMetricType"] = $"DynamoDB{table.Kind}CapacityUtilization",
                },
            },
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private JsonObject WriteActivity(ScalableResource target, CapacityMove move)
    {
        var what = target switch
        {
            ScalableTable { Kind: CapacityKind.Read } => "read capacity units",
            ScalableTable => "write capacity units",
            _ => "desired count",
        };
        return new JsonObject
        {
            ["ActivityId"] = SeededIds.UuidOf(world.Seed, $"activity {target.Arn} {move.At:O}"),
            ["ServiceNamespace"] = target.Namespace,
            ["ResourceId"] = target.ResourceId,
            ["ScalableDimension"] = target.Dimension,
            ["Description"] = $"Setting {what} to {move.To}.",
            ["Cause"] = $"{PolicyOf(target)}, or the bounds of the scalable target, asked for {move.To}",
            ["StartTime"] = move.At.Iso(),
            ["EndTime"] = move.At.Iso(),
            ["StatusCode"] = "Successful",
            ["StatusMessage"] = $"Successfully set {what} to {move.To}.",
        };
    }

    private JsonObject Register(ServiceCall call)
    {
        var input = call.Input;
        var (space, dimension) = (input.Text("ServiceNamespace") ?? "", input.Text("ScalableDimension") ?? "");
        var (resource, min, max) = (
            input.Text("ResourceId") ?? "",
            input.Integer("MinCapacity"),
            input.Integer("MaxCapacity")
        );
        try
        {
            ScalableResource target = (space, dimension) switch
            {
                ("ecs", OfServices) => world.Scaling.Register(ServiceOf(resource), min, max, call.Caller),
                ("dynamodb", _) when IsOfTable(resource, dimension) => world.TableScaling.Register(
                    resource,
                    dimension,
                    min,
                    max,
                    call.Caller
                ),
                _ => throw new ServiceFault(
                    "ValidationException",
                    $"Unsupported service namespace, resource type or scalable dimension: {space}, {dimension}"
                ),
            };
            return new JsonObject { ["ScalableTargetARN"] = target.Arn };
        }
        catch (ArgumentException wrong)
        {
            throw new ServiceFault("ValidationException", wrong.Message);
        }
    }

    /// <summary>A table's dimension for a table, an index's for an index.</summary>
    private static bool IsOfTable(string resource, string dimension) =>
        dimension.StartsWith(
            resource.Contains("/index/", StringComparison.Ordinal) ? "dynamodb:index:" : "dynamodb:table:",
            StringComparison.Ordinal
        );

    private FleetService ServiceOf(string resource) =>
        (resource.Split('/') is ["service", var cluster, var name] ? world.Fleet.Find(cluster, name) : null)
        ?? throw new ServiceFault("ValidationException", $"ECS service doesn't exist: {resource}");

    private JsonObject Write(ScalableResource target)
    {
        var role = target is ScalableTable ? ("dynamodb", "DynamoDBTable") : ("ecs", "ECSService");
        return new JsonObject
        {
            ["ServiceNamespace"] = target.Namespace,
            ["ResourceId"] = target.ResourceId,
            ["ScalableDimension"] = target.Dimension,
            ["MinCapacity"] = target.Min,
            ["MaxCapacity"] = target.Max,
            ["RoleARN"] =
                $"arn:aws:iam::{world.Plan.AccountId}:role/aws-service-role/{role.Item1}."
                + $"application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_{role.Item2}",
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
}
