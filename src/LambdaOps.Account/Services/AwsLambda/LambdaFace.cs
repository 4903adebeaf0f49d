using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Services.AwsLambda;

/// <summary>Lambda's reads: the stack's functions and what feeds them. Invoke goes to the host itself.</summary>
public sealed class LambdaFace(SimulatedWorld world, DeployedStack stack) : IServiceFace
{
    private static readonly PageTerms s_pages = new("Marker", "MaxItems", "InvalidParameterValueException")
    {
        Usual = 50,
        Most = 50,
    };

    private readonly DateTimeOffset _deployedAt = world.Clock.Now;

    public string Model => "lambda";

    public JsonObject Handle(ServiceCall call) =>
        call.Operation switch
        {
            "ListFunctions" => Paging.Answer(stack.Functions, call.Input, s_pages, "Functions", Write),
            "GetFunctionConfiguration" => Write(FunctionIn(call.Input)),
            "GetFunctionConcurrency" => FunctionIn(call.Input).ReservedConcurrency is { } reserved
                ? new JsonObject { ["ReservedConcurrentExecutions"] = reserved }
                : [],
            "GetFunctionRecursionConfig" => new JsonObject
            {
                ["RecursiveLoop"] = FunctionIn(call.Input).MayRecurse ? "Allow" : "Terminate",
            },
            "ListEventSourceMappings" => ListMappings(call.Input),
            _ => throw new ServiceFault(
                "UnknownOperationException",
                $"The simulated account's Lambda does not have {call.Operation} yet.",
                404
            ),
        };

    private StackFunction FunctionIn(JsonObject input)
    {
        // A name, an ARN, or a partial ARN.
        var asked = input.Text("FunctionName") ?? "";
        var name = asked[(asked.LastIndexOf(':') + 1)..];
        return stack.Functions.FirstOrDefault(f => f.Name == name)
            ?? throw new ServiceFault(
                "ResourceNotFoundException",
                $"Function not found: arn:aws:lambda:{stack.Region}:{stack.AccountId}:function:{name}",
                404
            );
    }

    private JsonObject ListMappings(JsonObject input)
    {
        var only = input.Text("FunctionName") is null ? null : FunctionIn(input);
        var source = input.Text("EventSourceArn");
        var found = stack
            .Functions.Where(f => only is null || f == only)
            .SelectMany(f => f.QueueSources.Select(s => (Function: f, Source: s)))
            .Where(m => source is null || m.Source.QueueArn == source)
            .ToList();
        return Paging.Answer(
            found,
            input,
            s_pages with
            {
                Usual = 100,
                Most = 100,
            },
            "EventSourceMappings",
            m => Write(m.Function, m.Source)
        );
    }

    private JsonObject Write(StackFunction function)
    {
        var written = new JsonObject
        {
            ["FunctionName"] = function.Name,
            ["FunctionArn"] = function.Arn,
            ["Runtime"] = function.Runtime,
            ["Role"] = function.RoleArn,
            ["Handler"] = function.Handler,
            ["Timeout"] = (int)function.Timeout.TotalSeconds,
            ["MemorySize"] = function.MemoryMegabytes,
            ["LastModified"] = _deployedAt.Iso(),
            ["Version"] = "$LATEST",
            ["RevisionId"] = SeededIds.UuidOf(world.Seed, $"revision of {function.Name}"),
            ["State"] = "Active",
            ["LastUpdateStatus"] = "Successful",
            ["PackageType"] = "Zip",
            ["Environment"] = new JsonObject
            {
                ["Variables"] = new JsonObject(
                    function
                        .Environment.OrderBy(v => v.Key, StringComparer.Ordinal)
                        .Select(v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value))
                ),
            },
        };
        if (function.DeadLetterTarget is { } target)
        {
            written["DeadLetterConfig"] = new JsonObject { ["TargetArn"] = target };
        }

        return written;
    }

    private JsonObject Write(StackFunction function, StackQueueSource source)
    {
        var id = SeededIds.UuidOf(world.Seed, $"mapping {function.Name} {source.QueueArn}");
        var written = new JsonObject
        {
            ["UUID"] = id,
            ["EventSourceMappingArn"] = $"arn:aws:lambda:{stack.Region}:{stack.AccountId}:event-source-mapping:{id}",
            ["BatchSize"] = source.BatchSize,
            ["EventSourceArn"] = source.QueueArn,
            ["FunctionArn"] = function.Arn,
            ["LastModified"] = _deployedAt.Iso(),
            ["State"] = "Enabled",
            ["StateTransitionReason"] = "USER_INITIATED",
            ["FunctionResponseTypes"] = FaceJson.Array(
                source.ReportsBatchItemFailures ? ["ReportBatchItemFailures"] : []
            ),
        };
        if (source.MaximumConcurrency is { } most)
        {
            written["ScalingConfig"] = new JsonObject { ["MaximumConcurrency"] = most };
        }

        return written;
    }
}
