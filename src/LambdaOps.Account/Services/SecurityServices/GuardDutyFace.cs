using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.SecurityServices;

/// <summary>GuardDuty's reads: one detector in each region where it is on.</summary>
public sealed class GuardDutyFace(SimulatedWorld world) : IServiceFace
{
    private const string Fault = "BadRequestException";

    private static readonly PageTerms s_pages = new("NextToken", "MaxResults", Fault) { Usual = 50, Most = 50 };

    private readonly HeldFindings _held = new(world);

    public string Model => "guardduty";

    public JsonObject Handle(ServiceCall call)
    {
        var region = call.Region ?? world.Plan.Region;
        return call.Operation switch
        {
            "ListDetectors" => Paging.Answer(
                _held.In(region, SecurityServicePlan.GuardDuty) is null ? [] : [DetectorIn(region)],
                call.Input,
                s_pages,
                "DetectorIds"
            ),
            "GetDetector" => new JsonObject
            {
                ["ServiceRole"] =
                    $"arn:aws:iam::{world.Plan.AccountId}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty",
                ["Status"] = Detector(call.Input, region).IsSuspended ? "DISABLED" : "ENABLED",
            },
            "ListFindings" => ListFindings(call.Input, region),
            "GetFindings" => GetFindings(call.Input, region),
            _ => throw new ServiceFault(
                "UnknownOperationException",
                $"The simulated account's GuardDuty does not have {call.Operation} yet.",
                404
            ),
        };
    }

    private JsonObject ListFindings(JsonObject input, string region)
    {
        _ = Detector(input, region);
        var criteria = (input["FindingCriteria"] as JsonObject)?["Criterion"] as JsonObject ?? [];
        if (criteria.FirstOrDefault(one => one.Key is not ("severity" or "service.archived")).Key is { } other)
        {
            throw new ServiceFault(Fault, $"The simulated account does not filter findings by {other}.");
        }

        var found = _held
            .Of(region, SecurityServicePlan.GuardDuty)
            .Where(one =>
                criteria["service.archived"] is not JsonObject archived
                || archived.Texts("Equals").Contains(one.Plan.IsClosed ? "true" : "false")
            )
            .Where(one => criteria["severity"] is not JsonObject severity || IsIn(severity, one.Number))
            .Select(one => one.Id)
            .ToList();
        return Paging.Answer(found, input, s_pages, "FindingIds");
    }

    private static bool IsIn(JsonObject condition, double number) =>
        (condition.Number("GreaterThanOrEqual") is not { } from || number >= from)
        && (condition.Number("LessThan") is not { } below || number < below);

    private JsonObject GetFindings(JsonObject input, string region)
    {
        _ = Detector(input, region);
        var asked = input.Texts("FindingIds");
        return new JsonObject
        {
            ["Findings"] = FaceJson.Array(
                _held
                    .Of(region, SecurityServicePlan.GuardDuty)
                    .Where(one => asked.Contains(one.Id))
                    .Select(one => Write(one, region))
            ),
        };
    }

    private JsonObject Write(HeldFinding one, string region) =>
        new()
        {
            ["AccountId"] = world.Plan.AccountId,
            ["Arn"] =
                $"arn:aws:guardduty:{region}:{world.Plan.AccountId}:detector/{DetectorIn(region)}/finding/{one.Id}",
            ["Id"] = one.Id,
            ["Region"] = region,
            ["SchemaVersion"] = "2.0",
            ["Type"] = "UnauthorizedAccess:EC2/SSHBruteForce",
            ["Title"] = one.Plan.Title,
            ["Severity"] = one.Number,
            ["CreatedAt"] = one.At.Iso(),
            ["UpdatedAt"] = one.At.Iso(),
            ["Resource"] = new JsonObject
            {
                ["ResourceType"] = "Instance",
                ["InstanceDetails"] = new JsonObject { ["InstanceId"] = one.Plan.Resource },
            },
        };

    private SecurityServicePlan Detector(JsonObject input, string region) =>
        _held.In(region, SecurityServicePlan.GuardDuty) is { } service && input.Text("DetectorId") == DetectorIn(region)
            ? service
            : throw new ServiceFault(
                Fault,
                "The request is rejected because the input detectorId is not owned by the current account."
            );

    private string DetectorIn(string region) => _held.DigitsOf($"detector {region}");
}
