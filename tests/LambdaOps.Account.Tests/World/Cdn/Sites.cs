using System.Text;
using LambdaOps.Account.Services.S3;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Cdn;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.World.Cdn;

/// <summary>A small world with one site "blog" and its buckets.</summary>
internal static class Sites
{
    /// <summary>Bytes that are no UTF-8: a page must come through as it is.</summary>
    public static readonly byte[] Page = [0xEF, 0xBB, 0xBF, .. "<p>Blog</p>"u8, 0xFF, 0xFE, 0x00];

    public static readonly byte[] Maintenance = Encoding.UTF8.GetBytes("<p>メンテナンス中</p>");

    public static SitePlan Blog { get; } =
        new()
        {
            Id = "blog",
            Host = "www.example.com",
            DistributionId = "E2EXAMPLE00001",
            Bucket = "blog-static",
            Page = new PagePlan(Page)
            {
                ContentType = "text/html; charset=utf-8",
                Metadata = new Dictionary<string, string> { ["release"] = "r7" },
            },
            EmergencyBucket = "emergency",
            Maintenance = new PagePlan(Maintenance) { CacheControl = "no-store" },
        };

    public static WorldPlan Plan { get; } = Worlds.Plan with { Services = [], Alarms = [], Sites = [Blog] };

    public static (SimulatedWorld World, S3Service S3, Distribution Cdn) New(
        ulong seed = 1,
        Func<SitePlan, SitePlan>? with = null
    )
    {
        var world = Worlds.New(seed, Plan with { Sites = [with is null ? Blog : with(Blog)] });
        var s3 = new S3Service(world);
        SiteBuckets.Fill(s3, world.Plan.Sites);
        world.Cdn.Connect(s3);
        return (world, s3, world.Cdn["blog"]);
    }

    /// <summary>Puts the maintenance page where the site's page is, as a remedy does.</summary>
    public static void PutMaintenance(this S3Service s3) =>
        s3.Put("blog-static", "index.html", Maintenance, "text/html", "no-store");
}
