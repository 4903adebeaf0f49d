using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.AccessPatterns;
using LambdaOps.Core.Resources;
using Memory = LambdaOps.Core.Checks.CheckMemory.AccessPatterns;

namespace LambdaOps.Core.Tests.Procedures.AccessPatterns;

/// <summary>日次セキュリティチェック, line by line: what was not seen is never fine, and never zero.</summary>
public class AccessPatternsTests
{
    private const string Group = "/aws/ecs/prod";
    private const string Arn = "arn:aws:wafv2:ap-northeast-1:123456789012:regional/webacl/front/11111111-2222";

    /// <summary>08:30 of a Thursday in Tokyo.</summary>
    private static readonly DateTimeOffset s_due = new(2026, 1, 14, 23, 30, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_until = s_due.AddMinutes(-10);
    private static readonly DateTimeOffset s_night = s_until.AddHours(-6);
    private static readonly AccessPatternsProcedure s_check = new();
    private static readonly WebAcl s_acl = new(Arn, "front") { LogGroup = "aws-waf-logs-front" };

    private static readonly Estate s_estate = Some.Estate with
    {
        Services = [Some.Service with { LoadBalancer = "app/lb/1", LogGroup = Group }],
        ActiveUsers = new CustomMetric("shop", "ActiveUsers", ImmutableSortedDictionary<string, string>.Empty),
        WebAcls = [s_acl],
        TimeZone = "Asia/Tokyo",
    };

    private readonly List<(Look Look, Fact Fact)> _seen =
    [
        (FigureLooks.FailedLogins, Fact.Known(new LoggedLines([Lines(("203.0.113.7", 3))]), s_due)),
        (AccessLooks.Numbers, Fact.Known(Usual(), s_due)),
        (
            AccessLooks.Blocked,
            Fact.Known(new BlockedRequests([new("front", [new("Rate", "203.0.113.9", "/login", 12)], 40)]), s_due)
        ),
        (
            AccessLooks.Sampled,
            Fact.Known(
                new SampledRequests([
                    new("front", s_due.AddHours(-3), s_due, 500, 4000, 2, [new("Rate", "203.0.113.9", "/login", 2)]),
                ]),
                s_due
            )
        ),
    ];

    private Memory _kept = Kept(3, 4, 5);

    [Fact]
    public void FirstStep_AsksForTheLast24Hours()
    {
        var look = Assert.IsType<CheckDecision.Look>(Decide(Evidence.NotAsked));
        var day = Assert.Single(((FigureDays)look.About).Days);

        Assert.Equal(s_check.Looks, look.Looks);
        Assert.Equal((s_until.AddHours(-24), s_until), (day.From, day.Until));
        Assert.Equal(new DateOnly(2026, 1, 15), day.Date);
    }

    [Fact]
    public void QuietDay_IsFineInEveryLine()
    {
        var findings = Findings();

        Assert.All(findings, finding => Assert.Equal(FindingLevel.Fine, finding.Level));
        Assert.Equal(findings.Length, findings.Select(finding => finding.Key).Distinct().Count());
        Assert.Contains(
            "3 failed logins in 24 hours: 3 from 203.0.113.7; the day before 5, the same weekday not counted, usually 4",
            findings.Select(finding => finding.Text)
        );
        Assert.Contains(
            findings,
            finding =>
                finding.Text.EndsWith(
                    "in no hour many more than on other days; by its log 12 by Rate from 203.0.113.9 for /login; "
                        + "since 05:30 in a sample of 500 of 4000 requests 2 were blocked, "
                        + "2 by Rate from 203.0.113.9 for /login",
                    StringComparison.Ordinal
                )
        );
        Assert.Equal(5, findings.Count(finding => finding.Text.Contains("nothing unusual in 288 readings")));
    }

    /// <summary>Many are a warning, and a danger where most are from one source.</summary>
    [Theory]
    [InlineData(99, 0, FindingLevel.Warning)]
    [InlineData(100, 0, FindingLevel.Danger)]
    [InlineData(50, 50, FindingLevel.Danger)]
    [InlineData(49, 51, FindingLevel.Danger)]
    [InlineData(0, 100, FindingLevel.Danger)]
    [InlineData(19, 0, FindingLevel.Fine)]
    [InlineData(20, 0, FindingLevel.Warning)]
    public void FailedLogins_AreJudgedByCountAndSource(int one, int other, FindingLevel level)
    {
        See(FigureLooks.FailedLogins, new LoggedLines([Lines(("203.0.113.7", one), ("198.51.100.1", other))]));

        Assert.Equal(level, Finding("failed logins").Level);
    }

    [Fact]
    public void FailedLogins_OfManySourcesAreAWarning()
    {
        var each = Enumerable.Range(1, 200).Select(host => ($"203.0.113.{host}", 1)).ToArray();
        See(FigureLooks.FailedLogins, new LoggedLines([Lines(each)]));

        Assert.Equal(FindingLevel.Warning, Finding("failed logins").Level);
    }

    /// <summary>Of a line that names no address nobody knows whose it is.</summary>
    [Fact]
    public void FailedLogins_OfUnknownSourcesAreNoOnes()
    {
        See(FigureLooks.FailedLogins, new LoggedLines([Lines(("?", 150))]));

        Assert.Equal(FindingLevel.Warning, Finding("failed logins").Level);
        Assert.Contains("150 from an unknown source", Finding("failed logins").Text, StringComparison.Ordinal);
    }

    /// <summary>Only the newest lines are read for their source: the share is of these.</summary>
    [Fact]
    public void FailedLogins_SayOfHowManyTheSourcesAre()
    {
        var lines = Lines(("203.0.113.7", 600), ("198.51.100.1", 400)) with { Count = 5000 };
        See(FigureLooks.FailedLogins, new LoggedLines([lines]));

        Assert.Equal(FindingLevel.Danger, Finding("failed logins").Level);
        Assert.Contains("(of the newest 1000)", Finding("failed logins").Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30, FindingLevel.Fine, "30 30 30")]
    [InlineData(89, FindingLevel.Fine, "30 30 30")]
    [InlineData(90, FindingLevel.Warning, "30 30 30")]
    [InlineData(30, FindingLevel.Warning, "0 0 0")]
    [InlineData(30, FindingLevel.Fine, "0 0")]
    public void FailedLogins_AreHeldAgainstUsualDays(int count, FindingLevel level, string before)
    {
        var days = before.Split(' ').Select(long.Parse).ToArray();
        _kept = Kept(days);
        See(FigureLooks.FailedLogins, new LoggedLines([Lines(("203.0.113.7", count))]));

        Assert.Equal(level, Finding("failed logins").Level);
        Assert.Equal(days.Length < 3, Findings().Any(finding => finding.Key == "trend of failed logins"));
    }

    [Fact]
    public void FirstDays_HaveNoTrendAndSaySo()
    {
        _kept = Memory.None;

        Assert.Equal(FindingLevel.Missing, Finding("trend of failed logins").Level);
        Assert.Equal(3, Assert.IsType<Memory>(Report().Memory).FailedLogins["2026-01-15"]);
    }

    [Fact]
    public void Memory_IsBoundedAndHasTheNewestDays()
    {
        _kept = Kept([.. Enumerable.Range(1, 40).Select(day => (long)day)]);
        var kept = Assert.IsType<Memory>(Report().Memory).FailedLogins;

        Assert.Equal(Memory.MostDays, kept.Count);
        Assert.Equal(("2026-01-15", 3), (kept.Last().Key, kept.Last().Value));
        Assert.Equal(40, kept["2026-01-14"]);
    }

    /// <summary>A group that could not be read hides no other one, and the day counts for no comparison.</summary>
    [Fact]
    public void LogGroupThatIsDenied_IsMissing()
    {
        See(
            FigureLooks.FailedLogins,
            new LoggedLines([
                Lines(("203.0.113.7", 120)),
                new LinesOfGroup("/aws/ecs/other", [], 0) { WhyMissing = "denied" },
            ])
        );

        Assert.Equal(FindingLevel.Missing, Finding("failed logins /aws/ecs/other").Level);
        Assert.Equal(FindingLevel.Danger, Finding("failed logins").Level);
        Assert.Equal(_kept.FailedLogins, Assert.IsType<Memory>(Report().Memory).FailedLogins);
    }

    [Fact]
    public void NothingSeen_IsMissingInEveryLine()
    {
        _seen.Clear();
        _seen.Add((FigureLooks.FailedLogins, Fact.Missing<LoggedLines>("denied")));
        _seen.Add((AccessLooks.Numbers, Fact.Missing<AccessNumbers>("denied")));
        _seen.Add((AccessLooks.Blocked, Fact.Missing<BlockedRequests>("denied")));
        _seen.Add((AccessLooks.Sampled, Fact.Missing<SampledRequests>("denied")));
        var findings = Findings();

        Assert.All(findings, finding => Assert.Equal(FindingLevel.Missing, finding.Level));
        Assert.All(findings, finding => Assert.Contains("denied", finding.Text, StringComparison.Ordinal));
        Assert.Equal(
            ["failed logins", "blocked front", "log of front", "samples of front", "access metrics"],
            findings.Select(finding => finding.Key)
        );
        Assert.Equal(_kept.FailedLogins, Assert.IsType<Memory>(Report().Memory).FailedLogins);
    }

    /// <summary>What the estate does not name is not looked at, and nothing is said of it.</summary>
    [Fact]
    public void WhatIsNotNamed_IsNotMissing()
    {
        var estate = s_estate with { Services = [s_estate.Services[0] with { LogGroup = null }], WebAcls = [] };
        See(FigureLooks.FailedLogins, new LoggedLines([]));
        See(AccessLooks.Blocked, BlockedRequests.None);
        See(AccessLooks.Sampled, SampledRequests.None);

        Assert.All(
            Report(estate).Findings,
            finding => Assert.StartsWith("access ", finding.Key, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void NightOfBlockedRequests_IsSaidWithItsHour()
    {
        SeeNumbers(
            Series(AccessKind.Blocked, "front", 0.5, (at, value) => IsNight(at) ? 60 : value),
            Series(AccessKind.Allowed, "front", 300)
        );
        var finding = Finding("blocked front");

        Assert.Equal(FindingLevel.Warning, finding.Level);
        Assert.Matches(@"front blocked \d+ of \d+ requests in 24 hours: [67]\d\d from 02:20 to 03:20", finding.Text);
        Assert.Contains("at that hour; by its log 12 by Rate from 203.0.113.9", finding.Text, StringComparison.Ordinal);
    }

    /// <summary>A shop that always blocks as much is not attacked.</summary>
    [Theory]
    [InlineData(2.0, FindingLevel.Fine)]
    [InlineData(9.0, FindingLevel.Warning)]
    public void BlockedRequests_AreHeldAgainstTheSameHour(double times, FindingLevel level)
    {
        SeeNumbers(
            Series(AccessKind.Blocked, "front", 20, (at, value) => IsNight(at) ? times * value : value),
            Series(AccessKind.Allowed, "front", 300)
        );

        Assert.Equal(level, Finding("blocked front").Level);
    }

    [Theory]
    [InlineData(2.0, 0, FindingLevel.Missing, "not known yet")]
    [InlineData(2.0, 60, FindingLevel.Warning, "too few earlier days")]
    [InlineData(0.0, 0, FindingLevel.Missing, "no datapoint of front")]
    public void BlockedRequests_OfANewWebAclAreNotFine(double days, double night, FindingLevel level, string says)
    {
        var weeks = new TwoWeeks(s_until) { Days = days, Change = (at, value) => IsNight(at) ? night + value : value };
        SeeNumbers(
            new AccessSeries(AccessKind.Blocked, "front", weeks.Counts(0.5)),
            new AccessSeries(AccessKind.Allowed, "front", weeks.Counts(300))
        );

        Assert.Equal(level, Finding("blocked front").Level);
        Assert.Contains(says, Finding("blocked front").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void NightOfRequests_IsAnAnomalyWithItsNumbers()
    {
        SeeNumbers(Series(AccessKind.Requests, "api", 300, (at, value) => IsNight(at) ? value + 500 : value));
        var finding = Finding("access Requests api");

        Assert.Equal(FindingLevel.Warning, finding.Level);
        Assert.Matches(@"^requests of api, in 5 minutes: at 0[23]:\d\d \d+, .* to .*; deviation ", finding.Text);
        Assert.Contains("once in ", finding.Text, StringComparison.Ordinal);
    }

    /// <summary>Two days ago is yesterday's report.</summary>
    [Fact]
    public void Anomaly_OfAnotherDayIsNotReportedAgain()
    {
        SeeNumbers(
            Series(AccessKind.Requests, "api", 300, (at, value) => IsNight(at.AddDays(2)) ? value + 500 : value)
        );

        Assert.Equal(FindingLevel.Fine, Finding("access Requests api").Level);
    }

    /// <summary>Where requests were counted and no error was, none was; that is no gap.</summary>
    [Fact]
    public void ClientErrors_AreZeroWhereRequestsWere()
    {
        SeeNumbers(
            Series(AccessKind.Requests, "api", 300),
            Series(AccessKind.ClientErrors, "api", 0, (at, _) => IsNight(at) ? 80 : 0)
        );

        Assert.Equal(FindingLevel.Warning, Finding("access ClientErrors api").Level);
        Assert.Contains("client errors of api", Finding("access ClientErrors api").Text, StringComparison.Ordinal);
    }

    /// <summary>A handful of errors where there never are any is rare, and says nothing.</summary>
    [Fact]
    public void SmallNumbers_AreNotReported()
    {
        SeeNumbers(
            Series(AccessKind.Requests, "api", 300),
            Series(AccessKind.ClientErrors, "api", 0, (at, _) => IsNight(at) ? 6 : 0)
        );

        Assert.Equal(FindingLevel.Fine, Finding("access ClientErrors api").Level);
    }

    [Theory]
    [InlineData(3.9, FindingLevel.Missing, "not known yet, 2.9 days")]
    [InlineData(4.1, FindingLevel.Fine, "nothing unusual")]
    [InlineData(0.0, FindingLevel.Missing, "no datapoint in 14 days")]
    public void History_HasToBeLongEnough(double days, FindingLevel level, string says)
    {
        SeeNumbers(new AccessSeries(AccessKind.Requests, "api", new TwoWeeks(s_until) { Days = days }.Counts(300)));

        Assert.Equal(level, Finding("access Requests api").Level);
        Assert.Contains(says, Finding("access Requests api").Text, StringComparison.Ordinal);
    }

    /// <summary>Of two services that take turns behind a rule, one has no request, and that is as it should be.</summary>
    [Fact]
    public void ServiceWithoutItsTurn_IsFine()
    {
        var (one, other) = ("arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/a/1", "arn:…:targetgroup/b/2");
        var blue = s_estate.Services[0] with { TargetGroupArn = one, TrafficRule = new TrafficRule("arn:rule", other) };
        SeeNumbers(new AccessSeries(AccessKind.Requests, "api", MetricSeries.Empty));
        var pair = s_estate with
        {
            Services = [blue, blue with { Id = new TargetId("green"), TargetGroupArn = other, TrafficRule = null }],
        };

        Assert.Equal(FindingLevel.Missing, Finding("access Requests api").Level);
        Assert.Equal(
            FindingLevel.Fine,
            Assert.Single(Report(pair).Findings, finding => finding.Key == "access Requests api").Level
        );
    }

    [Fact]
    public void SilentSeries_IsMissing()
    {
        var before = new TwoWeeks(s_until.AddHours(-25)).Counts(300);
        SeeNumbers(new AccessSeries(AccessKind.Users, "users", before));

        Assert.Equal(FindingLevel.Missing, Finding("access Users users").Level);
        Assert.Contains(
            "the last one is of 2026-01-14 07:15",
            Finding("access Users users").Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void SeriesWithAHole_IsMissing()
    {
        var holed = new TwoWeeks(s_until).Counts(300) with { Hole = "CloudWatch has only a part" };
        SeeNumbers(
            new AccessSeries(AccessKind.Requests, "api", holed),
            Series(AccessKind.ClientErrors, "api", 3),
            new AccessSeries(AccessKind.Blocked, "front", holed),
            Series(AccessKind.Allowed, "front", 300)
        );

        foreach (var key in new[] { "access Requests api", "access ClientErrors api", "blocked front" })
        {
            Assert.Equal(FindingLevel.Missing, Finding(key).Level);
            Assert.Contains("only a part", Finding(key).Text, StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// What a quiet estate hears: of 60 series of two weeks that only chance moves, hardly one a day.
    /// </summary>
    [Fact]
    public void QuietWeeks_AreHardlyEverReported()
    {
        var found = Enumerable
            .Range(1, 60)
            .Count(seed =>
            {
                SeeNumbers(
                    new AccessSeries(
                        AccessKind.Requests,
                        "api",
                        new TwoWeeks(s_until, (ulong)seed).Counts(seed % 3 == 0 ? 8 : 300)
                    )
                );
                return Finding("access Requests api").Level == FindingLevel.Warning;
            });

        Assert.InRange(found, 0, 2);
    }

    /// <summary>No log group is asked by two parts, and web ACLs by one.</summary>
    [Fact]
    public void Parts_ShareNothing()
    {
        var services = Enumerable
            .Range(1, 45)
            .Select(at => s_estate.Services[0] with { Id = new TargetId($"s{at}"), LogGroup = $"/group/{at % 2}" });
        var parts = s_check.PartsOf(s_estate with { Services = [.. services] });
        var about = parts.Select(part => (FigureDays)part.About).ToList();

        Assert.Equal(["1 of 3", "2 of 3", "3 of 3"], parts.Select(part => part.Name));
        Assert.Equal([20, 20, 5], about.Select(one => one.Services.Length));
        Assert.Equal(2, about.SelectMany(one => one.Services).Count(service => service.LogGroup is not null));
        Assert.Equal([1, 0, 0], about.Select(one => one.WebAcls.Length));
        Assert.Equal([true, false, false], about.Select(one => one.Users is not null));
    }

    [Fact]
    public void Parts_AreNoneWhereNothingIsNamed() =>
        Assert.Empty(s_check.PartsOf(s_estate with { Services = [], ActiveUsers = null, WebAcls = [] }));

    /// <summary>A report without a line would be fine.</summary>
    [Theory]
    [InlineData("app/lb/1", null, 1)]
    [InlineData(null, Group, 1)]
    [InlineData(null, null, 0)]
    public void Parts_AreOfServicesThatCanBeAsked(string? balancer, string? group, int parts)
    {
        var service = s_estate.Services[0] with { LoadBalancer = balancer, LogGroup = group };

        Assert.Equal(
            parts,
            s_check.PartsOf(s_estate with { Services = [service], ActiveUsers = null, WebAcls = [] }).Length
        );
    }

    private static bool IsNight(DateTimeOffset at) => at >= s_night && at < s_night.AddHours(1);

    private static AccessNumbers Usual() =>
        new([
            Series(AccessKind.Requests, "api", 300),
            Series(AccessKind.ClientErrors, "api", 6),
            Series(AccessKind.Refused, "app/lb/1", 1),
            Series(AccessKind.Users, "users", 90),
            Series(AccessKind.Blocked, "front", 0.5),
            Series(AccessKind.Allowed, "front", 310),
        ]);

    private static AccessSeries Series(
        AccessKind kind,
        string subject,
        double perPeriod,
        Func<DateTimeOffset, double, double>? change = null
    ) => new(kind, subject, new TwoWeeks(s_until) { Change = change ?? ((_, value) => value) }.Counts(perPeriod));

    private static LinesOfGroup Lines(params (string Source, int Count)[] sources)
    {
        var lines = sources.Where(one => one.Count > 0).Select(one => new LineCount(one.Source, one.Count)).ToList();
        return new LinesOfGroup(Group, [.. lines], lines.Sum(line => line.Count));
    }

    /// <summary>Of the days before, the newest last.</summary>
    private static Memory Kept(params long[] days) =>
        new(
            days.Select(
                    (count, at) =>
                        KeyValuePair.Create(
                            new DateOnly(2026, 1, 14).AddDays(at - days.Length + 1).ToString("yyyy-MM-dd", null),
                            count
                        )
                )
                .ToImmutableSortedDictionary(StringComparer.Ordinal)
        );

    private void SeeNumbers(params AccessSeries[] series) => See(AccessLooks.Numbers, new AccessNumbers([.. series]));

    private void See<T>(Look<T> look, T value)
        where T : class => _seen[_seen.FindIndex(one => one.Look == look)] = (look, Fact.Known(value, s_due));

    private ImmutableArray<Finding> Findings() => Report().Findings;

    private Finding Finding(string key) => Assert.Single(Findings(), finding => finding.Key == key);

    private CheckDecision.Report Report(Estate? estate = null) =>
        Assert.IsType<CheckDecision.Report>(Decide(Evidence.NotAsked.With([.. _seen]), estate));

    private CheckDecision Decide(Evidence seen, Estate? estate = null) =>
        s_check.Decide(
            new CheckSituation(
                estate ?? s_estate,
                s_check.PartsOf(estate ?? s_estate)[0],
                new CheckRun(s_due, s_due) { ScheduledFor = s_due },
                seen,
                [],
                new CheckReport(s_due.AddDays(-1), s_due.AddDays(-1), []) { Keep = _kept },
                s_due.AddSeconds(5)
            )
        );
}
