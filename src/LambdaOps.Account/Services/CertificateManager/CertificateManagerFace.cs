using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Certificates;

namespace LambdaOps.Account.Services.CertificateManager;

/// <summary>
/// ACM's reads, region by region. As AWS does, it lists RSA keys of up to 2048 bits alone unless the caller names others.
/// </summary>
public sealed class CertificateManagerFace(SimulatedWorld world) : IServiceFace
{
    private static readonly string[] s_usualKeys = ["RSA_1024", "RSA_2048"];

    private static readonly PageTerms s_pages = new("NextToken", "MaxItems", "InvalidArgsException")
    {
        Usual = 1000,
        Most = 1000,
    };

    public string Model => "acm";

    private DateTimeOffset Now => world.Clock.Now;

    public JsonObject Handle(ServiceCall call) =>
        call.Operation switch
        {
            "ListCertificates" => List(call.Input, call.Region ?? world.Plan.Region),
            "DescribeCertificate" => Describe(call.Input, call.Region ?? world.Plan.Region),
            _ => throw new ServiceFault(
                "UnknownOperationException",
                $"The simulated account's ACM does not have {call.Operation} yet."
            ),
        };

    private JsonObject List(JsonObject input, string region)
    {
        var asked = (input["Includes"] as JsonObject)?.Texts("keyTypes") ?? [];
        var statuses = input.Texts("CertificateStatuses");
        var found = world
            .Certificates.All.Where(one => one.Plan.Region == region)
            .Where(one => (asked.Count > 0 ? asked : [.. s_usualKeys]).Contains(one.Plan.KeyAlgorithm))
            .Where(one => statuses.Count == 0 || statuses.Contains(one.StatusAt(Now)))
            .OrderBy(one => one.Arn, StringComparer.Ordinal)
            .ToList();
        return Paging.Answer(
            found,
            input,
            s_pages,
            "CertificateSummaryList",
            one =>
            {
                var written = Head(one);
                written["SubjectAlternativeNameSummaries"] = FaceJson.Array(one.Names);
                written["HasAdditionalSubjectAlternativeNames"] = false;
                written["InUse"] = one.Plan.IsInUse;
                return written;
            }
        );
    }

    private JsonObject Describe(JsonObject input, string region)
    {
        var arn = input.Text("CertificateArn");
        var one =
            world.Certificates.All.FirstOrDefault(held => held.Arn == arn && held.Plan.Region == region)
            ?? throw new ServiceFault("ResourceNotFoundException", $"Could not find certificate {arn}.");
        var written = Head(one);
        written["SubjectAlternativeNames"] = FaceJson.Array(one.Names);
        written["Serial"] = string.Join(
            ':',
            one.Shown.Serial.Select(part => part.ToString("x2", CultureInfo.InvariantCulture))
        );
        written["Subject"] = $"CN={one.Plan.Domain}";
        written["Issuer"] = one.Plan.IsImported ? "Simulated Authority" : "Amazon";
        written["SignatureAlgorithm"] = "SHA256WITHRSA";
        written["InUseBy"] = FaceJson.Array(one.Plan.IsInUse ? [UserOf(one)] : []);
        if (one.Plan.Renewal is { } renewal)
        {
            written["RenewalSummary"] = new JsonObject
            {
                ["RenewalStatus"] = renewal,
                ["DomainValidationOptions"] = new JsonArray(),
                ["UpdatedAt"] = world.Clock.Now.Iso(),
            };
            if (renewal == "FAILED")
            {
                written["RenewalSummary"]!["RenewalStatusReason"] = "CAA_ERROR";
            }
        }

        return new JsonObject { ["Certificate"] = written };
    }

    private string UserOf(HeldCertificate one) =>
        one.Plan.Region == world.Plan.Region
            ? $"arn:aws:elasticloadbalancing:{one.Plan.Region}:{world.Plan.AccountId}:loadbalancer/app/simulated/0123456789abcdef"
            : $"arn:aws:cloudfront::{world.Plan.AccountId}:distribution/E2SIMULATED";

    private JsonObject Head(HeldCertificate one)
    {
        var written = new JsonObject
        {
            ["CertificateArn"] = one.Arn,
            ["DomainName"] = one.Plan.Domain,
            ["Status"] = one.StatusAt(Now),
            ["Type"] = one.Plan.IsImported ? "IMPORTED" : "AMAZON_ISSUED",
            ["KeyAlgorithm"] = one.Plan.KeyAlgorithm,
            ["RenewalEligibility"] = one.Plan.IsImported ? "INELIGIBLE" : "ELIGIBLE",
            ["NotBefore"] = one.NotBefore.Iso(),
            ["NotAfter"] = one.NotAfter.Iso(),
            ["CreatedAt"] = one.NotBefore.Iso(),
        };
        written[one.Plan.IsImported ? "ImportedAt" : "IssuedAt"] = one.NotBefore.Iso();
        return written;
    }
}
