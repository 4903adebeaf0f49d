using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.SecurityFindings;
using LambdaOps.Core.Resources;
using Memory = LambdaOps.Core.Checks.CheckMemory.SecurityFindings;

namespace LambdaOps.Core.Tests.Procedures.SecurityFindings;

public sealed class SecurityFindingsTests
{
    private const string Home = "eu-west-1";

    private static readonly DateTimeOffset s_now = new(2026, 1, 19, 8, 15, 0, TimeSpan.Zero);

    private static readonly Estate s_estate = new("shop", null, Home, "UTC", [], []);

    private static readonly Fact<SeenFindings> s_none = Known();

    [Fact]
    public void Decide_AsksAllFourOfTheEstatesRegions()
    {
        var check = new SecurityFindingsProcedure();
        var estate = s_estate with { DisasterRecovery = new DisasterRecovery("eu-north-1") };
        var look = Assert.IsType<CheckDecision.Look>(check.Decide(Situation(Evidence.NotAsked, estate)));

        Assert.Equal<string>([Home, "eu-north-1"], Assert.IsType<SecurityPlaces>(look.About).Regions);
        Assert.Equal(4, look.Looks.Length);
    }

    [Theory]
    [InlineData(SecuritySeverity.High, FindingLevel.Danger, "high or critical")]
    [InlineData(SecuritySeverity.Medium, FindingLevel.Warning, "medium")]
    [InlineData(SecuritySeverity.Low, FindingLevel.Fine, null)]
    public void Finding_IsAsBadAsItsServiceSays(SecuritySeverity severity, FindingLevel level, string? word)
    {
        var findings = Report(Known(One("a", severity, days: 3)));

        Assert.Equal(level, findings.Max(finding => finding.Level));
        Assert.Equal(
            word is null ? null : $"GuardDuty in {Home}: title a (s3 a), {word} severity, open for 3 days",
            findings.SingleOrDefault(finding => finding.IsProblem)?.Text
        );
        Assert.Equal(
            severity == SecuritySeverity.Low,
            Summary(findings).Contains("1 of low", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(0.99, "open for less than a day")]
    [InlineData(1.0, "open for 1 day")]
    [InlineData(2.0, "open for 2 days")]
    [InlineData(-2.0, "open for less than a day")]
    [InlineData(null, "open since nobody says when")]
    public void Finding_SaysHowLongItIsOpen(double? days, string says)
    {
        var one = One("a", SecuritySeverity.High, 0) with { Since = days is { } ago ? s_now.AddDays(-ago) : null };

        Assert.EndsWith($"severity, {says}", Problem(Report(Known(one))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Finding_MayNotSayOfWhatItIs() =>
        Assert.StartsWith(
            $"GuardDuty in {Home}: title a (it does not say of what), medium",
            Problem(Report(Known(One("a", SecuritySeverity.Medium, 1) with { Resource = null }))).Text,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(false, FindingLevel.Fine, "GuardDuty in eu-west-1 is off (no detector): there is nothing to read")]
    [InlineData(
        true,
        FindingLevel.Warning,
        "GuardDuty in eu-west-1 is off (no detector), and the estate expects it to be on: nothing looks there"
    )]
    public void Service_ThatIsOffIsAProblemWhereTheEstateExpectsIt(bool isExpected, FindingLevel level, string text)
    {
        var off = Fact.Known(new SeenFindings([new(Home, []) { WhyOff = "no detector" }]), s_now);
        var estate = With(SecurityFindingsPolicy.Default with { ExpectsGuardDuty = isExpected });
        var finding = Assert.Single(
            Report(off, estate),
            one => one.Text.StartsWith("GuardDuty", StringComparison.Ordinal)
        );

        Assert.Equal((level, text), (finding.Level, finding.Text));
    }

    /// <summary>Each flag is of its own service.</summary>
    [Fact]
    public void Service_ThatIsExpectedIsNoOther()
    {
        var off = Fact.Known(new SeenFindings([new(Home, []) { WhyOff = "off" }]), s_now);
        var flags = SecurityFindingsPolicy.Default;
        (SecurityFindingsPolicy Policy, string Service)[] cases =
        [
            (flags with { ExpectsAccessAnalyzer = true }, "Access Analyzer"),
            (flags with { ExpectsGuardDuty = true }, "GuardDuty"),
            (flags with { ExpectsSecurityHub = true }, "Security Hub"),
            (flags with { ExpectsInspector = true }, "Inspector"),
        ];
        Assert.All(
            cases,
            one =>
                Assert.StartsWith(
                    $"{one.Service} in {Home} is off",
                    Problem(Report(Situation(Seen(off, off, off, off), With(one.Policy)))).Text,
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void Service_ThatCouldNotBeReadIsMissingAlone()
    {
        var partly = Fact.Known(
            new SeenFindings([
                new(Home, [One("a", SecuritySeverity.High, 1)]),
                new("eu-north-1", []) { WhyMissing = "AccessDenied: no" },
            ]),
            s_now
        );
        var findings = Report(Situation(Seen(s_none, partly, Fact.Missing<SeenFindings>("too slow"), s_none)));
        var missing = findings.Where(finding => finding.Level == FindingLevel.Missing).Select(finding => finding.Text);

        Assert.Equal(
            [
                "the findings of GuardDuty in eu-north-1 could not be read: AccessDenied: no",
                "the findings of Security Hub could not be read: too slow",
            ],
            missing
        );
        Assert.Equal(FindingLevel.Danger, findings.Max(finding => finding.Level));
        Assert.DoesNotContain(
            findings,
            finding =>
                finding.Level == FindingLevel.Fine
                && (
                    finding.Text.StartsWith("Security Hub", StringComparison.Ordinal)
                    || finding.Text.Contains("eu-north-1", StringComparison.Ordinal)
                )
        );
    }

    [Fact]
    public void Gap_IsMissingBesideWhatWasRead()
    {
        var region = new FindingsOfRegion(Home, []) { Gaps = ["the analyzer x is FAILED"] };
        var findings = Report(Fact.Known(new SeenFindings([region]), s_now));

        Assert.Equal(
            (FindingLevel.Missing, $"GuardDuty in {Home}: the analyzer x is FAILED"),
            (Problem(findings).Level, Problem(findings).Text)
        );
    }

    [Fact]
    public void Report_NamesTheWorstAndNewest_AndCountsTheRest()
    {
        var estate = With(SecurityFindingsPolicy.Default with { Named = 2 });
        var region = new FindingsOfRegion(
            Home,
            [
                One("m", SecuritySeverity.Medium, 0),
                One("old", SecuritySeverity.High, 9),
                One("new", SecuritySeverity.High, 1),
                One("newer", SecuritySeverity.High, 0),
            ]
        )
        {
            More = [SecuritySeverity.Medium],
        };
        var problems = Report(Fact.Known(new SeenFindings([region]), s_now), estate)
            .Where(one => one.IsProblem)
            .ToList();

        Assert.Equal(
            [
                $"GuardDuty in {Home}: title newer (s3 newer), high or critical severity, open for less than a day",
                $"GuardDuty in {Home}: title new (s3 new), high or critical severity, open for 1 day",
                $"GuardDuty in {Home}: 1 further findings of high or critical severity",
                $"GuardDuty in {Home}: at least 1 further findings of medium severity",
            ],
            problems.Select(problem => problem.Text)
        );
        Assert.Contains(
            "3 of high or critical severity, at least 1 of medium",
            Summary(Report(Fact.Known(new SeenFindings([region]), s_now))),
            StringComparison.Ordinal
        );
    }

    /// <summary>A finding that was named and is still open is not said to be gone because of a newer one.</summary>
    [Fact]
    public void Report_NamesAgainWhatTheLastOneNamed()
    {
        var estate = With(SecurityFindingsPolicy.Default with { Named = 1 });
        var first = Ended(
            Situation(Seen(s_none, Known(One("a", SecuritySeverity.High, 3)), s_none, s_none), estate),
            null
        );
        var both = Known(One("a", SecuritySeverity.High, 4), One("b", SecuritySeverity.High, 0));
        var second = Ended(Situation(Seen(s_none, both, s_none, s_none), estate), first);

        Assert.Equal(2, second.Problems.Count());
        Assert.Empty(ReportNews.Of(second, first).Over);
        Assert.Equal("title b", Assert.Single(ReportNews.Of(second, first).New).Text.Split(": ")[1].Split(" (")[0]);
    }

    [Fact]
    public void Report_CountsWhatIsNewSinceTheLastOne()
    {
        var a = One("a", SecuritySeverity.High, 3);
        var first = Ended(Situation(Seen(s_none, Known(a), s_none, s_none)), null);
        Assert.DoesNotContain(" new since ", Summary(first.Findings), StringComparison.Ordinal);

        var more = Known(a, One("b", SecuritySeverity.Medium, 0), One("c", SecuritySeverity.Low, 0));
        var second = Ended(Situation(Seen(s_none, more, s_none, s_none)), first);
        Assert.EndsWith("; 1 new since 2026-01-19 08:15 UTC", Summary(second.Findings), StringComparison.Ordinal);
    }

    /// <summary>A day on which it could not be read does not make everything new.</summary>
    [Fact]
    public void Memory_OutlivesADayThatWasNotSeen()
    {
        var a = One("a", SecuritySeverity.High, 3);
        var first = Ended(Situation(Seen(s_none, Known(a), s_none, s_none)), null);
        var denied = Fact.Known(new SeenFindings([new(Home, []) { WhyMissing = "no" }]), s_now);
        var second = Ended(Situation(Seen(s_none, denied, s_none, Fact.Missing<SeenFindings>("no"))), first);
        var third = Ended(Situation(Seen(s_none, Known(a), s_none, s_none)), second);

        Assert.EndsWith("; 0 new since 2026-01-19 08:15 UTC", Summary(third.Findings), StringComparison.Ordinal);
        Assert.Contains(" new since ", Summary(third.Findings, "Inspector"), StringComparison.Ordinal);
    }

    /// <summary>Of so many, and of those that were not all read, nobody can tell which are new.</summary>
    [Theory]
    [InlineData(200, false, true)]
    [InlineData(201, false, false)]
    [InlineData(1, true, false)]
    public void Memory_IsOfAllOrOfNothing(int count, bool isCut, bool isKept)
    {
        var all = Enumerable.Range(0, count).Select(at => One($"{at}", SecuritySeverity.High, 0));
        var region = new FindingsOfRegion(Home, [.. all]) { More = isCut ? [SecuritySeverity.High] : [] };
        var report = Ended(
            Situation(Seen(s_none, Fact.Known(new SeenFindings([region]), s_now), s_none, s_none)),
            null
        );

        Assert.Equal(isKept, Assert.IsType<Memory>(report.Keep).Seen.ContainsKey($"GuardDuty {Home}"));
        Assert.InRange(report.Problems.Count(), 1, 51);
    }

    /// <summary>Where a service is switched off and on again, nothing is said of an earlier time.</summary>
    [Fact]
    public void Memory_OfAServiceThatIsOffIsNothing()
    {
        var first = Ended(Situation(Seen(s_none, Known(One("a", SecuritySeverity.High, 3)), s_none, s_none)), null);
        var off = Fact.Known(new SeenFindings([new(Home, []) { WhyOff = "off" }]), s_now);
        var second = Ended(Situation(Seen(s_none, off, s_none, s_none)), first);

        Assert.DoesNotContain($"GuardDuty {Home}", Assert.IsType<Memory>(second.Keep).Seen.Keys);
    }

    private static SecurityFinding One(string id, SecuritySeverity severity, double days) =>
        new(id, severity, $"title {id}", $"s3 {id}", s_now.AddDays(-days));

    private static Fact<SeenFindings> Known(params SecurityFinding[] all) =>
        Fact.Known(new SeenFindings([new(Home, [.. all])]), s_now);

    private static Estate With(SecurityFindingsPolicy policy) =>
        s_estate with
        {
            Checks = Settings.None.With(new Setting<SecurityFindingsPolicy>(Mode.Observe, policy)),
        };

    private static Evidence Seen(
        Fact<SeenFindings> analyzer,
        Fact<SeenFindings> guardDuty,
        Fact<SeenFindings> hub,
        Fact<SeenFindings> inspector
    ) =>
        Evidence
            .NotAsked.With(SecurityFindingLooks.AccessAnalyzer, analyzer)
            .With(SecurityFindingLooks.GuardDuty, guardDuty)
            .With(SecurityFindingLooks.SecurityHub, hub)
            .With(SecurityFindingLooks.Inspector, inspector);

    private static CheckSituation Situation(Evidence seen, Estate? estate = null)
    {
        var part = new SecurityFindingsProcedure().PartsOf(estate ?? s_estate)[0];
        return new CheckSituation(estate ?? s_estate, part, new CheckRun(s_now, s_now), seen, [], null, s_now);
    }

    private static ImmutableArray<Finding> Report(CheckSituation situation) =>
        Assert.IsType<CheckDecision.Report>(new SecurityFindingsProcedure().Decide(situation)).Findings;

    private static ImmutableArray<Finding> Report(Fact<SeenFindings> guardDuty, Estate? estate = null) =>
        Report(Situation(Seen(s_none, guardDuty, s_none, s_none), estate));

    /// <summary>The report of a run, as the next one finds it.</summary>
    private static CheckReport Ended(CheckSituation situation, CheckReport? last)
    {
        var decision = new SecurityFindingsProcedure().Decide(situation with { Last = last });
        var report = Assert.IsType<CheckDecision.Report>(decision);
        return CheckReport.Of(situation.Run, report.Findings, report.Memory, last, s_now);
    }

    private static Finding Problem(IEnumerable<Finding> findings) =>
        Assert.Single(findings, finding => finding.IsProblem);

    private static string Summary(IEnumerable<Finding> findings, string service = "GuardDuty") =>
        Assert.Single(findings, finding => finding.Key == $"summary {service} {Home}").Text;
}
