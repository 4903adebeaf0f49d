using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.SecurityServices;

/// <summary>Access Analyzer's reads: one analyzer of the account in each region where it is on.</summary>
public sealed class AccessAnalyzerFace(SimulatedWorld world) : IServiceFace
{
    private const string Name = "account";

    private static readonly PageTerms s_pages = new("nextToken", "maxResults", "ValidationException")
    {
        Usual = 100,
        Most = 100,
    };

    private readonly HeldFindings _held = new(world);

    public string Model => "accessanalyzer";

    public JsonObject Handle(ServiceCall call)
    {
        var region = call.Region ?? world.Plan.Region;
        return call.Operation switch
        {
            "ListAnalyzers" => ListAnalyzers(call.Input, region),
            "ListFindingsV2" => ListFindings(call.Input, region),
            _ => throw new ServiceFault(
                "UnknownOperationException",
                $"The simulated account's Access Analyzer does not have {call.Operation} yet.",
                404
            ),
        };
    }

    private JsonObject ListAnalyzers(JsonObject input, string region)
    {
        var type = input.Text("type");
        var found = new[] { _held.In(region, SecurityServicePlan.AccessAnalyzer) }
            .OfType<SecurityServicePlan>()
            .Where(_ => type is null or "ACCOUNT")
            .ToList();
        return Paging.Answer(
            found,
            input,
            s_pages,
            "analyzers",
            one => new JsonObject
            {
                ["arn"] = ArnIn(region),
                ["name"] = Name,
                ["type"] = "ACCOUNT",
                ["createdAt"] = (world.Clock.Now - TimeSpan.FromDays(400)).Iso(),
                ["status"] = one.IsSuspended ? "DISABLED" : "ACTIVE",
            }
        );
    }

    /// <summary>Of the filter keys there are the status and the type.</summary>
    private JsonObject ListFindings(JsonObject input, string region)
    {
        if (_held.In(region, SecurityServicePlan.AccessAnalyzer) is null || input.Text("analyzerArn") != ArnIn(region))
        {
            throw new ServiceFault("ResourceNotFoundException", $"No analyzer {input.Text("analyzerArn")}", 404)
            {
                Details = new JsonObject { ["resourceId"] = input.Text("analyzerArn"), ["resourceType"] = "Analyzer" },
            };
        }

        var filter = input["filter"] as JsonObject ?? [];
        if (filter.FirstOrDefault(one => one.Key is not ("status" or "findingType")).Key is { } other)
        {
            throw new ServiceFault("ValidationException", $"The simulated account does not filter findings by {other}.")
            {
                Details = new JsonObject { ["reason"] = "other" },
            };
        }

        var found = _held
            .Of(region, SecurityServicePlan.AccessAnalyzer)
            .Where(one => Has(filter, "status", one.Plan.IsClosed ? "ARCHIVED" : "ACTIVE"))
            .Where(one => Has(filter, "findingType", one.Plan.Title))
            .ToList();
        return Paging.Answer(found, input, s_pages, "findings", Write);
    }

    private static bool Has(JsonObject filter, string key, string value) =>
        filter[key] is not JsonObject criterion || criterion["eq"] is null || criterion.Texts("eq").Contains(value);

    private JsonObject Write(HeldFinding one) =>
        new()
        {
            ["id"] = one.Id,
            ["status"] = one.Plan.IsClosed ? "ARCHIVED" : "ACTIVE",
            ["findingType"] = one.Plan.Title,
            ["resource"] = one.Plan.Resource,
            ["resourceType"] = "AWS::S3::Bucket",
            ["resourceOwnerAccount"] = world.Plan.AccountId,
            ["createdAt"] = one.At.Iso(),
            ["analyzedAt"] = one.At.Iso(),
            ["updatedAt"] = one.At.Iso(),
        };

    private string ArnIn(string region) => $"arn:aws:access-analyzer:{region}:{world.Plan.AccountId}:analyzer/{Name}";
}
