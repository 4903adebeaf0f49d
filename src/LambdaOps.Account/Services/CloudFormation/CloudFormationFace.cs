using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.CloudFormation;

/// <summary>CloudFormation's stacks, region by region, and its search for drift, which takes its time.</summary>
public sealed class CloudFormationFace(SimulatedWorld world) : IServiceFace
{
    private static readonly PageTerms s_pages = new("NextToken", "MaxResults") { Usual = 100, Most = 100 };

    private readonly DateTimeOffset _start = world.Clock.Now;
    private readonly Dictionary<string, Search> _searches = new(StringComparer.Ordinal);

    public string Model => "cloudformation";

    public JsonObject Handle(ServiceCall call)
    {
        var region = call.Region ?? world.Plan.Region;
        return call.Operation switch
        {
            "DescribeStacks" => DescribeStacks(call.Input, region),
            "DetectStackDrift" => Detect(StackIn(call.Input, region), call.At),
            "DescribeStackDriftDetectionStatus" => DescribeSearch(call.Input, call.At),
            "DescribeStackResourceDrifts" => DescribeDrifts(call.Input, StackIn(call.Input, region), call.At),
            _ => throw new ServiceFault(
                "UnknownOperationException",
                $"The simulated account's CloudFormation does not have {call.Operation} yet."
            ),
        };
    }

    private JsonObject DescribeStacks(JsonObject input, string region)
    {
        var found = input.Text("StackName") is null
            ? world.Plan.Stacks.Where(stack => stack.Region == region)
            : [StackIn(input, region)];
        return new JsonObject { ["Stacks"] = FaceJson.Array(found.Select(Write)) };
    }

    private JsonObject Write(StackPlan stack)
    {
        var last = LastOf(stack, world.Clock.Now);
        var drift = new JsonObject { ["StackDriftStatus"] = last is null ? "NOT_CHECKED" : StatusOf(stack) };
        drift.PutUnlessNull("LastCheckTimestamp", last?.EndsAt.Iso());
        return new JsonObject
        {
            ["StackId"] = IdOf(stack),
            ["StackName"] = stack.Name,
            ["CreationTime"] = (_start - stack.Age).Iso(),
            ["StackStatus"] = stack.Status,
            ["DriftInformation"] = drift,
        };
    }

    private JsonObject Detect(StackPlan stack, DateTimeOffset now)
    {
        if (_searches.Values.Any(search => search.Stack == stack && search.EndsAt > now))
        {
            throw new ServiceFault(
                "ValidationError",
                $"Drift detection is already in progress for stack [{IdOf(stack)}]"
            );
        }

        var id = SeededIds.UuidOf(world.Seed, FormattableString.Invariant($"drift {stack.Name} {_searches.Count}"));
        _searches.Add(id, new Search(stack, now + stack.DetectionTakes));
        return new JsonObject { ["StackDriftDetectionId"] = id };
    }

    private JsonObject DescribeSearch(JsonObject input, DateTimeOffset now)
    {
        var id = input.Text("StackDriftDetectionId") ?? "";
        if (!_searches.TryGetValue(id, out var search))
        {
            throw new ServiceFault("ValidationError", $"Drift detection with id [{id}] does not exist");
        }

        var stack = search.Stack;
        var written = new JsonObject
        {
            ["StackId"] = IdOf(stack),
            ["StackDriftDetectionId"] = id,
            ["Timestamp"] = (search.EndsAt - stack.DetectionTakes).Iso(),
            ["DetectionStatus"] =
                search.EndsAt > now ? "DETECTION_IN_PROGRESS"
                : stack.WhyDetectionFails is null ? "DETECTION_COMPLETE"
                : "DETECTION_FAILED",
        };
        if (search.EndsAt <= now)
        {
            written["StackDriftStatus"] = StatusOf(stack);
            written["DriftedStackResourceCount"] = stack.Drift.Count;
            written.PutUnlessNull("DetectionStatusReason", stack.WhyDetectionFails);
        }

        return written;
    }

    private JsonObject DescribeDrifts(JsonObject input, StackPlan stack, DateTimeOffset now)
    {
        var wanted = input.Texts("StackResourceDriftStatusFilters");
        var found = LastOf(stack, now) is null
            ? []
            : stack.Drift.Where(one => wanted.Count == 0 || wanted.Contains(one.Status)).ToList();
        return Paging.Answer(found, input, s_pages, "StackResourceDrifts", one => Write(stack, one));
    }

    private JsonObject Write(StackPlan stack, DriftPlan drift) =>
        new()
        {
            ["StackId"] = IdOf(stack),
            ["LogicalResourceId"] = drift.LogicalId,
            ["ResourceType"] = drift.Type,
            ["StackResourceDriftStatus"] = drift.Status,
            ["Timestamp"] = _start.Iso(),
            ["PropertyDifferences"] = FaceJson.Array(
                drift.Properties.Select(one => new JsonObject
                {
                    ["PropertyPath"] = one.Key,
                    ["ExpectedValue"] = one.Value.Expected,
                    ["ActualValue"] = one.Value.Actual,
                    ["DifferenceType"] = "NOT_EQUAL",
                })
            ),
        };

    private Search? LastOf(StackPlan stack, DateTimeOffset now) =>
        _searches.Values.Where(search => search.Stack == stack && search.EndsAt <= now).MaxBy(search => search.EndsAt);

    private static string StatusOf(StackPlan stack) =>
        stack.Drift.Count > 0 ? "DRIFTED"
        : stack.WhyDetectionFails is null ? "IN_SYNC"
        : "UNKNOWN";

    private StackPlan StackIn(JsonObject input, string region)
    {
        var name = input.Text("StackName") ?? "";
        return world.Plan.Stacks.FirstOrDefault(stack =>
                stack.Region == region && (stack.Name == name || IdOf(stack) == name)
            ) ?? throw new ServiceFault("ValidationError", $"Stack with id {name} does not exist");
    }

    private string IdOf(StackPlan stack) =>
        $"arn:aws:cloudformation:{stack.Region}:{world.Plan.AccountId}:stack/{stack.Name}/"
        + SeededIds.UuidOf(world.Seed, $"stack {stack.Region} {stack.Name}");

    private sealed record Search(StackPlan Stack, DateTimeOffset EndsAt);
}
