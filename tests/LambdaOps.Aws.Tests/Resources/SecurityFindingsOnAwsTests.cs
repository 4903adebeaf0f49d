using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>Findings of the four services over their own protocols, by the real clients.</summary>
public sealed class SecurityFindingsOnAwsTests
{
    private const string Home = "ap-northeast-1";
    private const string Recovery = "us-west-2";
    private const string Bucket = "arn:aws:s3:::pictures";

    [Fact]
    public async Task Services_ThatAreOffSayWhy()
    {
        await using var account = await StartAsync();

        Assert.Equal("there is no analyzer", (await SeeAsync(account, SecurityFindingLooks.AccessAnalyzer))[0].WhyOff);
        Assert.Equal("there is no detector", (await SeeAsync(account, SecurityFindingLooks.GuardDuty))[0].WhyOff);
        Assert.Equal(
            "the account is not subscribed to it",
            (await SeeAsync(account, SecurityFindingLooks.SecurityHub))[0].WhyOff
        );
        Assert.Equal("it is DISABLED", (await SeeAsync(account, SecurityFindingLooks.Inspector))[0].WhyOff);
    }

    [Theory]
    [InlineData(SecurityServicePlan.AccessAnalyzer, "the analyzer account is DISABLED")]
    [InlineData(SecurityServicePlan.GuardDuty, "its detector is DISABLED")]
    [InlineData(SecurityServicePlan.Inspector, "it is SUSPENDED")]
    public async Task Services_ThatAreSuspendedAreOff(string product, string why)
    {
        await using var account = await StartAsync(new SecurityServicePlan(product, Home) { IsSuspended = true });

        var region = (await SeeAsync(account, LookAtProduct(product)))[0];

        Assert.Equal(why, region.WhyOff);
        Assert.Empty(region.All);
    }

    [Theory]
    [InlineData(SecurityServicePlan.GuardDuty, "CRITICAL", SecuritySeverity.High)]
    [InlineData(SecurityServicePlan.GuardDuty, "HIGH", SecuritySeverity.High)]
    [InlineData(SecurityServicePlan.GuardDuty, "MEDIUM", SecuritySeverity.Medium)]
    [InlineData(SecurityServicePlan.GuardDuty, "LOW", SecuritySeverity.Low)]
    [InlineData(SecurityServicePlan.SecurityHub, "CRITICAL", SecuritySeverity.High)]
    [InlineData(SecurityServicePlan.SecurityHub, "HIGH", SecuritySeverity.High)]
    [InlineData(SecurityServicePlan.SecurityHub, "MEDIUM", SecuritySeverity.Medium)]
    [InlineData(SecurityServicePlan.SecurityHub, "LOW", SecuritySeverity.Low)]
    [InlineData(SecurityServicePlan.Inspector, "CRITICAL", SecuritySeverity.High)]
    [InlineData(SecurityServicePlan.Inspector, "MEDIUM", SecuritySeverity.Medium)]
    [InlineData(SecurityServicePlan.Inspector, "LOW", SecuritySeverity.Low)]
    public async Task Finding_IsReadWhole(string product, string severity, SecuritySeverity level)
    {
        await using var account = await StartAsync(
            new SecurityServicePlan(product, Home)
            {
                Findings =
                [
                    new(severity, "A bucket is open", Bucket, TimeSpan.FromDays(2)),
                    new(severity, "Closed by a person", Bucket, TimeSpan.FromDays(2)) { IsClosed = true },
                ],
            }
        );

        var regions = await SeeAsync(account, LookAtProduct(product));

        var one = Assert.Single(regions[0].All);
        Assert.Equal((level, "A bucket is open", "s3 pictures"), (one.Severity, one.Title, one.Resource));
        Assert.Equal(new DateTimeOffset(2031, 2, 1, 4, 5, 6, 700, TimeSpan.Zero), one.Since);
        Assert.Matches("^[0-9a-f]{12}$", one.Id);
        Assert.Empty(regions[0].More);
        Assert.Equal([Home, Recovery], regions.Select(region => region.Region));
        Assert.Empty(regions[1].All);
        Assert.NotNull(regions[1].WhyOff);
    }

    [Theory]
    [InlineData("ExternalAccess", SecuritySeverity.Medium)]
    [InlineData("InternalAccess", SecuritySeverity.Medium)]
    [InlineData("UnusedPermission", SecuritySeverity.Low)]
    public async Task Analyzer_SaysNoSeverity(string type, SecuritySeverity level)
    {
        await using var account = await StartAsync(
            new SecurityServicePlan(SecurityServicePlan.AccessAnalyzer, Recovery)
            {
                Findings = [new("", type, Bucket, TimeSpan.FromHours(3))],
            }
        );

        var one = Assert.Single((await SeeAsync(account, SecurityFindingLooks.AccessAnalyzer))[1].All);

        Assert.Equal((level, type, "s3 pictures"), (one.Severity, one.Title, one.Resource));
        Assert.Equal(new DateTimeOffset(2031, 2, 3, 1, 5, 6, 700, TimeSpan.Zero), one.Since);
    }

    /// <summary>Security Hub repeats what the others found, and Inspector what the look at images has.</summary>
    [Fact]
    public async Task Finding_IsReadInOnePlace()
    {
        SecurityFindingPlan[] one = [new("HIGH", "The same", Bucket, TimeSpan.Zero)];
        await using var account = await StartAsync(
            new SecurityServicePlan(SecurityServicePlan.SecurityHub, Home) { Findings = one },
            new SecurityServicePlan(SecurityServicePlan.GuardDuty, Home) { Findings = one },
            new SecurityServicePlan(SecurityServicePlan.AccessAnalyzer, Home) { Findings = one },
            new SecurityServicePlan(SecurityServicePlan.Inspector, Home)
            {
                Findings = [.. one, one[0] with { ResourceType = "AWS_ECR_CONTAINER_IMAGE" }],
            }
        );

        Assert.Single((await SeeAsync(account, SecurityFindingLooks.SecurityHub))[0].All);
        Assert.Single((await SeeAsync(account, SecurityFindingLooks.Inspector))[0].All);
    }

    /// <summary>Pages are read to their end; of very many the severity of those that were not read is said.</summary>
    [Theory]
    [InlineData(SecurityServicePlan.GuardDuty, 120, 120, false)]
    [InlineData(SecurityServicePlan.GuardDuty, 301, 300, true)]
    [InlineData(SecurityServicePlan.SecurityHub, 300, 300, false)]
    [InlineData(SecurityServicePlan.SecurityHub, 301, 300, true)]
    [InlineData(SecurityServicePlan.Inspector, 250, 250, false)]
    [InlineData(SecurityServicePlan.AccessAnalyzer, 301, 300, true)]
    public async Task Pages_AreReadUpToABound(string product, int count, int read, bool isCut)
    {
        await using var account = await StartAsync(
            new SecurityServicePlan(product, Home)
            {
                Findings =
                [
                    .. Enumerable
                        .Range(0, count)
                        .Select(at => new SecurityFindingPlan("MEDIUM", $"{at}", Bucket, default)),
                ],
            }
        );

        var region = (await SeeAsync(account, LookAtProduct(product)))[0];

        Assert.Equal(read, region.All.Select(one => one.Id).Distinct().Count());
        Assert.Equal(isCut, region.More.Contains(SecuritySeverity.Medium));
        Assert.DoesNotContain(SecuritySeverity.High, region.More);
    }

    [Theory]
    [InlineData(SecurityServicePlan.AccessAnalyzer, "accessanalyzer", "ListAnalyzers")]
    [InlineData(SecurityServicePlan.AccessAnalyzer, "accessanalyzer", "ListFindingsV2")]
    [InlineData(SecurityServicePlan.GuardDuty, "guardduty", "ListDetectors")]
    [InlineData(SecurityServicePlan.GuardDuty, "guardduty", "GetDetector")]
    [InlineData(SecurityServicePlan.GuardDuty, "guardduty", "ListFindings")]
    [InlineData(SecurityServicePlan.GuardDuty, "guardduty", "GetFindings")]
    [InlineData(SecurityServicePlan.SecurityHub, "securityhub", "GetFindings")]
    [InlineData(SecurityServicePlan.Inspector, "inspector2", "BatchGetAccountStatus")]
    [InlineData(SecurityServicePlan.Inspector, "inspector2", "ListFindings")]
    public async Task Services_ThatRefuseAreMissing(string product, string service, string operation)
    {
        await using var account = await StartAsync(
            new SecurityServicePlan(product, Home) { Findings = [new("HIGH", "x", Bucket, default)] }
        );
        account.Disturb(service, operation, ApiFaultKind.Denied);

        var region = (await SeeAsync(account, LookAtProduct(product)))[0];

        Assert.StartsWith("AccessDeniedException: ", region.WhyMissing, StringComparison.Ordinal);
        Assert.Null(region.WhyOff);
        Assert.Empty(region.All);
    }

    [Fact]
    public async Task Text_OfAFindingIsShortenedAndPlain()
    {
        await using var account = await StartAsync(
            new SecurityServicePlan(SecurityServicePlan.SecurityHub, Home)
            {
                Findings =
                [
                    new("HIGH", "line\r\n\u001b[31m<script> \"" + new string('x', 500), new string('r', 900), default),
                ],
            }
        );

        var one = Assert.Single((await SeeAsync(account, SecurityFindingLooks.SecurityHub))[0].All);

        Assert.StartsWith("line   [31m<script> \"xxx", one.Title, StringComparison.Ordinal);
        Assert.Equal(120, one.Title.Length);
        Assert.Equal(120, one.Resource!.Length);
    }

    private static Task<WiredAccount> StartAsync(params SecurityServicePlan[] services) =>
        WiredAccount.StartWithAsync(plan => plan with { SecurityServices = services });

    private static Look<SeenFindings> LookAtProduct(string product) =>
        product switch
        {
            SecurityServicePlan.AccessAnalyzer => SecurityFindingLooks.AccessAnalyzer,
            SecurityServicePlan.GuardDuty => SecurityFindingLooks.GuardDuty,
            SecurityServicePlan.SecurityHub => SecurityFindingLooks.SecurityHub,
            _ => SecurityFindingLooks.Inspector,
        };

    private static async Task<IReadOnlyList<FindingsOfRegion>> SeeAsync(WiredAccount account, Look<SeenFindings> look)
    {
        var (now, estate) = (account.World.Clock.Now, WiredAccount.Estate);
        var at = LookAt.For(estate, SecurityPlaces.Of(estate), new CheckRun(now, now), now);
        return (await account.Resources().Observer().SeeAsync(look, at)).Regions;
    }
}
