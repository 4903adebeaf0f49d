using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.Ecr;

/// <summary>
/// ECR's reads of images and of what scans found. As with today's basic scanning, DescribeImages says nothing of scans:
/// only DescribeImageScanFindings does.
/// </summary>
public sealed class EcrFace(SimulatedWorld world) : IServiceFace
{
    private static readonly PageTerms s_pages = new("nextToken", "maxResults") { Most = 1000 };

    private readonly DateTimeOffset _start = world.Clock.Now;

    public string Model => "ecr";

    public JsonObject Handle(ServiceCall call) =>
        call.Operation switch
        {
            "DescribeImages" => DescribeImages(call.Input, call.Region),
            "DescribeImageScanFindings" => DescribeFindings(call.Input, call.Region),
            _ => throw new ServiceFault(
                "UnknownOperationException",
                $"The simulated account's ECR does not have {call.Operation} yet."
            ),
        };

    private string Registry => world.Plan.AccountId;

    private JsonObject DescribeImages(JsonObject input, string? region)
    {
        var all = ImagesOf(input, region);
        var ids = input.Objects("imageIds");
        var found = ids.Count == 0 ? all : [.. ids.Select(id => ImageIn(all, id, input)).Distinct()];
        return Paging.Answer(found, input, s_pages, "imageDetails", Write);
    }

    private JsonObject Write(ImagePlan image) =>
        new()
        {
            ["registryId"] = Registry,
            ["repositoryName"] = image.Repository,
            ["imageDigest"] = image.Digest,
            ["imageTags"] = FaceJson.Array([image.Tag]),
            ["imageSizeInBytes"] = 123_456_789,
            ["imagePushedAt"] = (_start - image.Age).Iso(),
            ["imageManifestMediaType"] = "application/vnd.docker.distribution.manifest.v2+json",
        };

    private JsonObject DescribeFindings(JsonObject input, string? region)
    {
        var id = (JsonObject)input["imageId"]!;
        var image = ImageIn(ImagesOf(input, region), id, input);
        if (image.Scan is not { } scan)
        {
            throw new ServiceFault("ScanNotFoundException", $"Image scan does not exist for {Place(id, input)}");
        }

        var answer = new JsonObject
        {
            ["registryId"] = Registry,
            ["repositoryName"] = image.Repository,
            ["imageId"] = new JsonObject { ["imageDigest"] = image.Digest, ["imageTag"] = image.Tag },
            ["imageScanStatus"] = new JsonObject
            {
                ["status"] = scan.Status,
                ["description"] = $"The scan is {scan.Status.ToLowerInvariant()}.",
            },
        };
        if (scan.Status is not ("COMPLETE" or "ACTIVE"))
        {
            return answer;
        }

        // The harmless ones first: who reads one page only does not see the others.
        List<(string Severity, int Number)> findings =
        [
            .. Enumerable.Range(1, scan.Low).Select(number => ("LOW", number)),
            .. Enumerable.Range(1, scan.High).Select(number => ("HIGH", number)),
            .. Enumerable.Range(1, scan.Critical).Select(number => ("CRITICAL", number)),
        ];
        var (page, next) = Paging.Of(findings, input, s_pages);
        var written = FaceJson.Array(page.Select(one => scan.IsEnhanced ? Enhanced(one) : Basic(one)));
        answer["imageScanFindings"] = new JsonObject
        {
            ["imageScanCompletedAt"] = (_start - scan.Age).Iso(),
            ["findingSeverityCounts"] = new JsonObject(
                findings
                    .GroupBy(one => one.Severity)
                    .Select(same => KeyValuePair.Create(same.Key, (JsonNode?)same.Count()))
            ),
            [scan.IsEnhanced ? "enhancedFindings" : "findings"] = written,
        };
        answer.PutUnlessNull("nextToken", next);
        return answer;
    }

    private static JsonObject Basic((string Severity, int Number) finding) =>
        new()
        {
            ["name"] = NameOf(finding),
            ["severity"] = finding.Severity,
            ["uri"] = $"https://www.cve.org/CVERecord?id={NameOf(finding)}",
        };

    private static JsonObject Enhanced((string Severity, int Number) finding) =>
        new()
        {
            ["severity"] = finding.Severity,
            ["type"] = "PACKAGE_VULNERABILITY",
            ["status"] = "ACTIVE",
            ["title"] = NameOf(finding),
            ["fixAvailable"] = finding.Number % 2 == 1 ? "YES" : "NO",
            ["packageVulnerabilityDetails"] = new JsonObject { ["vulnerabilityId"] = NameOf(finding) },
        };

    private static string NameOf((string Severity, int Number) finding) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"CVE-2025-{finding.Severity switch { "CRITICAL" => 1, "HIGH" => 2, _ => 3 }}{finding.Number:0000}"
        );

    private List<ImagePlan> ImagesOf(JsonObject input, string? region)
    {
        var name = input.Text("repositoryName");
        var registry = input.Text("registryId") ?? Registry;
        var found = world
            .Plan.Images.Where(image => image.Repository == name && registry == Registry)
            .Where(image => image.Region is null || image.Region == (region ?? world.Plan.Region))
            .ToList();
        return found.Count > 0
            ? found
            : throw new ServiceFault(
                "RepositoryNotFoundException",
                $"The repository with name '{name}' does not exist in the registry with id '{registry}'"
            );
    }

    private static ImagePlan ImageIn(List<ImagePlan> all, JsonObject id, JsonObject input)
    {
        var (digest, tag) = (id.Text("imageDigest"), id.Text("imageTag"));
        return digest is null && tag is null
            ? throw new ServiceFault(
                "InvalidParameterException",
                "Invalid parameter at 'imageIds' failed to satisfy constraint: 'Member must have a digest or a tag'"
            )
            : all.Find(image => (digest ?? image.Digest) == image.Digest && (tag ?? image.Tag) == image.Tag)
                ?? throw new ServiceFault(
                    "ImageNotFoundException",
                    $"The image with imageId {Place(id, input)} does not exist"
                );
    }

    private static string Place(JsonObject id, JsonObject input) =>
        $"{{imageDigest:'{id.Text("imageDigest") ?? "null"}', imageTag:'{id.Text("imageTag") ?? "null"}'}} "
        + $"within the repository with name '{input.Text("repositoryName")}'";
}
