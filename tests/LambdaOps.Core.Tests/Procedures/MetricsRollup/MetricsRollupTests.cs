using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.MetricsRollup;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.MetricsRollup;

/// <summary>aggregate-metrics.js: what a day comes to, and which days are summed up.</summary>
public class MetricsRollupTests
{
    private static readonly TimeZoneInfo s_tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");
    private static readonly DateOnly s_yesterday = new(2026, 1, 14);
    private static readonly LocalDay s_day = LocalDay.Of(s_yesterday, s_tokyo);
    private static readonly DateTimeOffset s_night = s_day.Until.AddHours(3);
    private static readonly MetricsRollupProcedure s_check = new();

    private static readonly Estate s_estate = Some.Estate with
    {
        Services = [Some.Service with { LoadBalancer = "app/lb/1" }],
        Tables = [],
        TimeZone = "Asia/Tokyo",
    };

    private readonly RollupNumbers _numbers = new(s_day);

    [Fact]
    public void Day_IsSummedUp()
    {
        _numbers.Errors = minute => minute == 61 ? 2 : null;
        var day = Sum();

        Assert.Equal(144_000, day.Of(Figure.Requests));
        Assert.Equal(2, day.Of(Figure.Failed));
        Assert.Equal((1440, 0), (day.Of(Figure.BusyMinutes), day.Of(Figure.DownMinutes)));
        Assert.Equal((200, 40, 40), (day.Of(Figure.P95Ms), day.Of(Figure.Cpu), day.Of(Figure.CpuMost)));
        Assert.Equal([0, 2, 0], day.HoursOf(Figure.Failed)[..3].AsEnumerable());
        Assert.Null(day.Hole);
    }

    /// <summary>5 % of the requests, and at least three, or all of them.</summary>
    [Theory]
    [InlineData(100, 5, 1)]
    [InlineData(100, 4, 0)]
    [InlineData(20, 2, 0)]
    [InlineData(2, 2, 1)]
    [InlineData(60, 3, 1)]
    public void Minute_IsDownWhenManyFail(int requests, int failed, int down)
    {
        _numbers.Requests = minute => minute == 100 ? requests : null;
        _numbers.Errors = minute => minute == 100 ? failed : null;

        Assert.Equal(down, Sum().Of(Figure.DownMinutes));
    }

    /// <summary>Nobody asked: it was neither up nor down, and its hour is not zero.</summary>
    [Fact]
    public void MinutesWithoutRequests_AreNotCounted()
    {
        _numbers.Requests = minute => minute < 60 ? 10 : null;
        var day = Sum();

        Assert.Equal(60, day.Of(Figure.BusyMinutes));
        Assert.Equal([600, null], day.HoursOf(Figure.Requests)[..2].AsEnumerable());
        Assert.Equal([0, null], day.HoursOf(Figure.Failed)[..2].AsEnumerable());
    }

    /// <summary>What the load balancer fails itself reaches no target; where others share it, it is nobody's.</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void BalancersOwnFailures_CountWhereItIsNotShared(bool isAlone, int down)
    {
        _numbers.HasOwn = isAlone;
        _numbers.Own = minute => minute == 7 ? 50 : null;

        Assert.Equal(down, Sum().Of(Figure.DownMinutes));
    }

    /// <summary>An hour counts as often as it had requests.</summary>
    [Fact]
    public void Percentile_IsWeightedByRequests()
    {
        _numbers.Requests = minute =>
            minute < 60 ? 90
            : minute < 120 ? 10
            : null;
        _numbers.P95Ms = hour =>
            hour == 0 ? 100
            : hour == 1 ? 1100
            : null;

        Assert.Equal(200, Sum().Of(Figure.P95Ms));
    }

    [Fact]
    public void NoDatapoint_IsNoFigure()
    {
        _numbers.Requests = _ => null;
        _numbers.Cpu = _ => null;
        var day = Sum();

        Assert.Null(day.Of(Figure.Requests));
        Assert.Null(day.Of(Figure.DownMinutes));
        Assert.Null(day.Of(Figure.Cpu));
        Assert.Null(day.Hole);
    }

    [Fact]
    public void Hole_IsSaidAndNothingIsTakenForZero()
    {
        _numbers.Hole = "only a part";
        var day = Sum();

        Assert.Equal("only a part", day.Hole);
        Assert.Null(day.Of(Figure.Requests));
    }

    /// <summary>The days that the journal lacks, oldest first; what it has is not asked again.</summary>
    [Fact]
    public void Decide_AsksForTheDaysThatAreNotKept()
    {
        var kept = Days(14).Where(day => day.Day is not 10 and not 14).Select(day => Kept(day));
        var look = Assert.IsType<CheckDecision.Look>(
            Decide(null, (FigureLooks.Kept, Fact.Known(new KeptFigures([.. kept]), s_night)))
        );

        Assert.Equal([new DateOnly(2026, 1, 10)], ((FigureDays)look.About).Days.Select(day => day.Date));
        Assert.Equal(
            [new DateOnly(2026, 1, 10), s_yesterday],
            Assert.IsType<CheckMemory.MetricsRollup>(look.Memory).Left.AsEnumerable()
        );
    }

    [Fact]
    public void Decide_KeepsADayThatIsWholeAndAsksAgainForOneThatIsNot()
    {
        var memory = new CheckMemory.MetricsRollup([s_yesterday], 0, []);
        var whole = Assert.IsType<CheckDecision.Save>(Decide(memory, Numbers()));
        _numbers.Hole = "only a part";
        var part = Assert.IsType<CheckDecision.Save>(Decide(memory, Numbers()));

        Assert.Equal(144_000, Assert.Single(whole.Figures).Of(Figure.Requests));
        Assert.Empty(part.Figures);
        Assert.Equal(
            FindingLevel.Missing,
            Assert.Single(Assert.IsType<CheckMemory.MetricsRollup>(part.Memory).Found).Level
        );
    }

    /// <summary>CloudWatch drops its minutes the next day: what there is, is kept, and people hear of the rest.</summary>
    [Fact]
    public void Decide_KeepsTheOldestDayAsItIs()
    {
        var oldest = LocalDay.Of(s_yesterday.AddDays(-13), s_tokyo);
        var numbers = new RollupNumbers(oldest) { Hole = "only a part" };
        var save = Assert.IsType<CheckDecision.Save>(
            Decide(
                new CheckMemory.MetricsRollup([oldest.Date], 0, []),
                (FigureLooks.Numbers, Fact.Known(numbers.All(Some.Target), s_night))
            )
        );

        Assert.Single(save.Figures);
        Assert.Equal(
            FindingLevel.Warning,
            Assert.Single(Assert.IsType<CheckMemory.MetricsRollup>(save.Memory).Found).Level
        );
    }

    [Fact]
    public void Decide_ReportsWhenNothingIsLeft()
    {
        var report = Assert.IsType<CheckDecision.Report>(Decide(new CheckMemory.MetricsRollup([], 3, [])));

        Assert.StartsWith("3 days of 1 ", Assert.Single(report.Findings).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_SaysWhatItCouldNotSee() =>
        Assert.Equal(
            FindingLevel.Missing,
            Assert
                .Single(
                    Assert
                        .IsType<CheckDecision.Report>(
                            Decide(null, (FigureLooks.Kept, Fact.Missing<KeptFigures>("no answer")))
                        )
                        .Findings
                )
                .Level
        );

    private (Look, Fact) Numbers() => (FigureLooks.Numbers, Fact.Known(_numbers.All(Some.Target), s_night));

    private static IEnumerable<DateOnly> Days(int count) =>
        Enumerable.Range(0, count).Select(back => s_yesterday.AddDays(-back));

    private static DayFigures Kept(DateOnly day) =>
        new(FigureDays.SubjectOf(Some.Target), day, ImmutableSortedDictionary<string, double>.Empty);

    private DayFigures Sum() => Assert.Single(DaySums.Of(_numbers.All(Some.Target), MetricsRollupPolicy.Default));

    private static CheckDecision Decide(CheckMemory? memory, params ReadOnlySpan<(Look, Fact)> seen) =>
        s_check.Decide(
            new CheckSituation(
                s_estate,
                Assert.Single(s_check.PartsOf(s_estate)),
                new CheckRun(s_night, s_night) { ScheduledFor = s_night, Memory = memory },
                Evidence.NotAsked.With(seen.ToArray()),
                [],
                null,
                s_night
            )
        );
}
