using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.SecurityServices;

/// <summary>
/// Security Hub's findings in a region where it is on: its own, and as AWS does it those of the other services there.
/// </summary>
public sealed class SecurityHubFace(SimulatedWorld world) : IServiceFace
{
    private static readonly PageTerms s_pages = new("NextToken", "MaxResults", "InvalidInputException")
    {
        Usual = 100,
        Most = 100,
    };

    private readonly HeldFindings _held = new(world);

    public string Model => "securityhub";

    public JsonObject Handle(ServiceCall call)
    {
        var region = call.Region ?? world.Plan.Region;
        if (call.Operation != "GetFindings")
        {
            throw new ServiceFault(
                "UnknownOperationException",
                $"The simulated account's Security Hub does not have {call.Operation} yet.",
                404
            );
        }

        if (_held.In(region, SecurityServicePlan.SecurityHub) is null)
        {
            throw new ServiceFault(
                "InvalidAccessException",
                $"Account {world.Plan.AccountId} is not subscribed to AWS Security Hub",
                401
            )
            {
                Details = new JsonObject { ["Code"] = "InvalidAccessException" },
            };
        }

        var filters = call.Input["Filters"] as JsonObject ?? [];
        var found = new[]
        {
            SecurityServicePlan.SecurityHub,
            SecurityServicePlan.GuardDuty,
            SecurityServicePlan.Inspector,
            SecurityServicePlan.AccessAnalyzer,
        }
            .SelectMany(product => _held.Of(region, product))
            .Where(one => filters.All(filter => StringFilters.Let(filter, ValueOf(one, region, filter.Key))))
            .ToList();
        return Paging.Answer(found, call.Input, s_pages, "Findings", one => Write(one, region));
    }

    private static string ValueOf(HeldFinding one, string region, string filter) =>
        filter switch
        {
            "ProductName" => one.Product,
            "RecordState" => one.Plan.IsClosed ? "ARCHIVED" : "ACTIVE",
            "WorkflowStatus" => one.Plan.IsClosed ? "SUPPRESSED" : "NEW",
            "SeverityLabel" => one.Plan.Severity,
            "Region" => region,
            _ => throw new ServiceFault(
                "InvalidInputException",
                $"The simulated account does not filter findings by {filter}."
            ),
        };

    private JsonObject Write(HeldFinding one, string region) =>
        new()
        {
            ["SchemaVersion"] = "2018-10-08",
            ["Id"] = $"arn:aws:securityhub:{region}:{world.Plan.AccountId}:finding/{one.Id}",
            ["ProductArn"] = $"arn:aws:securityhub:{region}::product/aws/securityhub",
            ["ProductName"] = one.Product,
            ["Region"] = region,
            ["GeneratorId"] = "security-control/S3.8",
            ["AwsAccountId"] = world.Plan.AccountId,
            ["CreatedAt"] = one.At.Iso(),
            ["FirstObservedAt"] = one.At.Iso(),
            ["UpdatedAt"] = one.At.Iso(),
            ["Severity"] = new JsonObject { ["Label"] = one.Plan.Severity, ["Normalized"] = (int)(one.Number * 10) },
            ["Title"] = one.Plan.Title,
            ["Description"] = one.Plan.Title,
            ["Resources"] = FaceJson.Array([new JsonObject { ["Type"] = "Other", ["Id"] = one.Plan.Resource }]),
            ["Workflow"] = new JsonObject { ["Status"] = one.Plan.IsClosed ? "SUPPRESSED" : "NEW" },
            ["RecordState"] = one.Plan.IsClosed ? "ARCHIVED" : "ACTIVE",
        };
}

/// <summary>Filters as Security Hub and Inspector have them: of those that want a value one has to let it through.</summary>
internal static class StringFilters
{
    /// <exception cref="ServiceFault">It compares in another way.</exception>
    public static bool Let(KeyValuePair<string, JsonNode?> filter, string value)
    {
        var conditions = (filter.Value as JsonArray ?? [])
            .OfType<JsonObject>()
            .Select(one =>
                (
                    How: one.Text("Comparison") ?? one.Text("comparison"),
                    Is: (one.Text("Value") ?? one.Text("value")) == value
                )
            )
            .ToList();
        if (conditions.FirstOrDefault(one => one.How is not ("EQUALS" or "NOT_EQUALS")).How is { } other)
        {
            throw new ServiceFault(
                "ValidationException",
                string.Create(CultureInfo.InvariantCulture, $"The simulated account does not compare by {other}.")
            );
        }

        var wanted = conditions.Where(one => one.How == "EQUALS").ToList();
        return (wanted.Count == 0 || wanted.Exists(one => one.Is))
            && !conditions.Exists(one => one is { How: "NOT_EQUALS", Is: true });
    }
}
