using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.ImageCheck;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.ImageCheck;

/// <summary>Ages, scans and runtimes at each bound; what was not seen is never fine.</summary>
public class ImageCheckTests
{
    private const string Ours = "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/shop/api:7";

    private static readonly ImageCheckProcedure s_check = new();

    private static readonly ImageScan s_clean = new("COMPLETE", Some.After(-86_400), 0, 0);

    private static readonly Evidence s_noFunctions = Evidence.NotAsked.Shows(
        FunctionLooks.Runtimes,
        new FunctionRuntimes([])
    );

    [Fact]
    public void Decide_LooksFirst()
    {
        var look = Assert.IsType<CheckDecision.Look>(s_check.Decide(At(Some.Estate, Evidence.NotAsked)));

        Assert.Equal<Look>([ImageLooks.InUse, FunctionLooks.Runtimes], look.Looks);
    }

    [Fact]
    public void WellKeptImage_IsOneLineThatIsFine()
    {
        var finding = Assert.Single(Findings(Registered(days: 12, s_clean)));

        Assert.Equal(
            new Finding(
                FindingLevel.Fine,
                $"image {Ours}",
                "api: shop/api:7: pushed 12 days ago; 0 critical and 0 high vulnerabilities; named by a tag, so this is "
                    + "the image that the tag names now"
            ),
            finding
        );
    }

    [Theory]
    [InlineData(89, FindingLevel.Fine)]
    [InlineData(90, FindingLevel.Warning)]
    [InlineData(91, FindingLevel.Warning)]
    [InlineData(null, FindingLevel.Missing)]
    public void Age_IsHeldAgainstThePolicy(int? days, FindingLevel level) =>
        Assert.Equal(level, Worst(Registered(days, s_clean)));

    [Theory]
    [InlineData(0, 0, FindingLevel.Fine)]
    [InlineData(0, 1, FindingLevel.Warning)]
    [InlineData(1, 0, FindingLevel.Danger)]
    [InlineData(1, 9, FindingLevel.Danger)]
    public void Vulnerabilities_AreJudgedBySeverity(int critical, int high, FindingLevel level) =>
        Assert.Equal(level, Worst(Registered(1, s_clean with { Critical = critical, High = high })));

    [Theory]
    [InlineData("COMPLETE", 29, FindingLevel.Fine)]
    [InlineData("COMPLETE", 30, FindingLevel.Warning)]
    [InlineData("COMPLETE", null, FindingLevel.Missing)]
    [InlineData("ACTIVE", 300, FindingLevel.Fine)]
    [InlineData("ACTIVE", null, FindingLevel.Fine)]
    public void OldScan_SaysNothingOfWhatBecameKnownSince(string status, int? days, FindingLevel level) =>
        Assert.Equal(
            level,
            Worst(Registered(1, new ImageScan(status, days is { } some ? Some.Now.AddDays(-some) : null, 0, 0)))
        );

    [Fact]
    public void ImageThatWasNeverScanned_IsMissingAndNotClean()
    {
        var found = Findings(Registered(1, ImageScan.Missing("it was never scanned")));

        Assert.Contains(found, one => one is { Level: FindingLevel.Missing, Key: $"scan {Ours}" });
        Assert.DoesNotContain(found, one => one.Text.Contains("0 critical", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_AreSomeOfThemAndSaySo()
    {
        var scan = s_clean with { Critical = 1, High = 3, Names = ["CVE-1", "CVE-2"], Fixable = 4 };

        Assert.Contains(
            Findings(Registered(1, scan)),
            one =>
                one.Text.Contains(
                    "1 critical and 3 high vulnerabilities, 4 of them with a fix (CVE-1, CVE-2, …)",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void ImageElsewhere_IsSaidAndNotLookedUp()
    {
        var finding = Assert.Single(Findings(new ImageInUse(ImageReference.Read("nginx:1.29"), [Some.Target])));

        Assert.Equal(FindingLevel.Fine, finding.Level);
        Assert.Contains("is not in ECR", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCouldNotBeSeen_IsMissingWithItsReason()
    {
        var images = new ImagesInUse(
            [new ImageInUse(ImageReference.Read(Ours), [Some.Target]) { WhyMissing = "AccessDenied" }],
            [(new TargetId("web"), "not described")]
        );

        Assert.Equal(
            ["which images it runs could not be seen: not described", "could not be looked up: AccessDenied"],
            Findings(images)
                .Select(one =>
                {
                    Assert.Equal(FindingLevel.Missing, one.Level);
                    return one.Text[
                        (one.Text.IndexOf(one.Key[0] == 's' ? "which" : "could", StringComparison.Ordinal))..
                    ];
                })
        );
        var whole = Assert.IsType<CheckDecision.Report>(
            s_check.Decide(At(Some.Estate, s_noFunctions.Hides(ImageLooks.InUse, "timed out")))
        );
        Assert.Equal(
            new Finding(FindingLevel.Missing, "images", "the images could not be looked at: timed out"),
            Assert.Single(whole.Findings)
        );
    }

    /// <summary>It is the 15th of January 2026.</summary>
    [Theory]
    [InlineData("public.ecr.aws/lambda/nodejs:18", FindingLevel.Danger, "Node.js 18 ended on 2025-04-30, 260 days ago")]
    [InlineData("node:20-alpine", FindingLevel.Warning, "Node.js 20 ends on 2026-04-30, in 105 days")]
    [InlineData("node:22.11.0", FindingLevel.Fine, "Node.js 22 ends on 2027-04-30")]
    [InlineData("node:12", FindingLevel.Danger, "Node.js 12 ended on 2023-04-30")]
    [InlineData("docker.io/library/node:hydrogen-slim", FindingLevel.Danger, "Node.js 18 ended")]
    [InlineData("public.ecr.aws/lambda/python:3.9", FindingLevel.Danger, "Python 3.9 ended on 2025-10-31")]
    [InlineData("python:3.12.4-slim", FindingLevel.Fine, "Python 3.12 ends on 2028-10-31")]
    [InlineData("python:3", FindingLevel.Missing, "its tag does not say which version of Python")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:8.0", FindingLevel.Fine, ".NET 8 ends on 2026-11-10")]
    [InlineData("node:99", FindingLevel.Missing, "does not know when Node.js 99 ends")]
    [InlineData("node", FindingLevel.Missing, "its tag does not say which version")]
    [InlineData("node:latest", FindingLevel.Missing, "its tag does not say which version")]
    [InlineData("someone/node-exporter:1", FindingLevel.Missing, "its name says no runtime")]
    public void BaseImage_EndsWithItsRuntime(string image, FindingLevel level, string says)
    {
        var estate = Some.Estate with { BaseImages = [ImageReference.Read(image)] };
        var finding = Assert.Single(
            Assert.IsType<CheckDecision.Report>(s_check.Decide(At(estate, Shows(new ImagesInUse([], []))))).Findings
        );

        Assert.Equal(level, finding.Level);
        Assert.Contains(says, finding.Text, StringComparison.Ordinal);
    }

    /// <summary>The last day is one with fixes.</summary>
    [Theory]
    [InlineData(0, FindingLevel.Warning)]
    [InlineData(1, FindingLevel.Danger)]
    [InlineData(-179, FindingLevel.Warning)]
    [InlineData(-180, FindingLevel.Fine)]
    public void Runtime_IsJudgedByTheDay(int daysAfter, FindingLevel level)
    {
        var now = new DateTimeOffset(2027, 4, 30, 12, 0, 0, TimeSpan.Zero).AddDays(daysAfter);
        var estate = Some.Estate with { BaseImages = [ImageReference.Read("node:22")] };
        var situation = At(estate, Shows(new ImagesInUse([], []))) with { Now = now };

        Assert.Equal(
            level,
            Assert.Single(Assert.IsType<CheckDecision.Report>(s_check.Decide(situation)).Findings).Level
        );
    }

    /// <summary>A service's own image that is a publisher's tells its runtime, too, once however many name it.</summary>
    [Fact]
    public void Runtime_IsSaidOnce()
    {
        var image = ImageReference.Read("node:18");
        var estate = Some.Estate with { BaseImages = [image] };
        var seen = Shows(new ImagesInUse([new ImageInUse(image, [Some.Target])], []));

        var found = Assert.IsType<CheckDecision.Report>(s_check.Decide(At(estate, seen))).Findings;

        Assert.Single(found, one => one.Level == FindingLevel.Danger);
        Assert.Equal(found.Length, found.Select(one => one.Key).Distinct().Count());
    }

    [Theory]
    [InlineData("node:20", null, "node", "20", null)]
    [InlineData("team/app", null, "team/app", null, null)]
    [InlineData("localhost:5000/app", "localhost:5000", "app", null, null)]
    [InlineData("ghcr.io/a/b:c@sha256:12", "ghcr.io", "a/b", "c", "sha256:12")]
    public void Reference_IsReadAsDockerDoes(
        string text,
        string? registry,
        string repository,
        string? tag,
        string? digest
    )
    {
        var read = ImageReference.Read(text);

        Assert.Equal((registry, repository, tag, digest), (read.Registry, read.Repository, read.Tag, read.Digest));
        Assert.Null(read.Ecr);
    }

    [Theory]
    [InlineData("123456789012.dkr.ecr.eu-west-1.amazonaws.com/a:1", "eu-west-1")]
    [InlineData("123456789012.dkr.ecr-fips.us-east-1.amazonaws.com/a:1", "us-east-1")]
    [InlineData("123456789012.dkr-ecr.us-west-2.on.aws/a:1", "us-west-2")]
    [InlineData("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/a:1", "cn-north-1")]
    public void Registry_OfAnAccountIsTold(string text, string region) =>
        Assert.Equal(("123456789012", region), ImageReference.Read(text).Ecr);

    [Fact]
    public void Services_AreLookedAtTenByTen()
    {
        var estate = Some.Estate with { Services = [.. Enumerable.Repeat(Some.Service, 21)] };

        Assert.Equal([10, 10, 1], s_check.PartsOf(estate).Select(part => ((ImageBatch)part.About).Services.Length));
        Assert.Equal(
            [true, false, false],
            s_check.PartsOf(estate).Select(part => ((ImageBatch)part.About).HasFunctions)
        );
        Assert.True(
            ((ImageBatch)Assert.Single(s_check.PartsOf(Some.Estate with { Services = [] })).About).HasFunctions
        );
    }

    private static ImagesInUse Registered(int? days, ImageScan scan) =>
        Of(
            new ImageInUse(ImageReference.Read(Ours), [Some.Target])
            {
                Registered = new RegisteredImage("sha256:1", days is { } some ? Some.Now.AddDays(-some) : null, scan),
            }
        );

    private static ImagesInUse Of(ImageInUse image) => new([image], []);

    private static System.Collections.Immutable.ImmutableArray<Finding> Findings(ImageInUse image) =>
        Findings(Of(image));

    private static System.Collections.Immutable.ImmutableArray<Finding> Findings(ImagesInUse seen) =>
        Assert.IsType<CheckDecision.Report>(s_check.Decide(At(Some.Estate, Shows(seen)))).Findings;

    private static FindingLevel Worst(ImagesInUse seen) => Findings(seen).Max(finding => finding.Level);

    private static Evidence Shows(ImagesInUse seen) => s_noFunctions.Shows(ImageLooks.InUse, seen);

    private static CheckSituation At(Estate estate, Evidence seen) =>
        new(estate, s_check.PartsOf(estate)[0], new CheckRun(Some.Now, Some.Now), seen, [], Last: null, Some.Now);
}
