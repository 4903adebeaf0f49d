using System.Collections.Immutable;
using System.Diagnostics;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Escalations;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.QuickCheck;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.QuickCheck;

/// <summary>営業時間中の監視, finding by finding: what is missing is never fine, and never zero.</summary>
public class QuickCheckTests
{
    private const string Balancer = QuickCheckNumbers.Balancer;

    private static readonly OperatedService s_service = Some.Service with
    {
        LoadBalancer = Balancer,
        Settings = Some.Service.Settings.With(new Setting<LatencyPolicy>(Mode.Act, LatencyPolicy.Default)),
    };

    private static readonly CustomMetric s_users = new(
        "lightningtalk/Application",
        "ActiveUsers",
        ImmutableSortedDictionary<string, string>.Empty
    );

    /// <summary>Thursday, 12:15 in Tokyo.</summary>
    private static readonly Estate s_estate = Some.Estate with
    {
        Services = [s_service],
        ActiveUsers = s_users,
        Alarms =
        [
            .. Some.Estate.Alarms,
            new AlarmRule(new AlarmMatch.ByName("api-p95"), Some.Target, new("latency"), Severity.P3),
        ],
        Escalation = EscalationPolicy.Default with
        {
            Calendar = BusinessCalendar.Default with
            {
                Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"),
                PublicHolidays = PublicHolidays.Japan,
            },
        },
    };

    private readonly QuickCheckNumbers _numbers = new();

    [Fact]
    public void AllWell_IsALineWithTheNumbers()
    {
        var findings = Findings();

        Assert.All(findings, finding => Assert.Equal((FindingLevel.Fine, null), (finding.Level, finding.Breach)));
        Assert.Equal(
            [
                "api: 5 of 5 tasks run, errors 0 %, CPU 40 %, memory 50 %, P50 50 ms, P95 200 ms, P99 500 ms",
                $"{Balancer}: 200 connections (usual: 100 to 500)",
                "lightningtalk/Application ActiveUsers: 87 at 03:10 UTC, on average 86 in 15 min",
            ],
            findings.Select(finding => finding.Text)
        );
    }

    [Theory]
    [InlineData("2026-01-15T08:59:59Z", true)] // 17:59:59
    [InlineData("2026-01-15T09:00:00Z", false)]
    [InlineData("2026-01-15T00:00:00Z", true)]
    [InlineData("2026-01-14T23:59:59Z", false)]
    [InlineData("2026-01-12T03:15:00Z", false)] // 成人の日
    [InlineData("2026-01-17T03:15:00Z", false)] // Saturday
    public void BusinessHours_AreLookedAt(string now, bool looks)
    {
        var decision = Decide(Evidence.NotAsked, null, DateTimeOffset.Parse(now));

        Assert.Equal(looks, decision is CheckDecision.Look);
        Assert.Equal(
            !looks,
            decision is CheckDecision.Report { Findings: [{ Level: FindingLevel.Fine, Key: "business hours" }] }
        );
    }

    /// <summary>What was wrong at the end of the day is not over at night.</summary>
    [Fact]
    public void OutsideBusinessHours_NothingIsOver()
    {
        var evening = new DateTimeOffset(2026, 1, 15, 9, 0, 0, TimeSpan.Zero);
        var last = Report(
            new Finding(FindingLevel.Danger, "p95 api", "P95 1240 ms"),
            new Finding(FindingLevel.Warning, "missed runs", "2 runs"),
            new Finding(FindingLevel.Warning, "p95 gone-service", "P95 600 ms"),
            new Finding(FindingLevel.Fine, "service api", "api: …")
        );
        var night = ((CheckDecision.Report)Decide(Evidence.NotAsked, last, evening)).Findings;
        var later = ((CheckDecision.Report)Decide(Evidence.NotAsked, Report([.. night]), evening)).Findings;

        Finding[] expected =
        [
            new(FindingLevel.Fine, "business hours", "outside business hours (night): nothing is looked at"),
            new(FindingLevel.Missing, "p95 api", "not looked at outside business hours; before: P95 1240 ms"),
        ];
        Assert.Equal(expected, night);
        Assert.Equal(expected, later);
    }

    [Theory]
    [InlineData(199, 199, 199, FindingLevel.Fine)]
    [InlineData(500, 500, 499, FindingLevel.Warning)]
    [InlineData(500, 499, 499, FindingLevel.Fine)]
    [InlineData(1000, 1000, 0, FindingLevel.Danger)]
    [InlineData(0, 1000, 1000, FindingLevel.Danger)]
    [InlineData(5000, 999, 999, FindingLevel.Warning)]
    [InlineData(5000, null, 1000, FindingLevel.Danger)]
    [InlineData(5000, null, null, FindingLevel.Missing)]
    [InlineData(200, 200, null, FindingLevel.Fine)]
    public void P95_IsJudgedByMostOfTheMinutes(int? first, int? second, int? third, FindingLevel level)
    {
        _numbers.P95 = [first, second, third];

        var found = Findings().SingleOrDefault(finding => finding.Key == "p95 api");

        Assert.Equal(level, found?.Level ?? FindingLevel.Fine);
        Assert.Equal(
            level == FindingLevel.Danger ? new Breach(Some.Target, new("latency"), Severity.P3) : null,
            found?.Breach
        );
    }

    [Fact]
    public void Danger_SaysTheNumbersAndTheLimits()
    {
        _numbers.P95 = [1240, 1180, 1310.4];

        Assert.Equal(
            "api: P95 1240, 1180, 1310 ms by minute (warning from 500, danger from 1000)",
            Only("p95 api").Text
        );
    }

    /// <summary>CloudWatch writes no zeros: no datapoint of errors beside requests is no error.</summary>
    [Theory]
    [InlineData(null, FindingLevel.Fine, null)]
    [InlineData(1, FindingLevel.Warning, null)]
    [InlineData(10, FindingLevel.Danger, Severity.P3)]
    [InlineData(49, FindingLevel.Danger, Severity.P3)]
    [InlineData(50, FindingLevel.Danger, Severity.P2)]
    public void Errors_AreAShareOfTheRequests(int? errors, FindingLevel level, Severity? severity)
    {
        _numbers.Errors = [errors, errors, errors];

        var found = Findings().SingleOrDefault(finding => finding.Key == "errors api");

        Assert.Equal((level, severity), (found?.Level ?? FindingLevel.Fine, found?.Breach?.Severity));
        Assert.True(found?.Breach is null || found.Breach.Remedy == ServiceUnavailableProcedure.ProcedureName);
    }

    /// <summary>What the load balancer answers for want of a target is not among its requests.</summary>
    [Fact]
    public void ErrorsOfTheBalancer_CountWhereOneServiceIsBehindIt()
    {
        (_numbers.Requests, _numbers.Own) = ([null, null, null], [300, 300, 300]);

        Assert.Equal(
            "api: errors 100, 100, 100 % by minute (warning from 0.1, danger from 1)",
            Only("errors api").Text
        );
    }

    [Fact]
    public void ErrorsOfASharedBalancer_AreNobodysIncident()
    {
        _numbers.Own = [300, 300, 300];
        var estate = s_estate with { Services = [s_service, s_service with { Id = new("web") }] };

        var findings = Findings(estate);

        Assert.Equal(
            $"{Balancer}, shared by 2 services: own 5XX 23, 23, 23 % by minute (warning from 0.1, danger from 1)",
            Assert.Single(findings, finding => finding.IsProblem).Text
        );
        Assert.All(findings, finding => Assert.Null(finding.Breach));
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(19, true)]
    public void FewRequests_SayNothingOfPercentiles(int requests, bool isMissing)
    {
        (_numbers.Requests, _numbers.P95) = ([requests, requests, requests], [1500, 1500, 1500]);

        var found = Only("p95 api");

        Assert.Equal(isMissing ? FindingLevel.Missing : FindingLevel.Danger, found.Level);
        Assert.True(
            !isMissing || found.Text == "P95 of api is not judged: 19, 19, 19 requests by minute, 20 say something",
            found.Text
        );
    }

    /// <summary>One of three requests fails: that is no outage to open an incident for.</summary>
    [Theory]
    [InlineData(19, FindingLevel.Warning)]
    [InlineData(20, FindingLevel.Danger)]
    public void ErrorsOfFewRequests_AreAWarning(int requests, FindingLevel level)
    {
        (_numbers.Requests, _numbers.Errors) = ([requests, requests, requests], [9, 9, 9]);

        Assert.Equal(level, Only("errors api").Level);
    }

    [Fact]
    public void NoRequests_AreSaidToBeNone()
    {
        _numbers.Requests = _numbers.P50 = _numbers.P95 = _numbers.P99 = [null, null, null];

        var missing = Findings().Where(finding => finding.IsProblem).ToList();

        Assert.Equal(["errors api", "p50 api", "p95 api", "p99 api"], missing.Select(one => one.Key));
        Assert.All(missing, one => Assert.Equal(FindingLevel.Missing, one.Level));
        Assert.Equal("errors of api: no request since 02:50 UTC", missing[0].Text);
    }

    [Fact]
    public void SilentMetric_IsMissingAndOpensNothing()
    {
        _numbers.Cpu = [null, null, null];

        var found = Only("cpu api");

        Assert.Equal((FindingLevel.Missing, null), (found.Level, found.Breach));
        Assert.Equal("CPU of api: no datapoint since 02:50 UTC", found.Text);
    }

    /// <summary>A wrong dimension is no error to CloudWatch, only an answer without datapoints.</summary>
    [Fact]
    public void WrongDimension_IsSaid()
    {
        _numbers.Absence = "CloudWatch has had no datapoint in 14 days: a dimension may be wrong";

        Assert.Equal("CPU of api: " + _numbers.Absence, Only("cpu api").Text);
        Assert.Equal("P95 of api: " + _numbers.Absence, Only("p95 api").Text);
        Assert.Equal("errors of api: " + _numbers.Absence, Only("errors api").Text);
        Assert.DoesNotContain(Findings(), finding => finding.Level is FindingLevel.Danger or FindingLevel.Warning);
    }

    [Theory]
    [InlineData(14, true)]
    [InlineData(15, true)]
    [InlineData(16, false)]
    public void ActiveUsers_AreMissingAfterAQuarterOfAnHour(int minutesAgo, bool isFine)
    {
        _numbers.Users = new MetricSeries([new(CompleteMinutes.Until(Some.Now).AddMinutes(-minutesAgo), 87)]);

        var found = Findings().SingleOrDefault(finding => finding.Key == "users ActiveUsers");

        Assert.Equal(isFine ? null : FindingLevel.Missing, found?.Level);
    }

    [Theory]
    [InlineData(99, true)]
    [InlineData(100, false)]
    [InlineData(500, false)]
    [InlineData(501, true)]
    public void Connections_AreOnlySaid(int connections, bool isUnusual)
    {
        _numbers.Connections = [connections, connections, connections];

        var found = Only($"connections {Balancer}");

        Assert.Equal(FindingLevel.Fine, found.Level);
        Assert.Equal(isUnusual, found.Text.EndsWith(", unusual", StringComparison.Ordinal));
    }

    [Fact]
    public void FailingHealthUrl_OpensAnIncident()
    {
        _numbers.Health = Fact.Known(Some.FailedProbe, Some.Now);

        var found = Only("health api");

        Assert.Equal(FindingLevel.Danger, found.Level);
        Assert.Equal(new Breach(Some.Target, Some.Remedy, Severity.P2), found.Breach);
        Assert.Equal("https://example.com/health answers 503 Service Unavailable", found.Text);
    }

    /// <summary>One request that fails may be a blip.</summary>
    [Theory]
    [InlineData(true, FindingLevel.Warning)]
    [InlineData(false, FindingLevel.Danger)]
    public void FailingHealthUrl_IsAskedOnceMore(bool answers, FindingLevel level)
    {
        _numbers.Health = Fact.Known(Some.FailedProbe, Some.Now);
        var again = Assert.IsType<CheckDecision.Look>(Decide(_numbers.Seen(s_estate), null, Some.Now));
        Assert.Equal([VitalsLooks.Health], again.Looks.AsEnumerable());
        Assert.Equal([s_service], ((ServiceBatch)again.About).Services.AsEnumerable());

        _numbers.Health = Fact.Known(answers ? Some.HealthyProbe : Some.FailedProbe, Some.Now);
        var seen = Evidence.NotAsked.With(VitalsLooks.Health, _numbers.Seen(s_estate).Of(VitalsLooks.Health));
        var report = Assert.IsType<CheckDecision.Report>(Decide(seen, null, Some.Now, memory: again.Memory));
        var health = Assert.Single(report.Findings, finding => finding.Key == "health api");

        Assert.Equal((level, !answers), (health.Level, health.Breach is not null));
        Assert.Contains(report.Findings, finding => finding.Key == "service api");
    }

    /// <summary>Another invocation goes on: what was seen is gone, so all is looked at again.</summary>
    [Fact]
    public void RunThatIsGoneOnWith_LooksAgain() =>
        Assert.Equal(
            new QuickCheckProcedure().Looks.AsEnumerable(),
            Assert
                .IsType<CheckDecision.Look>(
                    Decide(Evidence.NotAsked, null, Some.Now, memory: new CheckMemory.QuickCheck([]))
                )
                .Looks
        );

    [Fact]
    public void HealthUrlThatCannotBeAsked_IsMissing()
    {
        _numbers.Health = Fact.Missing<HealthProbe>("answered 302: a redirect");

        Assert.Equal((FindingLevel.Missing, null), (Only("health api").Level, Only("health api").Breach));
    }

    [Theory]
    [InlineData(5, 4, 1, FindingLevel.Warning)]
    [InlineData(5, 4, 2, FindingLevel.Fine)]
    [InlineData(0, 0, 1, FindingLevel.Warning)]
    public void Tasks_ThatAreMissingAreAWarning(int desired, int running, int deployments, FindingLevel level)
    {
        _numbers.Tasks = Fact.Known(new TaskCounts(desired, running, 0, deployments), Some.Now);

        Assert.Equal(
            level,
            Findings().SingleOrDefault(finding => finding.Key == "tasks api")?.Level ?? FindingLevel.Fine
        );
    }

    /// <summary>One incident a remedy: the first finding asks for it, and the worst severity comes first.</summary>
    [Fact]
    public void SeveralDangers_AskARemedyOnce()
    {
        (_numbers.P95, _numbers.P99, _numbers.Cpu) = ([1500, 1500, 1500], [2500, 2500, 2500], [90, 90, 90]);

        var dangers = Findings().Where(finding => finding.Level == FindingLevel.Danger).ToList();

        Assert.Equal(["cpu api", "p95 api", "p99 api"], dangers.Select(one => one.Key));
        Assert.Equal(
            [new Breach(Some.Target, new("latency"), Severity.P2), null, null],
            dangers.Select(one => one.Breach)
        );
    }

    [Fact]
    public void Danger_WithoutARemedyIsOnlyReported()
    {
        _numbers.P95 = [1500, 1500, 1500];
        var estate = s_estate with { Services = [s_service with { Settings = Settings.None }] };

        var found = Assert.Single(Findings(estate), finding => finding.Key == "p95 api");

        Assert.Equal((FindingLevel.Danger, null), (found.Level, found.Breach));
        Assert.EndsWith("; api has no remedy latency", found.Text, StringComparison.Ordinal);
    }

    /// <summary>What people silenced stays silent: a check is no way round it.</summary>
    [Theory]
    [InlineData("api-p95", null, false)]
    [InlineData("api-p95", "api-5xx", false)]
    [InlineData("api-5xx", null, true)]
    [InlineData(null, "api-p95", true)]
    public void Danger_OfASilencedAlarmOpensNothing(string? silenced, string? firing, bool opens)
    {
        _numbers.P95 = [1500, 1500, 1500];
        _numbers.Alarms = new ActiveAlarms(firing is null ? [] : [firing])
        {
            Silenced = silenced is null ? [] : [silenced],
        };

        Assert.Equal(opens, Only("p95 api").Breach is not null);
    }

    /// <summary>A look that gave nothing is one finding; what was wrong is not over for that.</summary>
    [Fact]
    public void LookThatFails_IsMissingOnceAndKeepsWhatWasWrong()
    {
        var seen = _numbers.Seen(s_estate).Hides(VitalsLooks.Numbers, "throttled");
        var last = Report(
            new Finding(FindingLevel.Danger, "p95 api", "P95 1240 ms"),
            new Finding(FindingLevel.Danger, "health api", "503")
        );

        var problems = Findings(s_estate, seen, last).Where(finding => finding.IsProblem).ToList();

        Assert.Equal(
            [
                (FindingLevel.Missing, "service metrics", "service metrics: throttled"),
                (FindingLevel.Missing, "p95 api", "cannot be seen now; before: P95 1240 ms"),
            ],
            problems.Select(one => (one.Level, one.Key, one.Text))
        );
    }

    [Fact]
    public void Parts_AreBatchesAndTheUsersAreAskedOnce()
    {
        var services = Enumerable.Range(0, 201).Select(at => s_service with { Id = new($"s{at}") });
        var parts = new QuickCheckProcedure().PartsOf(s_estate with { Services = [.. services] });

        Assert.Equal(["1 of 3", "2 of 3", "3 of 3"], parts.Select(part => part.Name));
        Assert.Equal([100, 100, 1], parts.Select(part => ((ServiceBatch)part.About).Services.Length));
        Assert.Equal([s_users, null, null], parts.Select(part => ((ServiceBatch)part.About).ActiveUsers));
        Assert.Empty(new QuickCheckProcedure().PartsOf(s_estate with { Services = [], ActiveUsers = null }));
    }

    /// <summary>The last two minutes may be incomplete.</summary>
    [Theory]
    [InlineData(0, "03:10 03:11 03:12")]
    [InlineData(59, "03:10 03:11 03:12")]
    [InlineData(60, "03:11 03:12 03:13")]
    public void Minutes_AreThoseThatAreComplete(int seconds, string minutes) =>
        Assert.Equal(minutes, string.Join(' ', CompleteMinutes.Of(Some.After(seconds)).Select(CompleteMinutes.Text)));

    private Finding Only(string key) => Assert.Single(Findings(), finding => finding.Key == key);

    private ImmutableArray<Finding> Findings(Estate? estate = null, Evidence? seen = null, CheckReport? last = null)
    {
        var whole = estate ?? s_estate;
        var findings = Decide(seen ?? _numbers.Seen(whole), last, Some.Now, whole) switch
        {
            CheckDecision.Report report => report.Findings,
            CheckDecision.Look { Memory: CheckMemory.QuickCheck first } => first.Found,
            _ => throw new UnreachableException(),
        };
        Assert.Equal(findings.Length, findings.Select(finding => finding.Key).Distinct().Count());
        return findings;
    }

    private static CheckDecision Decide(
        Evidence seen,
        CheckReport? last,
        DateTimeOffset now,
        Estate? estate = null,
        CheckMemory? memory = null
    )
    {
        var (check, whole) = (new QuickCheckProcedure(), estate ?? s_estate);
        return check.Decide(
            new CheckSituation(
                whole,
                check.PartsOf(whole)[0],
                new CheckRun(now, now) { Memory = memory },
                seen,
                [],
                last,
                now
            )
        );
    }

    private static CheckReport Report(params Finding[] findings) =>
        new(Some.After(-900), Some.After(-899), [.. findings]);
}
