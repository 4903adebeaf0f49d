using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.Certificates;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Tests.Estates;

namespace LambdaOps.Core.Tests.Procedures.Certificates;

public sealed class CertificatesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 15, 8, 0, 0, TimeSpan.Zero);

    private static readonly TlsHost s_host = new("api.example", 443);

    private static readonly Estate s_estate = new("shop", null, "eu-west-1", "UTC", [], []) { TlsHosts = [s_host] };

    private static StoredCertificate Stored(double days = 100, bool isInUse = true) =>
        new("11aa", "api.example", "RSA_2048", s_now.AddDays(days), isInUse) { Names = ["api.example"], Serial = "A1" };

    private static ServedCertificate Served(double days = 100) =>
        new("api.example", "A1", s_now.AddDays(-30), s_now.AddDays(days), IsForHost: true);

    [Fact]
    public void Decide_LooksAtBothAndReports()
    {
        var check = new CertificatesProcedure();
        var look = Assert.IsType<CheckDecision.Look>(check.Decide(Situation(Evidence.NotAsked)));

        Assert.Equal(new Look[] { CertificateLooks.Stored, CertificateLooks.Served }, look.Looks.AsEnumerable());
        var findings = Findings([Stored()], Served());
        Assert.All(findings, finding => Assert.Equal(FindingLevel.Fine, finding.Level));
        Assert.Contains(findings, finding => finding.Text.StartsWith("ACM in eu-west-1: 1 certificates", Ordinal));
        Assert.Contains(findings, finding => finding.Text.StartsWith("1 hosts serve trusted", Ordinal));
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    [Theory]
    [InlineData(30.1, null, "")]
    [InlineData(29.9, FindingLevel.Warning, "expires in 29 days, on 2026-02-14")]
    [InlineData(14.1, FindingLevel.Warning, "expires in 14 days")]
    [InlineData(13.9, FindingLevel.Warning, "it is urgent now")]
    [InlineData(7.1, FindingLevel.Warning, "it is urgent now")]
    [InlineData(6.9, FindingLevel.Danger, "expires in 6 days")]
    [InlineData(1.5, FindingLevel.Danger, "expires in 1 day,")]
    [InlineData(-0.1, FindingLevel.Danger, "expired on 2026-01-15")]
    public void Decide_KnowsHowLongCertificatesLast(double days, FindingLevel? level, string says)
    {
        foreach (var findings in new[] { Findings([Stored(days)], null), Findings([], Served(days)) })
        {
            var problem = findings.SingleOrDefault(finding => finding.Level is > FindingLevel.Missing);

            Assert.Equal(level, problem?.Level);
            Assert.Contains(says, problem?.Text ?? "", Ordinal);
        }
    }

    [Fact]
    public void Decide_OnlySaysWhatNobodyUses()
    {
        var findings = Findings([Stored(-3, isInUse: false), Stored(50)], Served());

        Assert.DoesNotContain(findings, finding => finding.IsProblem);
        Assert.Contains(findings, finding => finding.Text.Contains("1 not in use: api.example, expired on", Ordinal));
    }

    [Theory]
    [InlineData("PENDING_AUTO_RENEWAL", false, "ACM is renewing it")]
    [InlineData("PENDING_VALIDATION", false, "before its domain is validated")]
    [InlineData("FAILED", false, "ACM failed to renew it (CAA_ERROR)")]
    [InlineData(null, true, "it was imported")]
    [InlineData(null, false, "ACM has not begun to renew it")]
    public void Decide_SaysHowTheRenewalStands(string? renewal, bool isImported, string says) =>
        Assert.Contains(
            says,
            Assert
                .Single(
                    Findings(
                        [Stored(20) with { Renewal = renewal, RenewalReason = "CAA_ERROR", IsImported = isImported }],
                        Served()
                    ),
                    finding => finding.IsProblem
                )
                .Text,
            Ordinal
        );

    [Fact]
    public void Decide_SaysWhatVisitorsAreRefusedFor()
    {
        Assert.Equal(
            FindingLevel.Danger,
            Problem(Findings([], Served() with { IsForHost = false, Subject = "other" }), "another name (other)")
        );
        Assert.Equal(
            FindingLevel.Danger,
            Problem(Findings([], Served() with { Untrusted = "PartialChain" }), "do not prove (PartialChain)")
        );
        Assert.Equal(
            FindingLevel.Danger,
            Problem(Findings([], Served() with { NotBefore = s_now.AddDays(2) }), "valid from 2026-01-17 on only")
        );
        Assert.Equal(FindingLevel.Danger, Problem(Findings([Stored() with { IsRevoked = true }], null), "was revoked"));
    }

    [Theory]
    [InlineData("B2", 99, true, true)]
    [InlineData("A1", 99, true, false)]
    [InlineData("B2", 101, true, false)]
    [InlineData("B2", 99, false, false)]
    public void Decide_FindsAnOlderCertificateThanAcmHas(string serial, double days, bool isInUse, bool isOlder)
    {
        var findings = Findings([Stored(100, isInUse)], Served(days) with { Serial = serial });

        Assert.Equal(
            isOlder,
            findings.Any(finding => finding.Text.Contains("an older certificate than ACM has", Ordinal))
        );
    }

    [Theory]
    [InlineData("*.example", "api.example", true)]
    [InlineData("*.example", "a.api.example", false)]
    [InlineData("*.example", "example", false)]
    [InlineData("API.example", "api.example", true)]
    [InlineData("example", "api.example", false)]
    public void Certificate_CoversItsNames(string name, string host, bool covers) =>
        Assert.Equal(covers, (Stored() with { Names = [name] }).Covers(host));

    [Fact]
    public void Decide_NeverTakesWhatWasNotSeenForFine()
    {
        var check = new CertificatesProcedure();
        var blind = Report(
            check,
            Evidence
                .NotAsked.With(CertificateLooks.Stored, Fact.Missing<StoredCertificates>("refused"))
                .With(CertificateLooks.Served, Fact.Missing<ServedCertificates>("no answer"))
        );
        Assert.All(blind, finding => Assert.Equal(FindingLevel.Missing, finding.Level));
        Assert.Equal(2, blind.Length);

        var partly = Findings(
            new StoredCertificates([
                new CertificatesOfRegion("eu-west-1", [Stored()]) { WhyUndescribed = "throttled" },
                new CertificatesOfRegion("us-east-1", []) { WhyMissing = "AccessDenied" },
            ]),
            new ServedHost(s_host, null, "it is not reached")
        );
        Assert.Equal(3, partly.Count(finding => finding.Level == FindingLevel.Missing));
        Assert.DoesNotContain(partly, finding => finding.Text.Contains("hosts serve trusted", Ordinal));
    }

    [Fact]
    public void Decide_NamesSoManyProblemsAtMost()
    {
        var findings = Findings([.. Enumerable.Range(0, 70).Select(at => Stored(3) with { Id = $"{at}" })], Served());

        Assert.Equal(51, findings.Count(finding => finding.IsProblem));
        Assert.Equal("20 further problems of certificates", findings[^1].Text);
        Assert.Equal(findings.Length, findings.Select(finding => finding.Key).Distinct().Count());
    }

    [Fact]
    public void Places_AreTheEstates()
    {
        var places = CertificatePlaces.Of(
            ((EstateReading.Valid)EstateReader.Read(EstateFiles.Full)).Estate with
            {
                DisasterRecovery = new DisasterRecovery("us-west-2"),
            }
        );

        Assert.Equal("ap-northeast-1 us-west-2 us-east-1", string.Join(" ", places.Regions));
        Assert.Equal(
            ["shop.example:8443", "example.com", "green.example.com"],
            places.Hosts.Select(host => $"{host}").Take(3)
        );
        Assert.Equal("192.0.2.7:443", places.Hosts[0].ConnectTo);
        Assert.Equal("eu-west-1", Assert.Single(CertificatePlaces.Of(s_estate).Regions));
    }

    private static FindingLevel Problem(ImmutableArray<Finding> findings, string says) =>
        Assert.Single(findings, finding => finding.Text.Contains(says, Ordinal)).Level;

    private static ImmutableArray<Finding> Findings(
        ImmutableArray<StoredCertificate> stored,
        ServedCertificate? served
    ) =>
        Findings(
            new StoredCertificates([new CertificatesOfRegion("eu-west-1", stored)]),
            new ServedHost(s_host, served, served is null ? "it is not reached" : null)
        );

    private static ImmutableArray<Finding> Findings(StoredCertificates stored, ServedHost host) =>
        Report(
            new CertificatesProcedure(),
            Evidence
                .NotAsked.With(CertificateLooks.Stored, Fact.Known(stored, s_now))
                .With(CertificateLooks.Served, Fact.Known(new ServedCertificates([host]), s_now))
        );

    private static ImmutableArray<Finding> Report(CertificatesProcedure check, Evidence seen) =>
        Assert.IsType<CheckDecision.Report>(check.Decide(Situation(seen))).Findings;

    private static CheckSituation Situation(Evidence seen) =>
        new(
            s_estate,
            new CertificatesProcedure().PartsOf(s_estate)[0],
            new CheckRun(s_now, s_now),
            seen,
            [],
            null,
            s_now
        );
}
