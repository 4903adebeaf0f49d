using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.AwsLambda;

/// <summary>
/// Lambda: the stack's functions, what feeds them, and who may invoke them. Invoke goes to the host itself.
/// </summary>
public sealed class LambdaFace(SimulatedWorld world, DeployedStack stack, FunctionPolicies policies) : IServiceFace
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
            "ListFunctions" => Paging.Answer(
                [.. stack.Functions.Select(Write), .. world.Plan.OtherFunctions.Select(Write)],
                call.Input,
                s_pages,
                "Functions",
                written => written
            ),
            "GetFunctionConfiguration" => world.Plan.OtherFunctions.FirstOrDefault(other =>
                other.Name == NameIn(call.Input)
            )
                is { } other
                ? Write(other)
                : Write(FunctionIn(call.Input)),
            "GetFunctionConcurrency" => FunctionIn(call.Input).ReservedConcurrency is { } reserved
                ? new JsonObject { ["ReservedConcurrentExecutions"] = reserved }
                : [],
            "GetFunctionRecursionConfig" => new JsonObject
            {
                ["RecursiveLoop"] = FunctionIn(call.Input).MayRecurse ? "Allow" : "Terminate",
            },
            "ListEventSourceMappings" => ListMappings(call.Input),
            "GetPolicy" => GetPolicy(FunctionIn(call.Input)),
            "AddPermission" => AddPermission(call),
            "RemovePermission" => RemovePermission(call),
            _ => throw new ServiceFault(
                "UnknownOperationException",
                $"The simulated account's Lambda does not have {call.Operation} yet.",
                404
            ),
        };

    /// <summary>Of a name, an ARN, or a partial ARN.</summary>
    private static string NameIn(JsonObject input) =>
        input.Text("FunctionName") is { } asked ? asked[(asked.LastIndexOf(':') + 1)..] : "";

    private StackFunction FunctionIn(JsonObject input)
    {
        var name = NameIn(input);
        return stack.Functions.FirstOrDefault(f => f.Name == name)
            ?? throw new ServiceFault(
                "ResourceNotFoundException",
                $"Function not found: arn:aws:lambda:{stack.Region}:{stack.AccountId}:function:{name}",
                404
            );
    }

    private JsonObject GetPolicy(StackFunction function)
    {
        var statements = policies.Of(function.Arn);
        if (statements.Count == 0)
        {
            throw new ServiceFault("ResourceNotFoundException", "The resource you requested does not exist.", 404);
        }

        var policy = new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Id"] = "default",
            ["Statement"] = FaceJson.Array(statements.Select(one => one.Write(function.Arn))),
        };
        return new JsonObject { ["Policy"] = policy.ToJsonString(), ["RevisionId"] = RevisionOf(function) };
    }

    private JsonObject AddPermission(ServiceCall call)
    {
        var (input, function) = (call.Input, FunctionIn(call.Input));
        var statement = new InvokeStatement(
            input.Text("StatementId")!,
            input.Text("Action")!,
            input.Text("Principal")!,
            input.Text("SourceArn"),
            input.Text("SourceAccount")
        );
        var statements = policies.Of(function.Arn);
        if (statements.Exists(one => one.Id == statement.Id))
        {
            throw new ServiceFault(
                "ResourceConflictException",
                $"The statement id ({statement.Id}) provided already exists. Please provide a new statement id, or "
                    + "remove the existing statement.",
                409
            );
        }

        statements.Add(statement);
        world.Tell("call", function.Name, $"AddPermission {statement.Id} by {call.Caller}");
        return new JsonObject { ["Statement"] = statement.Write(function.Arn).ToJsonString() };
    }

    private JsonObject RemovePermission(ServiceCall call)
    {
        var (id, function) = (call.Input.Text("StatementId"), FunctionIn(call.Input));
        if (policies.Of(function.Arn).RemoveAll(one => one.Id == id) == 0)
        {
            throw new ServiceFault(
                "ResourceNotFoundException",
                $"Statement {id} is not found in resource policy.",
                404
            );
        }

        world.Tell("call", function.Name, $"RemovePermission {id} by {call.Caller}");
        return [];
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

    private string RevisionOf(StackFunction function) => SeededIds.UuidOf(world.Seed, $"revision of {function.Name}");

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
            ["RevisionId"] = RevisionOf(function),
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

    private JsonObject Write(FunctionPlan function)
    {
        var written = new JsonObject
        {
            ["FunctionName"] = function.Name,
            ["FunctionArn"] = $"arn:aws:lambda:{stack.Region}:{stack.AccountId}:function:{function.Name}",
            ["Role"] = $"arn:aws:iam::{stack.AccountId}:role/{function.Name}",
            ["Timeout"] = 3,
            ["MemorySize"] = 128,
            ["LastModified"] = _deployedAt.Iso(),
            ["Version"] = "$LATEST",
            ["State"] = "Active",
            ["LastUpdateStatus"] = "Successful",
            ["PackageType"] = function.Runtime is null ? "Image" : "Zip",
        };
        written.PutUnlessNull("Runtime", function.Runtime);
        written.PutUnlessNull("Handler", function.Runtime is null ? null : "index.handler");
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
