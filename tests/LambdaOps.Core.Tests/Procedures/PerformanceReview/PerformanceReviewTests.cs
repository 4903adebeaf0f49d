using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.PerformanceReview;
using LambdaOps.Core.Resources;
using static LambdaOps.Core.Tests.Procedures.PerformanceReview.ReviewedWeek;

namespace LambdaOps.Core.Tests.Procedures.PerformanceReview;

/// <summary>The week's review: what is asked in which steps, and what is said of endpoints and tables.</summary>
public class PerformanceReviewTests
{
    private readonly ReviewedWeek _week = new();

    [Fact]
    public void Endpoints_AreAskedByTheFieldsOfTheirService()
    {
        var fields = new RequestFields("route", "took");
        _week.Estate = _week.Estate with { Services = [_week.Estate.Services[0] with { RequestFields = fields }] };
        _week.Paths = [];

        Assert.Equal(FindingLevel.Missing, _week.ReviewOf("no line of the last 7 days has route and took").Level);
        Assert.Equal(fields, _week.Asked.First(one => one.Look == PerformanceLooks.Endpoints).About.Fields);
    }

    [Fact]
    public void Schedule_IsBeforeTheWeeklyReport() =>
        Assert.Equal(
            new Schedule.Weekly(DayOfWeek.Monday, new TimeOnly(8, 0)),
            new PerformanceReviewProcedure().Schedule
        );

    /// <summary>One question a step, each about whole hours.</summary>
    [Fact]
    public void Review_AsksEachLogGroupTableSiteAndCache()
    {
        var two = Some.Service with { Id = new TargetId("two"), LogGroup = "/ecs/two", Tables = ["users"] };
        _week.Estate = _week.Estate with
        {
            Services = [.. _week.Estate.Services, two, two with { Id = new TargetId("three") }],
            Sites = Some.Estate.Sites,
            Caches = [new OperatedCache("sessions", ["a"])],
        };
        (_week.Sites, _week.Caches) = (Known(new SiteHits([])), Known(new CacheHits([])));
        _week.Due = Monday.AddMinutes(7);
        _ = _week.Review();

        Assert.Equal([Group], _week.Asked[0].About.LogGroups.AsEnumerable());
        Assert.Equal(["/ecs/two"], _week.Asked[1].About.LogGroups.AsEnumerable());
        Assert.Equal([Table, "users"], _week.Asked[2].About.Tables.AsEnumerable());
        Look[] expected =
        [
            PerformanceLooks.Endpoints,
            PerformanceLooks.Endpoints,
            PerformanceLooks.Tables,
            PerformanceLooks.Indexes,
            .. Some.Estate.Sites.IsEmpty ? [] : new Look[] { PerformanceLooks.Sites },
            PerformanceLooks.Caches,
        ];
        Assert.Equal(expected, _week.Asked.Select(asked => asked.Look));
        Assert.All(_week.Asked, asked => Assert.Equal(Monday, asked.About.Until));
        Assert.Equal(
            [7, 14],
            _week.Asked.Select(asked => (asked.About.Until - asked.About.From).TotalDays).Distinct().Order()
        );
    }

    [Theory]
    [InlineData(15, 1)]
    [InlineData(16, 2)]
    [InlineData(200, 14)]
    public void Tables_AreAskedForAsManyAsOneCallHolds(int tables, int looks)
    {
        _week.Estate = _week.Estate with
        {
            Services =
            [
                Some.Service with
                {
                    LogGroup = null,
                    Tables = [.. Enumerable.Range(0, tables).Select(number => $"t{number:000}")],
                },
            ],
        };
        _ = _week.Review();

        Assert.Equal(looks, _week.Asked.Count(asked => asked.Look == PerformanceLooks.Tables));
        Assert.All(_week.Asked, asked => Assert.InRange(asked.About.Tables.Length, 1, 15));
        Assert.Equal(
            tables,
            _week.Asked.Where(asked => asked.Look == PerformanceLooks.Tables).Sum(asked => asked.About.Tables.Length)
        );
    }

    [Fact]
    public void Estate_ThatNamesNothing_HasNoPart() =>
        Assert.Empty(
            new PerformanceReviewProcedure().PartsOf(_week.Estate with { Services = [], Tables = [], Sites = [] })
        );

    /// <summary>Five percent of the requests, of twenty at least.</summary>
    [Theory]
    [InlineData(1000, 50, FindingLevel.Warning)]
    [InlineData(1000, 49, FindingLevel.Fine)]
    [InlineData(20, 20, FindingLevel.Warning)]
    [InlineData(19, 19, FindingLevel.Fine)]
    public void Endpoint_IsSlowByItsShare(int requests, int slow, FindingLevel level)
    {
        _week.Paths = [new("/fine", 1_000_000, 0, 40, 90, 300), new("/talks", requests, slow, 640, 1820, 9800.4)];

        Assert.Equal(level == FindingLevel.Warning, _week.Review().Any(IsOfTalks));
        static bool IsOfTalks(Finding finding) =>
            finding is { Level: FindingLevel.Warning, Key: "p95 /ecs/shop /talks" };
    }

    [Fact]
    public void SlowEndpoint_IsSaidWithItsNumbersAndTheWeekBefore()
    {
        _week.Paths = [new("/talks", 2000, 240, 640, 1240, 9000)];
        Assert.Equal(
            "/talks of /ecs/shop: 240 of 2,000 requests (12 %) took longer than 1,000 ms: average 640 ms, P95 1,240 ms, "
                + "at most 9,000 ms",
            _week.ReviewOf("requests (").Text
        );

        _week.Due += TimeSpan.FromDays(7);
        _week.Paths = [new("/talks", 2000, 300, 700, 1820, 9800)];
        Assert.Contains("P95 1,820 ms (1,240 ms last week), at most", _week.ReviewOf("requests (").Text, Ordinal);

        _week.Due += TimeSpan.FromDays(14);
        Assert.Contains("(1,820 ms in the review of 2026-01-25)", _week.ReviewOf("requests (").Text, Ordinal);
    }

    /// <summary>Paths with an id in them are many, and each has few requests: their sum is seen.</summary>
    [Fact]
    public void SlowEndpoints_OfFewRequestsEach_AreSaidTogether()
    {
        _week.Paths =
        [
            .. Enumerable.Range(0, 100).Select(id => new EndpointTime($"/talks/{id}", 10, 5, 900, 2000, 3000)),
        ];
        var finding = _week.ReviewOf("100 endpoints");

        Assert.Equal(FindingLevel.Warning, finding.Level);
        Assert.Contains("500 of 1,000 requests of 100 endpoints took longer than 1,000 ms", finding.Text, Ordinal);
    }

    [Fact]
    public void SlowEndpoints_AreBounded()
    {
        _week.Paths =
        [
            .. Enumerable.Range(0, 200).Select(id => new EndpointTime($"/talks/{id}", 100, 90, 900, 2000, 3000)),
        ];
        var findings = _week.Review();

        Assert.Equal(20, findings.Count(finding => finding.Key.StartsWith("p95 ", StringComparison.Ordinal)));
        Assert.Single(findings, finding => finding.Text.Contains("180 more findings", StringComparison.Ordinal));
        Assert.Single(findings, finding => finding.Text.Contains("the 200 slowest endpoints", Ordinal));
        Assert.InRange(((CheckMemory.PerformanceReview)_week.Last!.Keep!).Values.Count, 1, 400);
    }

    /// <summary>Nothing in the log is no quick endpoint, and a failed query no empty log.</summary>
    [Theory]
    [InlineData(null, "no line of the last 7 days has api_endpoint and duration")]
    [InlineData("AccessDenied", "AccessDenied")]
    public void UnseenEndpoints_AreMissing(string? reason, string says)
    {
        _week.Endpoints = reason is null ? Known(new EndpointTimes([])) : Fact.Missing<EndpointTimes>(reason);
        var finding = _week.ReviewOf(says);

        Assert.Equal((FindingLevel.Missing, $"endpoints {Group}"), (finding.Level, finding.Key));
    }

    [Fact]
    public void Query_ThatIsNotOver_IsAskedForAgainByItsId()
    {
        _week.Endpoints = Known(new EndpointTimes([]) { Running = "q-1" });
        var finding = _week.ReviewOf("not over");

        Assert.Equal(FindingLevel.Missing, finding.Level);
        Assert.Equal(20, _week.Waits);
        Assert.Equal(
            [null, .. Enumerable.Repeat("q-1", 20)],
            _week.Asked.Where(asked => asked.Look == PerformanceLooks.Endpoints).Select(asked => asked.About.Query)
        );
        Assert.Null(_week.Asked[^1].About.Query);
    }

    [Theory]
    [InlineData(100, 100, FindingLevel.Fine)]
    [InlineData(101, 100, FindingLevel.Warning)]
    [InlineData(20, 101, FindingLevel.Warning)]
    public void Operation_IsSlowOnAverageOrAtP99(double average, double p99, FindingLevel level)
    {
        _week.Operations[0] = Operation("Query", 1, average, p99);

        Assert.Equal(
            level == FindingLevel.Warning,
            _week.Review().Any(finding => finding is { Level: FindingLevel.Warning, Key: "p99 orders Query" })
        );
    }

    /// <summary>An hour counts as often as it had requests; the slowest day is the estate's, not UTC's.</summary>
    [Fact]
    public void SlowOperation_IsSaidWithItsSlowestWeekday()
    {
        // From Monday eight o'clock in Tokyo: its Wednesday begins after 40 hours.
        _week.Operations[0] = new OperationTimes(
            Table,
            "Query",
            Hours(hour => hour is >= 40 and < 64 ? 300 : 100),
            Hours(40),
            Hours(hour => hour is >= 40 and < 64 ? 900 : 100),
            MetricSeries.Empty
        );
        var text = _week.ReviewOf("slowest on").Text;

        Assert.Equal(
            "Query of orders: average 40 ms, P99 366.7 ms over 21,600 requests, expected at most 100 ms; slowest on "
                + "Wednesdays with P99 900 ms",
            text
        );
    }

    [Fact]
    public void Operation_WithoutPercentiles_IsJudgedByItsAverage()
    {
        _week.Operations[0] = Operation("Query", 10, 250, p99Ms: null);
        var finding = _week.ReviewOf("expected at most 100 ms");

        Assert.Equal(FindingLevel.Warning, finding.Level);
        Assert.Contains("P99 not known", finding.Text, Ordinal);
    }

    [Theory]
    [InlineData(9, FindingLevel.Fine)]
    [InlineData(12, FindingLevel.Warning)]
    public void Scans_AreSaidByTheirShare(double scans, FindingLevel level)
    {
        _week.Operations[0] = Operation("Query", 100 - scans, 8, 20);
        _week.Operations.Add(Operation("Scan", scans, 30, 60));
        var finding = _week.Review().SingleOrDefault(finding => finding.Key == "scans orders");

        Assert.Equal(level == FindingLevel.Warning, finding is not null);
        Assert.Equal(
            level == FindingLevel.Warning
                ? "orders: 12 % of its requests are scans, 2,016 of 16,800, with 25 items each"
                : null,
            finding?.Text
        );
    }

    [Fact]
    public void IncompleteTimes_AreMissingAndHideNoOtherTable()
    {
        _week.Estate = _week.Estate with { Services = [_week.Estate.Services[0] with { Tables = [Table, "users"] }] };
        _week.Operations.Add(
            Operation("Scan", 10, 9, 9) with
            {
                Table = "users",
                P99Ms = MetricSeries.Empty with { Hole = "PartialData" },
            }
        );
        var findings = _week.Review();

        Assert.Single(findings, finding => finding is { Level: FindingLevel.Missing, Key: "times users" });
        Assert.Single(findings, finding => finding.Text.Contains("16,800 requests; the slowest are Query", Ordinal));
        Assert.DoesNotContain(findings, finding => finding.Key.StartsWith("scans", StringComparison.Ordinal));
    }

    [Fact]
    public void UnseenTables_AreMissing()
    {
        _week.Times = Fact.Missing<TableTimes>("AccessDenied");
        Assert.Equal(FindingLevel.Missing, _week.ReviewOf("AccessDenied").Level);

        _week.Times = Known(new TableTimes([]));
        Assert.Equal(FindingLevel.Missing, _week.ReviewOf("no request to orders").Level);
    }

    /// <summary>Numbers of the estate's own.</summary>
    [Fact]
    public void Policy_IsTheEstates()
    {
        _week.Estate = _week.Estate with
        {
            Checks = Core.Procedures.Settings.None.With(
                new Core.Procedures.Setting<PerformanceReviewPolicy>(
                    Mode.Observe,
                    PerformanceReviewPolicy.Default with
                    {
                        SlowTableMs = 7,
                        IndexDays = 40,
                        SlowMs = 300,
                    }
                )
            ),
        };
        Assert.Contains("expected at most 7 ms", _week.ReviewOf("expected at most").Text, Ordinal);
        Assert.Equal(300, _week.Asked[0].About.SlowMs);
        Assert.Equal(40, _week.Asked.Max(asked => (asked.About.Until - asked.About.From).TotalDays));
    }

    private static StringComparison Ordinal => StringComparison.Ordinal;
}
