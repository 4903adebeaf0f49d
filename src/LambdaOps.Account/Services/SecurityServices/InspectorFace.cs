using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.SecurityServices;

/// <summary>Inspector's reads, region by region.</summary>
public sealed class InspectorFace(SimulatedWorld world) : IServiceFace
{
    private static readonly PageTerms s_pages = new("nextToken", "maxResults", "ValidationException")
    {
        Usual = 100,
        Most = 100,
    };

    private readonly HeldFindings _held = new(world);

    public string Model => "inspector2";

    public JsonObject Handle(ServiceCall call)
    {
        var region = call.Region ?? world.Plan.Region;
        return call.Operation switch
        {
            "BatchGetAccountStatus" => Status(region),
            "ListFindings" => ListFindings(call.Input, region),
            _ => throw new ServiceFault(
                "UnknownOperationException",
                $"The simulated account's Inspector does not have {call.Operation} yet.",
                404
            ),
        };
    }

    private JsonObject Status(string region)
    {
        var status = _held.In(region, SecurityServicePlan.Inspector) switch
        {
            null => "DISABLED",
            { IsSuspended: true } => "SUSPENDED",
            _ => "ENABLED",
        };
        return new JsonObject
        {
            ["accounts"] = FaceJson.Array([
                new JsonObject
                {
                    ["accountId"] = world.Plan.AccountId,
                    ["state"] = State(status),
                    ["resourceState"] = new JsonObject { ["ec2"] = State(status), ["ecr"] = State(status) },
                },
            ]),
        };
    }

    private static JsonObject State(string status) =>
        new()
        {
            ["status"] = status,
            ["errorCode"] = "ALREADY_ENABLED",
            ["errorMessage"] = "none",
        };

    private JsonObject ListFindings(JsonObject input, string region)
    {
        if (_held.In(region, SecurityServicePlan.Inspector) is null)
        {
            throw new ServiceFault("AccessDeniedException", "Invoking account does not have access to Inspector", 403);
        }

        var filters = input["filterCriteria"] as JsonObject ?? [];
        var found = _held
            .Of(region, SecurityServicePlan.Inspector)
            .Where(one => filters.All(filter => StringFilters.Let(filter, ValueOf(one, filter.Key))))
            .ToList();
        return Paging.Answer(found, input, s_pages, "findings", one => Write(one, region));
    }

    private static string ValueOf(HeldFinding one, string filter) =>
        filter switch
        {
            "severity" => one.Plan.Severity,
            "findingStatus" => one.Plan.IsClosed ? "CLOSED" : "ACTIVE",
            "resourceType" => one.Plan.ResourceType,
            _ => throw new ServiceFault(
                "ValidationException",
                $"The simulated account does not filter findings by {filter}."
            ),
        };

    private JsonObject Write(HeldFinding one, string region) =>
        new()
        {
            ["findingArn"] = $"arn:aws:inspector2:{region}:{world.Plan.AccountId}:finding/{one.Id}",
            ["awsAccountId"] = world.Plan.AccountId,
            ["type"] = "PACKAGE_VULNERABILITY",
            ["title"] = one.Plan.Title,
            ["description"] = one.Plan.Title,
            ["severity"] = one.Plan.Severity,
            ["status"] = one.Plan.IsClosed ? "CLOSED" : "ACTIVE",
            ["firstObservedAt"] = one.At.Iso(),
            ["lastObservedAt"] = one.At.Iso(),
            ["updatedAt"] = one.At.Iso(),
            ["remediation"] = new JsonObject(),
            ["resources"] = FaceJson.Array([
                new JsonObject { ["type"] = one.Plan.ResourceType, ["id"] = one.Plan.Resource },
            ]),
        };
}
