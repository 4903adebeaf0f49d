using Amazon.S3;
using Amazon.S3.Model;
using LambdaOps.Aws.Resources;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Actuators;

/// <summary>
/// Swaps a site's page (CopyObject): S3 copies the bytes itself, and its conditions keep two writers apart.
/// </summary>
/// <param name="s3">A client that sends once (<see cref="SendsOnce"/>).</param>
public sealed class PageActuator(IAmazonS3 s3)
{
    private const string ContentType = "text/html; charset=utf-8";

    /// <summary>Nobody may keep the maintenance page: neither the CDN nor a browser.</summary>
    private const string CacheControl = "no-cache, max-age=0";

    /// <summary>
    /// For a client that never sends a change again by itself: a second one would be refused by its condition, which
    /// would look like somebody else's change.
    /// </summary>
    public static AmazonS3Config SendsOnce() => Outcomes.SendsOnce<AmazonS3Config>();

    public Task<ActionOutcome> ActAsync(Change action, OperatedSite site, CancellationToken cancellationToken) =>
        Outcomes.OfAsync(async () =>
        {
            var answer = await s3.CopyObjectAsync(Request(action, site), cancellationToken);
            return $"ETag {answer.ETag}";
        });

    private static CopyObjectRequest Request(Change action, OperatedSite site) =>
        action switch
        {
            Change.SavePage save => new CopyObjectRequest
            {
                SourceBucket = site.Bucket,
                SourceKey = site.Key,
                ETagToMatch = save.ETag,
                DestinationBucket = site.Backup.Bucket,
                DestinationKey = save.SavedKey,
            },
            Change.PublishMaintenancePage put => Publication(put, site),
            Change.RestorePage back => new CopyObjectRequest
            {
                SourceBucket = site.Backup.Bucket,
                SourceKey = back.SavedKey,
                DestinationBucket = site.Bucket,
                DestinationKey = site.Key,
                IfMatch = back.ETag,
            },
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static CopyObjectRequest Publication(Change.PublishMaintenancePage put, OperatedSite site)
    {
        var request = new CopyObjectRequest
        {
            SourceBucket = site.Maintenance.Bucket,
            SourceKey = site.Maintenance.Key,
            DestinationBucket = site.Bucket,
            DestinationKey = site.Key,
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
}
