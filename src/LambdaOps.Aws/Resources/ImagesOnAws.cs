using System.Collections.Concurrent;
using System.Collections.Immutable;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;
using LambdaOps.Aws.Signals;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// The images that services run (DescribeServices, DescribeTaskDefinition), and what ECR has of them (DescribeImages,
/// DescribeImageScanFindings: the only one that says what a scan found, whatever the kind of scanning).
/// </summary>
/// <param name="ecrIn">ECR in the region of an image's registry.</param>
public sealed class ImagesOnAws(TaskDefinitionsOnAws definitions, Func<string?, IAmazonECR> ecrIn) : ResourceOnAws
{
    private const int MostPages = 20;
    private const int PageSize = 1000;
    private const int MostNames = 3;

    private readonly ConcurrentDictionary<string, IAmazonECR> _registries = new(StringComparer.Ordinal);

    public override ImmutableArray<LookCall> Looks => [LookCall.To(ImageLooks.InUse, InUseAsync)];

    private async Task<ImagesInUse> InUseAsync(LookAt at, CancellationToken cancellationToken)
    {
        var users = new SortedDictionary<string, List<TargetId>>(StringComparer.Ordinal);
        var unseen = ImmutableArray.CreateBuilder<(TargetId, string)>();
        foreach (var service in ((ImageBatch)at.Target).Services)
        {
            try
            {
                var used = await definitions.WholeUsedByAsync([service], cancellationToken);
                foreach (var image in used.SelectMany(one => one.Definition.Images).Distinct())
                {
                    (users.TryGetValue(image, out var known) ? known : users[image] = []).Add(service.Id);
                }
            }
            catch (Exception failed) when (failed is NotObservableException or AmazonServiceException)
            {
                unseen.Add((service.Id, Why(failed)));
            }
        }

        var images = ImmutableArray.CreateBuilder<ImageInUse>(users.Count);
        foreach (var (image, services) in users)
        {
            images.Add(
                await LookUpAsync(new ImageInUse(ImageReference.Read(image), [.. services]), at, cancellationToken)
            );
        }

        return new ImagesInUse(images.ToImmutable(), unseen.ToImmutable());
    }

    /// <summary>One image that cannot be seen leaves the others.</summary>
    private async Task<ImageInUse> LookUpAsync(ImageInUse image, LookAt at, CancellationToken cancellationToken)
    {
        if (image.Reference.Ecr is not var (account, region))
        {
            return image;
        }

        var ecr = _registries.GetOrAdd(
            region,
            key => ecrIn(string.Equals(key, at.Estate.Region, StringComparison.Ordinal) ? null : key)
        );
        try
        {
            var found = await DescribeAsync(ecr, account, image.Reference, cancellationToken);
            return image with
            {
                Registered = new RegisteredImage(
                    found.ImageDigest,
                    AwsTime.Of(found.ImagePushedAt),
                    await ScanAsync(ecr, account, image.Reference.Repository, found.ImageDigest, cancellationToken)
                ),
            };
        }
        catch (Exception failed) when (failed is NotObservableException or AmazonServiceException)
        {
            return image with { WhyMissing = Why(failed) };
        }
    }

    /// <summary>For one image, as a task definition names it.</summary>
    internal static DescribeImagesRequest Request(string account, ImageReference image) =>
        new()
        {
            RegistryId = account,
            RepositoryName = image.Repository,
            ImageIds =
            [
                image.Digest is { } digest
                    ? new ImageIdentifier { ImageDigest = digest }
                    : new ImageIdentifier { ImageTag = image.Tag ?? "latest" },
            ],
        };

    private static async Task<ImageDetail> DescribeAsync(
        IAmazonECR ecr,
        string account,
        ImageReference image,
        CancellationToken cancellationToken
    )
    {
        var answer = await ecr.DescribeImagesAsync(Request(account, image), cancellationToken);
        return answer.ImageDetails is [{ ImageDigest: not null } found, ..]
            ? found
            : throw new NotObservableException("ECR describes no such image");
    }

    /// <summary>By the digest, so that it is the scan of the image that was described, wherever its tag is moved.</summary>
    private static async Task<ImageScan> ScanAsync(
        IAmazonECR ecr,
        string account,
        string repository,
        string digest,
        CancellationToken cancellationToken
    )
    {
        var request = new DescribeImageScanFindingsRequest
        {
            RegistryId = account,
            RepositoryName = repository,
            ImageId = new ImageIdentifier { ImageDigest = digest },
            MaxResults = PageSize,
        };
        var findings = new List<Vulnerability>();
        try
        {
            for (var page = 0; page < MostPages; page++)
            {
                var answer = await ecr.DescribeImageScanFindingsAsync(request, cancellationToken);
                findings.AddRange(Read(answer.ImageScanFindings));
                if (answer.NextToken is not { Length: > 0 } next)
                {
                    return Sum(answer, findings);
                }

                request.NextToken = next;
            }
        }
        catch (ScanNotFoundException)
        {
            return ImageScan.Missing("it was never scanned");
        }
        catch (AmazonServiceException failed)
        {
            return ImageScan.Missing(Why(failed));
        }

        return ImageScan.Missing(FormattableString.Invariant($"more than {MostPages} pages of findings"));
    }

    private static IEnumerable<Vulnerability> Read(ImageScanFindings? page) =>
        [
            .. (page?.Findings ?? []).Select(one => new Vulnerability(one.Name, one.Severity?.Value, HasFix: null)),
            .. (page?.EnhancedFindings ?? []).Select(one => new Vulnerability(
                one.PackageVulnerabilityDetails?.VulnerabilityId,
                one.Severity,
                one.FixAvailable is { } fix ? fix is "YES" or "PARTIAL" : null
            )),
        ];

    private static ImageScan Sum(DescribeImageScanFindingsResponse answer, List<Vulnerability> findings)
    {
        var status = answer.ImageScanStatus?.Status?.Value ?? "";
        if (status is not ("COMPLETE" or "ACTIVE") || answer.ImageScanFindings is not { } last)
        {
            return ImageScan.Missing(
                OutsideText.Line($"its scan is {status}: {answer.ImageScanStatus?.Description}".TrimEnd(' ', ':')),
                status
            );
        }

        var bad = findings
            .Where(one => one.Severity is "CRITICAL" or "HIGH")
            .OrderBy(one => one.Severity, StringComparer.Ordinal)
            .ToList();
        return new ImageScan(status, AwsTime.Of(last.ImageScanCompletedAt), Count("CRITICAL"), Count("HIGH"))
        {
            Names =
            [
                .. bad.Select(one => one.Name).OfType<string>().Distinct().Take(MostNames).Select(OutsideText.Line),
            ],
            Fixable = bad.Exists(one => one.HasFix is not null) ? bad.Count(one => one.HasFix == true) : null,
        };

        // What the registry counts and what it lists ought to be the same; where one is more, that one counts.
        int Count(string severity) =>
            Math.Max(
                (last.FindingSeverityCounts ?? []).GetValueOrDefault(severity),
                bad.Count(one => one.Severity == severity)
            );
    }

    private static string Why(Exception failed) => OutsideText.Line(OutsideText.Why(failed));

    /// <param name="HasFix">Null where the kind of scanning does not say it.</param>
    private sealed record Vulnerability(string? Name, string? Severity, bool? HasFix);
}
