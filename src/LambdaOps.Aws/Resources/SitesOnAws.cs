using System.Collections.Immutable;
using System.Net;
using Amazon.CloudFront;
using Amazon.CloudFront.Model;
using Amazon.S3;
using Amazon.S3.Model;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// What stands at a site's pages, and whether those that they replaced are kept (HeadObject). A page is swapped by
/// CopyObject: S3 copies the bytes itself, and its conditions keep two writers apart. CreateInvalidation empties the
/// CDN's cache.
/// </summary>
/// <param name="s3Once">Sends once.</param>
/// <param name="cloudFrontOnce">Sends once.</param>
public sealed class SitesOnAws(Lazy<IAmazonS3> s3, Lazy<IAmazonS3> s3Once, Lazy<IAmazonCloudFront> cloudFrontOnce)
    : ResourceOnAws
{
    private const string ContentType = "text/html; charset=utf-8";

    /// <summary>Nobody may keep the maintenance page: neither the CDN nor a browser.</summary>
    private const string CacheControl = "no-cache, max-age=0";

    public override ImmutableArray<LookCall> Looks =>
        [LookCall.To(SiteLooks.Pages, PagesAsync), LookCall.To(SiteLooks.Shown, ShownAsync)];

    public override ImmutableArray<ChangeCall> Changes =>
        [
            Copy<Change.SavePage>(
                ChangeKind.SavePage,
                (save, site, cancellationToken) =>
                    WholeAsync(
                        new CopyObjectRequest
                        {
                            SourceBucket = site.Bucket,
                            SourceKey = site.KeyOf(save.Key),
                            ETagToMatch = save.ETag,
                            DestinationBucket = site.Backup.Bucket,
                            DestinationKey = save.SavedKey,
                        },
                        cancellationToken
                    )
            ),
            Copy<Change.PublishMaintenancePage>(
                ChangeKind.PublishMaintenancePage,
                static (put, site, _) => Task.FromResult(Publication(put, site))
            ),
            Copy<Change.RestorePage>(
                ChangeKind.RestorePage,
                (back, site, cancellationToken) =>
                    WholeAsync(
                        new CopyObjectRequest
                        {
                            SourceBucket = site.Backup.Bucket,
                            SourceKey = back.SavedKey,
                            DestinationBucket = site.Bucket,
                            DestinationKey = site.KeyOf(back.Key),
                            IfMatch = back.ETag,
                        },
                        cancellationToken
                    )
            ),
            Outcomes.ChangeCall<Change.InvalidateSite>(ChangeKind.InvalidateSite, InvalidateAsync),
        ];

    private async Task<SitePages> PagesAsync(LookAt at, CancellationToken cancellationToken) =>
        new([
            .. await Task.WhenAll(
                at.Site().Pages.Select(async page => new SitePage(page, await PageAsync(at, page, cancellationToken)))
            ),
        ]);

    /// <summary>
    /// A missing object is a fact only where the role may list the bucket: without s3:ListBucket S3 answers 403, which
    /// is no fact.
    /// </summary>
    private async Task<PageState> PageAsync(LookAt at, string? page, CancellationToken cancellationToken)
    {
        var site = at.Site();
        if (await HeadAsync(site.Bucket, site.KeyOf(page), cancellationToken) is not { } found)
        {
            return new PageState.Absent();
        }

        var (by, original, saved) = (
            found.Metadata[PageMarks.Incident],
            found.Metadata[PageMarks.Original],
            found.Metadata[PageMarks.Saved]
        );
        var isOurs = by is { Length: > 0 } && original is { Length: > 0 } && saved is { Length: > 0 };
        var key = isOurs ? saved : site.SavedKey(at.Incident, found.ETag, page);
        var granting = isOurs
            ? Task.FromResult<string?>(null)
            : GrantsAsync(site.Bucket, site.KeyOf(page), cancellationToken);
        var saving = HeadAsync(site.Backup.Bucket, key, cancellationToken);
        await Task.WhenAll(granting, saving);
        var (isSaved, unkept) = (await saving is not null, await granting);
        return isOurs ? new PageState.Maintenance(found.ETag, new IncidentId(by), original, saved, isSaved)
            : !isSaved
            && at.SavedPage(page) is { } kept
            && await HeadAsync(site.Backup.Bucket, kept, cancellationToken) is { } copy
            && IsSame(found, copy)
                ? new PageState.Own(found.ETag, isSaved) { CopyOf = kept }
            : new PageState.Own(found.ETag, isSaved) { Unkept = unkept };
    }

    /// <summary>Without checksums, which S3 shows only to those who may decrypt the page.</summary>
    private async Task<ShownPage> ShownAsync(LookAt at, CancellationToken cancellationToken)
    {
        var site = at.Site();
        var pages = await Task.WhenAll(
            site.Keys.Select(key =>
                HeadAsync(new GetObjectMetadataRequest { BucketName = site.Bucket, Key = key }, cancellationToken)
            )
        );
        return ShownPage.Of(
            site,
            [
                .. pages
                    .Select(page => page?.Metadata[PageMarks.Incident])
                    .Where(incident => incident is { Length: > 0 })
                    .Select(incident => new IncidentId(incident!)),
            ]
        );
    }

    /// <summary>What the page's own ACL grants beside its owner's full control; null where that is nothing.</summary>
    private async Task<string?> GrantsAsync(string bucket, string key, CancellationToken cancellationToken)
    {
        var acl = await s3.Value.GetObjectAclAsync(
            new GetObjectAclRequest { BucketName = bucket, Key = key },
            cancellationToken
        );
        var grants = (acl.Grants ?? [])
            .Where(grant => grant.Grantee?.CanonicalUser is not { } user || user != acl.Owner?.Id)
            .Select(grant => $"{grant.Permission} to {NameOf(grant.Grantee)}")
            .ToList();
        return grants.Count == 0 ? null : $"its object ACL grants {string.Join(", ", grants)}, which no copy keeps";
    }

    private static string NameOf(S3Grantee? grantee) =>
        grantee?.URI is { Length: > 0 } group ? group[(group.LastIndexOf('/') + 1)..]
        : grantee?.CanonicalUser is { Length: > 0 } user ? user
        : grantee?.EmailAddress ?? "someone";

    /// <summary>
    /// Two objects of one content, whatever their ETags: as long, and of one checksum; without any that both have, what
    /// a copy takes along besides has to be the same.
    /// </summary>
    private static bool IsSame(GetObjectMetadataResponse one, GetObjectMetadataResponse other)
    {
        var sums = ChecksumsOf(one)
            .Zip(ChecksumsOf(other))
            .Where(pair => pair is { First: not null, Second: not null });
        return one.ContentLength == other.ContentLength
            && (
                sums.Any()
                    ? sums.All(pair => pair.First == pair.Second)
                    : one.Headers.ContentType == other.Headers.ContentType
                        && one.Metadata.Keys.Order().SequenceEqual(other.Metadata.Keys.Order())
                        && one.Metadata.Keys.All(name => one.Metadata[name] == other.Metadata[name])
            );
    }

    /// <summary>One of parts ("…-2") is of the parts, and no other copy has it.</summary>
    private static IEnumerable<string?> ChecksumsOf(GetObjectMetadataResponse page) =>
        new[]
        {
            page.ChecksumCRC64NVME,
            page.ChecksumCRC32,
            page.ChecksumCRC32C,
            page.ChecksumSHA1,
            page.ChecksumSHA256,
        }.Select(sum => string.IsNullOrEmpty(sum) || sum.Contains('-') ? null : sum);

    private Task<GetObjectMetadataResponse?> HeadAsync(
        string bucket,
        string key,
        CancellationToken cancellationToken
    ) =>
        HeadAsync(
            new GetObjectMetadataRequest
            {
                BucketName = bucket,
                Key = key,
                ChecksumMode = ChecksumMode.ENABLED,
            },
            cancellationToken
        );

    private async Task<GetObjectMetadataResponse?> HeadAsync(
        GetObjectMetadataRequest request,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await s3.Value.GetObjectMetadataAsync(request, cancellationToken);
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>
    /// A copy takes content, headers, metadata, tags and checksums along; where the object redirects to, and its storage
    /// class, are to be said again.
    /// </summary>
    private async Task<CopyObjectRequest> WholeAsync(CopyObjectRequest copy, CancellationToken cancellationToken)
    {
        if (await HeadAsync(copy.SourceBucket, copy.SourceKey, cancellationToken) is { } source)
        {
            copy.WebsiteRedirectLocation = source.WebsiteRedirectLocation;
            copy.StorageClass = source.StorageClass;
        }

        return copy;
    }

    private ChangeCall Copy<T>(
        ChangeKind kind,
        Func<T, OperatedSite, CancellationToken, Task<CopyObjectRequest>> request
    )
        where T : Change =>
        Outcomes.ChangeCall<T>(
            kind,
            async (change, target, cancellationToken) =>
            {
                var copy = await request(change, SiteLooks.SiteOf(target), cancellationToken);
                var answer = await s3Once.Value.CopyObjectAsync(copy, cancellationToken);
                return $"ETag {answer.ETag}";
            }
        );

    private static CopyObjectRequest Publication(Change.PublishMaintenancePage put, OperatedSite site)
    {
        var request = new CopyObjectRequest
        {
            SourceBucket = site.Maintenance.Bucket,
            SourceKey = site.Maintenance.Key,
            DestinationBucket = site.Bucket,
            DestinationKey = site.KeyOf(put.Key),
            IfMatch = put.ETag,
            MetadataDirective = S3MetadataDirective.REPLACE,
            ContentType = ContentType,
        };
        request.Headers.CacheControl = CacheControl;
        request.Metadata.Add(PageMarks.Incident, put.By.Value);
        request.Metadata.Add(PageMarks.Original, put.ETag);
        request.Metadata.Add(PageMarks.Saved, put.SavedKey);
        return request;
    }

    /// <summary>Runbook: --paths "/*". CloudFront takes the same reference again as the same invalidation.</summary>
    private async Task<string> InvalidateAsync(
        Change.InvalidateSite change,
        Resource target,
        CancellationToken cancellationToken
    )
    {
        var answer = await cloudFrontOnce.Value.CreateInvalidationAsync(
            new CreateInvalidationRequest
            {
                DistributionId = SiteLooks.SiteOf(target).DistributionId,
                InvalidationBatch = new InvalidationBatch
                {
                    CallerReference = change.Reference,
                    Paths = new Paths { Quantity = 1, Items = ["/*"] },
                },
            },
            cancellationToken
        );
        return $"invalidation {answer.Invalidation?.Id}";
    }
}

/// <summary>
/// The marks on a maintenance page: user metadata, so that the page itself says what it took the place of.
/// </summary>
public static class PageMarks
{
    public const string Incident = "x-amz-meta-lambdaops-incident";

    public const string Original = "x-amz-meta-lambdaops-original";

    public const string Saved = "x-amz-meta-lambdaops-saved";
}
