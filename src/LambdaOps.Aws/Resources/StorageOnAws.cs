using System.Collections.Immutable;
using Amazon.S3;
using Amazon.S3.Model;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Folders of temporary files: a bucket's lifecycle rules and versioning, its objects under a prefix, and deletes of
/// them, each on the condition of its ETag (DeleteObjects).
/// </summary>
/// <param name="once">Sends once.</param>
public sealed class StorageOnAws(Lazy<IAmazonS3> s3, Lazy<IAmazonS3> once) : ResourceOnAws
{
    private static readonly string[] s_left = ["PreconditionFailed", "NoSuchKey", "ConditionalRequestConflict"];

    public override ImmutableArray<LookCall> Looks =>
        [LookCall.To(StorageLooks.Lifecycle, LifecycleAsync), LookCall.To(StorageLooks.Files, FilesAsync)];

    public override ImmutableArray<ChangeCall> Changes =>
        [Outcomes.ChangeOfMany<Change.DeleteTemporaryFiles>(ChangeKind.DeleteTemporaryFiles, DeleteAsync)];

    private async Task<BucketLifecycle> LifecycleAsync(LookAt at, CancellationToken cancellationToken)
    {
        var bucket = ((FilePage)at.Target).Folder.Bucket;
        var versioning = await s3.Value.GetBucketVersioningAsync(
            new GetBucketVersioningRequest { BucketName = bucket },
            cancellationToken
        );
        var status = versioning.VersioningConfig?.Status;
        return new BucketLifecycle(
            status == VersionStatus.Enabled || status == VersionStatus.Suspended,
            [.. (await RulesAsync(bucket, cancellationToken)).Select(Read)]
        );
    }

    /// <summary>A bucket without rules has no configuration.</summary>
    private async Task<List<LifecycleRule>> RulesAsync(string bucket, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await s3.Value.GetLifecycleConfigurationAsync(
                new GetLifecycleConfigurationRequest { BucketName = bucket },
                cancellationToken
            );
            return answer.Configuration?.Rules ?? [];
        }
        catch (AmazonS3Exception none) when (none.ErrorCode == "NoSuchLifecycleConfiguration")
        {
            return [];
        }
    }

    private static ExpiryRule Read(LifecycleRule rule)
    {
        var parts = Parts(rule.Filter?.LifecycleFilterPredicate).ToList();
#pragma warning disable CS0618 // The older form of a rule, which S3 still answers with.
        var former = rule.Prefix;
#pragma warning restore CS0618
        return new ExpiryRule(
            rule.Id ?? "",
            rule.Status == LifecycleRuleStatus.Enabled,
            parts.OfType<LifecyclePrefixPredicate>().FirstOrDefault()?.Prefix ?? former ?? "",
            parts.Exists(part => part is not LifecyclePrefixPredicate),
            rule.Expiration?.Days is > 0 and var days ? days : null,
            rule.NoncurrentVersionExpiration?.NoncurrentDays is > 0 and var noncurrent ? noncurrent : null,
            rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation is > 0 and var aborts ? aborts : null
        );
    }

    private static IEnumerable<LifecycleFilterPredicate> Parts(LifecycleFilterPredicate? predicate) =>
        predicate switch
        {
            null => [],
            LifecycleAndOperator all => (all.Operands ?? []).SelectMany(Parts),
            _ => [predicate],
        };

    private async Task<StoredFiles> FilesAsync(LookAt at, CancellationToken cancellationToken)
    {
        var page = (FilePage)at.Target;
        var answer = await s3.Value.ListObjectsV2Async(
            new ListObjectsV2Request
            {
                BucketName = page.Folder.Bucket,
                Prefix = page.Folder.Prefix,
                StartAfter = page.After,
            },
            cancellationToken
        );
        return new StoredFiles(
            [
                .. (answer.S3Objects ?? []).Select(file => new StoredFile(
                    file.Key,
                    file.ETag,
                    file.LastModified ?? DateTime.MaxValue,
                    file.Size ?? 0
                )),
            ],
            answer.IsTruncated != true
        );
    }

    private async Task<ActionOutcome.Done> DeleteAsync(
        Change.DeleteTemporaryFiles change,
        Resource target,
        CancellationToken cancellationToken
    )
    {
        var errors = await ErrorsAsync(
            new DeleteObjectsRequest
            {
                BucketName = change.Bucket,
                Quiet = true,
                Objects = [.. change.Files.Select(file => new KeyVersion { Key = file.Key, ETag = file.ETag })],
            },
            cancellationToken
        );
        var left = errors.Count(error => s_left.Contains(error.Code));
        var other = errors.Find(error => !s_left.Contains(error.Code));
        var deleted = change.Files.Length - errors.Count;
        return new ActionOutcome.Done(other is null ? $"{deleted} deleted" : $"{other.Code}: {other.Message}")
        {
            Tally = new ChangeTally(deleted, left),
        };
    }

    /// <summary>What single keys refused; S3 answers 200 all the same.</summary>
    private async Task<List<DeleteError>> ErrorsAsync(DeleteObjectsRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return (await once.Value.DeleteObjectsAsync(request, cancellationToken)).DeleteErrors ?? [];
        }
        catch (DeleteObjectsException some)
        {
            return some.Response.DeleteErrors ?? [];
        }
    }
}
