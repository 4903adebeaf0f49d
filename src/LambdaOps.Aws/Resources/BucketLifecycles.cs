using Amazon.S3;
using Amazon.S3.Model;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Resources;

/// <summary>What a bucket does by itself with its objects (GetBucketVersioning, GetBucketLifecycleConfiguration).</summary>
internal static class BucketLifecycles
{
    public static async Task<BucketLifecycle> OfAsync(IAmazonS3 s3, string bucket, CancellationToken cancellationToken)
    {
        var versioning = await s3.GetBucketVersioningAsync(
            new GetBucketVersioningRequest { BucketName = bucket },
            cancellationToken
        );
        var status = versioning.VersioningConfig?.Status;
        return new BucketLifecycle(
            status == VersionStatus.Enabled || status == VersionStatus.Suspended,
            [.. (await RulesAsync(s3, bucket, cancellationToken)).Select(Read)]
        );
    }

    /// <summary>A bucket without rules has no configuration.</summary>
    private static async Task<List<LifecycleRule>> RulesAsync(
        IAmazonS3 s3,
        string bucket,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var answer = await s3.GetLifecycleConfigurationAsync(
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
}
