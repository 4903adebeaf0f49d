using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.S3;

/// <summary>The buckets and objects of static sites and of the application, as a deployment left them.</summary>
public static class SiteBuckets
{
    public static void Fill(S3Service s3, IEnumerable<SitePlan> sites)
    {
        foreach (var site in sites)
        {
            foreach (var (key, page) in site.Pages)
            {
                Put(s3, site.Bucket, site.IsVersioned, key, page, site.KmsKey);
            }

            if (site.EmergencyBucket is { } emergency)
            {
                Put(s3, emergency, isVersioned: false, site.EmergencyKey, site.Maintenance);
            }

            foreach (var name in site.MoreBuckets)
            {
                Create(s3, name, isVersioned: false);
            }
        }
    }

    public static void Fill(S3Service s3, IEnumerable<BucketPlan> buckets)
    {
        foreach (var plan in buckets)
        {
            Create(s3, plan.Name, plan.IsVersioned);
            s3.Bucket(plan.Name).ReplicatedTo = plan.ReplicatedTo;
            s3.SetLifecycle(s3.Bucket(plan.Name), [.. plan.LifecycleRules.Select(rule => JsonNode.Parse(rule))]);
            foreach (var one in plan.Objects)
            {
                s3.Put(plan.Name, one.Key, Encoding.UTF8.GetBytes($"{one.Key}\n"), age: one.Age);
            }
        }
    }

    private static void Create(S3Service s3, string bucket, bool isVersioned, string? kmsKey = null)
    {
        if (s3.Buckets.All(known => known.Name != bucket))
        {
            s3.CreateBucket(bucket, isVersioned, kmsKey);
        }
    }

    private static void Put(
        S3Service s3,
        string bucket,
        bool isVersioned,
        string key,
        PagePlan page,
        string? kmsKey = null
    )
    {
        Create(s3, bucket, isVersioned, kmsKey);
        s3.Put(bucket, key, page.Body, page.ContentType, page.CacheControl, page.Metadata);
    }
}
