using LambdaOps.Account.Services;
using LambdaOps.Account.Services.S3;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Cdn;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.World.Cdn;

public sealed class DistributionTests
{
    [Fact]
    public void Page_ComesThroughByteForByte()
    {
        var (world, _, cdn) = Sites.New();
        foreach (var host in (string[])["www.example.com", "WWW.EXAMPLE.COM", cdn.DomainName])
        {
            var answer = world.Site.Ask(host, "/?utm=1")!;
            Assert.Equal(Sites.Page, answer.Bytes);
            Assert.Equal((200, "text/html; charset=utf-8"), (answer.Status, answer.ContentType));
            Assert.Equal("r7", answer.Headers["x-amz-meta-release"]);
        }
    }

    [Fact]
    public void Cache_KeepsWhatItFetched()
    {
        var (world, s3, cdn) = Sites.New();
        s3.PutMaintenance();
        world.Minutes(60);

        var answer = Ask(world);
        Assert.Equal(Sites.Page, answer.Bytes);
        Assert.Equal(("3600", "Hit from cloudfront"), (answer.Headers["Age"], answer.Headers["X-Cache"]));
        Assert.Single(cdn.Seen);
    }

    [Fact]
    public void Invalidation_TakesEffectWhenItIsCompleted()
    {
        var (world, s3, cdn) = Sites.New();
        s3.PutMaintenance();
        var invalidation = cdn.Invalidate("a", ["/*"], "remedy");
        for (var seconds = 0; !invalidation.IsCompleted; seconds++)
        {
            Assert.Equal("InProgress", invalidation.Status);
            Assert.Equal(Sites.Page, Ask(world).Bytes);
            Assert.True(seconds < 20);
            world.Seconds(1);
        }

        Assert.InRange(invalidation.CompletedAt!.Value - invalidation.CreatedAt, Seconds(5), Seconds(20));
        Assert.Equal("Completed", invalidation.Status);
        Assert.Equal(Sites.Maintenance, Ask(world).Bytes);
    }

    [Theory]
    [InlineData("/index.html", true)]
    [InlineData("/*", true)]
    [InlineData("/ind*", true)]
    [InlineData("/index", false)]
    [InlineData("/css/*", false)]
    [InlineData("/", false)]
    public void Invalidation_ForgetsOnlyWhatItsPathMatches(string path, bool forgets)
    {
        var (world, s3, cdn) = Sites.New();
        s3.PutMaintenance();
        cdn.Invalidate("a", [path], "remedy");
        world.Seconds(21);

        Assert.Equal(forgets ? Sites.Maintenance : Sites.Page, Ask(world).Bytes);
    }

    [Fact]
    public void Invalidation_WithTheSameReferenceIsTheSame()
    {
        var (_, _, cdn) = Sites.New();
        var first = cdn.Invalidate("a", ["/a", "/b"], "remedy");

        Assert.Same(first, cdn.Invalidate("a", ["/b", "/a"], "remedy"));
        Assert.Single(cdn.Invalidations);
        var fault = Assert.Throws<ServiceFault>(() => cdn.Invalidate("a", ["/c"], "remedy"));
        Assert.Equal("InvalidArgument", fault.Code);
        Assert.Throws<ServiceFault>(() => cdn.Invalidate("b", ["index.html"], "remedy"));
        Assert.Same(first, cdn.FindInvalidation(first.Id));
    }

    /// <summary>Who comes by a deep link sees the maintenance page only where it was put up.</summary>
    [Fact]
    public void SeenAt_TellsItOfEachFurtherPage()
    {
        var (world, s3, cdn) = Sites.New(with: site =>
            site with
            {
                MorePages = new Dictionary<string, PagePlan>
                {
                    ["talks.html"] = PagePlan.Html("<p>Talks</p>"),
                    ["faq.html"] = PagePlan.Html("<p>Questions</p>"),
                },
            }
        );
        s3.Put("blog-static", "talks.html", Sites.Maintenance, "text/html", "no-store");
        cdn.Invalidate("a", ["/*"], "remedy");
        world.Minutes(1);

        Assert.Equal([false, true], cdn.SeenAt("/talks.html").Select(seen => seen.Is(Sites.Maintenance)));
        Assert.Single(cdn.SeenAt("/faq.html"));
        Assert.Single(cdn.Seen);
    }

    [Fact]
    public void Seen_TellsWhatVisitorsSawAndWhen()
    {
        var (world, s3, cdn) = Sites.New();
        var log = world.Log();
        world.Minutes(1);
        s3.PutMaintenance();
        cdn.Invalidate("a", ["/*"], "remedy");
        world.Minutes(5);
        s3.Put("blog-static", "index.html", Sites.Page, "text/html; charset=utf-8");
        cdn.Invalidate("b", ["/*"], "remedy");
        world.Minutes(5);

        Assert.Equal([true, false, true], cdn.Seen.Select(seen => seen.Is(Sites.Page)));
        Assert.True(cdn.Seen[1].Is(Sites.Maintenance));
        Assert.Equal(cdn.Seen[0].ETag, cdn.Seen[2].ETag);
        Assert.InRange(cdn.Seen[1].At - Worlds.Start, Seconds(65), Seconds(81));
        Assert.Equal(
            ["page blog: visitors see the maintenance page", "page blog: visitors see the site's page"],
            log.Where(line => line.Contains(" page ", StringComparison.Ordinal)).Select(line => line[13..])
        );
    }

    [Fact]
    public void Seen_TellsAPageThatIsGone()
    {
        var (world, s3, cdn) = Sites.New(with: site => site with { IsVersioned = false, DefaultTtl = Seconds(30) });
        Remove(s3, world);
        world.Seconds(31);
        Assert.Equal((403, "application/xml"), (cdn.Seen[^1].Status, cdn.Seen[^1].ContentType));
        s3.Put("blog-static", "index.html", Sites.Page, "text/html; charset=utf-8");
        world.Seconds(11);
        Assert.True(cdn.Seen[^1].Is(Sites.Page));
    }

    [Theory]
    [InlineData(null, 86400)]
    [InlineData("public", 86400)]
    [InlineData("max-age=60", 60)]
    [InlineData("public, MAX-AGE=60, s-maxage=5", 5)]
    [InlineData("no-store", 0)]
    [InlineData("no-cache, max-age=60", 0)]
    [InlineData("private", 0)]
    [InlineData("max-age=99999999999", 31536000)]
    [InlineData("max-age=soon", 86400)]
    public void Lifetime_FollowsCacheControl(string? header, long seconds) =>
        Assert.Equal(seconds, CacheLifetime.Of(header, TimeSpan.FromHours(24)).TotalSeconds);

    [Fact]
    public void Object_IsFetchedAgainAfterItsLifetime()
    {
        var (world, s3, _) = Sites.New(with: site =>
            site with
            {
                Page = site.Page with { CacheControl = "max-age=60" },
            }
        );
        s3.PutMaintenance();
        world.Seconds(59);
        Assert.Equal(Sites.Page, Ask(world).Bytes);
        world.Seconds(1);
        Assert.Equal(Sites.Maintenance, Ask(world).Bytes);
    }

    [Fact]
    public void SameSeed_GivesTheSameRunAndSitesShiftNobodysDraws()
    {
        Assert.Equal(Run(3, sites: true), Run(3, sites: true));
        Assert.Equal(Run(3, sites: false), Run(3, sites: true));
        Assert.NotEqual(
            Sites.New(1).Cdn.Invalidate("a", ["/*"], "x").Id,
            Sites.New(2).Cdn.Invalidate("a", ["/*"], "x").Id
        );
    }

    private static List<string> Run(ulong seed, bool sites)
    {
        var world = Worlds.New(seed, sites ? Worlds.Plan with { Sites = [Sites.Blog] } : Worlds.Plan);
        var s3 = new S3Service(world);
        SiteBuckets.Fill(s3, world.Plan.Sites);
        world.Cdn.Connect(s3);
        var log = world.Log();
        Worlds.ShopOf(world).Crash(2);
        world.Minutes(10);
        return log;
    }

    private static void Remove(S3Service s3, SimulatedWorld world) =>
        s3.Handle(
            new ServiceCall(
                "s3",
                "DeleteObject",
                new() { ["Bucket"] = "blog-static", ["Key"] = "index.html" },
                world.Clock.Now,
                "tester"
            )
        );

    private static SiteAnswer Ask(SimulatedWorld world) => world.Site.Ask("www.example.com", "/")!;

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
