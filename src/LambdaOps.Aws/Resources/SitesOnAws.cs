using System.Collections.Immutable;
using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>What stands at a site's page, and whether the page that it replaced is kept (HeadObject).</summary>
public sealed class SitesOnAws(Lazy<IAmazonS3> s3)
{
    public ImmutableArray<LookCall> Looks => [LookCall.To(SiteLooks.Page, PageAsync)];

    /// <summary>
    /// A missing object is a fact only where the role may list the bucket: without s3:ListBucket S3 answers 403, which
    /// is no fact.
    /// </summary>
    private async Task<PageState> PageAsync(LookAt at, CancellationToken cancellationToken)
    {
        var site = at.Site();
        if (await HeadAsync(site.Bucket, site.Key, cancellationToken) is not { } page)
        {
            return new PageState.Absent();
        }

        var (by, original, saved) = (
            page.Metadata[PageMarks.Incident],
            page.Metadata[PageMarks.Original],
            page.Metadata[PageMarks.Saved]
        );
        var isOurs = by is { Length: > 0 } && original is { Length: > 0 } && saved is { Length: > 0 };
        var key = isOurs ? saved : site.SavedKey(at.Incident, page.ETag);
        var isSaved = await HeadAsync(site.Backup.Bucket, key, cancellationToken) is not null;
        return isOurs
            ? new PageState.Maintenance(page.ETag, new IncidentId(by), original, saved, isSaved)
            : new PageState.Own(page.ETag, isSaved);
    }

    private async Task<GetObjectMetadataResponse?> HeadAsync(
        string bucket,
        string key,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await s3.Value.GetObjectMetadataAsync(
                new GetObjectMetadataRequest { BucketName = bucket, Key = key },
                cancellationToken
            );
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
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
