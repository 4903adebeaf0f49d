using System.Text.Json.Nodes;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.StorageCheck;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the week's look at storage.</summary>
public static class StorageDrills
{
    private const string Bucket = "drill-archive";
    private const string Copy = "drill-archive-copy";
    private const double Gigabyte = 1e9;

    public static IReadOnlyList<Drill> All { get; } =
    [
        Of("storage-fine", "Every bucket is as the estate wants it, and nothing grows.") with
        {
            // The newest day that has its size is another one east and west.
            Reports = _ =>
                [
                    new(FindingLevel.Fine)
                    {
                        Says =
                        [
                            $"{Bucket} has 1 lifecycle rule, keeps versions for ever, is replicated to {Copy}, as the estate wants it",
                            $"{Bucket} held 16 GB (no change in 7 days, no change in 28 days) in 1000 objects on 2026-01-1",
                        ],
                    },
                ],
        },
        Of("storage-no-lifecycle", "Somebody has deleted the lifecycle rules: the one to put is printed.") with
        {
            ShapeWorld = world => Sized(Changed(world, plan => plan with { LifecycleRules = [] })),
            Reports = _ =>
                [
                    new(
                        FindingLevel.Warning,
                        $"{Bucket}: the estate wants logs/ to expire after 30 days, and no enabled rule for all of them ends "
                            + "them. Put this rule among the others"
                    ),
                ],
        },
        Of(
            "storage-drift",
            "Objects expire sooner than the estate wants, are copied nowhere, and have no versions."
        ) with
        {
            ShapeWorld = world =>
                Sized(
                    Changed(
                        world,
                        plan =>
                            plan with
                            {
                                IsVersioned = false,
                                ReplicatedTo = null,
                                LifecycleRules =
                                [
                                    """{"ID":"logs","Status":"Enabled","Filter":{"Prefix":"logs/"},"Expiration":{"Days":3}}""",
                                ],
                            }
                    )
                ),
            Reports = _ =>
                [
                    new(
                        FindingLevel.Warning,
                        "and its rules end them after 3 days",
                        $"the estate wants all objects replicated to {Copy}, and it is not replicated",
                        "keeps no versions, and the estate wants them"
                    ),
                ],
        },
        Of("storage-growth", "A bucket has grown by a third in a week.") with
        {
            ShapeWorld = world => Sized(world, growth: Gigabyte / 2),
            Reports = _ => [new(FindingLevel.Warning, $"{Bucket} held 14.", "(+3.5 GB or 3")],
        },
        Of("storage-unseen", "S3 refuses to show how buckets are set: said so of each, and their sizes are there.") with
        {
            Script = stage => stage.Deny("s3", "GetBucketReplication"),
            Reports = _ =>
                [
                    new(FindingLevel.Missing, "how it is set could not be seen: AccessDenied")
                    {
                        Says = [$"{Bucket} held 16 GB"],
                    },
                ],
        },
        Of(
            "storage-sizes-unseen",
            "CloudWatch has only a part of the sizes: they are not known, which is no zero."
        ) with
        {
            Script = stage => stage.Simulation.World.Metrics.Withhold("BucketSizeBytes", "PartialData"),
            Reports = _ => [new(FindingLevel.Missing, "its size is not known: CloudWatch has only a part")],
        },
    ];

    /// <summary>With a bucket of its own, set as the estate says.</summary>
    private static Drill Of(string name, string what) =>
        new(name, what)
        {
            Check = StorageCheckProcedure.ProcedureName,
            StartsAt = new DateTime(2026, 1, 18, 3, 43, 0),
            ShapeEstate = (estate, _) =>
                estate["buckets"] = new JsonArray(
                    new JsonObject
                    {
                        ["name"] = Bucket,
                        ["lifecycle"] = new JsonArray(new JsonObject { ["prefix"] = "logs/", ["expiryDays"] = 30 }),
                        ["replicateTo"] = Copy,
                        ["versioning"] = true,
                    }
                ),
            ShapeWorld = world => Sized(world),
            Script = _ => { },
        };

    private static WorldPlan Changed(WorldPlan world, Func<BucketPlan, BucketPlan> change) =>
        world with
        {
            Buckets = [.. world.Buckets.Select(bucket => bucket.Name == Bucket ? change(bucket) : bucket)],
        };

    /// <summary>Every bucket holds something: of an empty one S3 writes no size.</summary>
    /// <param name="growth">The drill's bucket's, a day.</param>
    private static WorldPlan Sized(WorldPlan world, double growth = 0)
    {
        var others = world
            .Buckets.Select(bucket => bucket.Name)
            .Concat(world.Sites.SelectMany(site => site.MoreBuckets.Append(site.Bucket)))
            .Concat(world.Sites.Select(site => site.EmergencyBucket).OfType<string>())
            .Where(name => name != Bucket)
            .Distinct();
        return world with
        {
            StoredSizes =
            [
                new StoredSizePlan(
                    Bucket,
                    new StoredClassPlan("StandardStorage", 10 * Gigabyte, growth),
                    new StoredClassPlan("GlacierStorage", 6 * Gigabyte, 0)
                ),
                .. others.Select(name => new StoredSizePlan(name, new StoredClassPlan("StandardStorage", 1e6, 0))),
            ],
        };
    }
}
