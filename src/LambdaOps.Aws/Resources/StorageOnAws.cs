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

    private Task<BucketLifecycle> LifecycleAsync(LookAt at, CancellationToken cancellationToken) =>
        BucketLifecycles.OfAsync(s3.Value, ((FilePage)at.Target).Folder.Bucket, cancellationToken);

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
