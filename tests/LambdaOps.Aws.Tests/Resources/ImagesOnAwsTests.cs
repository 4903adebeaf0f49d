using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>Images in ECR's own protocol: tags and digests, pages of findings, both kinds of scanning, refusals.</summary>
public sealed class ImagesOnAwsTests : IAsyncLifetime
{
    private static readonly ImagePlan s_image = new("team/app", "7")
    {
        Age = TimeSpan.FromDays(12),
        Scan = new ScanPlan
        {
            Critical = 2,
            High = 2,
            Low = 1500,
        },
    };

    private WiredAccount? _account;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await (_account?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Image_IsFoundByItsTagOrItsDigest(bool byDigest)
    {
        var name = InEcr(s_image);
        var image = Assert.Single((await SeeAsync(byDigest ? $"{name[..^2]}@{s_image.Digest}" : name, s_image)).All);

        Assert.Null(image.WhyMissing);
        Assert.Equal(["api-service", "websocket-service"], image.Users.Select(one => one.Value));
        Assert.Equal(
            (s_image.Digest, Start.AddDays(-12)),
            (image.Registered!.Digest, image.Registered.PushedAt!.Value)
        );
        Assert.Equal(
            new ImageScan("COMPLETE", Start.AddDays(-2), 2, 2)
            {
                Names = ["CVE-2025-10001", "CVE-2025-10002", "CVE-2025-20001"],
            },
            image.Registered.Scan
        );
        Assert.Equal(2, _account!.Calls("DescribeImageScanFindings"));
    }

    [Fact]
    public async Task EnhancedScan_SaysWhatHasAFix()
    {
        var image = s_image with
        {
            Scan = new ScanPlan
            {
                Status = "ACTIVE",
                Critical = 1,
                High = 2,
                IsEnhanced = true,
            },
        };

        var scan = Assert.Single((await SeeAsync(InEcr(image), image)).All).Registered!.Scan;

        Assert.True(scan.IsContinuous);
        Assert.Equal((1, 2, 2), (scan.Critical, scan.High, scan.Fixable));
    }

    [Theory]
    [InlineData(null, "it was never scanned")]
    [InlineData("FAILED", "its scan is FAILED: The scan is failed.")]
    [InlineData("UNSUPPORTED_IMAGE", "its scan is UNSUPPORTED_IMAGE")]
    [InlineData("SCAN_ELIGIBILITY_EXPIRED", "its scan is SCAN_ELIGIBILITY_EXPIRED")]
    [InlineData("IN_PROGRESS", "its scan is IN_PROGRESS")]
    public async Task ScanWithoutAResult_IsNoResult(string? status, string why)
    {
        var image = s_image with { Scan = status is null ? null : new ScanPlan { Status = status } };

        var found = Assert.Single((await SeeAsync(InEcr(image), image)).All).Registered!;

        Assert.Equal(Start.AddDays(-12), found.PushedAt);
        Assert.StartsWith(why, found.Scan.WhyMissing, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("team/app", "8", "ImageNotFoundException")]
    [InlineData("team/other", "7", "RepositoryNotFoundException")]
    public async Task ImageThatIsNotThere_IsMissingWithECRsReason(string repository, string tag, string code)
    {
        var image = Assert.Single((await SeeAsync(InEcr(new ImagePlan(repository, tag)), s_image)).All);

        Assert.Null(image.Registered);
        Assert.StartsWith(code, image.WhyMissing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImageElsewhere_IsNotAskedFor()
    {
        var image = Assert.Single((await SeeAsync("public.ecr.aws/lambda/nodejs:18", s_image)).All);

        Assert.Equal((null, null), (image.Registered, image.WhyMissing));
        Assert.Equal(0, _account!.Calls("DescribeImages"));
    }

    [Theory]
    [InlineData("DescribeImages")]
    [InlineData("DescribeImageScanFindings")]
    public async Task Refused_IsSaidOfTheImage(string operation)
    {
        await StartAsync(InEcr(s_image), s_image);
        _account!.Disturb("ecr", operation, ApiFaultKind.Denied);

        var image = Assert.Single((await SeeAsync()).All);

        Assert.StartsWith(
            "AccessDeniedException",
            image.WhyMissing ?? image.Registered!.Scan.WhyMissing,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task ServiceThatCannotBeSeen_IsNamed()
    {
        await StartAsync(InEcr(s_image), s_image);
        _account!.Disturb("ecs", "DescribeServices", ApiFaultKind.Denied);

        var seen = await SeeAsync();

        Assert.Empty(seen.All);
        Assert.Equal(["api-service", "websocket-service"], seen.Unseen.Select(one => one.Service.Value));
        Assert.All(seen.Unseen, one => Assert.StartsWith("AccessDenied", one.Why, StringComparison.Ordinal));
    }

    private DateTimeOffset Start => _account!.World.Clock.Now;

    private static string InEcr(ImagePlan image) => image.NameIn(WiredAccount.Estate.Region, "123456789012");

    private async Task<ImagesInUse> SeeAsync(string runs, ImagePlan registered)
    {
        await StartAsync(runs, registered);
        return await SeeAsync();
    }

    private async Task StartAsync(string runs, ImagePlan registered) =>
        _account = await WiredAccount.StartWithAsync(
            world => world with { Images = [registered] },
            plan => plan with { Revisions = [.. plan.Revisions.Select(one => one with { Image = runs })] }
        );

    private async Task<ImagesInUse> SeeAsync()
    {
        var now = Start;
        var fact = await _account!
            .Resources()
            .Observer()
            .LookAsync(
                ImageLooks.InUse,
                LookAt.For(
                    WiredAccount.Estate,
                    new ImageBatch(WiredAccount.Estate.Services, []),
                    new CheckRun(now, now),
                    now
                ),
                default
            );
        return Assert.IsType<Fact<ImagesInUse>.Known>(fact).Value;
    }
}
